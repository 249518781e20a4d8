#include "engine/model/element.h"

#include <algorithm>
#include <map>

#include "engine/base/suggest.h"

namespace fw::model {

namespace {

std::vector<std::string> names_of(const std::vector<const Property*>& properties) {
    std::vector<std::string> names;
    for (const Property* property : properties) names.push_back(property->id);
    return names;
}

// The variants that know a key which this element does not.
std::string variants_with(const ElementType& type, std::string_view key) {
    std::string names;
    for (const auto& [id, variant] : type.variants) {
        const bool has = std::any_of(variant.properties.begin(), variant.properties.end(),
                                     [&](const Property& p) { return p.id == key; });
        if (has) names += (names.empty() ? "" : ", ") + id;
    }
    return names;
}

}  // namespace

void DocumentCheck::error(const char* code, Range range, const std::string& path, Text text, Text hint) {
    out_.push_back({code,
                    Severity::kError,
                    {std::string(file_), range, line_column(text_, range.begin), path},
                    std::move(text),
                    std::move(hint)});
}

void DocumentCheck::element(const ElementType& type, json::Value& value, const std::string& path) {
    if (!value.is_object()) {
        error("MODEL-005", value.range(), path,
              format_text({"expected an object that describes: {0}", "此处应为描述“{1}”的对象"},
                          {type.label.en, type.label.zh}));
        return;
    }
    keys(type, value, path);
    std::vector<std::string> faulty;
    for (const Property* property : type.properties_of(value)) {
        json::Value* written = value.find(property->id);
        if (written == nullptr) {
            if (!property->required) continue;
            const Range brace{value.range().begin, value.range().begin + 1};
            error("MODEL-004", brace, path, format_text({"'{0}' is missing", "缺少“{0}”"}, {property->id}),
                  property->help);
            continue;
        }
        const std::size_t before = out_.size();
        if (property->shape == Shape::kElements && written->is_array()) {
            elements(*property, *written, path + "/" + property->id);
            continue;
        }
        if (property->shape == Shape::kElement && written->is_object()) {
            element(descriptors_.at(property->element), *written, path + "/" + property->id);
            continue;
        }
        if (property->shape == Shape::kChoice) {
            choice(type, *property, *written, path);
        } else {
            shape(*property, *written, path);
        }
        if (out_.size() != before) faulty.push_back(property->id);
    }
    for (const std::string& property : faulty) value.erase(property);
}

void DocumentCheck::keys(const ElementType& type, json::Value& value, const std::string& path) {
    const bool variant_unknown = !type.variant_by.empty() && type.variant_of(value) == nullptr;
    std::vector<std::string> unknown;
    for (const json::Member& member : value.members()) {
        if (type.find(member.key, value) != nullptr) continue;
        // Where the type itself is wrong or missing, that is the one thing to say.
        if (variant_unknown && !variants_with(type, member.key).empty()) continue;
        unknown_key(type, value, member, path);
        unknown.push_back(member.key);
    }
    for (const std::string& key : unknown) value.erase(key);
}

void DocumentCheck::unknown_key(const ElementType& type, const json::Value& value, const json::Member& member,
                                const std::string& path) {
    const std::string others = variants_with(type, member.key);
    if (!others.empty()) {
        const std::string own(value.string_or(type.variant_by));
        error("MODEL-003", member.key_range, path,
              format_text(
                  {"'{0}' does not belong to a {1} of type '{2}', only to: {3}", "“{0}”不属于类型“{2}”，仅适用于：{3}"},
                  {member.key, type.id, own, others}));
        return;
    }
    const std::vector<std::string> known = names_of(type.properties_of(value));
    Text hint = did_you_mean(member.key, known);
    if (hint.empty()) {
        std::string all;
        for (const std::string& name : known) all += (all.empty() ? "" : ", ") + name;
        hint = format_text({"known keys: {0}", "可用的键：{0}"}, {all});
    }
    error("MODEL-003", member.key_range, path,
          format_text({"unknown key '{0}' in {1}", "“{2}”中有未知的键“{0}”"}, {member.key, type.id, type.label.zh}),
          std::move(hint));
}

void DocumentCheck::elements(const Property& property, json::Value& value, const std::string& path) {
    const ElementType& type = descriptors_.at(property.element);
    std::map<std::string, Range> seen;
    std::size_t index = 0;
    std::vector<json::Value> kept;
    for (json::Value& item : value.items()) {
        const std::string key = item.is_object() ? type.key_of(item) : std::string();
        element(type, item, path + "/" + (key.empty() ? std::to_string(index) : key));
        ++index;
        if (!item.is_object()) continue;
        if (key.empty()) {
            kept.push_back(std::move(item));
            continue;
        }
        const json::Value* id = item.find("id");
        const Range range = id != nullptr ? id->range() : item.range();
        const auto [first, fresh] = seen.emplace(key, range);
        if (fresh) {
            kept.push_back(std::move(item));
            continue;
        }
        const LineColumn at = line_column(text_, first->second.begin);
        const bool has_id = type.find("id", item) != nullptr;
        error("MODEL-008", range, path + "/" + key,
              format_text({"'{0}' stands twice in '{1}'; the first is on line {2}",
                           "“{0}”在“{1}”中出现两次，第一次在第 {2} 行"},
                          {key, property.id, std::to_string(at.line)}),
              id == nullptr && has_id ? Text{"give one of them an 'id'", "请为其中一个指定“id”"}
                                      : Text{"rename or remove one of them", "请改名或删除其中一个"});
    }
    value.items() = std::move(kept);
}

void DocumentCheck::choice(const ElementType& type, const Property& property, const json::Value& value,
                           const std::string& path) {
    std::vector<std::string> known;
    for (const Choice& one : property.choices) known.push_back(one.id);
    if (property.id == type.variant_by) {
        for (const auto& [id, variant] : type.variants) known.push_back(id);
    }
    if (!value.is_string()) {
        wrong_shape(property, value, path);
        return;
    }
    if (std::find(known.begin(), known.end(), value.as_string()) != known.end()) return;
    Text hint = did_you_mean(value.as_string(), known);
    if (hint.empty()) {
        std::string all;
        for (const std::string& name : known) all += (all.empty() ? "" : ", ") + name;
        hint = format_text({"one of: {0}", "可选值：{0}"}, {all});
    }
    error("MODEL-006", value.range(), path,
          format_text({"'{0}' is no value of '{1}'", "“{0}”不是“{1}”的可选值"}, {value.as_string(), property.id}),
          std::move(hint));
}

}  // namespace fw::model
