#include "runtime/jobs/jobs.h"

#include <algorithm>
#include <chrono>
#include <future>

#include "runtime/automations/failures.h"
#include "runtime/storage/kill_point.h"

namespace fw::jobs {

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kLongestSleep = 60 * kSecond;

// 1 s, 2 s, 4 s … an hour.
std::int64_t back_off(std::int64_t attempts) {
    return std::min<std::int64_t>(3600, std::int64_t{1} << std::min<std::int64_t>(attempts, 12)) * kSecond;
}

std::string first_line(const Diagnostics& why) {
    return why.empty() ? std::string() : why.front().code + " " + why.front().text.en;
}

}  // namespace

Jobs::Jobs(Platform& platform, Options options) : platform_(platform), options_(options) {}
Jobs::~Jobs() { stop(); }

void Jobs::add_channel(std::string name, Channel channel) { channels_[std::move(name)] = std::move(channel); }

void Jobs::start() {
    if (!thread_.joinable()) thread_ = std::thread([this] { loop(); });
}

void Jobs::stop() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    news_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Jobs::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    news_.notify_all();
}

Statistics Jobs::statistics() const { return {timers_, reminders_, sent_, failures_}; }

void Jobs::loop() {
    while (true) {
        const Result<void> done = run_once();
        const Result<DateTime> due =
            done ? next_due() : Result<DateTime>(DateTime{platform_.now().micros + 5 * kSecond});
        const std::int64_t wanted = due ? due->micros - platform_.now().micros : 5 * kSecond;
        const std::int64_t sleep = std::clamp<std::int64_t>(wanted, 1000, kLongestSleep);
        std::unique_lock lock(mutex_);
        news_.wait_for(lock, std::chrono::microseconds(sleep), [&] { return woken_ || ending_; });
        woken_ = false;
        if (ending_) return;
    }
}

Result<void> Jobs::run_once() {
    const Current current = platform_.current();
    if (current.deployment == 0) return {};
    for (bool more = true; more;) {
        auto fired = fire_timers(current);
        if (!fired) return tl::unexpected(std::move(fired.error()));
        more = *fired;
        const std::lock_guard lock(mutex_);
        if (ending_) return {};
    }
    if (platform_.now() >= next_reminders_) {
        if (auto told = remind(current); !told) return told;
        next_reminders_ = DateTime{platform_.now().micros + options_.reminder_seconds * kSecond};
    }
    for (bool more = true; more;) {
        auto sent = deliver();
        if (!sent) return tl::unexpected(std::move(sent.error()));
        more = *sent;
    }
    return {};
}

Result<DateTime> Jobs::next_due() {
    DateTime next = next_reminders_;
    auto read = platform_.database().read([&](storage::Reader& reader) -> Result<void> {
        for (const char* sql : {"SELECT due_at FROM fw_timer ORDER BY due_at, id LIMIT 1",
                                "SELECT next_at FROM fw_outbox WHERE status = 'waiting' AND channel <> 'flow_job' "
                                "ORDER BY next_at, id LIMIT 1"}) {
            auto done =
                reader.query(sql, {}, [&](const storage::Row& row) { next = std::min(next, row.date_time(0)); });
            if (!done) return done;
        }
        return {};
    });
    if (!read) return tl::unexpected(std::move(read.error()));
    return next;
}

Result<void> Jobs::act_and_wait(std::function<Result<void>(Act&)> work) {
    std::promise<Result<void>> promise;
    auto future = promise.get_future();
    platform_.act(std::move(work), [&](Result<void> result) { promise.set_value(std::move(result)); });
    return future.get();
}

Result<bool> Jobs::fire_timers(const Current& current) {
    std::vector<Due> due;
    auto read = platform_.database().read([&](storage::Reader& reader) {
        return reader.query(
            "SELECT id, instance_id, number, kind FROM fw_timer WHERE due_at <= ? ORDER BY due_at, id LIMIT ?",
            {platform_.now(), options_.batch}, [&](const storage::Row& row) {
                const std::string_view kind = row.text(3);
                due.push_back({row.integer(0), row.integer(1), static_cast<std::uint32_t>(row.integer(2)),
                               kind == "start"        ? Due::Kind::kStart
                               : kind == "schedule"   ? Due::Kind::kSchedule
                               : kind == "automation" ? Due::Kind::kAutomation
                                                      : Due::Kind::kFlow});
            });
    });
    if (!read) return tl::unexpected(std::move(read.error()));
    if (due.empty()) return false;
    storage::kill_point("timers_due");
    // All at once, so that they share commits; each in its own transaction.
    struct Answers {
        std::mutex mutex;
        std::condition_variable all;
        std::size_t open = 0;
        std::vector<Failed> failed;
    };
    const auto answers = std::make_shared<Answers>();
    answers->open = due.size();
    for (const Due& each : due) {
        const auto step = std::make_shared<std::string>();
        platform_.act([current, each, step](Act& act) { return fire(current, act, each, *step); },
                      [answers, each, step](Result<void> result) {
                          const std::lock_guard lock(answers->mutex);
                          if (!result) answers->failed.push_back({each, std::move(result.error()), *step});
                          if (--answers->open == 0) answers->all.notify_all();
                      });
    }
    std::unique_lock lock(answers->mutex);
    answers->all.wait(lock, [&] { return answers->open == 0; });
    timers_ += due.size() - answers->failed.size();
    for (const Failed& each : answers->failed) postpone_timer(each);
    const bool scheduled =
        std::any_of(due.begin(), due.end(), [](const Due& each) { return each.kind == Due::Kind::kSchedule; });
    return scheduled || static_cast<int>(due.size()) == options_.batch;
}

