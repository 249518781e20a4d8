#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value from_entries(Call& call, std::span<const Value> list) {
    if (!call.spend(list.size())) return {};
    std::vector<std::pair<std::string, Value>> entries;
    for (const Value& item : list) {
        const Value* key = item.find("key");
        const Value* value = item.find("value");
        if (key == nullptr || value == nullptr || !key->is_string()) {
            return call.warn("FEEL-228", {"Each entry is {key: text, value: …}", "每个条目应为 {key: 文本, value: …}"});
        }
        for (const auto& [known, old] : entries) {
            if (known == key->as_string()) return call.warn("FEEL-228", {"A key occurs twice", "键重复出现"});
        }
        entries.emplace_back(std::string(key->as_string()), *value);
        if (!call.spend(entries.size())) return {};
    }
    return Value::context(std::move(entries));
}

}  // namespace

void add_context(Functions& registry) {
    FunctionInfo f;
    f.name = "context";
    f.group = FunctionGroup::kContext;
    f.help = {"A context from a list of {key, value}.", "由 {key, value} 列表得到上下文。"};
    f.overloads.push_back({{param("entries", kList)}, kContext, [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return from_entries(call, a[0].as_list());
                           }});
    f.examples = {{R"(context([{key: "a", value: 1}, {key: "b", value: 2}]))", R"({a: 1, b: 2})"},
                  {R"(context([{key: "a", value: 1}, {key: "a", value: 2}]))", R"(null)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
