#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

// Merge sort: stable, and sound for functions that are no order at all.
bool merge(Call& call, const Value& precedes, std::vector<Value>& items, std::vector<Value>& room, std::size_t begin,
           std::size_t end) {
    if (end - begin < 2) return true;
    const std::size_t middle = begin + (end - begin) / 2;
    if (!merge(call, precedes, items, room, begin, middle) || !merge(call, precedes, items, room, middle, end))
        return false;
    std::size_t left = begin;
    std::size_t right = middle;
    for (std::size_t at = begin; at < end; ++at) {
        bool take_right = left == middle;
        if (left < middle && right < end) {
            if (!call.spend(1)) return false;
            if (precedes.is(Kind::kFunction)) {
                const Value arguments[2] = {items[right], items[left]};
                const Value answer = call.invoke(precedes.as_function(), arguments);
                if (call.stopped()) return false;
                if (!answer.is_boolean()) {
                    (void)call.warn("FEEL-207",
                                    {"'precedes' must give true or false", "“precedes”必须得到 true 或 false"});
                    return false;
                }
                take_right = answer.is_true();
            } else {
                const auto order = compare(items[right], items[left]);
                if (!order) {
                    (void)call.warn("FEEL-206", {"These elements cannot be compared", "这些元素无法比较"});
                    return false;
                }
                take_right = *order < 0;
            }
        }
        room[at] = std::move(items[take_right ? right++ : left++]);
    }
    for (std::size_t at = begin; at < end; ++at) items[at] = std::move(room[at]);
    return true;
}

Value sorted(Call& call, const Arguments& a) {
    const auto list = a[0].as_list();
    std::vector<Value> items(list.begin(), list.end());
    std::vector<Value> room(items.size());
    return merge(call, a[1], items, room, 0, items.size()) ? Value::list(std::move(items)) : Value();
}

}  // namespace

void add_sort(Functions& registry) {
    FunctionInfo f;
    f.name = "sort";
    f.group = FunctionGroup::kSort;
    f.help = {"The list in order; a function of two elements says whether the first goes before the second.",
              "对列表排序；由两个元素的函数决定前者是否排在后者之前。"};
    f.overloads.push_back(
        {{param("list", kList), param("precedes", kFunction)}, kList, [](Call& call, const Arguments& a) -> Value {
             (void)call;
             return sorted(call, a);
         }});
    f.overloads.push_back({{param("list", kList)}, kList, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return sorted(call, a);
                           }});
    f.examples = {{R"(sort([3, 1, 2], function(x, y) x < y))", R"([1, 2, 3])"},
                  {R"(sort(["b", "a"]))", R"(["a", "b"])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
