#include "runtime/host/demo_values.h"

#include <charconv>

#include "engine/feel/value.h"

namespace fw::host {

namespace {

constexpr std::string_view kToday = "@today";

std::string date_text(feel::Date date, bool with_time) {
    std::string text = feel::Value::date(date).to_text();
    if (with_time) text += "T09:00:00Z";
    return text;
}

Result<json::Value> marked(const json::Value& value, const Marks& marks) {
    const auto found = marks.find(std::string_view(value.as_string()).substr(1));
    if (found != marks.end()) return json::Value::string(storage::id_text(found->second.id));
    return fail("REC-090",
                format_text({"No record was marked '{0}' before", "此前没有标记为“{0}”的记录"}, {value.as_string()}));
}

Result<json::Value> dated(const json::Value& value, bool with_time, feel::Date today) {
    if (const auto date = relative_date(value.as_string(), today))
        return json::Value::string(date_text(*date, with_time));
    return fail("REC-090", format_text({"'{0}' is no date like @today-30d", "“{0}”不是 @today-30d 形式的日期"},
                                       {value.as_string()}));
}

Result<json::Value> demo_value(const compile::Field& field, const json::Value& value, const Marks& marks,
                               feel::Date today) {
    if (value.is_array() && field.to != nullptr && field.type->id == "child_table") {
        json::Value rows = json::Value::array();
        for (const json::Value& row : value.items()) {
            auto fields = demo_fields(*field.to, row, marks, today);
            if (!fields) return fields;
            rows.push(std::move(*fields));
        }
        return rows;
    }
    if (!value.is_string() || !value.as_string().starts_with('@')) return value;
    switch (field.type->storage) {
        case form::Storage::kReference:
            return marked(value, marks);
        case form::Storage::kDate:
            return dated(value, false, today);
        case form::Storage::kDateTime:
            return dated(value, true, today);
        default:
            return value;
    }
}

}  // namespace

std::optional<feel::Date> relative_date(std::string_view text, feel::Date today) {
    if (!text.starts_with(kToday)) return std::nullopt;
    text.remove_prefix(kToday.size());
    if (text.empty()) return today;
    const bool back = text.front() == '-';
    if ((!back && text.front() != '+') || text.size() < 3 || text.back() != 'd') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    std::int32_t days = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), days);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || days < 0) return std::nullopt;
    return feel::Date{today.days + (back ? -days : days)};
}

Result<json::Value> demo_fields(const compile::Entity& entity, const json::Value& record, const Marks& marks,
                                feel::Date today) {
    json::Value fields = json::Value::object();
    for (const json::Member& member : record.members()) {
        if (member.key == "@" || member.key == "state") continue;
        const compile::Field* field = entity.find(member.key);
        if (field == nullptr || field->type == nullptr) {
            fields.set(member.key, member.value);  // the record says what is wrong with it
            continue;
        }
        auto value = demo_value(*field, member.value, marks, today);
        if (!value) return value;
        fields.set(member.key, std::move(*value));
    }
    return fields;
}

}  // namespace fw::host
