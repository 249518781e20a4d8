#include "engine/compile/build.h"

namespace fw::compile {

Text text_of(const json::Value& element, std::string_view key) {
    const json::Value* written = element.find(key);
    if (written == nullptr) return {};
    if (written->is_string()) return {written->as_string(), written->as_string()};
    return {std::string(written->string_or("en")), std::string(written->string_or("zh"))};
}

namespace {
// "payment_terms" → "Payment terms"
std::string in_words(std::string_view id) {
    std::string words(id);
    for (char& c : words) {
        if (c == '_') c = ' ';
    }
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}
}  // namespace

Text label_of(const json::Value& element) {
    Text label = text_of(element, "label");
    if (!label.empty()) return label;
    const std::string words = in_words(element.string_or("id"));
    return {words, words};
}

bool flag(const json::Value& element, std::string_view key, bool fallback) {
    const json::Value* written = element.find(key);
    return written != nullptr && written->is_boolean() ? written->as_boolean() : fallback;
}

std::int64_t integer(const json::Value& element, std::string_view key, std::int64_t fallback) {
    const json::Value* written = element.find(key);
    return written == nullptr ? fallback : written->as_int64().value_or(fallback);
}

std::vector<std::string> strings_of(const json::Value& element, std::string_view key) {
    std::vector<std::string> all;
    for (const json::Value& item : items_of(element, key)) {
        if (item.is_string()) all.push_back(item.as_string());
    }
    return all;
}

const std::vector<json::Value>& items_of(const json::Value& element, std::string_view key) {
    static const std::vector<json::Value> kNone;
    const json::Value* written = element.find(key);
    return written != nullptr && written->is_array() ? written->items() : kNone;
}

Range range_of(const json::Value& element, std::string_view key) {
    if (const json::Value* written = element.find(key)) return written->range();
    return {element.range().begin, element.range().begin + 1};
}

}  // namespace fw::compile
