#include "runtime/cli/command.h"

namespace fw::cli {
namespace {

struct Options {
    Target target;
    std::string file = "-";
};

int openapi(const Options& options) {
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    const auto answer = session->client().ask("GET", "/openapi.json");
    if (!answer) return report(answer.error());
    const Result<void> written = write_file(options.file, answer->body);
    return written ? kDone : report(written.error());
}

}  // namespace

void add_openapi(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command = commands.add("openapi", "Write the OpenAPI 3.1 description of the deployed models",
                                   "  formwork openapi --data ./data -o openapi.json");
    options->target.add_to(command);
    command.add("-o,--output", options->file, "File to write; - is standard output").show_default();
    command.run([options] { return openapi(*options); });
}

}  // namespace fw::cli
