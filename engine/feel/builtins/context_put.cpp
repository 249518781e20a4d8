#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value put(Call& call, const Value& context, std::span<const Value> keys, const Value& value) {
    if (keys.empty() || !keys[0].is_string() || !context.is_context()) {
        return call.warn("FEEL-229", {"There is no such place in the context", "上下文中没有这个位置"});
    }
    const std::string_view key = keys[0].as_string();
    Value inner = value;
    if (keys.size() > 1) {
        const Value* old = context.find(key);
        if (old == nullptr)
            return call.warn("FEEL-229", {"There is no such place in the context", "上下文中没有这个位置"});
        inner = put(call, *old, keys.subspan(1), value);
        if (inner.is_null()) return {};
    }
    const ContextView view = context.as_context();
    if (!call.spend(view.size())) return {};
    std::vector<std::pair<std::string, Value>> entries;
    for (std::size_t i = 0; i < view.size(); ++i) entries.emplace_back(view.key(i), view.value(i));
    entries.emplace_back(std::string(key), std::move(inner));
    return Value::context(std::move(entries));
}

}  // namespace

void add_context_put(Functions& registry) {
    FunctionInfo f;
    f.name = "context put";
    f.group = FunctionGroup::kContext;
    f.help = {"The context with one entry added or replaced, by its key or by a list of keys that leads to it.",
              "在上下文中添加或替换一个条目，按键或逐级的键列表定位。"};
    f.overloads.push_back({{param("context", kContext), param("key", kString), param("value", kAny)},
                           kContext,
                           [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               const Value keys[1] = {a[1]};
                               return put(call, a[0], keys, a[2]);
                           }});
    f.overloads.push_back({{param("context", kContext), param("keys", kList), param("value", kAny)},
                           kContext,
                           [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return put(call, a[0], a[1].as_list(), a[2]);
                           }});
    f.examples = {{R"(context put({x: 1}, "y", 2))", R"({x: 1, y: 2})"},
                  {R"(context put({x: 1, y: {a: 0}}, ["y", "a"], 2))", R"({x: 1, y: {a: 2}})"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
