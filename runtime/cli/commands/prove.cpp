#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>

#include "engine/compile/program.h"
#include "engine/flow/proof/approvers.h"
#include "engine/flow/proof/plain_env.h"
#include "engine/flow/proof/proof.h"
#include "engine/interchange/bpmn/bpmn.h"
#include "engine/json/read.h"
#include "engine/model/pack.h"
#include "runtime/cli/caret.h"
#include "runtime/cli/command.h"
#include "runtime/cli/data_checks.h"
#include "runtime/cli/offline_pack.h"
#include "runtime/host/people.h"

namespace fw::cli {
namespace {

namespace fs = std::filesystem;
using soundness::Verdict;

constexpr int kNotDecided = 3;

struct Options {
    std::vector<std::string> files;
    std::string process, people, plugins;
};

// A flow of a file: where it stands, and what it is called there.
struct Given {
    std::string file;
    std::string name;
    json::Value model;
    std::string text;      // of the file, where the model's ranges refer to it
    std::string xml;       // of the file, where it is BPMN
    Diagnostics mistakes;  // values and names that no flow has
};

bool is_xml(const std::string& path, const std::string& text) {
    const std::string extension = fs::path(path).extension().string();
    if (extension == ".json") return false;
    if (extension == ".bpmn" || extension == ".xml") return true;
    const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return first != std::string::npos && (text[first] == '<' || static_cast<unsigned char>(text[0]) >= 0xFE);
}

struct Files {
    std::vector<Given> flows;
    std::vector<std::string> empty;  // processes without a node
};

Result<void> add_xml(const std::string& path, const std::string& text, Files& out) {
    auto imported = bpmn::import_bpmn(text, path);
    if (!imported) return tl::unexpected(std::move(imported.error()));
    Diagnostics loose;  // ways that lead nowhere: what follows from them is told without naming them
    std::copy_if(imported->notes.begin(), imported->notes.end(), std::back_inserter(loose),
                 [](const Diagnostic& each) { return each.code == "BPMN-105"; });
    report(loose);
    for (json::Value& flow : imported->flows) {
        const json::Value* nodes = flow.find("nodes");
        const json::Value* kept = flow.find("bpmn");
        const std::string id(flow.string_or("id"));
        const std::string name(kept != nullptr && kept->is_object() ? kept->string_or("process", id) : id);
        if (nodes == nullptr || nodes->items().empty()) {  // also a pool without a process of its own
            out.empty.push_back(name);
            continue;
        }
        out.flows.push_back({path, name, std::move(flow), "", text, {}});
    }
    return {};
}

Result<void> add_json(const std::string& path, std::string text, Files& out) {
    auto model = json::read(text);
    if (!model) {
        for (Diagnostic& each : model.error()) {
            each.place.file = path;
            each.place.at = line_column(text, each.place.range.begin);
        }
        return tl::unexpected(std::move(model.error()));
    }
    if (!model->is_object() || model->string_or("kind") != "flow") {
        return fail("CLI-030",
                    format_text({"{0} is neither a flow nor BPMN.", "{0} 既不是流程模型也不是 BPMN 文件。"}, {path}));
    }
    const std::string name(model->string_or("id", fs::path(path).stem().string()));
    Diagnostics mistakes = model::mistakes_of(*model, path, text, compile::standard_descriptors());
    out.flows.push_back({path, name, std::move(*model), std::move(text), "", std::move(mistakes)});
    return {};
}

Result<void> add_file(const std::string& path, Files& out);

// A pack's folder stands for the flows in it, any other for the files in it; what is no flow there is left out.
Result<void> add_folder(const std::string& path, Files& out) {
    std::error_code ignored;
    const bool pack = fs::exists(fs::path(path) / "pack.json", ignored);
    const fs::path folder = pack ? fs::path(path) / "flows" : fs::path(path);
    std::vector<std::string> inside;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        const std::string extension = entry.path().extension().string();
        if (extension == ".json" || extension == ".bpmn" || extension == ".xml")
            inside.push_back(entry.path().string());
    }
    std::sort(inside.begin(), inside.end());
    for (const std::string& each : inside) {
        Result<void> added = add_file(each, out);
        if (!added && added.error().front().code != "CLI-030") return added;
    }
    return {};
}

Result<void> add_file(const std::string& path, Files& out) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) return add_folder(path, out);
    auto text = read_file(path);
    if (!text) return tl::unexpected(std::move(text.error()));
    return is_xml(path, *text) ? add_xml(path, *text, out) : add_json(path, std::move(*text), out);
}

