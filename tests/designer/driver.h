// Drives the designer as a person would: finds windows by name, moves the mouse, types, waits for what must happen.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include <wx/window.h>

#include "designer/ui/app.h"

namespace fw::designer::testing {

// Handles events until the condition holds; false after `seconds`.
bool pump_until(const std::function<bool()>& condition, double seconds = 60);
void pump();

[[nodiscard]] wxWindow* window(const std::string& name);  // null if there is none
template <class W>
[[nodiscard]] W* find(const std::string& name) {
    return dynamic_cast<W*>(window(name));
}

void move(wxPoint on_screen);
void click(wxPoint on_screen);
void double_click(wxPoint on_screen);
void drag(wxPoint from, wxPoint to);
void press(int key, int modifiers = 0);
void type(const std::string& ascii);
bool copy_text(const std::string& text);   // puts it on the clipboard, as another program would
void screenshot(const std::string& name);  // build/screenshots/<name>.png

// A copy of the base and sales packs, opened in the app; closed at the end. `prepare`: what else shall stand in its
// folder.
class Desk {
  public:
    explicit Desk(const std::string& language, const std::string& pack = "sales",
                  const std::function<void(const std::filesystem::path&)>& prepare = {});
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;
    [[nodiscard]] ui::DesignerFrame& frame() const { return *app().frame(); }
    [[nodiscard]] Session& session() const { return *app().session(); }
    [[nodiscard]] std::filesystem::path folder() const { return folder_; }
    [[nodiscard]] static ui::DesignerApp& app();

  private:
    std::filesystem::path root_, folder_;
};

// `formwork serve --demo` in a folder of its own; empty address if it did not start.
class Server {
  public:
    Server();
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    [[nodiscard]] static bool built();  // build/bin/formwork is there
    [[nodiscard]] const std::string& address() const { return address_; }

  private:
    std::string address_;
    std::filesystem::path data_;
    int pid_ = 0;
    int out_ = -1;
};

}  // namespace fw::designer::testing
