#include "designer/core/who.h"

#include <algorithm>
#include <charconv>

#include "designer/core/outline.h"

namespace fw::designer {

const std::vector<WhoKind>& who_kinds() {
    using A = WhoKind::Argument;
    static const std::vector<WhoKind> kinds{
        {"manager_level", {"Manager, n-th level", "第 N 级主管"}, A::kNumber},
        {"managers_up_to", {"Managers up to level (or top), in turn", "逐级主管（直到第 N 级，或 top）"}, A::kNumber},
        {"unit_head", {"Head of the unit", "部门负责人"}, A::kNone},
        {"role", {"Everyone with role", "角色成员"}, A::kRole},
        {"field", {"Person in field", "字段中的人员"}, A::kField},
        {"person", {"Person (sign-in name)", "指定人员（登录名）"}, A::kPerson},
        {"initiator", {"Initiator", "发起人"}, A::kNone},
        {"chosen", {"Chosen by the initiator", "发起人自选"}, A::kNone},
        {"feel", {"FEEL expression", "FEEL 表达式"}, A::kExpression}};
    return kinds;
}

namespace {

std::string argument_of(const json::Value& value) {
    if (value.is_string()) return value.as_string();
    return value.is_number() ? value.literal() : std::string();
}

// What was read and not changed.
bool untouched(const WhoEntry& entry) {
    const json::Value* value = entry.source.is_object() ? entry.source.find(entry.kind->key) : nullptr;
    return value != nullptr && argument_of(*value) == entry.argument;
}

}  // namespace

std::vector<WhoEntry> read_who(const json::Value* value) {
    std::vector<WhoEntry> entries;
    if (value == nullptr) return entries;
    if (value->is_array()) {
        for (const json::Value& item : value->items()) {
            for (WhoEntry& entry : read_who(&item)) entries.push_back(std::move(entry));
        }
        return entries;
    }
    for (const WhoKind& kind : who_kinds()) {
        const json::Value* argument = value->find(kind.key);
        if (argument == nullptr) continue;
        entries.push_back({&kind, argument_of(*argument), *value});
        break;
    }
    return entries;
}

json::Value write_who(const std::vector<WhoEntry>& entries) {
    json::Value list = json::Value::array();
    for (const WhoEntry& entry : entries) {
        if (untouched(entry)) {
            list.push(entry.source);
            continue;
        }
        json::Value one = json::Value::object();
        switch (entry.kind->argument) {
            case WhoKind::Argument::kNone:
                one.set(entry.kind->key,
                        entry.kind->key == "chosen" ? json::Value::object() : json::Value::boolean(true));
                break;
            case WhoKind::Argument::kNumber: {
                if (entry.argument == "top" && entry.kind->key == "managers_up_to") {
                    one.set(entry.kind->key, json::Value::string("top"));
                    break;
                }
                int level = 1;
                std::from_chars(entry.argument.data(), entry.argument.data() + entry.argument.size(), level);
                one.set(entry.kind->key, json::Value::number(std::max(1, level)));
                break;
            }
            default:
                one.set(entry.kind->key, json::Value::string(entry.argument));
        }
        if (const json::Value* weight = entry.source.is_object() ? entry.source.find("weight") : nullptr)
            one.set("weight", *weight);
        list.push(std::move(one));
    }
    if (list.items().empty()) return json::Value::null();
    return list.items().size() == 1 ? list.items()[0] : list;
}

namespace {

void join(Text& all, const Text& one) {
    if (!all.empty()) {
        all.en += "; ";
        all.zh += "；";
    }
    all.en += one.en;
    all.zh += one.zh;
}

Text short_name(const Workspace& workspace, const WhoEntry& entry) {
    const std::string& argument = entry.argument;
    if (entry.kind->key == "manager_level" && argument == "1") return {"Direct manager", "直属上级"};
    if (entry.kind->key == "manager_level") return format_text({"Manager, level {0}", "{0} 级上级"}, {argument});
    if (entry.kind->key == "managers_up_to" && (argument.empty() || argument == "top"))
        return {"Managers upwards", "逐级主管"};
    if (entry.kind->key == "managers_up_to")
        return format_text({"Managers up to level {0}", "逐级至 {0} 级上级"}, {argument});
    if (entry.kind->argument == WhoKind::Argument::kRole) {
        const Document* role = workspace.resolve("role", argument);
        return role == nullptr ? Text{argument, argument} : title_of(*role);
    }
    if (entry.kind->argument == WhoKind::Argument::kNone) return entry.kind->label;
    return {argument, argument};
}

}  // namespace

Text describe_who(const json::Value* value) {
    Text all;
    for (const WhoEntry& entry : read_who(value)) {
        const Text& kind = entry.kind->label;
        join(all,
             entry.argument.empty() ? kind : Text{kind.en + ": " + entry.argument, kind.zh + "：" + entry.argument});
    }
    return all;
}

Text name_who(const Workspace& workspace, const json::Value* value) {
    Text all;
    for (const WhoEntry& entry : read_who(value)) join(all, short_name(workspace, entry));
    return all;
}

}  // namespace fw::designer
