// GoogleTest inside a running wx application.
#include <gtest/gtest.h>
#include <wx/debug.h>
#include <wx/evtloop.h>
#include <wx/image.h>
#include <wx/init.h>

#include "designer/ui/app.h"

namespace {

class TestApp final : public fw::designer::ui::DesignerApp {
  public:
    bool OnInit() override { return true; }
    int OnRun() override {
        wxImage::AddHandler(new wxPNGHandler);
        SetExitOnFrameDelete(false);
        wxGUIEventLoop loop;
        const wxEventLoopActivator active(&loop);
        return RUN_ALL_TESTS();
    }
};

}  // namespace

wxIMPLEMENT_APP_NO_MAIN(TestApp);

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    // wx would show its assertions in a dialog nobody presses.
    wxSetAssertHandler(
        [](const wxString& file, int line, const wxString&, const wxString& condition, const wxString& message) {
            ADD_FAILURE() << file << ":" << line << ": " << condition << ": " << message;
        });
    return wxEntry(argc, argv);
}
