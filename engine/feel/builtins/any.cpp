#include "engine/feel/builtins/builtin.h"
#include "engine/feel/support/lists.h"

namespace fw::feel {

void add_any(Functions& registry) {
    FunctionInfo f;
    f.name = "any";
    f.group = FunctionGroup::kList;
    f.help = {"True if one element is true, false if all are false.",
              "有一个元素为 true 时得 true，全部为 false 时得 false。"};
    f.overloads =
        list_or_items(kBoolean, [](Call& call, std::span<const Value> list) { return quantified(call, list, true); });
    f.examples = {{R"(any([false, null, true]))", R"(true)"},
                  {R"(any([false, false]))", R"(false)"},
                  {R"(any([]))", R"(false)"},
                  {R"(any(false, true))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
