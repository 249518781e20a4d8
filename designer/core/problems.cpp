#include "designer/core/problems.h"

#include <algorithm>

#include "designer/core/flow_bodies.h"
#include "engine/compile/flow_findings.h"
#include "engine/compile/program.h"
#include "engine/feel/functions.h"
#include "engine/json/read.h"

namespace fw::designer {

Diagnostics check_sources(const std::vector<model::PackSource>& sources) {
    auto program = compile::compile_sources(sources, feel::Functions::standard());
    if (!program) return program.error();
    Diagnostics found = (*program)->warnings;
    for (Diagnostic& each : compile::prove_models(**program)) found.push_back(std::move(each));
    return found;
}

namespace {

// "entity:sales.contract/fields/total" → the document of contract and "fields/total".
std::optional<Address> address_of_element(const Workspace& workspace, std::string_view element) {
    const std::size_t colon = element.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view kind = element.substr(0, colon);
    std::string_view rest = element.substr(colon + 1);
    const std::size_t slash = rest.find('/');
    const std::string_view id = rest.substr(0, slash);
    const Document* document = kind == "pack" ? workspace.document("pack.json") : workspace.resolve(kind, id);
    if (document == nullptr || workspace.document(document->path) != document) return std::nullopt;
    return Address{document->path,
                   slash == std::string_view::npos ? std::string() : std::string(rest.substr(slash + 1))};
}

std::string document_of_file(const Workspace& workspace, const std::string& file) {
    if (file.empty()) return {};
    const std::string folder = workspace.folder().string() + "/";
    const std::string path = file.starts_with(folder) ? file.substr(folder.size()) : file;
    return workspace.document(path) == nullptr ? std::string() : path;
}

// The path of the deepest value that holds a byte range of the text it was read from.
std::string path_at(const json::Value& value, const Range& range, const std::string& path) {
    if (value.is_object()) {
        for (const json::Member& member : value.members()) {
            const bool in_value = member.value.range().begin <= range.begin && range.begin < member.value.range().end;
            const bool in_key = member.key_range.begin <= range.begin && range.begin < member.key_range.end;
            if (in_value || in_key) return path_at(member.value, range, join_path(path, member.key));
        }
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.items().size(); ++i) {
            const Range& r = value.items()[i].range();
            if (r.begin <= range.begin && range.begin < r.end)
                return path_at(value.items()[i], range, join_path(path, element_key(value, i)));
        }
    }
    return path;
}

// Nodes and edges are told by their names, which are unique in the whole flow: within sub-processes, too.
std::string within_sub_process(const Document& document, const std::string& path) {
    const std::vector<std::string> steps = split_path(path);
    if (document.kind != "flow" || steps.size() < 2 || find(document.root, steps[0] + "/" + steps[1]) != nullptr)
        return path;
    std::string found;
    if (steps[0] == "nodes") found = path_of_node(document.root, steps[1]);
    if (steps[0] == "edges") {
        each_body(document.root, {}, [&](const std::string& body, const json::Value&) {
            const std::string edge = join_path(join_path(body, "edges"), steps[1]);
            if (found.empty() && find(document.root, edge) != nullptr) found = edge;
        });
    }
    if (found.empty()) return path;
    for (std::size_t i = 2; i < steps.size(); ++i) found = join_path(found, steps[i]);
    return found;
}

// As much of the path as exists.
std::string existing(const Document& document, std::string path) {
    const json::Value& root = document.root;
    path = within_sub_process(document, path);
    while (!path.empty() && find(root, path) == nullptr) path = parent_path(path);
    return path;
}

}  // namespace

std::vector<Problem> locate_problems(const Workspace& workspace, const Diagnostics& diagnostics) {
    std::vector<Problem> problems;
    for (const Diagnostic& diagnostic : diagnostics) {
        Problem problem;
        problem.diagnostic = diagnostic;
        const auto element = address_of_element(workspace, diagnostic.place.element);
        const std::string file = document_of_file(workspace, diagnostic.place.file);
        if (element) problem.at = *element;
        if (!file.empty() && (!element || element->document == file)) {
            problem.at.document = file;
            const Document* document = workspace.document(file);
            if (document->readable() && diagnostic.place.at.line > 0) {
                // The range is of the text the compiler saw: the canonical one.
                const auto read = json::read(workspace.text_of(*document), file);
                std::string deeper = read ? path_at(*read, diagnostic.place.range, {}) : std::string();
                if (path_inside(deeper, problem.at.path)) problem.at.path = std::move(deeper);
            }
        }
        problem.elsewhere = problem.at.document.empty();
        if (const Document* document = workspace.document(problem.at.document))
            problem.at.path = existing(*document, problem.at.path);
        problems.push_back(std::move(problem));
    }
    std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
        if (a.diagnostic.severity != b.diagnostic.severity) return a.diagnostic.severity < b.diagnostic.severity;
        return a.at.document < b.at.document;
    });
    return problems;
}

std::vector<Problem> check_workspace(const Workspace& workspace) {
    return locate_problems(workspace, check_sources(workspace.sources()));
}

std::optional<Severity> worst_at(const std::vector<Problem>& problems, const Address& element) {
    std::optional<Severity> worst;
    for (const Problem& problem : problems) {
        if (problem.at.document != element.document || !path_inside(problem.at.path, element.path)) continue;
        if (!worst || problem.diagnostic.severity < *worst) worst = problem.diagnostic.severity;
    }
    return worst;
}

}  // namespace fw::designer
