#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/lists.h"

namespace fw::feel {

void add_all(Functions& registry) {
    FunctionInfo f;
    f.name = "all";
    f.group = FunctionGroup::kList;
    f.help = {"True if every element is true, false if one is false.",
              "所有元素均为 true 时得 true，有一个为 false 时得 false。"};
    f.overloads =
        list_or_items(kBoolean, [](Call& call, std::span<const Value> list) { return quantified(call, list, false); });
    f.examples = {{R"(all([true, null, true]))", R"(null)"},
                  {R"(all([true, true]))", R"(true)"},
                  {R"(all([]))", R"(true)"},
                  {R"(all(true, false))", R"(false)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
