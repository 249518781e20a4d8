#include "designer/ui/text.h"

namespace fw::designer::ui {

namespace {
Language g_language = Language::kEn;  // set once at start, read by the windows' one thread
}

Language language() { return g_language; }
void set_language(Language language) { g_language = language; }

}  // namespace fw::designer::ui
