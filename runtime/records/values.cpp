#include "runtime/records/values.h"

#include <algorithm>
#include <charconv>

#include "engine/base/check.h"
#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::records {

using feel::Value;
using form::Storage;

namespace {
constexpr std::int64_t kMaxInteger = 9'007'199'254'740'991;  // JavaScript's last exact whole number
constexpr std::int64_t kMicros = 1'000'000;

tl::unexpected<Diagnostics> expected(const char* en, const char* zh) {
    return fail(field_error("REC-002", {std::string("must be ") + en, std::string("必须是") + zh}, {}));
}

tl::unexpected<Diagnostics> no_such(const char* en, const char* zh, const std::string& text) {
    const std::string shown = text.substr(0, 60);
    return fail(field_error(
        "REC-004", format_text({std::string("'{0}' is no ") + en, std::string("“{0}”不是") + zh}, {shown}), {}));
}

bool year_fits(feel::Date date) {
    const std::int64_t year = feel::civil_of(date).year;
    return year >= 1 && year <= 9999;  // four digits, so that texts sort like dates
}

Result<Value> text_from(const json::Value& json) {
    if (!json.is_string()) return expected("a text", "文本");
    const std::string& text = json.as_string();
    if (text.find('\0') != std::string::npos) return no_such("text that can be stored", "可存储的文本", "U+0000");
    return text.empty() ? Value::null() : Value::string(text);
}

Result<Value> integer_from(const json::Value& json) {
    if (!json.is_number()) return expected("a whole number", "整数");
    const auto number = Decimal::parse(json.literal());
    if (!number || !number->is_integer()) return expected("a whole number", "整数");
    const auto whole = number->to_int64();
    if (!whole || *whole > kMaxInteger || *whole < -kMaxInteger) {
        return fail(field_error("REC-003", {"the number is too large", "数值过大"}, {}));
    }
    return Value::number(*whole);
}

Result<Value> decimal_from(const Field& field, const json::Value& json) {
    if (!json.is_number()) return expected("a number", "数字");
    const auto number = Decimal::parse(json.literal());
    if (!number) return expected("a number", "数字");
    const Decimal rounded = number->round(field.scale);
    if (rounded.is_none() || !(rounded == *number)) {
        return fail(field_error(
            "REC-003", format_text({"at most {0} decimal places", "最多 {0} 位小数"}, {std::to_string(field.scale)}),
            {}));
    }
    const auto scaled = rounded.scaled(field.scale);
    std::int64_t limit = 1;
    const int digits = std::clamp(field.precision, 1, 18);
    for (int i = 0; i < digits; ++i) limit *= 10;
    if (!scaled || *scaled >= limit || *scaled <= -limit) {
        return fail(field_error("REC-003",
                                format_text({"at most {0} digits", "最多 {0} 位数字"}, {std::to_string(digits)}), {}));
    }
    return Value::number(rounded);
}

Result<Value> date_from(const json::Value& json) {
    if (!json.is_string()) return expected("a date like \"2026-11-21\"", "形如“2026-11-21”的日期");
    if (json.as_string().empty()) return Value::null();
    const auto date = feel::parse_date(json.as_string());
    if (!date || !year_fits(*date)) return no_such("date", "有效日期", json.as_string());
    return Value::date(*date);
}

Result<Value> time_from(const json::Value& json) {
    if (!json.is_string()) return expected("a time like \"09:30:00\"", "形如“09:30:00”的时间");
    std::string text = json.as_string();
    if (text.empty()) return Value::null();
    if (text.size() == 5) text += ":00";
    const auto time = feel::parse_time(text);
    if (!time || !time->zone.is_none()) return no_such("time of day", "有效时间", json.as_string());
    return Value::time(*time);
}

Result<Value> date_time_from(const json::Value& json, const feel::Zone& zone) {
    if (!json.is_string()) {
        return expected("a date and time like \"2026-11-21T09:30:00Z\"", "形如“2026-11-21T09:30:00Z”的日期时间");
    }
    if (json.as_string().empty()) return Value::null();
    const auto parsed = feel::parse_date_time(json.as_string());
    if (!parsed) return no_such("date and time", "有效日期时间", json.as_string());
    const auto utc = moment(Value::date_time(*parsed), zone);
    if (!utc || !year_fits(feel::Date{utc->micros / kMicros / feel::kSecondsPerDay})) {
        return no_such("date and time", "有效日期时间", json.as_string());
    }
    return moment(*utc);
}

Result<Value> reference_from(const json::Value& json) {
    const json::Value* id = json.is_object() ? json.find("id") : &json;
    if (id == nullptr || !id->is_string()) return expected("the id of a record, as text", "记录的 ID（文本）");
    if (id->as_string().empty()) return Value::null();
    const auto parsed = storage::parse_id(id->as_string());
    if (!parsed) return no_such("id of a record", "记录 ID", id->as_string());
    return reference_value(*parsed);
}

Result<Value> choices_from(const json::Value& json) {
    if (!json.is_array()) return expected("a list of options", "选项列表");
    std::vector<Value> out;
    for (const json::Value& item : json.items()) {
        if (!item.is_string()) return expected("a list of options", "选项列表");
        Value option = Value::string(item.as_string());
        if (std::find(out.begin(), out.end(), option) == out.end()) out.push_back(std::move(option));
    }
    return out.empty() ? Value::null() : Value::list(std::move(out));
}

void append_choices(std::string& out, const Value& list) {
    out += '[';
    bool first = true;
    for (const Value& item : list.as_list()) {
        if (!first) out += ',';
        first = false;
        json::append_string(out, item.as_string());
    }
    out += ']';
}

void append_id(std::string& out, Id id) {
    char buffer[24];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, id).ptr;
    out += '"';
    out.append(buffer, end);
    out += '"';
}
}  // namespace

