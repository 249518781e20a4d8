#include "designer/core/workspace.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "engine/json/read.h"
#include "engine/packs/built_in.h"

namespace fw::designer {

namespace fs = std::filesystem;

std::optional<std::string> read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    std::ostringstream text;
    text << in.rdbuf();
    if (in.bad()) return std::nullopt;
    return text.str();
}

namespace {

std::string kind_of_path(const std::string& path, const model::Descriptors& descriptors) {
    const std::string folder = fs::path(path).parent_path().string();
    for (const model::ElementType* type : descriptors.model_kinds()) {
        if (type->folder == folder) return type->id;
    }
    return {};
}

bool is_model_file(const fs::path& relative) {
    if (relative.extension() != ".json") return false;
    const std::string first = relative.begin()->string();
    if (first.starts_with(".") || first == "demo") return false;
    return std::distance(relative.begin(), relative.end()) == 2 || relative == "pack.json";
}

}  // namespace

std::string Workspace::path_of(std::string_view kind, std::string_view id) const {
    const model::ElementType* type = descriptors_->find(kind);
    if (type == nullptr || type->folder == ".") return "pack.json";
    return type->folder + "/" + std::string(id) + ".json";
}

void Workspace::load_file(const fs::path& file, const std::string& path) {
    if (const auto text = read_file(file)) return load_text(path, *text);
    Document document = empty_document(path);
    document.mistakes =
        fail("MODEL-090", {"The file cannot be read.", "无法读取该文件。"}, Place{path, {}, {}, {}}).value();
    documents_.insert_or_assign(path, std::move(document));
}

Document Workspace::empty_document(const std::string& path) const {
    Document document;
    document.path = path;
    document.id = path == "pack.json" ? folder_.filename().string() : fs::path(path).stem().string();
    document.kind = path == "pack.json" ? "pack" : kind_of_path(path, *descriptors_);
    return document;
}

void Workspace::load_text(const std::string& path, const std::string& text) {
    Document document = empty_document(path);
    auto root = json::read(text, path);
    if (!root) {
        document.mistakes = root.error();
        document.broken = text;
    } else if (!root->is_object()) {
        Diagnostics mistakes =
            fail("MODEL-091", {"A model is a JSON object.", "模型必须是 JSON 对象。"}, Place{path, {}, {1, 1}, {}})
                .value();
        document.mistakes = std::move(mistakes);
        document.broken = text;
    } else {
        document.root = std::move(*root);
        const std::string_view kind = document.root.string_or("kind");
        if (!kind.empty() && document.kind.empty()) document.kind = kind;
        const std::string_view id = document.root.string_or("id");
        if (!id.empty()) document.id = id;
    }
    saved_.insert_or_assign(path, Saved{text, document.root});
    documents_.insert_or_assign(path, std::move(document));
}

std::optional<Workspace> Workspace::built_in(const fs::path& folder, const model::Descriptors& descriptors) {
    const model::PackSource source = packs::built_in_pack(folder.filename().string());
    if (source.files.empty()) return std::nullopt;
    Workspace workspace;
    workspace.folder_ = folder;
    workspace.descriptors_ = &descriptors;
    for (const model::SourceFile& file : source.files) workspace.load_text(file.path, file.text);
    workspace.load_required({workspace.pack_id()});
    return workspace;
}

Result<Workspace> Workspace::open(const fs::path& folder, const model::Descriptors& descriptors) {
    Workspace workspace;
    std::error_code error;
    workspace.folder_ = fs::weakly_canonical(folder, error);
    if (error || !fs::is_directory(workspace.folder_, error)) {
        return fail("MODEL-092", format_text({"{0} is no folder.", "{0} 不是文件夹。"}, {folder.string()}));
    }
    if (!fs::exists(workspace.folder_ / "pack.json", error)) {
        return fail("MODEL-093",
                    format_text({"{0} is no pack: it has no pack.json.", "{0} 不是应用包：缺少 pack.json。"},
                                {folder.string()}));
    }
    workspace.descriptors_ = &descriptors;
    for (fs::recursive_directory_iterator it(workspace.folder_, fs::directory_options::skip_permission_denied, error),
         end;
         !error && it != end; it.increment(error)) {
        const fs::path relative = it->path().lexically_relative(workspace.folder_);
        if (it->is_regular_file(error) && is_model_file(relative))
            workspace.load_file(it->path(), relative.generic_string());
    }
    if (error)
        return fail("MODEL-092",
                    format_text({"{0} cannot be read: {1}", "无法读取 {0}：{1}"}, {folder.string(), error.message()}));
    workspace.load_required({workspace.pack_id()});
    return workspace;
}

