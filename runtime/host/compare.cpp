// The semantic difference of two sets of packs: models by kind and id, elements of lists by id, renames by "was".
#include <algorithm>
#include <map>
#include <set>

#include "engine/json/read.h"
#include "runtime/host/deployments.h"

namespace fw::host {
namespace {

struct Model {
    std::string kind, id;  // id qualified
    json::Value root;
};
using Models = std::map<std::pair<std::string, std::string>, Model>;

Models models_of(const std::vector<model::PackSource>& packs) {
    Models out;
    for (const model::PackSource& pack : packs) {
        for (const model::SourceFile& file : pack.files) {
            auto read = json::read(file.text, file.path);
            if (!read) continue;
            Model model{std::string(read->string_or("kind")), {}, {}};
            const std::string id(read->string_or("id"));
            model.id = model.kind == "pack" ? id : pack.id + "." + id;
            model.root = std::move(*read);
            out[{model.kind, model.id}] = std::move(model);
        }
    }
    return out;
}

Text kind_word(std::string_view kind) {
    static const std::map<std::string_view, Text> kWords = {
        {"pack", {"Pack", "应用包"}},
        {"entity", {"Entity", "实体"}},
        {"form", {"Form", "表单"}},
        {"view", {"View", "视图"}},
        {"page", {"Menu", "菜单"}},
        {"flow", {"Flow", "流程"}},
        {"decision", {"Decision", "决策"}},
        {"reminder", {"Reminder", "提醒"}},
        {"report", {"Report", "报表"}},
        {"dashboard", {"Dashboard", "看板"}},
        {"role", {"Role", "角色"}},
        {"fields", {"field", "字段"}},
        {"nodes", {"node", "节点"}},
        {"edges", {"edge", "连线"}},
        {"states", {"state", "状态"}},
        {"checks", {"check", "校验"}},
        {"columns", {"column", "列"}},
        {"sections", {"section", "分区"}},
        {"options", {"option", "选项"}},
        {"rights", {"right", "权限"}},
        {"transitions", {"transition", "状态转换"}},
        {"variables", {"variable", "变量"}},
        {"measures", {"measure", "指标"}},
        {"groups", {"group", "分组"}},
        {"items", {"item", "条目"}},
        {"tests", {"test", "测试"}},
        {"related", {"related list", "关联列表"}},
    };
    const auto found = kWords.find(kind);
    return found != kWords.end() ? found->second : Text{std::string(kind), std::string(kind)};
}

// What names an element of a list: its id, or what it refers to.
std::string key_of(const json::Value& element) {
    if (element.is_string()) return element.as_string();
    if (const std::string_view id = element.string_or("id"); !id.empty()) return std::string(id);
    if (const std::string_view from = element.string_or("from"); !from.empty()) {
        return std::string(from) + "-" + std::string(element.string_or("to"));
    }
    if (const std::string_view field = element.string_or("field"); !field.empty()) {
        const std::string_view entity = element.string_or("entity");
        return entity.empty() ? std::string(field) : std::string(entity) + "." + std::string(field);
    }
    return std::string(element.string_or("entity"));
}

bool is_list_of_elements(const json::Value& value) {
    if (!value.is_array() || value.items().empty()) return false;
    std::set<std::string> keys;
    return std::all_of(value.items().begin(), value.items().end(), [&](const json::Value& item) {
        return item.is_object() && !key_of(item).empty() && keys.insert(key_of(item)).second;
    });
}

bool was_called(const json::Value& element, const std::string& old) {
    const json::Value* was = element.find("was");
    if (was == nullptr || !was->is_array()) return false;
    return std::any_of(was->items().begin(), was->items().end(),
                       [&](const json::Value& name) { return name.is_string() && name.as_string() == old; });
}

bool is_decoration(std::string_view key) { return key == "diagram" || key == "note" || key == "was"; }

class Comparison {
  public:
    Comparison(std::string model, std::string id, std::vector<Change>& out)
        : model_(std::move(model)), id_(std::move(id)), out_(out) {}

