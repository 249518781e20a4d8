#include "runtime/cli/command.h"
#include "runtime/plugins/pool.h"

namespace fw::cli {

// Started by the server itself, for the actions of plugins; not for people.
void add_plugin_worker(Commands& commands) {
    const auto folder = std::make_shared<std::string>();
    Command command = commands.add("plugin-worker", "", "");
    command.hide();
    command.add("FOLDER", *folder, "").required();
    command.run([folder] { return plugins::serve_actions(*folder); });
}

}  // namespace fw::cli
