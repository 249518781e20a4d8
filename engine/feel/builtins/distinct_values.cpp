#include <unordered_map>

#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

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

void add_distinct_values(Functions& registry) {
    FunctionInfo f;
    f.name = "distinct values";
    f.group = FunctionGroup::kList;
    f.help = {"The list without repetitions.", "去除重复元素后的列表。"};
    f.overloads.push_back({{param("list", kList)}, kList, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               const auto list = a[0].as_list();
                               if (!call.spend(list.size())) return {};
                               Seen seen;
                               std::vector<Value> out;
                               for (const Value& item : list) {
                                   if (seen.add(item)) out.push_back(item);
                               }
                               return Value::list(std::move(out));
                           }});
    f.examples = {{R"(distinct values([1, 2, 1.0, null]))", R"([1, 2, null])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
