#include "runtime/http/routes/shape.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/suggest.h"
#include "engine/json/read.h"
#include "runtime/http/routes/openapi.h"
#include "runtime/storage/ids.h"

namespace fw::http::routes {
namespace {

using json::Value;

const Value& resolved(const Value& schema) {
    constexpr std::string_view kShapes = "#/components/schemas/";
    const std::string_view ref = schema.string_or("$ref");
    if (ref.empty()) return schema;
    FW_CHECK(ref.starts_with(kShapes));
    const Value* found = shapes().find(ref.substr(kShapes.size()));
    FW_CHECK(found != nullptr);
    return resolved(*found);
}

bool meant_for(const Value& schema, std::string_view action) {
    const Value* actions = schema.find("x-actions");
    if (actions == nullptr) return true;
    return std::any_of(actions->items().begin(), actions->items().end(),
                       [&](const Value& each) { return each.as_string() == action; });
}

bool is_of(const Value& value, std::string_view type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "integer") return value.is_number() && value.as_int64().has_value();
    if (type == "number") return value.is_number();
    return type == "null" && value.is_null();
}

std::vector<std::string_view> types_of(const Value& schema) {
    const Value* type = schema.find("type");
    if (type == nullptr) return {};
    if (type->is_string()) return {type->as_string()};
    std::vector<std::string_view> out;
    for (const Value& each : type->items()) out.push_back(each.as_string());
    return out;
}

Text word_of(std::string_view type) {
    if (type == "object") return {"an object", "对象"};
    if (type == "array") return {"a list", "列表"};
    if (type == "string") return {"a text", "文本"};
    if (type == "boolean") return {"true or false", "true 或 false"};
    if (type == "integer") return {"a whole number", "整数"};
    if (type == "number") return {"a number", "数字"};
    return {"null", "null"};
}

bool is_latin(const std::string& text) { return !text.empty() && static_cast<unsigned char>(text.front()) < 0x80; }

// Chinese is set apart from Latin letters and digits.
std::string spaced(const std::string& text) { return (is_latin(text) ? " " : "") + text; }

Text joined(const std::vector<Text>& words) {
    Text out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool last = i > 0 && i + 1 == words.size();
        out.en += (i == 0 ? "" : last ? " or " : ", ") + words[i].en;
        out.zh += last ? (is_latin(words[i - 1].zh) ? " 或" : "或") + spaced(words[i].zh)
                       : (i == 0 ? "" : "、") + words[i].zh;
    }
    return out;
}

std::string literal(const Value& value) {
    if (value.is_string()) return value.as_string();
    return value.is_number() ? value.literal() : std::string("null");
}

std::vector<std::string> choices_of(const Value& choices) {
    std::vector<std::string> out;
    for (const Value& each : choices.items()) out.push_back(literal(each));
    return out;
}

// What a value should be, for a sentence: "a whole number from 1 to 1000", "open or solved".
Text expected(const Value& schema) {
    if (const Value* choices = schema.find("enum")) {
        std::vector<Text> words;
        for (const std::string& each : choices_of(*choices)) words.emplace_back(each, each);
        return joined(words);
    }
    if (schema.string_or("format") == "id") return {"an id: digits, as a text", "编号：由数字组成的文本"};
    std::vector<Text> words;
    for (const std::string_view type : types_of(schema)) words.push_back(word_of(type));
    Text out = joined(words);
    const Value *least = schema.find("minimum"), *most = schema.find("maximum");
    if (least != nullptr && most != nullptr)
        return format_text({out.en + " from {0} to {1}", "{0} 到 {1} 的" + out.zh}, {literal(*least), literal(*most)});
    if (least != nullptr) return format_text({out.en + ", at least {0}", "不小于 {0} 的" + out.zh}, {literal(*least)});
    return out;
}

class Check {
  public:
    Check(std::string_view action, const std::string& code) : action_(action), code_(code) {}

    Diagnostics run(const Value& value, const Value& schema) {
        visit(value, schema, {});
        return std::move(found_);
    }

  private:
    void wrong(const std::string& place, const Value& value, Text text, Text hint = {}) {
        Diagnostic d{code_, Severity::kError, {}, std::move(text), std::move(hint)};
        if (!place.empty()) d.place.element = "field:" + place;
        d.place.range = value.range();
        found_.push_back(std::move(d));
    }

