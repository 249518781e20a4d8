// Text at the edge between the core (UTF-8, both languages) and wx, and the language of the window.
#pragma once

#include <string>
#include <string_view>

#include <wx/string.h>

#include "engine/base/text.h"

namespace fw::designer::ui {

[[nodiscard]] Language language();
void set_language(Language language);

[[nodiscard]] inline wxString wx(std::string_view utf8) { return wxString::FromUTF8(utf8.data(), utf8.size()); }
[[nodiscard]] inline std::string utf8(const wxString& text) { return std::string(text.utf8_str()); }
// A text of the interface, in the language of the window. Both are always given.
[[nodiscard]] inline wxString tr(const char* english, const char* chinese) {
    return wxString::FromUTF8(language() == Language::kZh ? chinese : english);
}
// "1 error", "3 errors": {} stands for the number. Chinese has one form.
[[nodiscard]] wxString counted(std::size_t count, const char* one, const char* many, const char* chinese);
[[nodiscard]] inline wxString tr(const Text& text) { return wx(text.in(language())); }

}  // namespace fw::designer::ui
