#include "engine/feel/type.h"

#include <algorithm>
#include <array>

#include "engine/feel/function.h"
#include "engine/feel/shape.h"

namespace fw::feel {

struct Type::Detail {
    Type element;  // or result
    std::vector<Type> parameters;
    bool has_parameters = false;
    RecordType record;
};

namespace {
constexpr std::array<std::string_view, 14> kNames = {"Any",
                                                     "Null",
                                                     "boolean",
                                                     "number",
                                                     "string",
                                                     "date",
                                                     "time",
                                                     "date and time",
                                                     "days and time duration",
                                                     "years and months duration",
                                                     "range",
                                                     "list",
                                                     "context",
                                                     "function"};
constexpr std::int64_t kSecondsOfDay = 86400;
}  // namespace

std::string_view type_kind_name(TypeKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<TypeKind> type_kind_of(std::string_view name) {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] == name) return static_cast<TypeKind>(i);
    }
    if (name == "dateTime") return TypeKind::kDateTime;
    if (name == "dayTimeDuration") return TypeKind::kDaysDuration;
    if (name == "yearMonthDuration") return TypeKind::kYearsDuration;
    return std::nullopt;
}

TypeKind type_kind_of(Kind kind) {
    if (kind == Kind::kNull) return TypeKind::kNull;
    return static_cast<TypeKind>(static_cast<int>(kind) + 1);
}

const RecordType::Field* RecordType::find(std::string_view field) const {
    for (const Field& f : fields) {
        if (f.name == field) return &f;
    }
    return nullptr;
}

Type Type::list(Type element) {
    Type t(TypeKind::kList);
    if (!element.is_any()) t.detail_ = std::make_shared<Detail>(Detail{std::move(element), {}, false, {}});
    return t;
}

Type Type::range(Type of) {
    Type t(TypeKind::kRange);
    if (!of.is_any()) t.detail_ = std::make_shared<Detail>(Detail{std::move(of), {}, false, {}});
    return t;
}

Type Type::one_of(const std::vector<std::string>& texts) {
    Type t(TypeKind::kString);
    auto detail = std::make_shared<Detail>();
    for (const std::string& text : texts) detail->record.fields.push_back({text, Type(TypeKind::kString)});
    t.detail_ = std::move(detail);
    return t;
}

std::vector<std::string> Type::texts() const {
    std::vector<std::string> all;
    if (kind_ != TypeKind::kString || !detail_) return all;
    for (const RecordType::Field& each : detail_->record.fields) all.push_back(each.name);
    return all;
}

Type Type::function(std::vector<Type> parameters, Type result) {
    Type t(TypeKind::kFunction);
    t.detail_ = std::make_shared<Detail>(Detail{std::move(result), std::move(parameters), true, {}});
    return t;
}

Type Type::context(std::vector<std::pair<std::string, Type>> fields) {
    Type t(TypeKind::kContext);
    auto detail = std::make_shared<Detail>();
    for (auto& [name, type] : fields) detail->record.fields.push_back({std::move(name), std::move(type)});
    t.detail_ = std::move(detail);
    return t;
}

Type Type::record(const RecordType* record) {
    Type t(TypeKind::kContext);
    t.record_ = record;
    return t;
}

Type Type::element() const { return detail_ ? detail_->element : Type(); }
Type Type::result() const { return detail_ ? detail_->element : Type(); }
std::vector<Type> Type::parameters() const { return detail_ ? detail_->parameters : std::vector<Type>(); }
bool Type::has_parameters() const { return detail_ && detail_->has_parameters; }

const RecordType* Type::fields() const {
    if (kind_ != TypeKind::kContext) return nullptr;
    if (record_ != nullptr) return record_;
    return detail_ ? &detail_->record : nullptr;
}

std::string Type::to_string() const {
    std::string out(type_kind_name(kind_));
    if (kind_ == TypeKind::kContext) {
        const RecordType* record = fields();
        if (record == nullptr) return out;
        if (!record->name.empty()) return record->name;
        out += "<";
        for (const RecordType::Field& f : record->fields) {
            if (out.back() != '<') out += ", ";
            out += f.name + ": " + f.type.to_string();
        }
        return out + ">";
    }
    if (!detail_ || kind_ == TypeKind::kString) return out;
    if (kind_ != TypeKind::kFunction) return out + "<" + detail_->element.to_string() + ">";
    out += "<";
    for (const Type& p : detail_->parameters) {
        if (out.back() != '<') out += ", ";
        out += p.to_string();
    }
    return out + "> -> " + detail_->element.to_string();
}

