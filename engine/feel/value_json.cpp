// Values to JSON and back.
#include "engine/feel/calendar/text.h"
#include "engine/feel/shape.h"
#include "engine/feel/type.h"
#include "engine/feel/value.h"

namespace fw::feel {
namespace {

template <class T>
Value wrap(const std::optional<T>& parsed, Value (*make)(T)) {
    return parsed ? make(*parsed) : Value();
}

Value string_from_json(std::string_view text, const Type& type) {
    switch (type.kind()) {
        case TypeKind::kDate:
            return wrap(parse_date(text), &Value::date);
        case TypeKind::kTime:
            return wrap(parse_time(text), &Value::time);
        case TypeKind::kDateTime:
            return wrap(parse_date_time(text), &Value::date_time);
        case TypeKind::kDaysDuration:
            return wrap(parse_days_duration(text), &Value::days_duration);
        case TypeKind::kYearsDuration:
            return wrap(parse_years_duration(text), &Value::years_duration);
        case TypeKind::kNumber: {
            const auto number = Decimal::parse(text);  // exact decimals travel as strings in some clients
            return number ? Value::number(*number) : Value();
        }
        default:
            return Value::string(text);
    }
}

Value object_from_json(const json::Value& value, const Type& type) {
    const RecordType* record = type.fields();
    std::vector<std::string> keys;
    std::vector<Value> values;
    keys.reserve(value.members().size());
    values.reserve(value.members().size());
    for (const json::Member& member : value.members()) {
        const RecordType::Field* field = record != nullptr ? record->find(member.key) : nullptr;
        keys.push_back(member.key);
        values.push_back(from_json(member.value, field != nullptr ? field->type : Type()));
    }
    return Shape::make(Shape::of(std::move(keys)), std::move(values));
}

}  // namespace

json::Value to_json(const Value& value) {
    switch (value.kind()) {
        case Kind::kNull:
        case Kind::kFunction:
            return json::Value::null();
        case Kind::kBoolean:
            return json::Value::boolean(value.as_boolean());
        case Kind::kNumber:
            return json::Value::number_literal(value.as_number().to_string());
        case Kind::kList: {
            json::Value out = json::Value::array();
            for (const Value& item : value.as_list()) out.push(to_json(item));
            return out;
        }
        case Kind::kContext: {
            json::Value out = json::Value::object();
            const ContextView context = value.as_context();
            for (std::size_t i = 0; i < context.size(); ++i) {
                out.members().push_back({context.key(i), to_json(context.value(i)), {}});
            }
            return out;
        }
        default:
            return json::Value::string(value.to_text());
    }
}

Value from_json(const json::Value& value, const Type& type) {
    switch (value.kind()) {
        case json::Kind::kNull:
            return {};
        case json::Kind::kBoolean:
            return Value::boolean(value.as_boolean());
        case json::Kind::kNumber: {
            const auto number = Decimal::parse(value.literal());
            return number ? Value::number(*number) : Value();
        }
        case json::Kind::kString:
            return string_from_json(value.as_string(), type);
        case json::Kind::kArray: {
            const Type element = type.element();
            std::vector<Value> items;
            items.reserve(value.items().size());
            for (const json::Value& item : value.items()) items.push_back(from_json(item, element));
            return Value::list(std::move(items));
        }
        case json::Kind::kObject:
            return object_from_json(value, type);
    }
    return {};
}

Value from_json(const json::Value& value) { return from_json(value, Type()); }

}  // namespace fw::feel
