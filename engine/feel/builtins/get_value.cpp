#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_get_value(Functions& registry) {
    FunctionInfo f;
    f.name = "get value";
    f.group = FunctionGroup::kContext;
    f.help = {"The entry of a context, by its key or by a list of keys that leads to it.",
              "按键（或逐级的键列表）取得上下文中的值。"};
    f.overloads.push_back(
        {{param("m", kContext), param("key", kString)}, Type(), [](Call& call, const Arguments& a) -> Value {
             (void)call;
             const Value* found = a[0].find(a[1].as_string());
             return found != nullptr ? *found : Value();
         }});
    f.overloads.push_back({{param("context", kContext), param("keys", Type::list(kString))},
                           Type(),
                           [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               Value at = a[0];
                               if (a[1].as_list().empty()) return {};
                               for (const Value& key : a[1].as_list()) {
                                   const Value* found = key.is_string() ? at.find(key.as_string()) : nullptr;
                                   if (found == nullptr) return {};
                                   at = Value(*found);
                               }
                               return at;
                           }});
    f.examples = {{R"(get value({key1: "value1"}, "key1"))", R"("value1")"},
                  {R"(get value({x: 1, y: {z: 0}}, ["y", "z"]))", R"(0)"},
                  {R"(get value({a: 1}, "b"))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
