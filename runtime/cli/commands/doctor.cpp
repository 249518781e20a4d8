#include <cstdio>

#include "runtime/cli/command.h"

namespace fw::cli {
namespace {

int doctor(const Target& target) {
    auto session = Session::open(target);
    if (!session) return report(session.error());
    const auto answer = session->client().get("/api/v1/maintenance/doctor");
    if (!answer) return report(answer.error());
    bool healthy = true;
    for (const json::Value& finding : answer->find("findings")->items()) {
        const json::Value* ok = finding.find("ok");
        const json::Value* text = finding.find("text");
        const bool good = ok != nullptr && ok->is_boolean() && ok->as_boolean();
        healthy = healthy && good;
        std::printf("%-4s %s\n", good ? "ok" : "BAD",
                    text != nullptr ? std::string(text->string_or("en")).c_str() : "");
    }
    std::printf(healthy ? "everything is well\n" : "there are findings\n");
    return healthy ? kDone : kFailed;
}

}  // namespace

void add_doctor(Commands& commands) {
    const auto target = std::make_shared<Target>();
    Command command = commands.add("doctor", "Examine a database: integrity, schema, orphans, flows",
                                   "  formwork doctor --data ./data\n\nExit code 1 if something is wrong.");
    target->add_to(command);
    command.run([target] { return doctor(*target); });
}

}  // namespace fw::cli
