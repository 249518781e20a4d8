#include <unordered_map>

#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

// Appends the elements of each list; a value that is no list counts as one element.
bool append_all(Call& call, std::vector<Value>& out, const Value& value) {
    const auto items = value.is_list() ? value.as_list() : std::span<const Value>(&value, 1);
    if (!call.spend(items.size()) || !call.list_fits(out.size() + items.size())) return false;
    out.insert(out.end(), items.begin(), items.end());
    return true;
}

// Elements not seen before, in order. Hashing keeps long lists linear.
class Seen {
  public:
    bool add(const Value& value) {
        auto [it, end] = known_.equal_range(hash(value));
        for (; it != end; ++it) {
            if (*it->second == value || equal(*it->second, value) == true) return false;
        }
        known_.emplace(hash(value), &value);
        return true;
    }

  private:
    std::unordered_multimap<std::size_t, const Value*> known_;
};

}  // namespace

void add_union(Functions& registry) {
    FunctionInfo f;
    f.name = "union";
    f.group = FunctionGroup::kList;
    f.help = {"Several lists as one without repetitions.", "合并多个列表并去除重复元素。"};
    f.overloads.push_back({{param("list", kList)},
                           kList,
                           [](Call& call, const Arguments& a) -> Value {
                               std::vector<Value> everything;
                               for (std::size_t i = 0; i < a.size(); ++i) {
                                   if (!append_all(call, everything, a[i])) return {};
                               }
                               Seen seen;
                               std::vector<Value> out;
                               for (const Value& item : everything) {
                                   if (seen.add(item)) out.push_back(item);
                               }
                               return Value::list(std::move(out));
                           },
                           true});
    f.examples = {{R"(union([1, 2], [2, 3]))", R"([1, 2, 3])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