// The pack that a file stands in: roles are those of that pack.
std::string pack_of(const std::string& file) {
    const std::string folder = pack_folder_of(file);
    if (folder.empty()) return "";
    const auto text = read_file((fs::path(folder) / "pack.json").string());
    const auto pack = text ? json::read(*text) : Result<json::Value>(json::Value());
    return pack && pack->is_object() ? std::string(pack->string_or("id")) : "";
}

void print(const flow::Flow& flow, const flow::FlowProof& proof, Language language) {
    for (const flow::FlowFinding& each : proof.findings) {
        const std::string id = flow::source_id(flow.nodes[each.node]);
        std::printf("  %s: %s\n", id.c_str(), std::string(each.text.in(language)).c_str());
        const std::string path = flow::path_text(flow, each, 200);
        if (!path.empty()) std::printf("    %s%s\n", language == Language::kZh ? "路径：" : "path: ", path.c_str());
        std::string tokens;
        for (const flow::EdgeIndex edge : each.tokens) {
            tokens += tokens.empty() ? "" : ", ";
            tokens += flow::source_id(flow.nodes[flow.edges[edge].from]) + "→" +
                      flow::source_id(flow.nodes[flow.edges[edge].to]);
        }
        for (const flow::NodeIndex node : each.at) {
            tokens += tokens.empty() ? "" : ", ";
            tokens += flow::source_id(flow.nodes[node]);
        }
        if (!tokens.empty())
            std::printf("    %s%s\n", language == Language::kZh ? "令牌：" : "tokens: ", tokens.c_str());
    }
}

struct Summary {
    Verdict::Answer answer = Verdict::Answer::kSound;
    std::string line = "sound";

    // The worst answer counts; of equal ones the first.
    void add(Verdict::Answer other, const std::string& text) {
        const auto weight = [](Verdict::Answer each) {
            return each == Verdict::Answer::kUnsound ? 2 : each == Verdict::Answer::kNotDecided ? 1 : 0;
        };
        if (weight(other) <= weight(answer)) return;
        answer = other;
        line = text;
    }
    [[nodiscard]] int code() const {
        return answer == Verdict::Answer::kSound ? kDone : answer == Verdict::Answer::kUnsound ? kFailed : kNotDecided;
    }
};

// The node as it is written, of this level or of one within.
const json::Value* node_in(const json::Value& level, std::string_view id) {
    const json::Value* nodes = level.find("nodes");
    if (nodes == nullptr || !nodes->is_array()) return nullptr;
    for (const json::Value& node : nodes->items()) {
        if (!node.is_object()) continue;
        if (node.string_or("id") == id) return &node;
        if (const json::Value* inner = node_in(node, id)) return inner;
    }
    return nullptr;
}

// Where the step is written that a finding is about: in JSON whom it asks, in BPMN the element.
void give_place(Diagnostic& found, const Given& given, const flow::Flow& flow) {
    found.place.file = given.file;
    const std::string id = found.place.element.substr(found.place.element.rfind('/') + 1);
    if (!given.text.empty()) {
        const json::Value* node = node_in(given.model, id);
        if (node == nullptr) return;
        const json::Value* who = node->find("who");
        found.place.range = (who == nullptr ? *node : *who).range();
        found.place.at = line_column(given.text, found.place.range.begin);
        return;
    }
    const auto node = flow.nodes_by_id.find(id);
    const std::string written = node == flow.nodes_by_id.end() ? id : flow::source_id(flow.nodes[node->second]);
    for (const char* quote : {"\"", "'"}) {
        const std::size_t at = given.xml.find(std::string(" id=") + quote + written + quote);
        if (at == std::string::npos) continue;
        found.place.at = line_column(given.xml, static_cast<std::uint32_t>(at + 1));
        return;
    }
}

// Whether everybody finds an approver: the organisation may change, so these are warnings.
Diagnostics ask_people(const flow::Flow& flow, const host::People& people, const Given& given) {
    std::vector<flow::Person> everybody;
    for (const identity::Person& each : people.directory->people()) everybody.push_back(each.id);
    const flow::ApproverReport found = flow::find_approver_holes(flow, *people.directory, everybody);
    Diagnostics holes = flow::approver_diagnostics(flow, *people.directory, found);
    for (Diagnostic& each : holes) give_place(each, given, flow);
    return holes;
}

