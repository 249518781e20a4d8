// BPMN files to flows, DMN files to decisions, and back.
#include "engine/interchange/dmn/convert.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "engine/compile/program.h"
#include "engine/interchange/bpmn/bpmn.h"
#include "engine/interchange/xml/read.h"
#include "engine/json/read.h"
#include "engine/model/pack.h"
#include "runtime/cli/command.h"

namespace fw::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::vector<std::string> inputs;
    std::string output = "-";
    bool quiet = false;
};

struct Input {
    std::string file;
    std::string text;
};

// XML in any encoding, or JSON.
bool is_xml(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const std::size_t first = text.find_first_not_of(std::string_view(" \t\r\n\0\xFE\xFF", 7));
    return first != std::string_view::npos && text[first] == '<';
}

// A file that is called so and holds no JSON: what is wrong with it is said in terms of XML.
bool is_document(const Input& input) {
    const std::size_t first = input.text.find_first_not_of(" \t\r\n");
    const bool json = first != std::string::npos && (input.text[first] == '{' || input.text[first] == '[');
    return is_xml(input.text) || (!json && (input.file.ends_with(".dmn") || input.file.ends_with(".bpmn")));
}

// By the namespace of its root element; a file of another namespace, and one that is no XML, is what its name says.
bool is_dmn(const Input& input) {
    const auto document = xml::read(input.text, input.file);
    const std::string uri = document ? document->root.name.uri : "";
    if (uri.find("/spec/DMN/") != std::string::npos) return true;
    return uri.find("/spec/BPMN/") == std::string::npos && input.file.ends_with(".dmn");
}

std::string canonical(const json::Value& flow) { return model::canonical(flow, compile::standard_descriptors()); }

// A folder stands for the models in it: a pack's flows and decisions, or its own JSON files.
Result<std::vector<Input>> read_inputs(const Options& options) {
    std::vector<std::string> files;
    for (const std::string& each : options.inputs) {
        if (!fs::is_directory(each)) {
            files.push_back(each);
            continue;
        }
        std::vector<std::string> found;
        const auto take = [&](const fs::path& folder) {
            for (const auto& entry : fs::directory_iterator(folder)) {
                if (entry.path().extension() == ".json") found.push_back(entry.path().string());
            }
        };
        const fs::path root(each);
        const bool pack = fs::is_directory(root / "flows") || fs::is_directory(root / "decisions");
        if (!pack) take(root);
        for (const char* inner : {"flows", "decisions"}) {
            if (fs::is_directory(root / inner)) take(root / inner);
        }
        std::sort(found.begin(), found.end());
        files.insert(files.end(), found.begin(), found.end());
    }
    std::vector<Input> out;
    for (const std::string& file : files) {
        Result<std::string> text = read_file(file);
        if (!text) return tl::unexpected(std::move(text.error()));
        out.push_back({file, std::move(*text)});
    }
    return out;
}

bool wants_folder(const std::string& output) { return output.ends_with('/') || fs::is_directory(output); }

Result<void> write_models(const std::vector<json::Value>& flows, const std::string& output, const char* inner) {
    if (wants_folder(output)) {
        const fs::path folder = fs::path(output) / inner;
        std::error_code failed;
        fs::create_directories(folder, failed);
        for (const json::Value& flow : flows) {
            const fs::path file = folder / (std::string(flow.string_or("id")) + ".json");
            if (Result<void> written = write_file(file.string(), canonical(flow)); !written) return written;
        }
        return {};
    }
    if (flows.size() == 1) return write_file(output, canonical(flows[0]));
    std::string text = "[\n";
    for (const json::Value& flow : flows) {
        std::string one = canonical(flow);
        if (one.ends_with('\n')) one.pop_back();
        text += (text.size() > 2 ? ",\n" : "") + one;
    }
    return write_file(output, text + "\n]\n");
}

int import_decisions(const std::vector<Input>& inputs, const Options& options) {
    std::vector<dmn::File> files;
    for (const Input& input : inputs) files.push_back({input.file, input.text});
    const Result<dmn::Imported> made = dmn::import_dmn(files);
    if (!made) return report(made.error());
    if (!options.quiet) report(made->notes);
    const Result<void> written = write_models(made->decisions, options.output, "decisions");
    return written ? kDone : report(written.error());
}

