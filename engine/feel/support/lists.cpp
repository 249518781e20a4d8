#include "engine/feel/support/lists.h"

#include <unordered_map>

namespace fw::feel {

bool append_all(Call& call, std::vector<Value>& out, const Value& value) {
    const auto items = value.is_list() ? value.as_list() : std::span<const Value>(&value, 1);
    if (!call.spend(items.size()) || !call.list_fits(out.size() + items.size())) return false;
    out.insert(out.end(), items.begin(), items.end());
    return true;
}

std::vector<Value> distinct(std::span<const Value> list) {
    std::unordered_multimap<std::size_t, const Value*> seen;
    std::vector<Value> out;
    for (const Value& item : list) {
        const std::size_t key = hash(item);
        auto [it, end] = seen.equal_range(key);
        while (it != end && !(*it->second == item) && equal(*it->second, item) != true) ++it;
        if (it != end) continue;
        seen.emplace(key, &item);
        out.push_back(item);
    }
    return out;
}

Value quantified(Call& call, std::span<const Value> list, bool decisive) {
    if (!call.spend(list.size())) return {};
    bool unknown = false;
    for (const Value& item : list) {
        if (decisive ? item.is_true() : item.is_false()) return Value::boolean(decisive);
        if (!item.is_boolean() && !item.is_null())
            (void)call.warn("FEEL-207", {"The elements must be true or false", "元素必须为 true 或 false"});
        unknown = unknown || !item.is_boolean();
    }
    return unknown ? Value() : Value::boolean(!decisive);
}

}  // namespace fw::feel