Result<Workspace> Workspace::create(const fs::path& folder, std::string_view id, const Text& label,
                                    const model::Descriptors& descriptors) {
    std::error_code error;
    if (fs::exists(folder / "pack.json", error)) {
        return fail("MODEL-094",
                    format_text({"There is a pack in {0} already.", "{0} 中已有应用包。"}, {folder.string()}));
    }
    Workspace workspace;
    workspace.folder_ = fs::weakly_canonical(folder, error);
    workspace.descriptors_ = &descriptors;
    Document pack;
    pack.path = "pack.json";
    pack.kind = "pack";
    pack.id = id;
    pack.root.set("kind", json::Value::string("pack"));
    pack.root.set("id", json::Value::string(id));
    pack.root.set("version", json::Value::string("1.0.0"));
    json::Value text = json::Value::object();
    text.set("en", json::Value::string(label.en));
    text.set("zh", json::Value::string(label.zh));
    pack.root.set("label", std::move(text));
    json::Value base = json::Value::object();
    base.set("pack", json::Value::string("base"));
    json::Value requires_packs = json::Value::array();
    requires_packs.push(std::move(base));
    pack.root.set("requires", std::move(requires_packs));
    workspace.documents_.emplace(pack.path, std::move(pack));
    workspace.load_required({std::string(id)});
    return workspace;
}

// `base` is always deployed, so it is looked for even where nothing names it.
void Workspace::load_required(std::vector<std::string> above) {
    std::vector<std::string> names;
    if (const Document* pack = document("pack.json"); pack != nullptr && pack->readable()) {
        if (const json::Value* list = pack->root.find("requires"); list != nullptr && list->is_array()) {
            for (const json::Value& item : list->items()) {
                const std::string_view name =
                    item.is_string() ? std::string_view(item.as_string()) : item.string_or("pack");
                if (!name.empty()) names.emplace_back(name);
            }
        }
    }
    if (std::find(names.begin(), names.end(), "base") == names.end()) names.emplace_back("base");
    for (const std::string& name : names) {
        if (std::find(above.begin(), above.end(), name) != above.end()) continue;
        const fs::path beside = folder_.parent_path() / name;
        if (auto found = open(beside, *descriptors_)) {
            add_required(std::move(*found));
        } else if (auto shipped = built_in(beside, *descriptors_)) {
            add_required(std::move(*shipped));
        }
    }
}

void Workspace::add_required(Workspace&& other) {
    std::vector<Workspace> below = std::move(other.required_);
    other.required_.clear();
    const auto add = [&](Workspace&& one) {
        const std::string id = one.pack_id();
        const bool known =
            std::any_of(required_.begin(), required_.end(), [&](const Workspace& w) { return w.pack_id() == id; });
        if (!known && id != pack_id()) required_.push_back(std::move(one));
    };
    add(std::move(other));
    for (Workspace& one : below) add(std::move(one));
}

std::string Workspace::pack_id() const {
    const Document* pack = document("pack.json");
    return pack == nullptr ? folder_.filename().string() : pack->id;
}

const Document* Workspace::document(std::string_view path) const {
    const auto it = documents_.find(std::string(path));
    return it == documents_.end() ? nullptr : &it->second;
}

const Document* Workspace::model(std::string_view kind, std::string_view id) const {
    return document(path_of(kind, id));
}

const Document* Workspace::resolve(std::string_view kind, std::string_view id) const {
    const std::size_t dot = id.find('.');
    if (dot == std::string_view::npos) return model(kind, id);
    const std::string_view pack = id.substr(0, dot);
    const std::string_view name = id.substr(dot + 1);
    if (pack == pack_id()) return model(kind, name);
    for (const Workspace& other : required_) {
        if (other.pack_id() == pack) return other.model(kind, name);
    }
    return nullptr;
}

