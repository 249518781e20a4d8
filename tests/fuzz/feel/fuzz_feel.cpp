// Parser, checker, compiler and machine on arbitrary text: nothing may crash, hang or leak, and two laws hold: printed
// text parses to the same text, and the value of an expression prints as an expression of the same value.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/base/check.h"
#include "engine/feel/feel.h"

namespace {

using namespace fw::feel;

void run(std::string_view text, bool tests) {
    static const Scope* scope = [] {
        auto* made = new Scope();
        made->add("?");
        made->add("order");
        made->add("date of birth");
        made->add("a-b");
        return made;
    }();
    ParseOptions parse_options;
    parse_options.scope = scope;
    const auto parsed = tests ? parse_unary_tests(text, parse_options) : parse(text, parse_options);
    if (!parsed) return;
    const std::string printed = parsed->print();
    if (const auto again = tests ? parse_unary_tests(printed, parse_options) : parse(printed, parse_options)) {
        FW_CHECK(again->print() == printed);
    }
    CheckOptions check_options;
    check_options.strict = false;
    const auto checked = check(*parsed, *scope, check_options);
    if (!checked) return;
    EvalOptions options;
    options.limits = {20000, 40, 5000, 20000};
    const Value line =
        Value::context({{"price", Value::number(2)}, {"name", Value::string("a longer text than sixteen")}});
    const Value inputs[] = {Value::number(5), Value::context({{"lines", Value::list({line, line})}}),
                            Value::date({20000}), Value::number(1)};
    Notes notes;
    const Value value = evaluate(compile(*checked), inputs, options, &notes);
    (void)to_json(value);
    (void)hash(value);
    FW_CHECK(total_order(value, value) == 0 || value.is_null() || !(value == value));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0 || size > 4000) return 0;
    run({reinterpret_cast<const char*>(data) + 1, size - 1}, (data[0] & 1U) != 0);
    return 0;
}
