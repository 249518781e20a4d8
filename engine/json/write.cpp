#include "engine/json/write.h"

#include <algorithm>

#include "engine/base/utf8.h"

namespace fw::json {

namespace {

constexpr std::size_t kLineWidth = 120;

bool is_container(const Value& value) { return value.is_array() || value.is_object(); }

void append_compact(std::string& out, const Value& value, std::string_view separator, std::string_view colon) {
    switch (value.kind()) {
        case Kind::kNull:
            out += "null";
            return;
        case Kind::kBoolean:
            out += value.as_boolean() ? "true" : "false";
            return;
        case Kind::kNumber:
            out += value.literal();
            return;
        case Kind::kString:
            append_string(out, value.as_string());
            return;
        case Kind::kArray: {
            out += '[';
            bool first = true;
            for (const Value& item : value.items()) {
                if (!first) out += separator;
                first = false;
                append_compact(out, item, separator, colon);
            }
            out += ']';
            return;
        }
        case Kind::kObject: {
            out += '{';
            bool first = true;
            for (const Member& member : value.members()) {
                if (!first) out += separator;
                first = false;
                append_string(out, member.key);
                out += colon;
                append_compact(out, member.value, separator, colon);
            }
            out += '}';
            return;
        }
    }
}

void append_canonical(std::string& out, const Value& value, std::size_t indent, std::size_t used) {
    if (!is_container(value)) {
        append_compact(out, value, ", ", ": ");
        return;
    }
    // The outermost value and the lists of elements in it are always spread over lines, so that a file diffs well.
    const bool element_list = indent == 2 && value.is_array() && !value.items().empty() && value.items()[0].is_object();
    if (indent > 0 && !element_list) {
        std::string line;
        append_compact(line, value, ", ", ": ");
        if (used + utf8::length(line) <= kLineWidth) {
            out += line;
            return;
        }
    }
    const bool object = value.is_object();
    const std::size_t count = object ? value.members().size() : value.items().size();
    if (count == 0) {
        out += object ? "{}" : "[]";
        return;
    }
    const std::string inner(indent + 2, ' ');
    out += object ? "{\n" : "[\n";
    for (std::size_t i = 0; i < count; ++i) {
        out += inner;
        std::size_t before = inner.size() + 1;  // + the comma behind
        if (object) {
            const std::size_t start = out.size();
            append_string(out, value.members()[i].key);
            out += ": ";
            before += utf8::length(std::string_view(out).substr(start));
        }
        append_canonical(out, object ? value.members()[i].value : value.items()[i], indent + 2, before);
        if (i + 1 < count) out += ',';
        out += '\n';
    }
    out += std::string(indent, ' ');
    out += object ? '}' : ']';
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    std::size_t clean = 0;  // start of the part not yet copied
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out += text.substr(clean, i - clean);
        clean = i + 1;
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
                out += "\\u00";
                out += kHex[c >> 4U];
                out += kHex[c & 0xFU];
        }
    }
    out += text.substr(clean);
    out += '"';
}

void append_text(std::string& out, const Text& text) {
    out += "{\"en\":";
    append_string(out, text.in(Language::kEn));
    out += ",\"zh\":";
    append_string(out, text.in(Language::kZh));
    out += '}';
}

std::string write_compact(const Value& value) {
    std::string out;
    append_compact(out, value, ",", ":");
    return out;
}

std::string write_canonical(const Value& value) {
    std::string out;
    append_canonical(out, value, 0, 0);
    out += '\n';
    return out;
}

}  // namespace fw::json
