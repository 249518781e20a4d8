// formwork: server and tools in one program.
#include <cstdio>
#include <exception>

#include "runtime/cli/command.h"

namespace fw::cli {
void add_all_commands(Commands& commands);
}

int main(int argc, char** argv) {
    using namespace fw::cli;
    try {
        Commands commands("formwork", FW_VERSION, "Formwork: workflows, rules and records from JSON models.",
                          "Start with the demo:  formwork serve --data ./data --demo\n"
                          "Help of a command:    formwork COMMAND --help");
        add_all_commands(commands);
        return commands.run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "formwork: error %s: %s\n", "CLI-099", error.what());
        return kFailed;
    }
}