Diagnostic field_error(std::string code, const Text& text, std::string element) {
    Diagnostic d;
    d.code = std::move(code);
    d.text = text;
    d.place.element = std::move(element);
    return d;
}

Result<Value> from_json(const Field& field, const json::Value& json, const feel::Zone& zone) {
    if (json.is_null()) return Value::null();
    switch (field.storage) {
        case Storage::kText:
            return text_from(json);
        case Storage::kInteger:
            return integer_from(json);
        case Storage::kDecimal:
            return decimal_from(field, json);
        case Storage::kBoolean:
            if (!json.is_boolean()) return expected("true or false", "true 或 false");
            return Value::boolean(json.as_boolean());
        case Storage::kDate:
            return date_from(json);
        case Storage::kTime:
            return time_from(json);
        case Storage::kDateTime:
            return date_time_from(json, zone);
        case Storage::kReference:
            return reference_from(json);
        case Storage::kJson:
            return choices_from(json);
        case Storage::kNone:
            break;
    }
    FW_CHECK(false);
}

std::optional<Value> fitted(const Field& field, const Value& value) {
    if (value.is_null()) return Value::null();
    switch (field.storage) {
        case Storage::kText:
            if (!value.is_string()) return std::nullopt;
            return value.as_string().empty() ? Value::null() : value;
        case Storage::kInteger: {
            if (!value.is_number()) return std::nullopt;
            const auto whole = value.as_number().round(0).to_int64();
            return whole ? std::optional(Value::number(*whole)) : std::nullopt;
        }
        case Storage::kDecimal: {
            if (!value.is_number()) return std::nullopt;
            const Decimal rounded = value.as_number().round(field.scale);
            if (rounded.is_none() || !rounded.scaled(field.scale)) return std::nullopt;
            return Value::number(rounded);
        }
        case Storage::kBoolean:
            return value.is_boolean() ? std::optional(value) : std::nullopt;
        case Storage::kDate:
            if (value.is(feel::Kind::kDateTime)) return Value::date(feel::date_part(value.as_date_time()));
            if (!value.is(feel::Kind::kDate) || !year_fits(value.as_date())) return std::nullopt;
            return value;
        case Storage::kTime: {
            if (!value.is(feel::Kind::kTime)) return std::nullopt;
            feel::Time time = value.as_time();
            time.zone = feel::Zone::none();
            return Value::time(time);
        }
        case Storage::kDateTime: {
            const auto utc = moment(value, feel::Zone::utc());
            return utc ? std::optional(moment(*utc)) : std::nullopt;
        }
        case Storage::kReference: {
            const Value* id = value.is_context() ? value.find("id") : &value;
            if (id == nullptr || !id->is_string() || !storage::parse_id(id->as_string())) return std::nullopt;
            return *id;
        }
        case Storage::kJson: {
            if (value.is_string()) return Value::list({value});
            if (!value.is_list()) return std::nullopt;
            for (const Value& item : value.as_list()) {
                if (!item.is_string()) return std::nullopt;
            }
            return value.as_list().empty() ? Value::null() : value;
        }
        case Storage::kNone:
            break;
    }
    return std::nullopt;
}

storage::Value to_storage(const Field& field, const Value& value) {
    if (value.is_null()) return {};
    switch (field.storage) {
        case Storage::kText:
            return {value.as_string()};
        case Storage::kInteger:
            return {value.as_number().to_int64().value_or(0)};
        case Storage::kDecimal:
            return {storage::Scaled{value.as_number().scaled(field.scale).value_or(0), field.scale}};
        case Storage::kBoolean:
            return {value.as_boolean()};
        case Storage::kDate:
            return storage::Value(storage::Param::date(feel::to_text(value.as_date())));
        case Storage::kTime:
            return {feel::to_text(value.as_time())};
        case Storage::kDateTime:
            return {moment(value, feel::Zone::utc()).value_or(storage::DateTime{})};
        case Storage::kReference:
            return {reference_id(value)};
        case Storage::kJson: {
            std::string json;
            append_choices(json, value);
            return {json};
        }
        case Storage::kNone:
            break;
    }
    FW_CHECK(false);
}

