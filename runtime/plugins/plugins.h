// The plugins of a server: their models, FEEL functions and actions. A plugin is a folder with pack.json and, where it
// computes something, `plugin.so`, which speaks plugins/api/formwork_plugin.h. Loaded once at start, then read-only and
// used by all threads.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/feel/functions.h"
#include "engine/json/value.h"

namespace fw::plugins {

class Library;

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError };
using Log = std::function<void(LogLevel level, std::string_view plugin, std::string_view message)>;

// "formwork: plugin sample: warning: …" on standard error; debug messages are left out.
void log_to_stderr(LogLevel level, std::string_view plugin, std::string_view message);

// An action as others offer it; its id is qualified: "sample.check_code".
struct Action {
    std::string id;
    Text label;
    Text help;
};

// The records as an action reaches them: with the rights of the person who calls. Answers are JSON (docs/http.md).
class RecordDoor {
  public:
    virtual ~RecordDoor() = default;
    [[nodiscard]] virtual Result<std::string> read(std::string_view entity, std::string_view id) = 0;
    [[nodiscard]] virtual Result<std::string> list(std::string_view entity, std::string_view filter,
                                                   std::string_view sort, int limit) = 0;
    [[nodiscard]] virtual Result<std::string> create(std::string_view entity, const json::Value& fields) = 0;
    [[nodiscard]] virtual Result<std::string> change(std::string_view entity, std::string_view id,
                                                     const json::Value& fields) = 0;
};

// Who calls an action.
struct Caller {
    std::string id;  // of the base.person
    std::string login;
    std::string name;
    Language language = Language::kEn;
    RecordDoor* records = nullptr;  // null: record functions fail
    std::string key = {};           // of a job of a flow: the same for every attempt
    std::string* error = nullptr;   // set where the action ends with an error code (fw_host.error)
};

// What is wrong with a folder that somebody named: PLUG-017, an error (there is none, or it cannot be read), PLUG-018,
// a warning (no plugin in it).
[[nodiscard]] Diagnostics examine_folder(const std::string& folder);

class Plugins {
  public:
    // Loads every sub-folder of `folder` that has a plugin.so, in the order of their names. `folder` may be missing: no
    // plugins. A library that cannot be used makes the whole fail, with a sentence each: PLUG-001 (cannot be loaded),
    // PLUG-002 (not a plugin), PLUG-003 (another interface version), PLUG-004 (badly described), PLUG-005 (name taken),
    // PLUG-006 (refused to start), PLUG-017 (the folder cannot be read).
    [[nodiscard]] static Result<Plugins> load(const std::string& folder, Log log = {});

    Plugins();
    Plugins(Plugins&&) noexcept;
    Plugins& operator=(Plugins&&) noexcept;
    ~Plugins();

    // Adds their functions. The libraries stay loaded as long as any of these functions lives.
    void add_functions(feel::Functions& functions) const;

    [[nodiscard]] std::vector<Action> actions() const;

    // Runs an action with the caller's rights. Fails with PLUG-010 (the plugin's own sentence), PLUG-011 (it threw),
    // PLUG-012 (its answer is no JSON) or PLUG-013 (there is no such action).
    [[nodiscard]] Result<json::Value> run(std::string_view action, const json::Value& input,
                                          const Caller& caller) const;

    // Their folders, for reading the models: {"<folder>/sample", …}.
    [[nodiscard]] std::vector<std::string> folders() const;

  private:
    std::vector<std::shared_ptr<Library>> libraries_;
};

}  // namespace fw::plugins