bool Type::accepts(const Type& from) const {
    if (is_any() || from.is_any() || from.is(TypeKind::kNull)) return true;
    if (kind_ == TypeKind::kDateTime && from.is(TypeKind::kDate)) return true;
    // One list more or less, never two: as conform() does it.
    if (kind_ == TypeKind::kList && !from.is(TypeKind::kList))
        return !element().is(TypeKind::kList) && element().accepts(from);
    if (from.is(TypeKind::kList) && kind_ != TypeKind::kList)
        return !from.element().is(TypeKind::kList) && accepts(from.element());
    if (kind_ != from.kind_) return false;
    if (kind_ == TypeKind::kList || kind_ == TypeKind::kRange) return element().accepts(from.element());
    if (kind_ == TypeKind::kFunction && has_parameters() && from.has_parameters()) {
        // As many parameters, which take what is passed, and a result that may stand where this one's is expected.
        const std::vector<Type>& mine = detail_->parameters;
        const std::vector<Type>& given = from.detail_->parameters;
        return result().accepts(from.result()) &&
               std::equal(mine.begin(), mine.end(), given.begin(), given.end(),
                          [](const Type& passed, const Type& taken) { return taken.accepts(passed); });
    }
    if (kind_ != TypeKind::kContext || fields() == from.fields()) return true;
    const RecordType* wanted = fields();
    const RecordType* given = from.fields();
    if (wanted == nullptr || given == nullptr || wanted->name == given->name) {
        if (wanted == nullptr || given == nullptr || !wanted->name.empty()) return true;
    }
    return std::all_of(wanted->fields.begin(), wanted->fields.end(), [&](const RecordType::Field& f) {
        const RecordType::Field* other = given->find(f.name);
        return other != nullptr && f.type.accepts(other->type);
    });
}

Type Type::either(const Type& a, const Type& b) {
    if (a.is(TypeKind::kNull)) return b;
    if (b.is(TypeKind::kNull)) return a;
    if (a.kind_ != b.kind_) return {};
    if (a.kind_ == TypeKind::kList) return list(either(a.element(), b.element()));
    if (a.kind_ == TypeKind::kRange) return range(either(a.element(), b.element()));
    if (a.kind_ == TypeKind::kContext) return a.fields() == b.fields() ? a : Type(TypeKind::kContext);
    if (a.kind_ == TypeKind::kFunction || a.kind_ == TypeKind::kString)
        return a.detail_ == b.detail_ ? a : Type(a.kind_);
    return a;
}

namespace {

// A function that takes numbers only is none that takes anything (10.3.2.9.2: parameters conform the other way round).
bool is_instance(const Type& function, const Type& type) {
    const std::vector<Type> passed = type.parameters();
    const std::vector<Type> taken = function.parameters();
    for (std::size_t i = 0; i < std::min(passed.size(), taken.size()); ++i) {
        if (passed[i].is_any() && !taken[i].is_any()) return false;
    }
    return type.accepts(function);
}

}  // namespace

bool is_instance(const Value& value, const Type& type) {
    if (type.is_any()) return !value.is_null();
    if (value.is_null()) return type.is(TypeKind::kNull);
    if (type_kind_of(value.kind()) != type.kind()) return false;
    switch (type.kind()) {
        case TypeKind::kList: {
            const Type element = type.element();
            if (element.is_any()) return true;
            return std::all_of(value.as_list().begin(), value.as_list().end(),
                               [&](const Value& item) { return item.is_null() || is_instance(item, element); });
        }
        case TypeKind::kRange: {
            const RangeView range = value.as_range();
            const Type element = type.element();
            return (range.low.is_null() || is_instance(range.low, element)) &&
                   (range.high.is_null() || is_instance(range.high, element));
        }
        case TypeKind::kContext: {
            const RecordType* record = type.fields();
            if (record == nullptr) return true;
            return std::all_of(record->fields.begin(), record->fields.end(), [&](const RecordType::Field& f) {
                const Value* entry = value.find(f.name);
                return entry != nullptr && (entry->is_null() || is_instance(*entry, f.type));
            });
        }
        case TypeKind::kFunction:
            return is_instance(value.as_function().type(), type);
        default:
            return true;
    }
}

Value conform(const Value& value, const Type& type, bool& ok) {
    ok = true;
    if (value.is_null() || type.is_any() || is_instance(value, type)) return value;
    // One list more or less, never two.
    if (value.is_list() && value.as_list().size() == 1 && !type.is(TypeKind::kList) && !value.as_list()[0].is_list()) {
        return conform(value.as_list()[0], type, ok);
    }
    if (type.is(TypeKind::kList) && !value.is_list() && !type.element().is(TypeKind::kList)) {
        Value element = conform(value, type.element(), ok);
        return ok ? Value::list({std::move(element)}) : Value();
    }
    if (type.is(TypeKind::kDateTime) && value.is(Kind::kDate)) {
        return Value::date_time({value.as_date().days * kSecondsOfDay, 0, Zone::utc()});
    }
    ok = false;
    return {};
}

}  // namespace fw::feel
