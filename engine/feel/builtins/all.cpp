#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value quantified(Call& call, std::span<const Value> list) {
    if (!call.spend(list.size())) return {};
    bool unknown = false;
    for (const Value& item : list) {
        if (item.is_false()) return Value::boolean(false);
        if (!item.is_boolean() && !item.is_null())
            (void)call.warn("FEEL-207", {"The elements must be true or false", "元素必须为 true 或 false"});
        unknown = unknown || !item.is_boolean();
    }
    return unknown ? Value() : Value::boolean(true);
}

}  // namespace

void add_all(Functions& registry) {
    FunctionInfo f;
    f.name = "all";
    f.group = FunctionGroup::kList;
    f.help = {"True if every element is true, false if one is false.",
              "所有元素均为 true 时得 true，有一个为 false 时得 false。"};
    f.overloads = list_or_items(kBoolean, &quantified);
    f.examples = {{R"(all([true, null, true]))", R"(null)"},
                  {R"(all([true, true]))", R"(true)"},
                  {R"(all([]))", R"(true)"},
                  {R"(all(true, false))", R"(false)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
