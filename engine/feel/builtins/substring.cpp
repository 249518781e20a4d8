#include <algorithm>

#include "engine/base/utf8.h"
#include "engine/feel/builtins/builtin.h"

namespace fw::feel {
namespace {

Value part(Call& call, const Arguments& a) {
    const std::string_view text = a[0].as_string();
    const auto size = static_cast<std::int64_t>(utf8::length(text));
    const auto start = a[1].as_number().round(0, Rounding::kDown).to_int64();
    const auto length = a.has(2) ? a[2].as_number().round(0, Rounding::kDown).to_int64() : std::optional(size);
    if (!start || !length || *start == 0 || *start > size || *start < -size || *length < 1) {
        return call.warn("FEEL-218", {"This position or length is outside of the text", "位置或长度超出文本范围"});
    }
    std::int64_t skip = *start > 0 ? *start - 1 : size + *start;
    std::int64_t keep = std::min(*length, size - skip);
    std::size_t begin = 0;
    while (skip-- > 0) (void)utf8::next(text, begin);
    std::size_t end = begin;
    while (keep-- > 0) (void)utf8::next(text, end);
    return Value::string(text.substr(begin, end - begin));
}

}  // namespace

void add_substring(Functions& registry) {
    FunctionInfo f;
    f.name = "substring";
    f.group = FunctionGroup::kString;
    f.help = {"A part of a text, by characters from 1; a negative start position counts from the end.",
              "文本的一部分，从第 1 个字符起计；起始位置为负数时从末尾计。"};
    f.overloads.push_back(
        {{param("string", kString), param("start position", kNumber), optional_param("length", kNumber)},
         kString,
         [](Call& call, const Arguments& a) -> Value {
             (void)call;
             return part(call, a);
         }});
    f.examples = {{R"(substring("foobar", 3))", R"("obar")"},
                  {R"(substring("foobar", 3, 3))", R"("oba")"},
                  {R"(substring("foobar", -2, 1))", R"("a")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
