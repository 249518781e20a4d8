#include "runtime/plugins/crash_note.h"

#include <array>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace fw::plugins {

namespace {

thread_local CrashScope* current = nullptr;
int note_file = -1;

constexpr std::array kSignals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
std::array<struct sigaction, kSignals.size()> before;  // what handled them (a sanitizer, or nobody)

// Only functions that POSIX allows in signal handlers.
struct Line {
    std::array<char, 512> text{};
    std::size_t size = 0;
    void add(std::string_view part) {
        const std::size_t count = std::min(part.size(), text.size() - size);
        std::memcpy(text.data() + size, part.data(), count);
        size += count;
    }
    void write_to(int file) const {
        if (file >= 0) [[maybe_unused]]
            const auto written = ::write(file, text.data(), size);
    }
};

std::string_view name_of(int signal) {
    switch (signal) {
        case SIGSEGV:
            return "SIGSEGV";
        case SIGBUS:
            return "SIGBUS";
        case SIGFPE:
            return "SIGFPE";
        case SIGILL:
            return "SIGILL";
        case SIGABRT:
            return "SIGABRT";
        default:
            return "signal";
    }
}

}  // namespace

void note_crash(int signal) {
    const CrashScope* scope = current;
    if (scope != nullptr) {
        Line line;
        line.add("formwork: crashed (");
        line.add(name_of(signal));
        line.add(") inside plugin '");
        line.add(scope->plugin_);
        line.add("', ");
        line.add(scope->what_);
        line.add("\n");
        line.write_to(STDERR_FILENO);
        line.write_to(note_file);
    }
    for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before[i], nullptr);
    std::raise(signal);
}

void install_crash_note(const std::string& file) {
    if (!file.empty()) note_file = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    struct sigaction action {};
    action.sa_handler = note_crash;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_NODEFER;
    for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &action, &before[i]);
}

CrashScope::CrashScope(std::string_view plugin, std::string_view what) : outer_(current), plugin_(plugin), what_(what) {
    current = this;
}

CrashScope::~CrashScope() { current = outer_; }

}  // namespace fw::plugins