    void unfit(const std::string& place, const Value& value, const Text& wanted) {
        if (place.empty())
            return wrong(place, value, Text("The body must be " + wanted.en + ".", "请求内容应为" + wanted.zh + "。"));
        wrong(place, value,
              Text("'" + place + "' must be " + wanted.en + ".", "“" + place + "”应为" + spaced(wanted.zh) + "。"));
    }

    void visit(const Value& value, const Value& raw, const std::string& place) {
        const Value& schema = resolved(raw);
        const std::vector<std::string_view> types = types_of(schema);
        const bool fits = types.empty() || std::any_of(types.begin(), types.end(),
                                                       [&](std::string_view type) { return is_of(value, type); });
        if (!fits) return unfit(place, value, expected(schema));
        for (const char* several : {"oneOf", "anyOf"}) {
            if (const Value* list = schema.find(several)) alternatives(value, *list, place);
        }
        if (const Value* choices = schema.find("enum")) one_of(value, schema, *choices, place);
        if (schema.string_or("format") == "id" && value.is_string() && !storage::parse_id(value.as_string()))
            unfit(place, value, expected(schema));
        if (value.is_number()) bounds(value, schema, place);
        if (value.is_array()) list(value, schema, place);
        if (value.is_object()) members(value, schema, place);
    }

    void one_of(const Value& value, const Value& schema, const Value& choices, const std::string& place) {
        if (std::find(choices.items().begin(), choices.items().end(), value) != choices.items().end()) return;
        Text hint = value.is_string() ? did_you_mean(value.as_string(), choices_of(choices)) : Text();
        const Text wanted = expected(schema);
        wrong(place, value,
              Text("'" + place + "' must be " + wanted.en + ".", "“" + place + "”应为" + spaced(wanted.zh) + "。"),
              std::move(hint));
    }

    void bounds(const Value& value, const Value& schema, const std::string& place) {
        const auto number = value.as_int64();
        const Value *least = schema.find("minimum"), *most = schema.find("maximum");
        if (!number) return;
        if ((least != nullptr && *number < least->as_int64()) || (most != nullptr && *number > most->as_int64()))
            unfit(place, value, expected(schema));
    }

    void list(const Value& value, const Value& schema, const std::string& place) {
        const auto size = static_cast<std::int64_t>(value.items().size());
        const Value *least = schema.find("minItems"), *most = schema.find("maxItems");
        if (least != nullptr && size < least->as_int64()) {
            wrong(place, value, format_text({"'{0}' must not be empty.", "“{0}”不能为空。"}, {place}));
        } else if (most != nullptr && size > most->as_int64()) {
            return wrong(
                place, value,
                format_text({"'{0}' has at most {1} entries.", "“{0}”最多包含 {1} 项。"}, {place, literal(*most)}));
        }
        const Value* items = schema.find("items");
        if (items == nullptr) return;
        for (std::size_t i = 0; i < value.items().size() && found_.size() < kMost; ++i)
            visit(value.items()[i], *items, place + "[" + std::to_string(i) + "]");
    }

    [[nodiscard]] bool needs(const Value& schema, std::string_view name) const {
        const Value* required = schema.find("required");
        return required != nullptr && std::any_of(required->items().begin(), required->items().end(),
                                                  [&](const Value& each) { return each.as_string() == name; });
    }

    void members(const Value& value, const Value& schema, const std::string& place) {
        const Value* properties = schema.find("properties");
        const Value* others = schema.find("additionalProperties");
        const std::string before = place.empty() ? place : place + ".";
        for (const json::Member& member : value.members()) {
            if (found_.size() >= kMost) return;
            const Value* own = properties == nullptr ? nullptr : properties->find(member.key);
            if (own != nullptr && !meant_for(*own, action_)) own = nullptr;
            if (own != nullptr) {
                if (!member.value.is_null() || needs(schema, member.key))
                    visit(member.value, *own, before + member.key);
            } else if (others != nullptr && others->is_object()) {
                visit(member.value, *others, before + member.key);
            } else if (others != nullptr && others->is_boolean() && !others->as_boolean()) {
                unknown(member, properties, before);
            }
        }
        const Value* required = schema.find("required");
        for (std::size_t i = 0; required != nullptr && i < required->items().size(); ++i) {
            const std::string& name = required->items()[i].as_string();
            if (value.find(name) == nullptr)
                wrong(before + name, value, format_text({"'{0}' is missing.", "缺少“{0}”。"}, {before + name}));
        }
    }

