#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value quantified(Call& call, std::span<const Value> list) {
    if (!call.spend(list.size())) return {};
    bool unknown = false;
    for (const Value& item : list) {
        if (item.is_true()) return Value::boolean(true);
        if (!item.is_boolean() && !item.is_null())
            (void)call.warn("FEEL-207", {"The elements must be true or false", "元素必须为 true 或 false"});
        unknown = unknown || !item.is_boolean();
    }
    return unknown ? Value() : Value::boolean(false);
}

}  // namespace

void add_any(Functions& registry) {
    FunctionInfo f;
    f.name = "any";
    f.group = FunctionGroup::kList;
    f.help = {"True if one element is true, false if all are false.",
              "有一个元素为 true 时得 true，全部为 false 时得 false。"};
    f.overloads = list_or_items(kBoolean, &quantified);
    f.examples = {{R"(any([false, null, true]))", R"(true)"},
                  {R"(any([false, false]))", R"(false)"},
                  {R"(any([]))", R"(false)"},
                  {R"(any(false, true))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
