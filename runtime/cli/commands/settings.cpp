#include <cstdio>

#include "engine/json/write.h"
#include "runtime/cli/command.h"
#include "runtime/http/json_writer.h"

namespace fw::cli {
namespace {

struct Options {
    Target target;
    std::string zone;
};

int settings(const Options& options) {
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    Client& client = session->client();
    auto now = client.get("/api/v1/settings");
    if (now && !options.zone.empty()) {
        http::JsonWriter body;
        body.begin_object().member("zone", options.zone).end_object();
        auto answer = client.ask("PATCH", "/api/v1/settings", body.take());
        now = answer ? Result<json::Value>(answer->json()) : tl::unexpected(answer.error());
    }
    if (!now) return report(now.error());
    for (const json::Member& member : now->members()) {
        const std::string value =
            member.value.is_string() ? member.value.as_string() : json::write_compact(member.value);
        std::printf("%-8s %s\n", member.key.c_str(), value.c_str());
    }
    return kDone;
}

}  // namespace

void add_settings(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command =
        commands.add("settings", "Settings of the company: its time zone",
                     "  formwork settings --data ./data\n  formwork settings --zone Asia/Shanghai --data ./data");
    command
        .add("--zone", options->zone, "Name of the tz database; today(), reminders and the months of reports follow it")
        .type("NAME");
    options->target.add_to(command);
    command.run([options] { return settings(*options); });
}

}  // namespace fw::cli