    void unknown(const json::Member& member, const Value* properties, const std::string& before) {
        std::vector<std::string> known;
        for (std::size_t i = 0; properties != nullptr && i < properties->members().size(); ++i) {
            if (meant_for(properties->members()[i].value, action_)) known.push_back(properties->members()[i].key);
        }
        Text hint = did_you_mean(member.key, known);
        if (hint.empty() && !known.empty()) {
            std::string all;
            for (const std::string& each : known) all += (all.empty() ? "" : ", ") + each;
            hint = format_text({"known: {0}", "可用字段：{0}"}, {all});
        }
        Value at;
        at.set_range(member.key_range);
        wrong(before + member.key, at,
              format_text({"'{0}' is not expected here.", "此处不应有“{0}”。"}, {before + member.key}),
              std::move(hint));
    }

    // The mistakes of the alternative whose type it is; where it is none's, what all of them expect.
    void alternatives(const Value& value, const Value& list, const std::string& place) {
        std::vector<Text> words;
        Diagnostics nearest;
        for (const Value& each : list.items()) {
            if (!meant_for(each, action_)) continue;
            Diagnostics why = Check(action_, code_).at(value, each, place);
            if (why.empty()) return;
            words.push_back(expected(resolved(each)));
            if (nearest.empty() && (why.size() > 1 || why.front().place.element != "field:" + place))
                nearest = std::move(why);
        }
        if (nearest.empty()) return unfit(place, value, joined(words));
        std::move(nearest.begin(), nearest.end(), std::back_inserter(found_));
    }

    Diagnostics at(const Value& value, const Value& schema, const std::string& place) {
        visit(value, schema, place);
        return std::move(found_);
    }

    static constexpr std::size_t kMost = 100;  // mistakes told at once
    std::string_view action_;
    const std::string& code_;
    Diagnostics found_;
};

// The value that a text of an address stands for under that schema; nothing where it is none.
std::optional<Value> value_of(std::string_view text, const std::vector<std::string_view>& types) {
    const auto has = [&](std::string_view type) { return std::find(types.begin(), types.end(), type) != types.end(); };
    if (has("boolean")) {
        if (text == "true" || text == "false") return Value::boolean(text == "true");
        return std::nullopt;
    }
    if (!has("integer")) return Value::string(text);
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return Value::number(number);
}

}  // namespace

Shape::Shape(const std::string& schema) {
    if (schema.empty()) return;
    auto read = json::read(schema);
    FW_CHECK(read.has_value());
    schema_ = resolved(*read);
}

Diagnostics Shape::check(const json::Value& value, std::string_view action, const std::string& code) const {
    return Check(action, code).run(value, schema_);
}

std::optional<Diagnostic> Shape::check_text(std::string_view name, std::string_view text) const {
    const std::vector<std::string_view> types = types_of(schema_);
    const bool is_text = types.empty() || types.front() == "string";
    if (text.empty() && is_text) return std::nullopt;
    const auto value = value_of(text, types);
    Diagnostics wrong;
    if (value) wrong = Check({}, "HTTP-400").run(*value, schema_);
    if (value && wrong.empty()) return std::nullopt;
    const Text wanted = expected(schema_);
    Diagnostic d{"HTTP-400",
                 Severity::kError,
                 {},
                 format_text({"The query parameter '{0}' must be {1}.", "查询参数“{0}”应为{1}。"}, {name, wanted.en}),
                 {}};
    d.text.zh = format_text({"", "查询参数“{0}”应为{1}。"}, {name, spaced(wanted.zh)}).zh;
    if (value && value->is_string() && schema_.find("enum") != nullptr)
        d.hint = did_you_mean(text, choices_of(*schema_.find("enum")));
    d.place.element = "field:" + std::string(name);
    return d;
}

}  // namespace fw::http::routes
