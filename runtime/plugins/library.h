// One loaded plugin.so and the C side of every call into it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/json/value.h"
#include "plugins/api/formwork_plugin.h"
#include "runtime/plugins/plugins.h"

namespace fw::plugins {

// Copies of what a plugin registered, so that nothing depends on how long its own tables live.
struct FunctionEntry {
    struct Parameter {
        std::string name, type;
        bool optional = false;
    };
    std::string name;
    Text help;
    std::vector<Parameter> parameters;
    std::string result;
    std::string example, example_result;
    fw_run run = nullptr;
};

struct ActionEntry {
    Action action;
    fw_run run = nullptr;
};

class Library : public std::enable_shared_from_this<Library> {
  public:
    // Opens DIR/plugin.so, checks its version and starts it.
    [[nodiscard]] static Result<std::shared_ptr<Library>> open(const std::string& folder, const Log& log);
    ~Library();
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] const std::string& folder() const { return folder_; }
    [[nodiscard]] const std::vector<FunctionEntry>& functions() const { return functions_; }
    [[nodiscard]] const std::vector<ActionEntry>& actions() const { return actions_; }

    // One guarded call. `what` names it in messages; `caller` is null for functions.
    [[nodiscard]] Result<json::Value> call(fw_run run, const std::string& what, const json::Value& input,
                                           const Caller* caller) const;

  private:
    friend struct HostTable;
    Library(std::string folder, Log log);
    [[nodiscard]] Result<void> start();
    void add(const fw_function& function);
    void add(const fw_action& action);

    // What plugins see of the host; `table` comes first, so the C pointer leads back here.
    struct Host {
        fw_host table{};
        const Library* library = nullptr;
    };
    struct Registry {
        fw_registry table{};
        Library* library = nullptr;
    };

    std::string folder_, id_;
    Log log_;
    void* handle_ = nullptr;
    const fw_plugin* plugin_ = nullptr;
    bool started_ = false;
    Host host_;
    std::vector<FunctionEntry> functions_;
    std::vector<ActionEntry> actions_;
    Diagnostics mistakes_;  // found while the plugin registered
};

}  // namespace fw::plugins
