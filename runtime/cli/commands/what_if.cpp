#include <cstdio>

#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/cli/command.h"
#include "runtime/cli/names.h"
#include "runtime/http/message.h"

namespace fw::cli {
namespace {

struct Options {
    Target target;
    std::string folder, flow;
    int last = 100;
};

std::vector<std::string> flows_of(const model::PackSource& pack, const std::string& wanted) {
    if (!wanted.empty()) return {wanted};
    std::vector<std::string> ids;
    for (const model::SourceFile& file : pack.files) {
        const auto root = json::read(file.text, file.path);
        if (root && root->string_or("kind") == "flow")
            ids.push_back(pack.id + "." + std::string(root->string_or("id")));
    }
    return ids;
}

void print(const json::Value& answer) {
    const auto number = [&](const char* name) {
        const json::Value* found = answer.find(name);
        return found == nullptr ? std::string("0") : json::write_compact(*found);
    };
    std::printf("%s: %s replayed, %s the same, %s different, %s cannot be told\n",
                std::string(answer.string_or("flow")).c_str(), number("replayed").c_str(), number("same").c_str(),
                number("different").c_str(), number("cannot_tell").c_str());
    const json::Value* all = answer.find("instances");
    if (all == nullptr) return;
    for (const json::Value& one : all->items()) {
        if (const std::string_view reason = one.string_or("reason"); !reason.empty()) {
            std::printf("  %s cannot be told: %s\n", std::string(one.string_or("instance")).c_str(),
                        std::string(reason).c_str());
        }
        const json::Value* differences = one.find("differences");
        if (differences == nullptr) continue;
        for (const json::Value& each : differences->items()) {
            std::printf("  %s %s: %s\n    now: %s\n", std::string(one.string_or("instance")).c_str(),
                        std::string(each.string_or("what")).c_str(), std::string(each.string_or("before")).c_str(),
                        std::string(each.string_or("after")).c_str());
        }
    }
}

int what_if(const Options& options) {
    const auto pack = read_pack_folder(options.folder);
    if (!pack) return report(pack.error());
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    if (!options.flow.empty()) {
        if (const Result<void> known = known_flow(session->client(), options.flow, ""); !known)
            return report(known.error());
    }
    const std::vector<std::string> flows = flows_of(*pack, options.flow);
    if (flows.empty()) {
        return report(
            fail("CLI-043",
                 format_text({"The pack {0} has no flow to play.", "应用包 {0} 中没有可回放的流程。"}, {pack->id}))
                .value());
    }
    const std::string body = packs_json({*pack}) + ",\"last\":" + std::to_string(options.last) + "}";
    for (const std::string& flow : flows) {
        const auto answer = session->client().post("/api/v1/flows/" + http::percent_encode(flow) + "/what-if", body);
        if (!answer) return report(answer.error());
        print(*answer);
    }
    return kDone;
}

}  // namespace

void add_what_if(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command =
        commands.add("what-if", "Play the last instances through changed models: what would have been different",
                     "  formwork what-if plugins/sales --data ./data --last 200\n"
                     "  formwork what-if plugins/sales --flow sales.contract_approval --server https://… --token …\n\n"
                     "Nothing is stored. People decide as they did, else they agree; records are as they are now.");
    command.add("PACKDIR", options->folder, "Folder with a pack.json").required();
    command.add("--flow", options->flow, "Only this flow; without it: every flow of the pack");
    command.add("--last", options->last, "How many instances of each flow").range(1, 1000).show_default();
    options->target.add_to(command);
    command.run([options] { return what_if(*options); });
}

}  // namespace fw::cli
