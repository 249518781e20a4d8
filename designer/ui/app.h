// The application: one pack, one window; opens another pack or language by making both anew.
#pragma once

#include <memory>
#include <string>

#include <wx/app.h>

#include "designer/core/session.h"
#include "designer/ui/frame.h"

namespace fw::designer::ui {

struct StartOptions {
    std::string folder;
    std::string server;
    std::string language;  // "en", "zh"; empty: kept or the system's
};

class DesignerApp : public wxApp {
  public:
    static void print_help();
    bool OnInit() override;
    int OnExit() override;
    // Reads [PACKDIR] [--server URL] [--lang en|zh]; false after --help or a mistake (said on stderr).
    [[nodiscard]] bool read_options(int argc, wxChar** argv);
    bool start(const StartOptions& options);
    // Closes window and pack without asking; for tests.
    void finish();
    [[nodiscard]] DesignerFrame* frame() const { return frame_; }
    [[nodiscard]] Session* session() const { return session_.get(); }

  private:
    bool open_pack(const std::string& folder);
    void show_frame(const std::string& document);
    void replace(std::unique_ptr<Session> session);
    AppDoor door();
    StartOptions options_;
    std::unique_ptr<Session> session_;
    DesignerFrame* frame_ = nullptr;
};

}  // namespace fw::designer::ui
