#include <cstdio>

#include "engine/json/write.h"
#include "runtime/cli/command.h"
#include "runtime/http/message.h"

namespace fw::cli {
namespace {

struct Options {
    Target target;
    std::string id, flow, state = "running";
};

int list(const Options& options) {
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    std::string path = "/api/v1/instances?state=" + http::percent_encode(options.state);
    if (!options.flow.empty()) path += "&flow=" + http::percent_encode(options.flow);
    const auto answer = session->client().get(path);
    if (!answer) return report(answer.error());
    const json::Value* all = answer->find("instances");
    for (const json::Value& one : all != nullptr ? all->items() : answer->items()) {
        const json::Value* record = one.find("record");
        const json::Value* initiator = one.find("initiator");
        std::printf("%s  %-10s %-28s %-12s %s  %s\n", std::string(one.string_or("id")).c_str(),
                    std::string(one.string_or("state")).c_str(), std::string(one.string_or("flow")).c_str(),
                    initiator != nullptr ? std::string(initiator->string_or("name")).c_str() : "",
                    std::string(one.string_or("started_at")).c_str(),
                    record != nullptr ? std::string(record->string_or("title")).c_str() : "");
    }
    return kDone;
}

int show(const Options& options) {
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    const auto answer = session->client().get("/api/v1/instances/" + http::percent_encode(options.id));
    if (!answer) return report(answer.error());
    std::printf("%s", json::write_canonical(*answer).c_str());
    return kDone;
}

}  // namespace

void add_instance(Commands& commands) {
    const auto options = std::make_shared<Options>();
    CLI::App& instance = commands.add("instance", "Flow instances: list, show",
                                      "  formwork instance list --data ./data\n  formwork instance list --state ended "
                                      "--flow sales.contract_approval --data ./data\n"
                                      "  formwork instance show 219873456712345 --data ./data");
    instance.require_subcommand(1);
    CLI::App* listing = instance.add_subcommand("list", "Instances, newest first");
    listing->add_option("--state", options->state, "running or ended")
        ->check(CLI::IsMember({"running", "ended"}))
        ->capture_default_str();
    listing->add_option("--flow", options->flow, "Only this flow");
    options->target.add_to(*listing);
    listing->callback([&commands, options] { commands.chosen = [options] { return list(*options); }; });
    CLI::App* showing = instance.add_subcommand("show", "One instance with its trail, as JSON");
    showing->add_option("ID", options->id, "Number of the instance")->required();
    options->target.add_to(*showing);
    showing->callback([&commands, options] { commands.chosen = [options] { return show(*options); }; });
}

}  // namespace fw::cli
