#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_context_merge(Functions& registry) {
    FunctionInfo f;
    f.name = "context merge";
    f.group = FunctionGroup::kContext;
    f.help = {"Several contexts as one; later entries win.", "合并多个上下文，后面的条目优先。"};
    f.overloads.push_back({{param("contexts", kList)}, kContext, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               std::vector<std::pair<std::string, Value>> entries;
                               for (const Value& item : a[0].as_list()) {
                                   if (!item.is_context())
                                       return call.warn("FEEL-213", {"context merge: a list of contexts is needed",
                                                                     "context merge：需要上下文列表"});
                                   const ContextView view = item.as_context();
                                   if (!call.spend(view.size() * (entries.size() + 1))) return {};
                                   for (std::size_t i = 0; i < view.size(); ++i)
                                       entries.emplace_back(view.key(i), view.value(i));
                               }
                               return Value::context(std::move(entries));
                           }});
    f.examples = {{R"(context merge([{x: 1, y: 0}, {y: 2}]))", R"({x: 1, y: 2})"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