Value from_row(const Field& field, const storage::Row& row, int column) {
    if (row.is_null(column)) return Value::null();
    switch (field.storage) {
        case Storage::kText:
            return Value::string(row.text(column));
        case Storage::kInteger:
            return Value::number(row.integer(column));
        case Storage::kDecimal:
            return Value::number(Decimal::from_scaled(row.decimal(column, field.scale).scaled, field.scale));
        case Storage::kBoolean:
            return Value::boolean(row.boolean(column));
        case Storage::kDate: {
            const auto date = feel::parse_date(row.text(column));
            return date ? Value::date(*date) : Value::null();
        }
        case Storage::kTime: {
            const auto time = feel::parse_time(row.text(column));
            return time ? Value::time(*time) : Value::null();
        }
        case Storage::kDateTime:
            return moment(row.date_time(column));
        case Storage::kReference:
            return reference_value(row.integer(column));
        case Storage::kJson: {
            const auto json = json::read(row.text(column));
            return json ? feel::from_json(*json) : Value::null();
        }
        case Storage::kNone:
            break;
    }
    return Value::null();
}

void append_json(std::string& out, const Field& field, const storage::Row& row, int column) {
    if (row.is_null(column)) {
        out += "null";
        return;
    }
    switch (field.storage) {
        case Storage::kText:
            json::append_string(out, row.text(column));
            return;
        case Storage::kInteger: {
            char buffer[24];
            out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, row.integer(column)).ptr);
            return;
        }
        case Storage::kDecimal:
            row.append_decimal(out, column, field.scale);
            return;
        case Storage::kBoolean:
            out += row.boolean(column) ? "true" : "false";
            return;
        case Storage::kDate:
        case Storage::kTime:
            out += '"';
            out += row.text(column);
            out += '"';
            return;
        case Storage::kDateTime:
            out += '"';
            append(out, row.date_time(column));
            out += '"';
            return;
        case Storage::kReference:
            append_id(out, row.integer(column));
            return;
        case Storage::kJson:
            out += row.text(column);
            return;
        case Storage::kNone:
            break;
    }
    out += "null";
}

void append_json(std::string& out, const Field& field, const Value& value) {
    if (value.is_null()) {
        out += "null";
        return;
    }
    switch (field.storage) {
        case Storage::kText:
        case Storage::kReference:
            json::append_string(out, value.as_string());
            return;
        case Storage::kInteger:
            out += value.as_number().to_string();
            return;
        case Storage::kDecimal:
            out += value.as_number().round(field.scale).to_string();
            return;
        case Storage::kBoolean:
            out += value.as_boolean() ? "true" : "false";
            return;
        case Storage::kDateTime:
            out += '"';
            append(out, moment(value, feel::Zone::utc()).value_or(storage::DateTime{}));
            out += '"';
            return;
        case Storage::kDate:
        case Storage::kTime:
            json::append_string(out, value.to_text());
            return;
        case Storage::kJson:
            append_choices(out, value);
            return;
        case Storage::kNone:
            break;
    }
    out += "null";
}

Value moment(storage::DateTime time) {
    const std::int64_t seconds = feel::floor_div(time.micros, kMicros);
    const auto nanos = static_cast<std::int32_t>((time.micros - seconds * kMicros) * 1000);
    return Value::date_time({seconds, nanos, feel::Zone::utc()});
}

std::optional<storage::DateTime> moment(const Value& value, const feel::Zone& zone) {
    feel::DateTime time;
    if (value.is(feel::Kind::kDateTime)) {
        time = value.as_date_time();
    } else if (value.is(feel::Kind::kDate)) {
        time = feel::join(value.as_date(), {});
    } else {
        return std::nullopt;
    }
    if (time.zone.is_none()) time.zone = zone;
    const auto seconds = feel::utc_seconds(time);
    constexpr std::int64_t kFarthest = 9'000'000'000'000;  // seconds; microseconds still fit 64 bits
    if (!seconds || *seconds > kFarthest || *seconds < -kFarthest) return std::nullopt;
    return storage::DateTime{*seconds * kMicros + time.nanos / 1000};
}

Id reference_id(const Value& value) {
    if (!value.is_string()) return 0;
    return storage::parse_id(value.as_string()).value_or(0);
}

Value reference_value(Id id) { return id == 0 ? Value::null() : Value::string(storage::id_text(id)); }

}  // namespace fw::records
