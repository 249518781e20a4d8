#include "engine/feel/builtins/builtin.h"
#include "engine/feel/regex/regex.h"

namespace fw::feel {

void add_matches(Functions& registry) {
    FunctionInfo f;
    f.name = "matches";
    f.group = FunctionGroup::kString;
    f.help = {"Whether a text matches a regular expression (XPath syntax; flags s, m, i, x).",
              "文本是否匹配正则表达式（XPath 语法；标志 s、m、i、x）。"};
    f.overloads.push_back(
        {{param("input", kString), param("pattern", kString), optional_param("flags", kString)},
         kBoolean,
         [](Call& call, const Arguments& a) -> Value {
             if (!call.spend(Regex::cost_of(a[1].as_string()))) return {};
             const auto regex =
                 Regex::compile(a[1].as_string(), a.has(2) && a[2].is_string() ? a[2].as_string() : std::string_view());
             if (regex == nullptr)
                 return call.warn("FEEL-219", {"This is no regular expression", "这不是有效的正则表达式"});
             if (!call.spend(regex->cost(a[0].as_string().size()) + a[0].as_string().size() / 64)) return {};
             bool failed = false;
             const bool found = regex->find(a[0].as_string(), 0, failed).has_value();
             if (failed)
                 return call.warn("FEEL-220", {"This regular expression takes too long", "此正则表达式耗时过长"});
             return Value::boolean(found);
         }});
    f.examples = {{R"(matches("foobar", "^fo*b"))", R"(true)"},
                  {R"(matches("foobar", "FO", "i"))", R"(true)"},
                  {R"(matches("abab", "(ab)\\1"))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
