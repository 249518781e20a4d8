#include "engine/feel/support/letter_case.h"

#include "engine/base/letter_case.h"

namespace fw::feel {

namespace {

// Small ASCII texts with the letters `from` … `from` + 25 moved by `distance`; null: another text.
Value short_ascii(std::string_view in, char from, int distance) {
    constexpr std::size_t kShort = 64;
    char buffer[kShort];
    if (in.size() > kShort) return {};
    for (std::size_t i = 0; i < in.size(); ++i) {
        if (static_cast<unsigned char>(in[i]) >= 0x80) return {};
        buffer[i] = in[i] >= from && in[i] < from + 26 ? static_cast<char>(in[i] + distance) : in[i];
    }
    return Value::string({buffer, in.size()});
}

}  // namespace

Value upper_case(const Value& text) {
    const Value made = short_ascii(text.as_string(), 'a', 'A' - 'a');
    return made.is_null() ? Value::string(utf8::upper_case(text.as_string())) : made;
}

Value lower_case(const Value& text) {
    const Value made = short_ascii(text.as_string(), 'A', 'a' - 'A');
    return made.is_null() ? Value::string(utf8::lower_case(text.as_string())) : made;
}

}  // namespace fw::feel
