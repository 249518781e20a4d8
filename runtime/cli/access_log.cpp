#include "runtime/cli/access_log.h"

#include <cerrno>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <unistd.h>

namespace fw::cli {
namespace {

// What the client sent must not make up lines or fields of its own.
void append_clean(std::string& out, std::string_view text) {
    for (const char c : text) out += static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '\\' ? '?' : c;
}

}  // namespace

AccessLog::~AccessLog() {
    if (own_) ::close(file_);
}

Result<void> AccessLog::open(const std::string& path) {
    if (path == "-") {
        file_ = STDERR_FILENO;
        return {};
    }
    file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    own_ = file_ >= 0;
    if (own_) return {};
    return fail("CLI-006",
                format_text({"Cannot write {0}: {1}.", "无法写入 {0}：{1}。"}, {path, std::strerror(errno)}));
}

void AccessLog::write(const http::Request& request, int status, std::chrono::nanoseconds took) {
    if (file_ < 0) return;
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char when[32];
    const std::size_t size = std::strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ ", &parts);
    std::string line(when, size);
    append_clean(line, request.remote.empty() ? "-" : request.remote);
    line.append(" \"").append(http::method_name(request.method)).append(" ");
    append_clean(line, request.target);
    line.append("\" ").append(std::to_string(status)).append(" ");
    line.append(std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(took).count())).append("us\n");
    if (::write(file_, line.data(), line.size()) < 0) return;  // a full disk must not stop the service
}

}  // namespace fw::cli
