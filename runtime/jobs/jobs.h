// What happens without anybody asking: timers of flows fire, date reminders are told, messages leave by the outbox. One
// thread; it sleeps until the next thing is due or until wake() says that there is something new.
//
// Actions of service tasks are apart: actions.h.
//
// Scheduled automations: one timer a record and time (automations/automations.h).
//
// Exactly once inside the database: a timer's row is deleted in the transaction that does its work, a reminder's notice
// is unique for reminder, record, date and person. At least once outside: the outbox repeats until a channel has taken
// the message, with a stable key. All of it goes on after a kill at any moment; what became due meanwhile is done at
// start.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "runtime/access/act.h"
#include "runtime/automations/automations.h"
#include "runtime/flows/flows.h"
#include "runtime/records/records.h"
#include "runtime/storage/database.h"

namespace fw::jobs {

using access::Act;
using storage::DateTime;
using storage::Id;

// What is deployed now; `keep` holds the rest alive.
struct Current {
    std::shared_ptr<const void> keep;
    Id deployment = 0;  // 0: nothing yet
    const compile::Program* program = nullptr;
    const records::Records* records = nullptr;  // null: flows without records only
    const flows::Flows* flows = nullptr;
    std::shared_ptr<const identity::Directory> directory;
    const automations::Automations* automations = nullptr;  // null: there are none
};

// The host, as the jobs see it. Thread-safe.
class Platform {
  public:
    virtual ~Platform() = default;
    [[nodiscard]] virtual storage::Database& database() = 0;
    [[nodiscard]] virtual Current current() = 0;
    // Runs a work of the system in one transaction, then publishes its news. `done` comes from any thread.
    virtual void act(std::function<Result<void>(Act&)> work, std::function<void(Result<void>)> done) = 0;
    // The same in the name of a person (0: the system).
    virtual void act_as(std::int64_t /*person*/, std::function<Result<void>(Act&)> work,
                        std::function<void(Result<void>)> done) {
        act(std::move(work), std::move(done));
    }
    [[nodiscard]] virtual DateTime now() { return storage::now(); }
    [[nodiscard]] virtual feel::Zone zone() { return feel::Zone::utc(); }
};

// Delivers one message; a failure is tried again later. `key` is the same each time.
using Channel = std::function<Result<void>(std::string_view key, std::string_view payload)>;

struct Statistics {
    std::uint64_t timers = 0, reminders = 0, sent = 0, failures = 0;
};

struct Options {
    std::int64_t reminder_seconds = 60;           // how often due reminders are looked for
    std::int64_t look_back_seconds = 31 * 86400;  // how far in the past a reminder may have become due
    int batch = 256;                              // timers under way together
    int attempts = 20;                            // of a message before it is given up
    int timer_attempts = 3;                       // of a timer before it is an incident
};

class Jobs {
  public:
    explicit Jobs(Platform& platform, Options options = {});
    ~Jobs();
    Jobs(const Jobs&) = delete;
    Jobs& operator=(const Jobs&) = delete;

    void add_channel(std::string name, Channel channel);  // before start()
    void start();
    void stop();  // finishes what is under way
    void wake();  // there is something new; thread-safe, cheap
    // Does everything that is due now and returns: for tests and for the command line.
    [[nodiscard]] Result<void> run_once();
    [[nodiscard]] Statistics statistics() const;

  private:
    void loop();
    [[nodiscard]] Result<bool> fire_timers(const Current& current);  // true: there may be more
    [[nodiscard]] Result<void> remind(const Current& current);
    [[nodiscard]] Result<bool> deliver();
    [[nodiscard]] Result<DateTime> next_due();
    [[nodiscard]] Result<void> act_and_wait(std::function<Result<void>(Act&)> work);
    // A row of fw_timer; what its work belongs to depends on its kind.
    struct Due {
        enum class Kind : std::uint8_t { kFlow, kStart, kSchedule, kAutomation };
        Id row = 0, instance = 0;
        std::uint32_t number = 0;
        Kind kind = Kind::kFlow;
    };
    struct Failed {
        Due due;
        Diagnostics why;
        std::string step;  // of the automation
    };
    static Result<void> fire(const Current& current, Act& act, const Due& due, std::string& step);
    void postpone_timer(const Failed& failed);

    Platform& platform_;
    Options options_;
    std::map<std::string, Channel, std::less<>> channels_;
    std::map<std::string, std::int64_t> reminded_until_;  // by reminder; in seconds, see remind()
    DateTime next_reminders_{0};
    std::atomic<std::uint64_t> timers_{0}, reminders_{0}, sent_{0}, failures_{0};
    std::mutex mutex_;
    std::condition_variable news_;
    bool woken_ = false;
    bool ending_ = false;
    std::thread thread_;
};

// Adds a message to the outbox in the Act's transaction; the same key is added once.
[[nodiscard]] Result<void> send(Act& act, std::string_view channel, std::string_view key, std::string_view payload);

}  // namespace fw::jobs
