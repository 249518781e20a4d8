// What every command of `formwork` shares: one file each in commands/, found by the build.
#pragma once

#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/model/pack.h"
#include "runtime/cli/arguments.h"
#include "runtime/cli/client.h"

namespace fw::cli {

class Service;

// Exit codes (docs/operations.md): 0 done, 1 it failed (a sentence on stderr), 2 wrong usage.
constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;

// Prints "formwork: error CODE: sentence (hint)" lines; returns kFailed.
int report(const Diagnostics& diagnostics);

// "formwork: …" on standard error, in the language of the terminal: what is no mistake but should not go unsaid.
void say(const Text& text);

// Where a command works: on the data folder (through its server if one runs) or on a server elsewhere.
struct Target {
    std::string data, server, token, store;
    void add_to(Command& command, bool remote = true);
};

// A client of the target; starts a service of its own where none runs. `make_new`: an empty folder may be filled.
class Session {
  public:
    [[nodiscard]] static Result<Session> open(const Target& target, bool make_new = false);
    Session(Session&& other) noexcept;
    ~Session();
    [[nodiscard]] Client& client() { return *client_; }

  private:
    Session();
    std::unique_ptr<Service> service_;
    std::optional<Client> client_;
};

// A pack's folder as sources (demo/ left out). CLI-001: no such folder, CLI-002: no pack.json.
[[nodiscard]] Result<model::PackSource> read_pack_folder(const std::string& folder);
// Several, each pack once (CLI-008); what is wrong with any of them.
[[nodiscard]] Result<std::vector<model::PackSource>> read_pack_folders(const std::vector<std::string>& folders);
// {"packs": [{"id", "files": [{"path", "text"}]}] — without the closing brace, so that members can follow.
[[nodiscard]] std::string packs_json(const std::vector<model::PackSource>& packs);

[[nodiscard]] Result<std::ifstream> open_file(const std::string& path);  // CLI-005, for folders too
[[nodiscard]] Result<std::string> read_file(const std::string& path);
[[nodiscard]] Result<void> write_file(const std::string& path, std::string_view bytes);  // "-": standard output

}  // namespace fw::cli
