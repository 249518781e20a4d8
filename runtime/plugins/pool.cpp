#include "runtime/plugins/pool.h"

#include <chrono>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/plugins/crash_note.h"

extern char** environ;

namespace fw::plugins {

namespace {

using Clock = std::chrono::steady_clock;

json::Value text(std::string_view value) { return json::Value::string(value); }

std::string member(const json::Value& value, std::string_view name) { return std::string(value.string_or(name)); }

json::Value diagnostics_json(const Diagnostics& why) {
    json::Value out = json::Value::object();
    const Diagnostic& first = why.front();
    out.set("code", text(first.code));
    out.set("en", text(first.text.en));
    out.set("zh", text(first.text.zh));
    return out;
}

tl::unexpected<Diagnostics> failed_as(const json::Value& why) {
    return fail(member(why, "code"), Text(member(why, "en"), member(why, "zh")));
}

// A line out, a line in, over two pipes. A line is one JSON value.
bool write_line(int file, const json::Value& value) {
    std::string line = json::write_compact(value);
    line += '\n';
    std::string_view rest = line;
    while (!rest.empty()) {
        const ssize_t written = ::write(file, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

enum class Got { kLine, kEnd, kLate };

class Lines {
  public:
    explicit Lines(int file) : file_(file) {}

    Got next(std::string& line, Clock::time_point until) {
        while (true) {
            const std::size_t end = kept_.find('\n');
            if (end != std::string::npos) {
                line = kept_.substr(0, end);
                kept_.erase(0, end + 1);
                return Got::kLine;
            }
            pollfd wait{file_, POLLIN, 0};
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
            if (left <= 0) return Got::kLate;
            const int ready = ::poll(&wait, 1, static_cast<int>(std::min<std::int64_t>(left, 3'600'000)));
            if (ready < 0 && errno != EINTR) return Got::kEnd;
            if (ready <= 0) continue;
            char bytes[65536];
            const ssize_t read = ::read(file_, bytes, sizeof bytes);
            if (read < 0 && errno == EINTR) continue;
            if (read <= 0) return Got::kEnd;
            kept_.append(bytes, static_cast<std::size_t>(read));
        }
    }

  private:
    int file_;
    std::string kept_;
};

// What a worker asks of the records.
json::Value answer_records(const json::Value& question, RecordDoor* door) {
    json::Value out = json::Value::object();
    if (door == nullptr) {
        out.set("failed",
                diagnostics_json(
                    {{"PLUG-016", Severity::kError, {}, {"There are no records here", "此处没有可访问的记录"}, {}}}));
        return out;
    }
    const std::string what = member(question, "records");
    static const json::Value kEmpty = json::Value::object();
    const json::Value* fields = question.find("fields");
    const json::Value& values = fields == nullptr ? kEmpty : *fields;
    const std::string entity = member(question, "entity");
    Result<std::string> answer = what == "read" ? door->read(entity, member(question, "id"))
                                 : what == "list"
                                     ? door->list(entity, member(question, "filter"), member(question, "sort"),
                                                  static_cast<int>(question.find("limit")->as_int64().value_or(50)))
                                 : what == "create" ? door->create(entity, values)
                                                    : door->change(entity, member(question, "id"), values);
    if (answer) {
        out.set("answer", text(*answer));
    } else {
        out.set("failed", diagnostics_json(answer.error()));
    }
    return out;
}

}  // namespace

class Pool::Worker {
  public:
    Worker(pid_t process, int in, int out) : process_(process), in_(in), out_(out), lines_(out) {}
    ~Worker() {
        ::close(in_);
        ::close(out_);
        if (process_ > 0) {
            ::kill(process_, SIGKILL);
            (void)reap();
        }
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    static Result<std::unique_ptr<Worker>> make(const std::string& program, const std::string& folder) {
        int to[2] = {-1, -1};
        int from[2] = {-1, -1};
        const auto failed = [&](const char* why) {
            for (const int file : {to[0], to[1], from[0], from[1]}) {
                if (file >= 0) ::close(file);
            }
            return fail("PLUG-015",
                        format_text({"No process for actions can be made: {0}", "无法创建动作进程：{0}"}, {why}));
        };
        if (::pipe2(to, O_CLOEXEC) != 0 || ::pipe2(from, O_CLOEXEC) != 0) return failed(std::strerror(errno));
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, to[0], 0);
        posix_spawn_file_actions_adddup2(&actions, from[1], 1);
        posix_spawnattr_t attributes;
        posix_spawnattr_init(&attributes);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
        std::string name = program, command = "plugin-worker", where = folder;
        char* arguments[] = {name.data(), command.data(), where.data(), nullptr};
        pid_t process = 0;
        const int made = ::posix_spawn(&process, program.c_str(), &actions, &attributes, arguments, environ);
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
        if (made != 0) return failed(std::strerror(made));
        ::close(to[0]);
        ::close(from[1]);
        return std::make_unique<Worker>(process, to[1], from[0]);
    }

    Result<ActionResult> run(std::string_view action, const json::Value& input, const Caller& caller,
                             const Order& order, bool& usable) {
        usable = false;
        const auto until = Clock::now() + std::chrono::seconds(order.seconds);
        json::Value ask = json::Value::object();
        ask.set("action", text(action));
        ask.set("input", input);
        ask.set("id", text(caller.id));
        ask.set("login", text(caller.login));
        ask.set("name", text(caller.name));
        ask.set("language", text(language_code(caller.language)));
        ask.set("key", text(order.key));
        if (!write_line(in_, ask)) return crashed(action);
        for (std::string line;;) {
            switch (lines_.next(line, until)) {
                case Got::kLate:
                    ::kill(process_, SIGKILL);
                    (void)reap();
                    return fail("PLUG-014",
                                format_text({"The action '{0}' did not answer within {1} seconds and was ended",
                                             "动作“{0}”在 {1} 秒内没有回答，已被结束"},
                                            {action, std::to_string(order.seconds)}));
                case Got::kEnd:
                    return crashed(action);
                case Got::kLine:
                    break;
            }
            auto said = json::read(line);
            if (!said || !said->is_object()) return crashed(action);
            if (said->find("records") != nullptr) {
                if (!write_line(in_, answer_records(*said, caller.records))) return crashed(action);
                continue;
            }
            usable = true;
            if (const json::Value* why = said->find("failed")) return failed_as(*why);
            ActionResult result;
            result.error = member(*said, "error");
            if (const json::Value* value = said->find("value")) result.value = *value;
            return result;
        }
    }

  private:
    int reap() {
        int status = 0;
        while (process_ > 0 && ::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
        }
        process_ = 0;
        return status;
    }

    tl::unexpected<Diagnostics> crashed(std::string_view action) {
        ::kill(process_, SIGKILL);  // it may only have closed its pipe
        const int status = reap();
        const std::string how = WIFSIGNALED(status) ? std::string(strsignal(WTERMSIG(status)))
                                                    : "exit " + std::to_string(WEXITSTATUS(status));
        return fail(
            "PLUG-015",
            format_text({"The plugin crashed in action '{0}' ({1})", "插件在动作“{0}”中崩溃（{1}）"}, {action, how}));
    }

    pid_t process_;
    int in_, out_;
    Lines lines_;
};

Pool::Pool(std::string program, std::string folder, std::size_t most)
    : program_(std::move(program)), folder_(std::move(folder)), most_(most) {}

Pool::~Pool() = default;

Result<std::unique_ptr<Pool::Worker>> Pool::take() {
    std::unique_lock lock(mutex_);
    free_.wait(lock, [&] { return out_ < most_; });
    ++out_;
    if (!idle_.empty()) {
        auto worker = std::move(idle_.back());
        idle_.pop_back();
        return worker;
    }
    lock.unlock();
    auto made = Worker::make(program_, folder_);
    if (made) return made;
    lock.lock();
    --out_;
    free_.notify_one();
    return made;
}

void Pool::give_back(std::unique_ptr<Worker> worker) {
    {
        const std::lock_guard lock(mutex_);
        --out_;
        if (worker != nullptr) idle_.push_back(std::move(worker));
    }
    free_.notify_one();
}

Result<ActionResult> Pool::run(std::string_view action, const json::Value& input, const Caller& caller,
                               const Order& order) {
    ::signal(SIGPIPE, SIG_IGN);
    auto worker = take();
    if (!worker) return tl::unexpected(std::move(worker.error()));
    bool usable = false;
    auto result = (*worker)->run(action, input, caller, order, usable);
    if (!usable) worker->reset();
    give_back(std::move(*worker));
    return result;
}

// --- the worker's side ---------------------------------------------------------------------------------------------

namespace {

class RemoteRecords final : public RecordDoor {
  public:
    RemoteRecords(Lines& lines, int out) : lines_(lines), out_(out) {}

    Result<std::string> read(std::string_view entity, std::string_view id) override {
        json::Value ask = question("read", entity);
        ask.set("id", text(id));
        return answer(ask);
    }
    Result<std::string> list(std::string_view entity, std::string_view filter, std::string_view sort,
                             int limit) override {
        json::Value ask = question("list", entity);
        ask.set("filter", text(filter));
        ask.set("sort", text(sort));
        ask.set("limit", json::Value::number(static_cast<std::int64_t>(limit)));
        return answer(ask);
    }
    Result<std::string> create(std::string_view entity, const json::Value& fields) override {
        json::Value ask = question("create", entity);
        ask.set("fields", fields);
        return answer(ask);
    }
    Result<std::string> change(std::string_view entity, std::string_view id, const json::Value& fields) override {
        json::Value ask = question("change", entity);
        ask.set("id", text(id));
        ask.set("fields", fields);
        return answer(ask);
    }

  private:
    static json::Value question(std::string_view what, std::string_view entity) {
        json::Value ask = json::Value::object();
        ask.set("records", text(what));
        ask.set("entity", text(entity));
        return ask;
    }

    Result<std::string> answer(const json::Value& ask) {
        std::string line;
        if (!write_line(out_, ask) || lines_.next(line, Clock::now() + std::chrono::hours(1)) != Got::kLine)
            ::_exit(1);  // the server is gone
        auto said = json::read(line);
        if (!said) return tl::unexpected(std::move(said.error()));
        if (const json::Value* why = said->find("failed")) return failed_as(*why);
        return member(*said, "answer");
    }

    Lines& lines_;
    int out_;
};

}  // namespace

int serve_actions(const std::string& folder) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    install_crash_note({});
    // What a plugin prints must not get between the answers.
    const int out = ::fcntl(1, F_DUPFD_CLOEXEC, 3);
    ::dup2(2, 1);
    const auto plugins = Plugins::load(folder, log_to_stderr);
    Lines lines(0);
    for (std::string line; lines.next(line, Clock::now() + std::chrono::hours(24 * 365)) == Got::kLine;) {
        const auto ask = json::read(line);
        json::Value out_value = json::Value::object();
        if (!plugins || !ask) {
            out_value.set("failed", diagnostics_json(!plugins ? plugins.error() : ask.error()));
        } else {
            RemoteRecords records(lines, out);
            Caller caller;
            caller.id = member(*ask, "id");
            caller.login = member(*ask, "login");
            caller.name = member(*ask, "name");
            caller.language = member(*ask, "language") == "zh" ? Language::kZh : Language::kEn;
            caller.key = member(*ask, "key");
            caller.records = &records;
            std::string error;
            caller.error = &error;
            static const json::Value kNothing = json::Value::null();
            const json::Value* input = ask->find("input");
            auto answer = plugins->run(member(*ask, "action"), input == nullptr ? kNothing : *input, caller);
            if (!answer) {
                out_value.set("failed", diagnostics_json(answer.error()));
            } else {
                if (!error.empty()) out_value.set("error", text(error));
                out_value.set("value", std::move(*answer));
            }
        }
        if (!write_line(out, out_value)) return 1;
    }
    return 0;
}

}  // namespace fw::plugins
