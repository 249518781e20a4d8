// formwork: server and tools in one program.
#include <cstdio>
#include <exception>

#include "runtime/cli/command.h"

namespace fw::cli {
void add_all_commands(Commands& commands);
}

int main(int argc, char** argv) {
    using namespace fw::cli;
    CLI::App app("Formwork: workflows, rules and records from JSON models.", "formwork");
    app.require_subcommand(1);
    app.set_version_flag("--version", "formwork " FW_VERSION);
    app.footer(
        "Start with the demo:  formwork serve --data ./data --demo\nHelp of a command:    formwork COMMAND --help");
    app.get_formatter()->column_width(34);
    Commands commands{app, fw::Language::kEn, {}};
    add_all_commands(commands);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kDone : kUsage;
    }
    try {
        return commands.chosen ? commands.chosen() : kUsage;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "formwork: error %s: %s\n", "CLI-099", error.what());
        return kFailed;
    }
}
