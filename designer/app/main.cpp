// formwork-designer [PACKDIR] [--server URL] [--lang en|zh]
#include <cstdlib>
#include <cstring>

#include "designer/ui/app.h"

wxIMPLEMENT_APP_NO_MAIN(fw::designer::ui::DesignerApp);

int main(int argc, char** argv) {
    // Help needs no display.
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--help") == 0 || std::strcmp(argv[i], "-h") == 0) {
            fw::designer::ui::DesignerApp::print_help();
            return 0;
        }
        // Chinese text shall get Chinese glyphs, not the Japanese ones of the same characters; set before GTK starts.
        if (std::strcmp(argv[i], "--lang") == 0 && i + 1 < argc && std::strcmp(argv[i + 1], "zh") == 0)
            setenv("PANGO_LANGUAGE", "zh-cn:en", 0);
    }
    setenv("PANGO_LANGUAGE", "en:zh-cn", 0);
    return wxEntry(argc, argv);
}