    void objects(const json::Value& before, const json::Value& after, const std::string& path) {
        std::vector<std::string> changed;
        std::set<std::string> keys;
        for (const json::Value* value : {&before, &after}) {
            for (const json::Member& member : value->members()) keys.insert(member.key);
        }
        for (const std::string& key : keys) {
            if (is_decoration(key)) continue;
            const json::Value* old = before.find(key);
            const json::Value* fresh = after.find(key);
            if (old != nullptr && fresh != nullptr && *old == *fresh) continue;
            const bool old_list = old != nullptr && is_list_of_elements(*old);
            const bool fresh_list = fresh != nullptr && is_list_of_elements(*fresh);
            if (old_list || fresh_list) {
                static const json::Value kNone = json::Value::array();
                lists(old_list ? *old : kNone, fresh_list ? *fresh : kNone, path.empty() ? key : path + "/" + key, key);
            } else {
                changed.push_back(key);
            }
        }
        if (!changed.empty()) add("changed", path, changed);
    }

    void add(std::string kind, const std::string& path, const std::vector<std::string>& properties = {},
             const std::string& old = {}) {
        Change change{std::move(kind), model_, id_, path, {}};
        change.text = sentence(change, properties, old);
        out_.push_back(std::move(change));
    }

  private:
    void lists(const json::Value& before, const json::Value& after, const std::string& path, const std::string&) {
        std::map<std::string, const json::Value*> old;
        for (const json::Value& item : before.items()) old[key_of(item)] = &item;
        for (const json::Value& item : after.items()) {
            const std::string key = key_of(item);
            auto found = old.find(key);
            if (found == old.end()) {
                found = std::find_if(old.begin(), old.end(),
                                     [&](const auto& pair) { return was_called(item, pair.first); });
                if (found == old.end()) {
                    add("added", path + "/" + key);
                    continue;
                }
                add("renamed", path + "/" + key, {}, found->first);
                json::Value twin = *found->second;
                if (const json::Value* id = item.find("id")) twin.set("id", *id);
                objects(twin, item, path + "/" + key);
            } else {
                objects(*found->second, item, path + "/" + key);
            }
            old.erase(found);
        }
        for (const auto& [key, item] : old) add("removed", path + "/" + key);
    }

    [[nodiscard]] Text sentence(const Change& change, const std::vector<std::string>& properties,
                                const std::string& old) const {
        const Text model = kind_word(model_);
        Text what{model.en + " " + id_, model.zh + " " + id_};
        if (!change.element.empty()) {
            const std::size_t last = change.element.rfind('/');
            const std::size_t before = last == std::string::npos ? last : change.element.rfind('/', last - 1);
            const std::string list = last == std::string::npos ? change.element
                                     : before == std::string::npos
                                         ? change.element.substr(0, last)
                                         : change.element.substr(before + 1, last - before - 1);
            const std::string name = last == std::string::npos ? std::string() : change.element.substr(last + 1);
            const Text word = kind_word(list);
            what.en += ", " + word.en + " " + name;
            what.zh += " 的" + word.zh + " " + name;
        }
        if (change.kind == "added") return {what.en + ": added", what.zh + "：新增"};
        if (change.kind == "removed") return {what.en + ": removed", what.zh + "：删除"};
        if (change.kind == "renamed") return {what.en + ": renamed from " + old, what.zh + "：由 " + old + " 更名"};
        std::string list;
        for (const std::string& property : properties) list += (list.empty() ? "" : ", ") + property;
        return {what.en + ": changed (" + list + ")", what.zh + "：已修改（" + list + "）"};
    }

    std::string model_, id_;
    std::vector<Change>& out_;
};

}  // namespace

std::vector<Change> compare(const std::vector<model::PackSource>& before, const std::vector<model::PackSource>& after) {
    std::vector<Change> out;
    Models old = models_of(before);
    const Models fresh = models_of(after);
    for (const auto& [key, model] : fresh) {
        Comparison comparison(model.kind, model.id, out);
        auto found = old.find(key);
        if (found == old.end()) {
            const std::string pack = model.id.substr(0, model.id.find('.') + 1);
            found = std::find_if(old.begin(), old.end(), [&](const auto& pair) {
                const std::string& id = pair.first.second;
                return pair.first.first == model.kind && id.substr(0, pack.size()) == pack &&
                       !fresh.contains(pair.first) && was_called(model.root, id.substr(pack.size()));
            });
            if (found == old.end()) {
                comparison.add("added", {});
                continue;
            }
            comparison.add("renamed", {}, {}, found->second.id);
            if (const json::Value* id = model.root.find("id")) found->second.root.set("id", *id);
        }
        comparison.objects(found->second.root, model.root, {});
        old.erase(found);
    }
    for (const auto& [key, model] : old) Comparison(model.kind, model.id, out).add("removed", {});
    return out;
}

}  // namespace fw::host
