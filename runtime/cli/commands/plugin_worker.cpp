#include "runtime/cli/command.h"
#include "runtime/plugins/pool.h"

namespace fw::cli {

// Started by the server itself, for the actions of plugins; not for people.
void add_plugin_worker(Commands& commands) {
    const auto folder = std::make_shared<std::string>();
    CLI::App& command = commands.add("plugin-worker", "", "");
    command.group("");
    command.add_option("FOLDER", *folder)->required();
    command.callback([&commands, folder] { commands.chosen = [folder] { return plugins::serve_actions(*folder); }; });
}

}  // namespace fw::cli
