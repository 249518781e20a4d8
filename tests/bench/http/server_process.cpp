#include "tests/bench/http/server_process.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/http/load.h"

namespace fw::bench {

namespace {

[[noreturn]] void die(const std::string& why) {
    std::fprintf(stderr, "bench: %s\n", why.c_str());
    std::exit(1);
}

pid_t start(const std::vector<std::string>& arguments, int& output) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) die("no pipe");
    const std::string program = std::string(FW_BINARY_DIR) + "/bin/formwork";
    std::vector<char*> argv = {const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    const pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        execv(program.c_str(), argv.data());
        _exit(127);
    }
    close(ends[1]);
    output = ends[0];
    return pid;
}

// Reads until `wanted` is there or the stream ends.
std::string read_until(int from, const std::string& wanted) {
    std::string out;
    char buffer[4096];
    while (wanted.empty() || out.find(wanted) == std::string::npos || out.back() != '\n') {
        const ssize_t n = read(from, buffer, sizeof buffer);
        if (n <= 0) break;
        out.append(buffer, static_cast<std::size_t>(n));
    }
    return out;
}

}  // namespace

ServerProcess::ServerProcess(const std::string& folder) {
    const auto begin = std::chrono::steady_clock::now();
    pid_ = start({"serve", "--data", folder, "--port", "0"}, output_);
    const std::string said = read_until(output_, "listening on http://127.0.0.1:");
    start_seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const std::size_t at = said.find("listening on http://127.0.0.1:");
    if (at == std::string::npos) die("the server did not start: " + said);
    port_ = static_cast<std::uint16_t>(std::atoi(said.c_str() + at + 30));
}

void ServerProcess::stop() {
    if (pid_ < 0) return;
    kill(pid_, SIGTERM);
    int status = 0;
    waitpid(pid_, &status, 0);
    close(output_);
    pid_ = -1;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        die("the server ended with wait status " + std::to_string(status));
    }
}

double ServerProcess::resident_megabytes() const {
    std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind("VmRSS:", 0) == 0) return std::atof(line.c_str() + 6) / 1024;
    }
    return 0;
}

std::string run_formwork(const std::vector<std::string>& arguments) {
    int output = -1;
    const pid_t pid = start(arguments, output);
    std::string said = read_until(output, "");
    close(output);
    int status = 0;
    waitpid(pid, &status, 0);
    if (status != 0) die("formwork " + arguments[0] + " failed: " + said);
    return said;
}

std::string fetch(std::uint16_t port, const std::string& path, const std::string& token) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) die("nobody listens");
    std::string request = get_request(path, token);
    request.insert(request.find("\r\n") + 2, "Connection: close\r\n");
    if (write(socket, request.data(), request.size()) < 0) die("cannot ask");
    std::string answer = read_until(socket, "");
    close(socket);
    const std::size_t body = answer.find("\r\n\r\n");
    return body == std::string::npos ? "" : answer.substr(body + 4);
}

}  // namespace fw::bench
