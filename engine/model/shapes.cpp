#include <algorithm>

#include "engine/base/suggest.h"
#include "engine/model/element.h"
#include "engine/model/pack.h"

namespace fw::model {

namespace {

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// "contract", "base.person", "contract_line.contract", "*"
bool valid_reference(std::string_view text) {
    if (text == "*") return true;
    std::size_t start = 0;
    for (;;) {
        const std::size_t dot = text.find('.', start);
        if (!valid_id(text.substr(start, dot == std::string_view::npos ? dot : dot - start))) return false;
        if (dot == std::string_view::npos) return true;
        start = dot + 1;
    }
}

bool valid_icon(std::string_view text) {
    return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

bool text_is_string(Shape shape) {
    switch (shape) {
        case Shape::kId:
        case Shape::kString:
        case Shape::kExpression:
        case Shape::kDuration:
        case Shape::kTime:
        case Shape::kIcon:
        case Shape::kColor:
        case Shape::kReference:
            return true;
        default:
            return false;
    }
}

}  // namespace

Text shape_words(Shape shape) {
    switch (shape) {
        case Shape::kId:
            return {"a technical name: lower-case letters, digits and '_'", "技术名称：小写字母、数字和下划线"};
        case Shape::kString:
            return {"a string", "字符串"};
        case Shape::kText:
            return {R"(a text: {"en": "…", "zh": "…"} or a string)", R"(文本：{"en": "…", "zh": "…"} 或字符串)"};
        case Shape::kTemplate:
            return {R"(a text with FEEL in braces: {"en": "…", "zh": "…"} or a string)",
                    R"(可在花括号中写 FEEL 的文本：{"en": "…", "zh": "…"} 或字符串)"};
        case Shape::kExpression:
            return {"a FEEL expression in quotes", "引号中的 FEEL 表达式"};
        case Shape::kInteger:
            return {"a whole number", "整数"};
        case Shape::kNumber:
            return {"a number", "数字"};
        case Shape::kBoolean:
            return {"true or false", "true 或 false"};
        case Shape::kChoice:
            return {"one of its values, as a string", "可选值之一（字符串）"};
        case Shape::kDuration:
            return {"an ISO 8601 duration such as P2D or PT4H", "ISO 8601 时长，例如 P2D 或 PT4H"};
        case Shape::kTime:
            return {"a time of day such as 09:00", "时刻，例如 09:00"};
        case Shape::kIcon:
            return {"a Material Symbols name such as description", "Material Symbols 图标名称，例如 description"};
        case Shape::kColor:
            return {"a colour of the palette or #rrggbb", "调色板中的颜色名或 #rrggbb"};
        case Shape::kReference:
            return {"the technical name of an element", "元素的技术名称"};
        case Shape::kReferences:
            return {"a list of technical names", "技术名称列表"};
        case Shape::kStrings:
            return {"a list of strings", "字符串列表"};
        case Shape::kNameLists:
            return {"a list of lists of field names", "由字段名称列表组成的列表"};
        case Shape::kAssignments:
            return {R"(an object of FEEL expressions: {"record.state": "…"})",
                    R"(由 FEEL 表达式组成的对象：{"record.state": "…"})"};
        case Shape::kWho:
            return {R"(who it is, such as {"role": "finance"}, or a list of these)",
                    R"(人员，例如 {"role": "finance"}，或其列表)"};
        case Shape::kElement:
            return {"an object", "对象"};
        case Shape::kElements:
            return {"a list of objects", "对象列表"};
        case Shape::kPositions:
            return {R"(positions: {"start": [40, 120]})", R"(位置：{"start": [40, 120]})"};
        case Shape::kJson:
            return {"any value", "任意值"};
    }
    return {};
}

void DocumentCheck::wrong_shape(const Property& property, const json::Value& value, const std::string& path) {
    Text hint;
    if (property.shape == Shape::kExpression && (value.is_number() || value.is_boolean())) {
        const std::string literal = value.is_number() ? value.literal() : (value.as_boolean() ? "true" : "false");
        hint = format_text({"write it as FEEL: \"{0}\"", "请写成 FEEL：\"{0}\""}, {literal});
    } else if (value.is_null()) {
        hint = {"leave the key out", "请删除该键"};
    }
    const Text words = shape_words(property.shape);
    error("MODEL-005", value.range(), path,
          format_text({"'{0}' must be {1}", "“{0}”应为{2}"}, {property.id, words.en, words.zh}), std::move(hint));
}

void DocumentCheck::shape(const Property& property, const json::Value& value, const std::string& path) {
    const auto wrong_unless = [&](bool right) {
        if (!right) wrong_shape(property, value, path);
    };
    if (text_is_string(property.shape)) return string(property, value, path);
    switch (property.shape) {
        case Shape::kText:
        case Shape::kTemplate:
            return text(property, value, path);
        case Shape::kInteger:
        case Shape::kNumber:
            return number(property, value, path);
        case Shape::kReferences:
        case Shape::kStrings:
            return strings(property, value, path);
        case Shape::kBoolean:
            return wrong_unless(value.is_boolean());
        case Shape::kNameLists: {
            const auto names = [](const json::Value& list) {
                return list.is_array() && !list.items().empty() &&
                       std::all_of(list.items().begin(), list.items().end(),
                                   [](const json::Value& v) { return v.is_string() && valid_id(v.as_string()); });
            };
            return wrong_unless(value.is_array() && std::all_of(value.items().begin(), value.items().end(), names));
        }
        case Shape::kAssignments: {
            const auto filled = [](const json::Member& m) {
                return m.value.is_string() && !blank(m.value.as_string());
            };
            return wrong_unless(value.is_object() &&
                                std::all_of(value.members().begin(), value.members().end(), filled));
        }
        case Shape::kWho: {
            const auto object = [](const json::Value& v) { return v.is_object(); };
            return wrong_unless(value.is_object() || (value.is_array() && !value.items().empty() &&
                                                      std::all_of(value.items().begin(), value.items().end(), object)));
        }
        case Shape::kPositions: {
            const auto point = [](const json::Member& m) {
                return m.value.is_array() && m.value.items().size() == 2 && m.value.items()[0].is_number() &&
                       m.value.items()[1].is_number();
            };
            return wrong_unless(value.is_object() &&
                                std::all_of(value.members().begin(), value.members().end(), point));
        }
        case Shape::kElement:
        case Shape::kElements:
            return wrong_shape(property, value, path);  // right ones do not come here
        default:
            return;
    }
}

void DocumentCheck::text(const Property& property, const json::Value& value, const std::string& path) {
    static const std::vector<std::string> kLanguages{"en", "zh"};
    if (value.is_string()) {
        if (property.required && blank(value.as_string())) {
            error("MODEL-004", value.range(), path, format_text({"'{0}' is empty", "“{0}”为空"}, {property.id}),
                  property.help);
        }
        return;
    }
    if (!value.is_object() || value.members().empty()) return wrong_shape(property, value, path);
    for (const json::Member& member : value.members()) {
        if (std::find(kLanguages.begin(), kLanguages.end(), member.key) == kLanguages.end()) {
            Text hint = did_you_mean(member.key, kLanguages);
            if (hint.empty()) hint = {"languages: en, zh", "可用语言：en、zh"};
            error(
                "MODEL-003", member.key_range, path,
                format_text({"unknown language '{0}' in '{1}'", "“{1}”中有未知的语言“{0}”"}, {member.key, property.id}),
                std::move(hint));
        } else if (!member.value.is_string()) {
            wrong_shape(property, member.value, path);
        }
    }
}

void DocumentCheck::number(const Property& property, const json::Value& value, const std::string& path) {
    const bool whole = property.shape == Shape::kInteger;
    if (!value.is_number() || (whole && !value.as_int64())) return wrong_shape(property, value, path);
    if (!whole) return;
    const std::int64_t n = *value.as_int64();
    if ((property.minimum && n < *property.minimum) || (property.maximum && n > *property.maximum)) {
        const std::string from = property.minimum ? std::to_string(*property.minimum) : "-∞";
        const std::string to = property.maximum ? std::to_string(*property.maximum) : "∞";
        error(
            "MODEL-010", value.range(), path,
            format_text({"'{0}' must lie between {1} and {2}", "“{0}”应在 {1} 到 {2} 之间"}, {property.id, from, to}));
    }
}

void DocumentCheck::string(const Property& property, const json::Value& value, const std::string& path) {
    if (!value.is_string()) return wrong_shape(property, value, path);
    const std::string& text = value.as_string();
    const auto malformed = [&](const char* code, Text hint) {
        const Text words = shape_words(property.shape);
        error(code, value.range(), path,
              format_text({"'{0}' must be {1}", "“{0}”应为{2}"}, {property.id, words.en, words.zh}), std::move(hint));
    };
    switch (property.shape) {
        case Shape::kId:
            if (!valid_id(text)) malformed("MODEL-007", {"for example: payment_terms", "例如：payment_terms"});
            return;
        case Shape::kReference:
            if (!valid_reference(text))
                malformed("MODEL-007", {"for example: contract, or base.person for another pack",
                                        "例如：contract；其他模型包写作 base.person"});
            return;
        case Shape::kExpression:
            if (blank(text)) malformed("MODEL-005", {"leave the key out", "请删除该键"});
            return;
        case Shape::kDuration:
            if (!valid_duration(text))
                malformed("MODEL-010", {"P1D is a day, PT4H four hours, -P3D three days before",
                                        "P1D 为一天，PT4H 为四小时，-P3D 为之前三天"});
            return;
        case Shape::kTime:
            if (!valid_time(text)) malformed("MODEL-010", {"from 00:00 to 23:59", "00:00 至 23:59"});
            return;
        case Shape::kIcon:
            if (!valid_icon(text)) {
                malformed("MODEL-010", {"lower-case letters, digits and '_'", "小写字母、数字和下划线"});
            }
            return;
        case Shape::kColor:
            if (!valid_color(text)) malformed("MODEL-010", did_you_mean(text, palette()));
            return;
        default:
            if (property.required && blank(text)) {
                error("MODEL-004", value.range(), path, format_text({"'{0}' is empty", "“{0}”为空"}, {property.id}),
                      property.help);
            }
    }
}

void DocumentCheck::strings(const Property& property, const json::Value& value, const std::string& path) {
    if (!value.is_array()) return wrong_shape(property, value, path);
    const bool references = property.shape == Shape::kReferences;
    std::vector<std::string> seen;
    for (const json::Value& item : value.items()) {
        if (!item.is_string() || (references && !valid_reference(item.as_string()))) {
            wrong_shape(property, item, path);
            continue;
        }
        if (std::find(seen.begin(), seen.end(), item.as_string()) != seen.end()) {
            error(
                "MODEL-008", item.range(), path,
                format_text({"'{0}' stands twice in '{1}'", "“{0}”在“{1}”中出现两次"}, {item.as_string(), property.id}),
                {"remove one of them", "请删除其中一个"});
        }
        seen.push_back(item.as_string());
    }
}

}  // namespace fw::model
