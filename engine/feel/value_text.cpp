// Values as text: print() for FEEL literals, to_text() for people.
#include <cstdio>

#include "engine/base/utf8.h"
#include "engine/feel/calendar/text.h"
#include "engine/feel/function.h"
#include "engine/feel/names.h"
#include "engine/feel/shape.h"
#include "engine/feel/value.h"

namespace fw::feel {
namespace {

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    char escape[8];
                    std::snprintf(escape, sizeof escape, "\\u%04X",
                                  static_cast<unsigned>(static_cast<unsigned char>(c)));
                    out += escape;
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

void append(std::string& out, const Value& value);

void append_range(std::string& out, const RangeView& range) {
    if (range.low.is_null() || range.high.is_null()) {
        const bool above = range.high.is_null();
        if (range.low.is_null() && range.high.is_null()) {
            out += "(null..null)";
            return;
        }
        out += above ? (range.low_closed ? "(>=" : "(>") : (range.high_closed ? "(<=" : "(<");
        append(out, above ? range.low : range.high);
        out += ")";
        return;
    }
    out += range.low_closed ? "[" : "(";
    append(out, range.low);
    out += "..";
    append(out, range.high);
    out += range.high_closed ? "]" : ")";
}

void append_context(std::string& out, const ContextView& context) {
    out += '{';
    for (std::size_t i = 0; i < context.size(); ++i) {
        if (i > 0) out += ", ";
        if (is_plain_name(context.key(i))) {
            out += context.key(i);
        } else {
            append_quoted(out, context.key(i));
        }
        out += ": ";
        append(out, context.value(i));
    }
    out += '}';
}

void append_temporal(std::string& out, const std::string& text) { out += "@\"" + text + "\""; }

void append(std::string& out, const Value& value) {
    switch (value.kind()) {
        case Kind::kNull:
            out += "null";
            return;
        case Kind::kBoolean:
            out += value.as_boolean() ? "true" : "false";
            return;
        case Kind::kNumber:
            out += value.as_number().to_string();
            return;
        case Kind::kString:
            append_quoted(out, value.as_string());
            return;
        case Kind::kDate:
            append_temporal(out, to_text(value.as_date()));
            return;
        case Kind::kTime:
            append_temporal(out, to_text(value.as_time()));
            return;
        case Kind::kDateTime:
            append_temporal(out, to_text(value.as_date_time()));
            return;
        case Kind::kDaysDuration:
            append_temporal(out, to_text(value.as_days_duration()));
            return;
        case Kind::kYearsDuration:
            append_temporal(out, to_text(value.as_years_duration()));
            return;
        case Kind::kRange:
            append_range(out, value.as_range());
            return;
        case Kind::kList: {
            out += '[';
            bool first = true;
            for (const Value& item : value.as_list()) {
                if (!first) out += ", ";
                first = false;
                append(out, item);
            }
            out += ']';
            return;
        }
        case Kind::kContext:
            append_context(out, value.as_context());
            return;
        case Kind::kFunction:
            out += value.as_function().print();
            return;
    }
}

}  // namespace

std::string Value::print() const {
    std::string out;
    append(out, *this);
    return out;
}

std::string Value::to_text() const {
    switch (kind_) {
        case Kind::kString:
            return std::string(as_string());
        case Kind::kDate:
            return feel::to_text(as_date());
        case Kind::kTime:
            return feel::to_text(as_time());
        case Kind::kDateTime:
            return feel::to_text(as_date_time());
        case Kind::kDaysDuration:
            return feel::to_text(as_days_duration());
        case Kind::kYearsDuration:
            return feel::to_text(as_years_duration());
        default:
            return print();
    }
}

}  // namespace fw::feel
