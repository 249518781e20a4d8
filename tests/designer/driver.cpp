#include "tests/designer/driver.h"

#include <chrono>
#include <cstdlib>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wx/clipbrd.h>
#include <wx/evtloop.h>
#include <wx/uiaction.h>

namespace fw::designer::testing {

namespace fs = std::filesystem;

void pump() {
    auto* loop = wxEventLoopBase::GetActive();
    loop->YieldFor(wxEVT_CATEGORY_ALL);
    while (wxTheApp->ProcessIdle()) loop->YieldFor(wxEVT_CATEGORY_ALL);
}

bool pump_until(const std::function<bool()>& condition, double seconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    for (;;) {
        pump();
        if (condition()) return true;
        if (std::chrono::steady_clock::now() > end) return false;
        wxMilliSleep(5);  // between looks at the event queue, not instead of one
    }
}

wxWindow* window(const std::string& name) {
    for (wxWindow* top : wxTopLevelWindows) {
        if (top->IsBeingDeleted()) continue;
        if (wxWindow* found = wxWindow::FindWindowByName(wxString::FromUTF8(name), top)) return found;
    }
    return nullptr;
}

void move(wxPoint at) {
    wxUIActionSimulator().MouseMove(at);
    pump_until([&] { return wxGetMousePosition() == at; }, 2);
}

void click(wxPoint at) {
    move(at);
    wxUIActionSimulator().MouseClick();
    pump();
    pump_until([] { return !wxGetMouseState().LeftIsDown(); }, 2);
}

void double_click(wxPoint at) {
    move(at);
    wxUIActionSimulator().MouseDblClick();
    pump();
}

void drag(wxPoint from, wxPoint to) {
    move(from);
    wxUIActionSimulator().MouseDown();
    pump_until([] { return wxGetMouseState().LeftIsDown(); }, 2);
    for (int i = 1; i <= 8; ++i) move({from.x + (to.x - from.x) * i / 8, from.y + (to.y - from.y) * i / 8});
    wxUIActionSimulator().MouseUp();
    pump_until([] { return !wxGetMouseState().LeftIsDown(); }, 2);
    pump();
}

void press(int key, int modifiers) {
    wxUIActionSimulator().Char(key, modifiers);
    pump();
}

void type(const std::string& ascii) {
    for (const char c : ascii) {
        wxUIActionSimulator().Text(wxString(c));
        pump();
    }
}

bool copy_text(const std::string& text) {
    if (!wxTheClipboard->Open()) return false;
    const bool done = wxTheClipboard->SetData(new wxTextDataObject(wxString::FromUTF8(text)));
    wxTheClipboard->Close();
    return done;
}

void screenshot(const std::string& name) {
    pump();
    for (wxWindow* top : wxTopLevelWindows) top->Update();
    pump();
    // wxScreenDC shows GTK's first picture again and again; ImageMagick looks at the display itself.
    const fs::path folder = fs::path(FW_SOURCE_DIR) / "build" / "screenshots";
    fs::create_directories(folder);
    const std::string command =
        "command -v import > /dev/null && import -window root '" + (folder / (name + ".png")).string() + "'";
    (void)!std::system(command.c_str());
}

ui::DesignerApp& Desk::app() { return *dynamic_cast<ui::DesignerApp*>(wxTheApp); }

Desk::Desk(const std::string& language, const std::string& pack,
           const std::function<void(const std::filesystem::path&)>& prepare) {
    std::string name = (fs::temp_directory_path() / "fw_desk_XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    for (const char* one : {"base", "sales"})
        fs::copy(fs::path(FW_SOURCE_DIR) / "plugins" / one, root_ / one, fs::copy_options::recursive);
    folder_ = root_ / pack;
    if (prepare) prepare(folder_);
    EXPECT_TRUE(app().start({folder_.string(), {}, language}));
    frame().Maximize();
    frame().Raise();
    EXPECT_TRUE(pump_until([&] { return frame().IsActive() && !frame().checking(); }, 30));
}

Desk::~Desk() {
    app().finish();
    pump();
    std::error_code ignored;
    fs::remove_all(root_, ignored);
}

bool Server::built() { return fs::exists(fs::path(FW_BINARY_DIR) / "bin" / "formwork"); }

Server::Server() {
    const fs::path binary = fs::path(FW_BINARY_DIR) / "bin" / "formwork";
    if (!built()) return;
    std::string name = (fs::temp_directory_path() / "fw_server_XXXXXX").string();
    data_ = ::mkdtemp(name.data());
    int pipes[2];
    if (::pipe(pipes) != 0) return;
    pid_ = ::fork();
    if (pid_ == 0) {
        ::dup2(pipes[1], 1);
        ::close(pipes[0]);
        ::close(pipes[1]);
        ::execl(binary.c_str(), binary.c_str(), "serve", "--data", data_.c_str(), "--port", "0", "--demo",
                static_cast<char*>(nullptr));
        ::_exit(127);
    }
    ::close(pipes[1]);
    out_ = pipes[0];
    std::string line;
    char c = 0;
    while (::read(out_, &c, 1) == 1) {
        if (c != '\n') {
            line += c;
            continue;
        }
        const std::size_t at = line.find("listening on ");
        if (at != std::string::npos) {
            address_ = line.substr(at + 13);
            return;
        }
        line.clear();
    }
}

Server::~Server() {
    if (pid_ > 0) {
        ::kill(pid_, SIGTERM);
        int status = 0;
        ::waitpid(pid_, &status, 0);
    }
    if (out_ >= 0) ::close(out_);
    std::error_code ignored;
    if (!data_.empty()) fs::remove_all(data_, ignored);
}

}  // namespace fw::designer::testing