Result<void> Jobs::fire(const Current& current, Act& act, const Due& due, std::string& step) {
    switch (due.kind) {
        case Due::Kind::kStart:
            return current.flows->fire_start(act, due.instance);
        case Due::Kind::kSchedule:
            return current.automations->fire_schedule(act, due.instance);
        case Due::Kind::kAutomation:
            return current.automations->fire_job(act, due.instance, step);
        case Due::Kind::kFlow:
            break;
    }
    return current.flows->fire(act, due.instance, due.number);
}

// What cannot be done now (no condition holds, models missing) is kept with its reason and tried again later; after the
// last attempt it is an incident of its instance, or a failure of its automation.
void Jobs::postpone_timer(const Failed& failed) {
    ++failures_;
    const Due& due = failed.due;
    const Current current = platform_.current();
    std::int64_t next = 0;
    (void)act_and_wait([&](Act& act) -> Result<void> {
        auto attempts = act.tx.query_integer("SELECT attempts FROM fw_timer WHERE id = ?", {due.row});
        if (!attempts) return tl::unexpected(std::move(attempts.error()));
        next = attempts->value_or(0) + 1;
        auto done = act.tx.execute("UPDATE fw_timer SET attempts = ?, error = ?, due_at = ? WHERE id = ?",
                                   {next, first_line(failed.why), DateTime{act.now.micros + back_off(next)}, due.row});
        if (!done) return tl::unexpected(std::move(done.error()));
        if (due.kind != Due::Kind::kAutomation || current.automations == nullptr) return {};
        return automations::Failures(*current.automations)
            .note(act, due.instance, failed.step, failed.why, next >= options_.timer_attempts);
    });
    if (due.kind != Due::Kind::kFlow || next < options_.timer_attempts || current.flows == nullptr) return;
    (void)act_and_wait(
        [&](Act& act) { return current.flows->break_off(act, due.instance, 0, due.number, failed.why, next); });
}

Result<bool> Jobs::deliver() {
    struct Message {
        Id id = 0;
        std::string channel, key, payload;
        std::int64_t attempts = 0;
    };
    std::vector<Message> messages;
    auto read = platform_.database().read([&](storage::Reader& reader) {
        return reader.query(
            "SELECT id, channel, key, payload, attempts FROM fw_outbox WHERE status = 'waiting' AND next_at <= ? AND "
            "channel <> 'flow_job' ORDER BY next_at, id LIMIT ?",
            {platform_.now(), options_.batch}, [&](const storage::Row& row) {
                messages.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2)),
                                    std::string(row.text(3)), row.integer(4)});
            });
    });
    if (!read) return tl::unexpected(std::move(read.error()));
    for (const Message& message : messages) {
        const auto channel = channels_.find(message.channel);
        Result<void> taken =
            channel == channels_.end()
                ? Result<void>(
                      fail("JOBS-001", format_text({"there is no channel '{0}'", "没有通道“{0}”"}, {message.channel})))
                : channel->second(message.key, message.payload);
        storage::kill_point("message_sent");
        const std::int64_t attempts = message.attempts + 1;
        const bool dead = !taken && attempts >= options_.attempts;
        taken ? ++sent_ : ++failures_;
        auto kept = act_and_wait([&](Act& act) -> Result<void> {
            const char* status = taken ? "sent" : dead ? "dead" : "waiting";
            auto done = act.tx.execute(
                "UPDATE fw_outbox SET status = ?, attempts = ?, next_at = ?, sent_at = ?, error = ? WHERE id = ?",
                {status, attempts, DateTime{act.now.micros + back_off(attempts)},
                 taken ? storage::Param(act.now) : storage::Param(), taken ? std::string() : first_line(taken.error()),
                 message.id});
            if (!done) return tl::unexpected(std::move(done.error()));
            return {};
        });
        if (!kept) return tl::unexpected(std::move(kept.error()));
    }
    return static_cast<int>(messages.size()) == options_.batch;
}

Result<void> send(Act& act, std::string_view channel, std::string_view key, std::string_view payload) {
    auto added = act.tx.execute(
        "INSERT INTO fw_outbox (id, channel, key, payload, status, next_at, created_at) VALUES (?, ?, ?, ?, 'waiting', "
        "?, ?) ON CONFLICT (key) DO NOTHING",
        {act.ids.next(), channel, key, payload, act.now, act.now});
    if (!added) return tl::unexpected(std::move(added.error()));
    act.news.timers = true;
    return {};
}

}  // namespace fw::jobs
