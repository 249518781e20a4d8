#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_get_entries(Functions& registry) {
    FunctionInfo f;
    f.name = "get entries";
    f.group = FunctionGroup::kContext;
    f.help = {"A list of {key, value} for each entry.", "将每个条目列为 {key, value}。"};
    f.overloads.push_back(
        {{param("m", kContext)}, kList, [](Call& call, const Arguments& a) -> Value {
             (void)call;
             static const auto* shape = new std::shared_ptr<const Shape>(Shape::of({"key", "value"}));
             const ContextView context = a[0].as_context();
             if (!call.spend(context.size())) return {};
             std::vector<Value> out;
             for (std::size_t i = 0; i < context.size(); ++i)
                 out.push_back(Shape::make(*shape, {Value::string(context.key(i)), context.value(i)}));
             return Value::list(std::move(out));
         }});
    f.examples = {{R"(get entries({a: "foo", b: 2}))", R"([{key: "a", value: "foo"}, {key: "b", value: 2}])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
