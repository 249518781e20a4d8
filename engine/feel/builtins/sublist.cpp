#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value part(Call& call, const Arguments& a) {
    const auto list = a[0].as_list();
    const auto size = static_cast<std::int64_t>(list.size());
    const auto start = whole(call, a[1]);
    const auto length = a.has(2) ? whole(call, a[2]) : std::optional(size);
    if (!start || !length) return {};
    const std::int64_t begin = *start > 0 ? *start - 1 : size + *start;
    if (*start == 0 || begin < 0 || begin >= size || *length < 1 || (a.has(2) && begin + *length > size)) {
        return call.warn("FEEL-209", {"This position or length is outside of the list", "位置或长度超出列表范围"});
    }
    const std::int64_t end = a.has(2) ? begin + *length : size;
    if (!call.spend(static_cast<std::uint64_t>(end - begin))) return {};
    return Value::list({list.begin() + begin, list.begin() + end});
}

}  // namespace

void add_sublist(Functions& registry) {
    FunctionInfo f;
    f.name = "sublist";
    f.group = FunctionGroup::kList;
    f.help = {"A part of a list; a negative start position counts from the end.",
              "列表的一部分；起始位置为负数时从末尾计。"};
    f.overloads.push_back({{param("list", kList), param("start position", kNumber), optional_param("length", kNumber)},
                           kList,
                           [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return part(call, a);
                           }});
    f.examples = {{R"(sublist([4, 5, 6], 1, 2))", R"([4, 5])"}, {R"(sublist([4, 5, 6], -2))", R"([5, 6])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
