#include "runtime/cli/data_checks.h"

#include <algorithm>
#include <filesystem>

#include "engine/compile/program.h"
#include "engine/json/read.h"
#include "runtime/cli/command.h"
#include "runtime/cli/offline_pack.h"

namespace fw::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> required_by(const model::PackSource& pack) {
    std::vector<std::string> ids;
    for (const model::SourceFile& file : pack.files) {
        if (file.path != "pack.json") continue;
        const auto root = json::read(file.text);
        const json::Value* list = root && root->is_object() ? root->find("requires") : nullptr;
        if (list == nullptr || !list->is_array()) continue;
        for (const json::Value& each : list->items()) {
            if (each.is_object()) ids.emplace_back(each.string_or("pack"));
        }
    }
    return ids;
}

bool among(const std::vector<model::PackSource>& packs, const std::string& id) {
    return std::any_of(packs.begin(), packs.end(), [&](const model::PackSource& each) { return each.id == id; });
}

// Packs that lie beside this one, as far as they are required.
Result<std::vector<model::PackSource>> with_neighbours(const std::string& folder) {
    std::vector<model::PackSource> packs;
    auto first = read_pack_folder(folder);
    if (!first) return tl::unexpected(std::move(first.error()));
    packs.push_back(std::move(*first));
    const fs::path around = fs::path(folder).parent_path();
    for (std::size_t next = 0; next < packs.size(); ++next) {
        for (const std::string& id : required_by(packs[next])) {
            std::error_code ignored;
            const fs::path there = around / id;
            if (id.empty() || among(packs, id) || !fs::exists(there / "pack.json", ignored)) continue;
            auto pack = read_pack_folder(there.string());
            if (!pack) return tl::unexpected(std::move(pack.error()));
            packs.push_back(std::move(*pack));
        }
    }
    add_built_in(packs);
    return packs;
}

// What the proof itself says is left to it, and warnings about style to check.
bool is_about_data(const Diagnostic& each) {
    static constexpr const char* kProof[] = {"FLOW-039", "FLOW-040", "FLOW-041", "FLOW-042", "FLOW-043"};
    if (std::find(std::begin(kProof), std::end(kProof), each.code) != std::end(kProof)) return false;
    return each.severity == Severity::kError || each.code.starts_with("FLOW-") || each.code.starts_with("FEEL-");
}

Diagnostic not_checked(const std::string& file, const Text& why) {
    Diagnostic made;
    made.code = "CLI-031";
    made.severity = Severity::kNote;
    made.place.file = file;
    made.text = format_text(
        {"the data of this flow may not be checked completely: {0}", "该流程的数据可能未完整检查：{0}"}, {why.en});
    made.text.zh = format_text({"", "该流程的数据可能未完整检查：{0}"}, {why.zh}).zh;
    return made;
}

}  // namespace

std::string pack_folder_of(const std::string& file) {
    for (fs::path folder = fs::absolute(file).lexically_normal().parent_path(); folder.has_relative_path();
         folder = folder.parent_path()) {
        std::error_code ignored;
        if (fs::exists(folder / "pack.json", ignored)) return folder.string();
    }
    return "";
}

DataChecks::Pack DataChecks::look_at(const std::string& folder, const feel::Functions& functions) {
    Pack made;
    auto packs = with_neighbours(folder);
    if (!packs) {
        made.why = packs.error().front().text;
        return made;
    }
    for (const model::PackSource& pack : *packs) {
        for (const std::string& id : required_by(pack)) {
            if (among(*packs, id)) continue;
            made.why = format_text({"the pack '{0}' is not beside '{1}'", "“{1}”旁边没有应用包“{0}”"}, {id, pack.id});
            return made;
        }
    }
    const auto program = compile::compile_sources(*packs, functions);
    made.found = program ? (*program)->warnings : program.error();
    made.whole = program.has_value();
    made.why = format_text(
        {"other models have mistakes, see: formwork check {0}", "其他模型存在错误，请运行：formwork check {0}"},
        {folder});
    return made;
}

Diagnostics DataChecks::of(const std::string& file, const std::string& flow) {
    const std::string folder = pack_folder_of(file);
    if (folder.empty()) return {};
    if (packs_.find(folder) == packs_.end()) packs_.emplace(folder, look_at(folder, functions_));
    const Pack& pack = packs_.at(folder);
    const std::string element = "flow:" + flow;
    Diagnostics mine;
    for (const Diagnostic& each : pack.found) {
        const std::string& at = each.place.element;
        if (is_about_data(each) && (at == element || at.starts_with(element + "/"))) mine.push_back(each);
    }
    for (Diagnostic& each : mine) each.place.file = file;
    if (!pack.whole && !has_errors(mine)) mine.push_back(not_checked(file, pack.why));
    return mine;
}

}  // namespace fw::cli
