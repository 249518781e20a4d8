#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value joined(Call& call, const Arguments& a) {
    if (a[0].is_null()) return call.warn("FEEL-212", {"string join: 'list' is null", "string join：参数“list”为 null"});
    const std::string_view separator = a[1].is_string() ? a[1].as_string() : std::string_view();
    std::string out;
    bool first = true;
    for (const Value& item : a[0].as_list()) {
        if (item.is_null()) continue;
        if (!item.is_string())
            return call.warn("FEEL-213", {"string join: a list of texts is needed", "string join：需要文本列表"});
        if (!first) out += separator;
        first = false;
        out += item.as_string();
        if (out.size() > call.options().limits.string_bytes) break;
    }
    return call.string_fits(out.size()) ? Value::string(out) : Value();
}

}  // namespace

void add_string_join(Functions& registry) {
    FunctionInfo f;
    f.name = "string join";
    f.group = FunctionGroup::kString;
    f.help = {"The texts of a list as one text, with a separator between them; null elements are left out.",
              "将列表中的文本连接成一段文本，其间加分隔符；忽略 null 元素。"};
    f.overloads.push_back({{param("list", kList), optional_param("delimiter", kString)},
                           kString,
                           [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return joined(call, a);
                           },
                           false,
                           true});
    f.examples = {{R"(string join(["a", "b", "c"], ", "))", R"("a, b, c")"},
                  {R"(string join(["a", null, "c"]))", R"("ac")"},
                  {R"(string join([], "x"))", R"("")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