int export_decisions(const std::vector<json::Value>& decisions, const Options& options) {
    const Result<std::vector<dmn::File>> files = dmn::export_dmn(decisions);
    if (!files) return report(files.error());
    if (files->size() == 1 && !wants_folder(options.output)) {
        const Result<void> written = write_file(options.output, (*files)[0].bytes);
        return written ? kDone : report(written.error());
    }
    if (!wants_folder(options.output)) {
        std::fprintf(stderr, "formwork: several decisions are several DMN files: -o must be a folder\n");
        return kUsage;
    }
    for (const dmn::File& file : *files) {
        std::error_code failed;
        fs::create_directories(options.output, failed);
        const Result<void> written = write_file((fs::path(options.output) / file.name).string(), file.bytes);
        if (!written) return report(written.error());
    }
    return kDone;
}

int import_files(const std::vector<Input>& inputs, const Options& options) {
    const auto dmn_files = std::count_if(inputs.begin(), inputs.end(), [](const Input& each) { return is_dmn(each); });
    if (static_cast<std::size_t>(dmn_files) == inputs.size()) return import_decisions(inputs, options);
    if (dmn_files != 0) {
        std::fprintf(stderr, "formwork: convert takes BPMN files or DMN files, not both at once\n");
        return kUsage;
    }
    std::vector<json::Value> flows;
    for (const Input& input : inputs) {
        Result<bpmn::Import> made = bpmn::import_bpmn(input.text, input.file);
        if (!made) return report(made.error());
        if (!options.quiet) report(made->notes);
        for (json::Value& flow : made->flows) flows.push_back(std::move(flow));
    }
    const Result<void> written = write_models(flows, options.output, "flows");
    return written ? kDone : report(written.error());
}

// One flow, or a list of them.
Result<void> add_flows(const Input& input, std::vector<json::Value>& flows) {
    Result<json::Value> read = json::read(input.text, input.file);
    if (!read) return tl::unexpected(std::move(read.error()));
    if (!read->is_array()) {
        flows.push_back(std::move(*read));
        return {};
    }
    for (json::Value& each : read->items()) flows.push_back(std::move(each));
    return {};
}

int export_files(const std::vector<Input>& inputs, const Options& options) {
    std::vector<json::Value> flows;
    for (const Input& input : inputs) {
        if (const Result<void> read = add_flows(input, flows); !read) return report(read.error());
    }
    const auto decisions = std::count_if(flows.begin(), flows.end(),
                                         [](const json::Value& v) { return v.string_or("kind") == "decision"; });
    if (decisions > 0 && static_cast<std::size_t>(decisions) == flows.size()) return export_decisions(flows, options);
    if (decisions > 0) {
        std::fprintf(stderr, "formwork: convert takes flows or decisions, not both at once\n");
        return kUsage;
    }
    const Result<std::string> text = bpmn::export_bpmn(flows);
    if (!text) return report(text.error());
    const Result<void> written = write_file(options.output, *text);
    return written ? kDone : report(written.error());
}

int convert(const Options& options) {
    const Result<std::vector<Input>> inputs = read_inputs(options);
    if (!inputs) return report(inputs.error());
    const auto xml = std::count_if(inputs->begin(), inputs->end(), is_document);
    if (inputs->empty()) {
        say(format_text({"there is no flow and no decision in {0}", "{0} 中没有流程或决策"}, {options.inputs.front()}));
        return kFailed;
    }
    if (xml != 0 && static_cast<std::size_t>(xml) != inputs->size()) {
        std::fprintf(stderr, "formwork: convert takes files of BPMN or DMN, or models as JSON, not both at once\n");
        return kUsage;
    }
    return xml != 0 ? import_files(*inputs, options) : export_files(*inputs, options);
}

}  // namespace

void add_convert(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command = commands.add(
        "convert", "Turn BPMN 2.0 files into flows and DMN files into decisions, and back",
        "  formwork convert order.bpmn -o plugins/sales/        one file a process, in plugins/sales/flows\n"
        "  formwork convert order.bpmn -o order.json\n"
        "  formwork convert order.json -o order.bpmn          everything of the imported file is in it again\n"
        "  formwork convert plugins/sales/flows/contract_approval.json > contract.bpmn\n"
        "  formwork convert lending.dmn rates.dmn -o packs/credit/   one file a model, in packs/credit/decisions\n"
        "  formwork convert packs/credit/decisions/lending.json -o lending.dmn\n\n"
        "What a file says that cannot be executed is kept in the model and named on standard error. DMN 1.2 to\n"
        "1.5 are read, 1.5 is written; models that import each other are best converted together.");
    command.add("FILE", options->inputs, "BPMN or DMN files; or flows or decisions (JSON), or a folder of them")
        .required();
    command.add("-o,--output", options->output, "File or folder to write; - is standard output").show_default();
    command.flag("--quiet", options->quiet, "Do not name what is kept only");
    command.run([options] { return convert(*options); });
}

}  // namespace fw::cli
