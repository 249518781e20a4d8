#include "engine/feel/builtins/builtin.h"
#include "engine/feel/regex/regex.h"

namespace fw::feel {
namespace {

Value parts(Call& call, const Arguments& a) {
    if (!call.spend(Regex::cost_of(a[1].as_string()))) return {};
    const auto regex = Regex::compile(a[1].as_string(), "");
    if (regex == nullptr) return call.warn("FEEL-219", {"This is no regular expression", "这不是有效的正则表达式"});
    const std::string_view text = a[0].as_string();
    std::vector<Value> out;
    std::size_t at = 0;
    bool failed = false;
    while (at <= text.size()) {
        if (!call.spend(regex->cost(text.size() - at))) return {};
        const auto match = regex->find(text, at, failed);
        if (!match) break;
        if (match->end == match->begin) {
            return call.warn("FEEL-219",
                             {"This regular expression matches the empty text", "此正则表达式会匹配空文本"});
        }
        out.push_back(Value::string(text.substr(at, match->begin - at)));
        if (!call.spend((match->end - at) / 64)) return {};
        at = match->end;
        if (!call.list_fits(out.size())) return {};
    }
    if (failed) return call.warn("FEEL-220", {"This regular expression takes too long", "此正则表达式耗时过长"});
    out.push_back(Value::string(text.substr(at)));
    return Value::list(std::move(out));
}

}  // namespace

void add_split(Functions& registry) {
    FunctionInfo f;
    f.name = "split";
    f.group = FunctionGroup::kString;
    f.help = {"The parts of a text between the matches of a regular expression.", "按正则表达式分隔文本，得到各部分。"};
    f.overloads.push_back({{param("string", kString), param("delimiter", kString)},
                           Type::list(kString),
                           [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return parts(call, a);
                           }});
    f.examples = {{R"(split("John Doe", "\\s"))", R"(["John", "Doe"])"},
                  {R"(split("a;b;c;;", ";"))", R"(["a", "b", "c", "", ""])"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
