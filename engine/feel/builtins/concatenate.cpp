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

}  // namespace

void add_concatenate(Functions& registry) {
    FunctionInfo f;
    f.name = "concatenate";
    f.group = FunctionGroup::kList;
    f.help = {"Several lists as one.", "将多个列表首尾相接。"};
    f.overloads.push_back({{param("list", kList)},
                           kList,
                           [](Call& call, const Arguments& a) -> Value {
                               std::vector<Value> out;
                               for (std::size_t i = 0; i < a.size(); ++i) {
                                   if (!append_all(call, out, a[i])) return {};
                               }
                               return Value::list(std::move(out));
                           },
                           true});
    f.examples = {{R"(concatenate([1, 2], [3]))", R"([1, 2, 3])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
