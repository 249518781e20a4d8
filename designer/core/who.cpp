#include "designer/core/who.h"

#include <algorithm>
#include <charconv>

namespace fw::designer {

const std::vector<WhoKind>& who_kinds() {
    using A = WhoKind::Argument;
    static const std::vector<WhoKind> kinds{
        {"manager_level", {"Manager, n-th level", "第 N 级主管"}, A::kNumber},
        {"managers_up_to", {"Managers up to level, in turn", "逐级主管（直到第 N 级）"}, A::kNumber},
        {"unit_head", {"Head of the unit", "部门负责人"}, A::kNone},
        {"role", {"Everyone with role", "角色成员"}, A::kRole},
        {"field", {"Person in field", "字段中的人员"}, A::kField},
        {"person", {"Person (sign-in name)", "指定人员（登录名）"}, A::kPerson},
        {"initiator", {"Initiator", "发起人"}, A::kNone},
        {"feel", {"FEEL expression", "FEEL 表达式"}, A::kExpression}};
    return kinds;
}

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
        WhoEntry entry{&kind, {}};
        if (argument->is_string()) entry.argument = argument->as_string();
        if (argument->is_number()) entry.argument = argument->literal();
        entries.push_back(std::move(entry));
        break;
    }
    return entries;
}

json::Value write_who(const std::vector<WhoEntry>& entries) {
    json::Value list = json::Value::array();
    for (const WhoEntry& entry : entries) {
        json::Value one = json::Value::object();
        switch (entry.kind->argument) {
            case WhoKind::Argument::kNone:
                one.set(entry.kind->key, json::Value::boolean(true));
                break;
            case WhoKind::Argument::kNumber: {
                int level = 1;
                std::from_chars(entry.argument.data(), entry.argument.data() + entry.argument.size(), level);
                one.set(entry.kind->key, json::Value::number(std::max(1, level)));
                break;
            }
            default:
                one.set(entry.kind->key, json::Value::string(entry.argument));
        }
        list.push(std::move(one));
    }
    if (list.items().empty()) return json::Value::null();
    return list.items().size() == 1 ? list.items()[0] : list;
}

Text describe_who(const json::Value* value) {
    Text all;
    for (const WhoEntry& entry : read_who(value)) {
        if (!all.empty()) {
            all.en += "; ";
            all.zh += "；";
        }
        all.en += entry.kind->label.en + (entry.argument.empty() ? "" : ": " + entry.argument);
        all.zh += entry.kind->label.zh + (entry.argument.empty() ? "" : "：" + entry.argument);
    }
    return all;
}

}  // namespace fw::designer
