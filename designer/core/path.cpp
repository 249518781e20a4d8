#include "designer/core/path.h"

#include <algorithm>
#include <charconv>

namespace fw::designer {

std::vector<std::string> split_path(std::string_view path) {
    std::vector<std::string> steps;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        steps.emplace_back(path.substr(0, slash));
        if (slash == std::string_view::npos) break;
        path.remove_prefix(slash + 1);
    }
    return steps;
}

std::string join_path(std::string_view parent, std::string_view step) {
    std::string joined(parent);
    if (!joined.empty() && !step.empty()) joined += '/';
    joined += step;
    return joined;
}

std::string parent_path(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash));
}

std::string last_step(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

bool path_inside(std::string_view path, std::string_view element) {
    if (element.empty()) return true;
    return path.starts_with(element) && (path.size() == element.size() || path[element.size()] == '/');
}

const json::Value* find(const json::Value& root, std::string_view path) {
    const json::Value* value = &root;
    for (const std::string& step : split_path(path)) {
        if (value->is_array()) {
            const auto index = element_index(*value, step);
            if (!index) return nullptr;
            value = &value->items()[*index];
        } else {
            value = value->find(step);
            if (value == nullptr) return nullptr;
        }
    }
    return value;
}

namespace {

// The same keys the descriptors name for elements without id (model::ElementType::key).
std::string plain_key(const json::Value& element) {
    const std::string_view id = element.string_or("id");
    if (!id.empty()) return std::string(id);
    const std::string_view from = element.string_or("from");
    const std::string_view to = element.string_or("to");
    if (!from.empty() && !to.empty()) return std::string(from) + "-" + std::string(to);
    const std::string_view entity = element.string_or("entity");
    const std::string_view field = element.string_or("field");
    if (!entity.empty() && !field.empty()) return std::string(entity) + "-" + std::string(field);
    for (const std::string_view only : {field, entity, element.string_or("pack")}) {
        if (!only.empty()) return std::string(only);
    }
    return {};
}

}  // namespace

std::string element_key(const json::Value& list, std::size_t index) {
    const std::string key = plain_key(list.items()[index]);
    if (key.empty()) return std::to_string(index);
    std::size_t nth = 1;
    for (std::size_t i = 0; i < index; ++i) {
        if (plain_key(list.items()[i]) == key) ++nth;
    }
    return nth == 1 ? key : key + "#" + std::to_string(nth);
}

std::optional<std::size_t> element_index(const json::Value& list, std::string_view step) {
    if (!list.is_array()) return std::nullopt;
    const auto& items = list.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string key = plain_key(items[i]);
        if (!key.empty() && step.starts_with(key) && element_key(list, i) == step) return i;
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
    if (error != std::errc() || end != step.data() + step.size() || index >= items.size()) return std::nullopt;
    return index;
}

std::string free_id(const json::Value* list, std::string_view wanted) {
    const auto taken = [&](const std::string& id) {
        if (list == nullptr || !list->is_array()) return false;
        return std::any_of(list->items().begin(), list->items().end(),
                           [&](const json::Value& item) { return item.string_or("id") == id; });
    };
    std::string id(wanted);
    for (int n = 2; taken(id); ++n) id = std::string(wanted) + "_" + std::to_string(n);
    return id;
}

bool is_technical_name(std::string_view id) {
    if (id.empty() || id[0] < 'a' || id[0] > 'z') return false;
    return std::all_of(id.begin(), id.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace fw::designer
