#include "designer/ui/text.h"

namespace fw::designer::ui {

namespace {
Language g_language = Language::kEn;  // set once at start, read by the windows' one thread
}

Language language() { return g_language; }
void set_language(Language language) { g_language = language; }

wxString counted(std::size_t count, const char* one, const char* many, const char* chinese) {
    wxString text = tr(count == 1 ? one : many, chinese);
    text.Replace("{}", wxString::Format("%zu", count));
    return text;
}

}  // namespace fw::designer::ui