const json::Value* Workspace::value(const Address& address) const {
    const Document* found = document(address.document);
    return found == nullptr ? nullptr : find(found->root, address.path);
}

std::string Workspace::text_of(const Document& document) const {
    return document.readable() ? model::canonical(document.root, *descriptors_) : document.broken;
}

model::PackSource Workspace::source() const {
    model::PackSource source;
    source.id = pack_id();
    source.folder = folder_.string();
    for (const auto& [path, document] : documents_) source.files.push_back({path, text_of(document)});
    return source;
}

std::vector<model::PackSource> Workspace::sources() const {
    std::vector<model::PackSource> all{source()};
    for (const Workspace& other : required_) all.push_back(other.source());
    return all;
}

bool Workspace::dirty(std::string_view path) const {
    const auto saved = saved_.find(std::string(path));
    const Document* now = document(path);
    if (now == nullptr || saved == saved_.end()) return (now == nullptr) != (saved == saved_.end());
    return now->readable() ? !(now->root == saved->second.root) : now->broken != saved->second.text;
}

bool Workspace::dirty() const {
    return std::any_of(documents_.begin(), documents_.end(), [&](const auto& d) { return dirty(d.first); }) ||
           std::any_of(saved_.begin(), saved_.end(), [&](const auto& s) { return dirty(s.first); });
}

bool Workspace::was_saved(const Address& address) const {
    const auto saved = saved_.find(address.document);
    return saved != saved_.end() && find(saved->second.root, address.path) != nullptr;
}

Result<std::vector<std::string>> Workspace::save() {
    std::vector<std::string> written;
    const auto failed = [](const fs::path& file, const std::string& why) {
        return fail("MODEL-095",
                    format_text({"{0} cannot be written: {1}", "无法写入 {0}：{1}"}, {file.string(), why}));
    };
    for (const auto& [path, document] : documents_) {
        if (!dirty(path)) continue;
        const fs::path file = folder_ / path;
        const fs::path fresh = file.string() + ".new";
        std::error_code error;
        fs::create_directories(file.parent_path(), error);
        if (error) return failed(file, error.message());
        const std::string text = text_of(document);
        {
            std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
            out << text;
            out.flush();
            if (!out) {
                out.close();
                fs::remove(fresh, error);
                return failed(file, "no space or no right to write");
            }
        }
        fs::rename(fresh, file, error);
        if (error) return failed(file, error.message());
        saved_.insert_or_assign(path, Saved{text, document.root});
        written.push_back(path);
    }
    for (auto it = saved_.begin(); it != saved_.end();) {
        if (documents_.contains(it->first)) {
            ++it;
            continue;
        }
        std::error_code error;
        fs::remove(folder_ / it->first, error);
        if (error) return failed(folder_ / it->first, error.message());
        written.push_back(it->first);
        it = saved_.erase(it);
    }
    return written;
}

std::vector<std::string> Workspace::changed_outside() const {
    std::vector<std::string> changed;
    for (const auto& [path, saved] : saved_) {
        const auto text = read_file(folder_ / path);
        if (!text || *text != saved.text) changed.push_back(path);
    }
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder_, fs::directory_options::skip_permission_denied, error), end;
         !error && it != end; it.increment(error)) {
        const fs::path relative = it->path().lexically_relative(folder_);
        if (it->is_regular_file(error) && is_model_file(relative) && !saved_.contains(relative.generic_string()) &&
            !documents_.contains(relative.generic_string())) {
            changed.push_back(relative.generic_string());
        }
    }
    return changed;
}

void Workspace::reload(std::string_view path) {
    const std::string key(path);
    std::error_code error;
    if (fs::exists(folder_ / key, error)) {
        load_file(folder_ / key, key);
    } else {
        documents_.erase(key);
        saved_.erase(key);
    }
}

void Workspace::keep_ours(std::string_view path) {
    const std::string key(path);
    const auto text = read_file(folder_ / key);
    if (text) {
        saved_.insert_or_assign(key, Saved{*text, json::Value::null()});
    } else {
        saved_.erase(key);
    }
}

}  // namespace fw::designer
