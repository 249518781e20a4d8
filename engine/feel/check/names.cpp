// What names and paths mean.
#include <array>

#include "engine/base/suggest.h"
#include "engine/feel/check/checker.h"

namespace fw::feel {

using syntax::NodeId;

namespace {

struct Property {
    TypeKind of;
    std::string_view name;
    TypeKind type;
};

constexpr std::array<Property, 28> kProperties = {{
    {TypeKind::kDate, "year", TypeKind::kNumber},
    {TypeKind::kDate, "month", TypeKind::kNumber},
    {TypeKind::kDate, "day", TypeKind::kNumber},
    {TypeKind::kDate, "weekday", TypeKind::kNumber},
    {TypeKind::kDateTime, "year", TypeKind::kNumber},
    {TypeKind::kDateTime, "month", TypeKind::kNumber},
    {TypeKind::kDateTime, "day", TypeKind::kNumber},
    {TypeKind::kDateTime, "weekday", TypeKind::kNumber},
    {TypeKind::kDateTime, "hour", TypeKind::kNumber},
    {TypeKind::kDateTime, "minute", TypeKind::kNumber},
    {TypeKind::kDateTime, "second", TypeKind::kNumber},
    {TypeKind::kDateTime, "time offset", TypeKind::kDaysDuration},
    {TypeKind::kDateTime, "timezone", TypeKind::kString},
    {TypeKind::kTime, "hour", TypeKind::kNumber},
    {TypeKind::kTime, "minute", TypeKind::kNumber},
    {TypeKind::kTime, "second", TypeKind::kNumber},
    {TypeKind::kTime, "time offset", TypeKind::kDaysDuration},
    {TypeKind::kTime, "timezone", TypeKind::kString},
    {TypeKind::kYearsDuration, "years", TypeKind::kNumber},
    {TypeKind::kYearsDuration, "months", TypeKind::kNumber},
    {TypeKind::kDaysDuration, "days", TypeKind::kNumber},
    {TypeKind::kDaysDuration, "hours", TypeKind::kNumber},
    {TypeKind::kDaysDuration, "minutes", TypeKind::kNumber},
    {TypeKind::kDaysDuration, "seconds", TypeKind::kNumber},
    {TypeKind::kRange, "start", TypeKind::kAny},
    {TypeKind::kRange, "end", TypeKind::kAny},
    {TypeKind::kRange, "start included", TypeKind::kBoolean},
    {TypeKind::kRange, "end included", TypeKind::kBoolean},
}};

}  // namespace

bool Checker::bind_local(NodeId id, std::string_view name, Type& type) {
    std::vector<Binding> tries;
    const auto finish = [&](Binding binding) {
        NodeInfo& info = tree_->nodes[id];
        info.binding = binding;
        if (!tries.empty()) {
            tree_->alternatives.push_back(std::move(tries));
            info.extra = static_cast<std::uint32_t>(tree_->alternatives.size());
            type = Type();
        }
        return true;
    };
    for (std::size_t i = locals_.size(); i-- > 0;) {
        const Local& local = locals_[i];
        if (local.name == name && !local.is_item) {
            type = local.type;
            return finish({BindingKind::kLocal, local.declaration, nullptr});
        }
        if (!local.is_item) continue;
        // An entry called "item" hides the element of that name.
        const RecordType* record = local.type.fields();
        if (record != nullptr) {
            if (const RecordType::Field* field = record->find(name)) {
                tree_->nodes[local.declaration].uses_item = true;
                type = field->type;
                return finish({BindingKind::kItemField, local.declaration, nullptr});
            }
        } else if (local.type.is_any() || local.type.is(TypeKind::kContext)) {
            tree_->nodes[local.declaration].uses_item = true;
            tries.push_back({BindingKind::kItemField, local.declaration, nullptr});
        }
        if (local.name == name) {
            tree_->nodes[local.declaration].uses_item = true;
            type = local.type;
            return finish({BindingKind::kLocal, local.declaration, nullptr});
        }
    }
    if (tries.empty()) return false;
    // It may be an entry of an element; if it is none, it is what the outer names say.
    Binding rest{BindingKind::kNone, 0, nullptr};
    if (const auto found = scope_.find(name)) {
        rest = {found->field.empty() ? BindingKind::kSlot : BindingKind::kSlotField,
                static_cast<std::uint32_t>(found->slot), nullptr};
    } else if (const FunctionInfo* function = scope_.functions().find(name)) {
        rest = {BindingKind::kFunction, 0, function};
    }
    return finish(rest);
}

Type Checker::visit_name(NodeId id) {
    const std::string& name = ast().text(id);
    Type type;
    if (bind_local(id, name, type)) return type;
    Binding& binding = tree_->nodes[id].binding;
    if (const auto found = scope_.find(name)) {
        binding = {found->field.empty() ? BindingKind::kSlot : BindingKind::kSlotField,
                   static_cast<std::uint32_t>(found->slot), nullptr};
        return found->type;
    }
    if (const FunctionInfo* function = scope_.functions().find(name)) {
        binding = {BindingKind::kFunction, 0, function};
        return TypeKind::kFunction;
    }
    unknown_name(id);
    return {};
}

void Checker::unknown_name(NodeId id) {
    const std::string& name = ast().text(id);
    std::vector<std::string> known = scope_.known_names();
    for (const Local& local : locals_) {
        known.emplace_back(local.name);
        if (const RecordType* record = local.is_item ? local.type.fields() : nullptr) {
            for (const RecordType::Field& field : record->fields) known.push_back(field.name);
        }
    }
    tree_->nodes[id].binding = {BindingKind::kUnknown, 0, nullptr};
    Text hint = did_you_mean(name, known);
    for (const std::string_view wide :
         {"（", "）", "，", "：", "＝", "＞", "＜", "＋", "－", "＊", "／", "！", "［", "］"}) {
        if (name.find(wide) == std::string::npos) continue;
        hint = {"it has full-width punctuation; use ( ) , : = instead", "其中含有全角标点，请改用半角的 ( ) , : = 等"};
    }
    report(id, "FEEL-101", format_text({"There is no \"{0}\" here", "此处没有名为“{0}”的变量"}, {name}), hint, true);
}

Type Checker::visit_path(NodeId id) {
    const Type object = visit(ast().child(id, 0));
    return member_type(id, object, ast().text(id));
}

Type Checker::member_type(NodeId id, const Type& object, const std::string& member) {
    if (object.is_any() || object.is(TypeKind::kNull)) return {};
    if (object.is(TypeKind::kList)) {
        const Type element = object.element();
        return element.is_any() ? Type(TypeKind::kList) : Type::list(member_type(id, element, member));
    }
    std::vector<std::string> known;
    if (object.is(TypeKind::kContext)) {
        const RecordType* record = object.fields();
        if (record == nullptr) return {};
        if (const RecordType::Field* field = record->find(member)) return field->type;
        for (const RecordType::Field& field : record->fields) known.push_back(field.name);
    } else {
        for (const Property& p : kProperties) {
            if (p.of != object.kind()) continue;
            if (p.name == member) return p.type == TypeKind::kAny ? object.element() : Type(p.type);
            known.emplace_back(p.name);
        }
    }
    report(id, "FEEL-104", format_text({"{0} has no field '{1}'", "{0} 没有字段“{1}”"}, {object.to_string(), member}),
           did_you_mean(member, known));
    return {};
}

}  // namespace fw::feel
