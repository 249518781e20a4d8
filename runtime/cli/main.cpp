// formwork: server and tools in one program.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "engine/base/suggest.h"
#include "runtime/cli/command.h"

namespace fw::cli {
void add_all_commands(Commands& commands);
}

namespace {

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(command->get_name());
    }
    return names;
}

// CLI11 would only say that a subcommand is required.
int unknown_command(const std::string& written, const std::vector<std::string>& known) {
    const std::string near = fw::nearest(written, known);
    const std::string hint = near.empty() ? "" : " (did you mean '" + near + "'?)";
    std::fprintf(stderr, "formwork: there is no command '%s'%s\nRun `formwork --help` for the list.\n", written.c_str(),
                 hint.c_str());
    return fw::cli::kUsage;
}

}  // namespace

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
    const std::vector<std::string> known = command_names(app);
    const bool unknown = argc > 1 && argv[1][0] != '-' && std::find(known.begin(), known.end(), argv[1]) == known.end();
    if (unknown) return unknown_command(argv[1], known);
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