// "unsound: mistake at 'choice' (FLOW-048)".
std::string mistake_line(const Diagnostics& found) {
    const auto first = std::find_if(found.begin(), found.end(),
                                    [](const Diagnostic& each) { return each.severity == Severity::kError; });
    const std::string& element = first->place.element;
    const std::size_t at = element.find('/') == std::string::npos ? element.find(':') : element.rfind('/');
    return "unsound: mistake at '" + element.substr(at + 1) + "' (" + first->code + ")";
}

class Proving {
  public:
    Proving(const feel::Functions& functions, std::optional<host::People> people, Language language)
        : checks_(functions), people_(std::move(people)), language_(language) {}

    Result<void> add(const Given& given, const std::string& plugins) {
        const std::string pack = pack_of(given.file);
        const auto flow = flow::read_plain_flow(given.model, given.file, given.text, pack);
        if (!flow) {
            if (given.mistakes.empty()) return tl::unexpected(flow.error());
            const std::string line = mistake_line(given.mistakes);
            std::printf("%s %s: %s\n", given.file.c_str(), given.name.c_str(), line.c_str());
            std::fflush(stdout);
            report(given.mistakes);
            summary_.add(Verdict::Answer::kUnsound, line);
            return {};
        }
        flow::FlowProof proof = flow::prove_flow(*flow);
        std::string line = flow::verdict_line(*flow, proof);
        Diagnostics data = given.mistakes;
        if (!given.text.empty() && data.empty())
            data = with_plugins_hinted(checks_.of(given.file, pack + "." + given.name), plugins);
        if (has_errors(data) && proof.answer != Verdict::Answer::kUnsound) {
            proof.answer = Verdict::Answer::kUnsound;
            line = mistake_line(data);
        }
        std::printf("%s %s: %s\n", given.file.c_str(), given.name.c_str(), line.c_str());
        print(*flow, proof, language_);
        std::fflush(stdout);
        report(data);
        if (people_) report(ask_people(*flow, *people_, given));
        summary_.add(proof.answer, line);
        return {};
    }

    [[nodiscard]] const Summary& summary() const { return summary_; }

  private:
    DataChecks checks_;
    std::optional<host::People> people_;
    Language language_;
    Summary summary_;
};

int prove(const Options& options, Language language) {
    Files given;
    for (const std::string& file : options.files) {
        Result<void> added = add_file(file, given);
        if (!added) {
            report(added.error());
            return kUsage;
        }
    }
    std::optional<host::People> people;
    if (!options.people.empty()) {
        auto read = host::read_people(options.people);
        if (!read) return report(read.error()), kUsage;
        people = std::move(*read);
    }
    const auto functions = functions_with(options.plugins);
    if (!functions) return report(functions.error()), kUsage;
    Proving proving(*functions, std::move(people), language);
    bool found = false;
    for (const Given& each : given.flows) {
        if (!options.process.empty() && options.process != each.name && options.process != each.model.string_or("id"))
            continue;
        found = true;
        if (const Result<void> added = proving.add(each, options.plugins); !added) {
            report(added.error());
            return kUsage;
        }
    }
    if (!found) {
        std::string text = "there is no flow in these files";
        if (!options.process.empty()) {
            text = "there is no process '" + options.process + "' in these files";
        } else if (!given.empty.empty()) {
            text = "the process '" + given.empty.front() + "' has no nodes: there is nothing to prove";
        }
        std::fprintf(stderr, "formwork: %s\n", text.c_str());
        return kUsage;
    }
    std::printf("%s\n", proving.summary().line.c_str());
    return proving.summary().code();
}

}  // namespace

void add_prove(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command = commands.add(
        "prove", "Prove that flows always end properly, or show a run that does not",
        "  formwork prove plugins/sales/flows/contract_approval.json\n  formwork prove process.bpmn --process "
        "Process_1\n\n"
        "The last line is sound, unsound: KIND at 'NODE'; …, or not decided: REASON; exit code 0, 1 or 3 (2: a file\n"
        "cannot be read). Kinds: deadlock, lack of synchronisation, livelock, improper completion, dead node. Of a "
        "flow\n"
        "that lies in a pack also what check says about it: 'mistake' where it is an error; warnings change no "
        "answer,\n"
        "and neither does who finds no approver.");
    command.add("FILE", options->files, "Flows as JSON, BPMN 2.0 XML, or folders of them").required();
    command.add("--process", options->process, "Only this flow or process").type("ID");
    command.add("--people", options->people, "Also ask whether everybody in this data folder finds an approver")
        .type("DIR");
    command.add("--plugins", options->plugins, "Folder of plugins whose functions the flows use").type("DIR");
    command.run([options, language = terminal_language()] { return prove(*options, language); });
}

}  // namespace fw::cli
