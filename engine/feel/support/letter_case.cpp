#include "engine/feel/support/letter_case.h"

#include "engine/base/letter_case.h"

namespace fw::feel {

Value change_case(const Value& text, char32_t (*change)(char32_t)) {
    const std::string_view in = text.as_string();
    constexpr std::size_t kShort = 64;
    char buffer[kShort];
    if (in.size() <= kShort) {
        // Mostly short ASCII texts: no allocation.
        bool ascii = true;
        for (std::size_t i = 0; i < in.size() && ascii; ++i) {
            ascii = static_cast<unsigned char>(in[i]) < 0x80;
            buffer[i] = static_cast<char>(change(static_cast<unsigned char>(in[i])));
        }
        if (ascii) return Value::string({buffer, in.size()});
    }
    return Value::string(utf8::change_case(in, change));
}

}  // namespace fw::feel
