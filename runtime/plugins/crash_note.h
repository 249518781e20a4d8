// Says which plugin was running when the process crashes: a line on stderr and in a file, written from the signal
// handler. The crash itself is not stopped; its core and exit status stay as they are.
#pragma once

#include <string>
#include <string_view>

namespace fw::plugins {

// Handles SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT for the whole process; `file` is opened now and appended to,
// empty: stderr only. Call once, early, before threads start.
void install_crash_note(const std::string& file);

// While one lives, a crash of this thread is blamed on `plugin` and `what`. Scopes nest.
class CrashScope {
  public:
    CrashScope(std::string_view plugin, std::string_view what);
    ~CrashScope();
    CrashScope(const CrashScope&) = delete;
    CrashScope& operator=(const CrashScope&) = delete;

  private:
    CrashScope* outer_;
    std::string_view plugin_, what_;
    friend void note_crash(int signal);
};

}  // namespace fw::plugins
