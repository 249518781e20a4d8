#include "runtime/jobs/actions.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <future>
#include <map>

#include "engine/json/read.h"
#include "runtime/flows/bulk.h"
#include "runtime/storage/kill_point.h"

namespace fw::jobs {

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr int kBatch = 64;
constexpr int kBulkBatch = 100;

std::int64_t integer(const json::Value& payload, std::string_view name, std::int64_t fallback) {
    const json::Value* found = payload.find(name);
    return found != nullptr && found->is_number() ? found->as_int64().value_or(fallback) : fallback;
}

std::string first_line(const Diagnostics& why) {
    return why.empty() ? std::string() : why.front().code + " " + why.front().text.en;
}

std::string_view code_of(const Diagnostics& why) {
    return why.empty() ? std::string_view() : std::string_view(why.front().code);
}

Result<void> mark(Act& act, Id row, std::string_view status, std::int64_t attempts, const Diagnostics& why,
                  DateTime next) {
    const auto done = act.tx.execute(
        "UPDATE fw_outbox SET status = ?, attempts = ?, error = ?, error_zh = ?, failed_at = coalesce(failed_at, ?), "
        "next_at = ?, sent_at = ? WHERE id = ?",
        {status, attempts, first_line(why), why.empty() ? std::string() : why.front().text.zh,
         why.empty() ? storage::Param() : storage::Param(act.now), next,
         status == "sent" ? storage::Param(act.now) : storage::Param(), row});
    if (!done) return tl::unexpected(done.error());
    return {};
}

}  // namespace

Actions::Actions(Platform& platform, RunAction run, int threads)
    : platform_(platform), run_(std::move(run)), wanted_(threads) {}

Actions::~Actions() { stop(); }

void Actions::start() {
    if (looker_.joinable()) return;
    looker_ = std::thread([this] { look(); });
    for (int i = 0; i < wanted_; ++i) workers_.emplace_back([this] { work(); });
}

void Actions::stop() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    news_.notify_all();
    work_.notify_all();
    if (looker_.joinable()) looker_.join();
    for (std::thread& each : workers_) each.join();
    workers_.clear();
}

void Actions::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    news_.notify_all();
}

Result<void> Actions::act_and_wait(std::function<Result<void>(Act&)> work) {
    std::promise<Result<void>> promise;
    auto future = promise.get_future();
    platform_.act(std::move(work), [&](Result<void> result) { promise.set_value(std::move(result)); });
    return future.get();
}

Result<std::vector<ActionJob>> Actions::due(DateTime& next) {
    std::vector<ActionJob> jobs;
    const DateTime now = platform_.now();
    next = DateTime{now.micros + 60 * kSecond};
    auto read = platform_.database().read([&](storage::Reader& reader) -> Result<void> {
        return reader.query(
            "SELECT o.id, o.key, o.payload, o.attempts, o.next_at FROM fw_outbox o WHERE o.status = 'waiting' AND "
            "o.channel = 'flow_job' ORDER BY o.next_at, o.id LIMIT ?",
            {kBatch * 2}, [&](const storage::Row& row) {
                if (row.date_time(4) > now) {
                    next = std::min(next, row.date_time(4));
                    return false;
                }
                const auto payload = json::read(row.text(2));
                if (!payload) return true;
                ActionJob job;
                job.row = row.integer(0);
                job.key = row.text(1);
                job.attempts = row.integer(3);
                job.action = payload->string_or("action");
                job.node = payload->string_or("node");
                job.command = payload->string_or("command");
                job.automation = payload->string_or("automation");
                job.instance = storage::parse_id(payload->string_or("instance")).value_or(0);
                job.wait = static_cast<std::uint32_t>(integer(*payload, "wait", 0));
                job.retries = integer(*payload, "retries", 3);
                job.retry_after = integer(*payload, "retry_after", 10);
                job.time_limit = integer(*payload, "time_limit", 60);
                if (const json::Value* arguments = payload->find("arguments")) job.arguments = *arguments;
                jobs.push_back(std::move(job));
                return true;
            });
    });
    if (!read) return tl::unexpected(std::move(read.error()));
    return jobs;
}

void Actions::look() {
    while (true) {
        DateTime next{0};
        if (platform_.now() >= next_forget_) {
            (void)forget();
            next_forget_ = DateTime{platform_.now().micros + 3600 * kSecond};
        }
        auto bulk = run_bulk();
        auto jobs = due(next);
        std::unique_lock lock(mutex_);
        if (ending_) return;
        if (jobs) {
            for (ActionJob& job : *jobs) {
                if (taken_.insert(job.row).second) queue_.push_back(std::move(job));
            }
        }
        work_.notify_all();
        if (bulk && *bulk) continue;
        const std::int64_t wanted = jobs ? next.micros - platform_.now().micros : 5 * kSecond;
        const std::int64_t sleep = std::clamp<std::int64_t>(wanted, 1000, 60 * kSecond);
        news_.wait_for(lock, std::chrono::microseconds(sleep), [&] { return woken_ || ending_; });
        woken_ = false;
        if (ending_) return;
    }
}

void Actions::work() {
    while (true) {
        ActionJob job;
        {
            std::unique_lock lock(mutex_);
            work_.wait(lock, [&] { return ending_ || !queue_.empty(); });
            if (ending_) return;
            job = std::move(queue_.front());
            queue_.pop_front();
        }
        const Result<void> done = perform(job);
        {
            const std::lock_guard lock(mutex_);
            taken_.erase(job.row);
            woken_ = woken_ || done.has_value();  // more may be due; what failed outright waits for the next look
        }
        news_.notify_all();
    }
}

Result<void> Actions::run_once() {
    for (;;) {
        DateTime next{0};
        auto jobs = due(next);
        if (!jobs) return tl::unexpected(std::move(jobs.error()));
        if (jobs->empty()) break;
        for (const ActionJob& job : *jobs) {
            if (auto done = perform(job); !done) return done;
        }
    }
    for (;;) {
        auto more = run_bulk();
        if (!more) return tl::unexpected(std::move(more.error()));
        if (!*more) return {};
    }
}

Result<void> Actions::perform(const ActionJob& given) {
    ActionJob job = given;
    const Current current = platform_.current();
    if (current.flows == nullptr) return {};
    if (!job.automation.empty()) return perform_step(job);
    if (!job.command.empty()) {
        auto brought = act_and_wait([&](Act& act) -> Result<void> {
            if (auto done = current.flows->bring(act, job.instance, job.command); !done) return done;
            return mark(act, job.row, "sent", job.attempts + 1, {}, act.now);
        });
        return brought ? std::move(brought) : failed(job, *current.flows, brought.error());
    }
    auto found = platform_.database().read([&](storage::Reader& reader) -> Result<void> {
        auto initiator = reader.query_integer("SELECT initiator_id FROM fw_flow_instance WHERE id = ?", {job.instance});
        if (!initiator) return tl::unexpected(std::move(initiator.error()));
        job.initiator = initiator->value_or(0);
        return {};
    });
    if (!found) return found;
    storage::kill_point("before_action");
    auto answer = run_(job);
    storage::kill_point("after_action");
    if (!answer) return failed(job, *current.flows, answer.error());
    auto brought = act_and_wait([&](Act& act) -> Result<void> {
        const Current now = platform_.current();  // a deployment may have come meanwhile
        if (auto done = now.flows->answer(act, job.instance, job.wait, answer->result, answer->error); !done)
            return done;
        return mark(act, job.row, "sent", job.attempts + 1, {}, act.now);
    });
    if (brought) return {};
    const std::string_view code = code_of(brought.error());
    if (code == "FLOW-250") {  // suspended meanwhile: done again after it is resumed
        return act_and_wait([&](Act& act) { return mark(act, job.row, "held", job.attempts, {}, act.now); });
    }
    if (code == "FLOW-229" || code == "FLOW-201" || code == "FLOW-404") {  // nobody waits for it any more
        return act_and_wait(
            [&](Act& act) { return mark(act, job.row, "sent", job.attempts + 1, brought.error(), act.now); });
    }
    return failed(job, *current.flows, brought.error());
}

Result<void> Actions::perform_step(const ActionJob& job) {
    storage::kill_point("before_action");
    auto answer = run_(job);
    storage::kill_point("after_action");
    Diagnostics why;
    if (!answer) why = std::move(answer.error());
    if (answer && !answer->error.empty()) {
        why.push_back({"AUTO-303",
                       Severity::kError,
                       {},
                       format_text({"the action '{0}' has ended with the error '{1}'", "动作“{0}”以错误“{1}”结束"},
                                   {job.action, answer->error}),
                       {}});
    }
    const std::int64_t attempts = job.attempts + 1;
    if (why.empty()) return act_and_wait([&](Act& act) { return mark(act, job.row, "sent", attempts, {}, act.now); });
    if (attempts <= job.retries) return try_again(job, why);
    return act_and_wait([&](Act& act) -> Result<void> {
        const Current now = platform_.current();
        if (now.automations != nullptr) {
            if (auto told = now.automations->tell_failure(act, job.automation, why); !told) return told;
        }
        return mark(act, job.row, "dead", attempts, why, act.now);
    });
}

Result<void> Actions::try_again(const ActionJob& job, const Diagnostics& why) {
    const std::int64_t pause = job.retry_after << std::min<std::int64_t>(job.attempts, 12);
    return act_and_wait([&](Act& act) {
        return mark(act, job.row, "waiting", job.attempts + 1, why,
                    DateTime{act.now.micros + std::clamp<std::int64_t>(pause, 0, 86400) * kSecond});
    });
}

Result<void> Actions::failed(const ActionJob& job, const flows::Flows& flows, const Diagnostics& why) {
    const std::int64_t attempts = job.attempts + 1;
    if (attempts <= job.retries) return try_again(job, why);
    auto broken = act_and_wait([&](Act& act) -> Result<void> {
        if (auto done = flows.break_off(act, job.instance, job.wait, 0, why, attempts); !done) return done;
        return mark(act, job.row, "dead", attempts, why, act.now);
    });
    if (broken) return {};
    // Nobody waits for it any more, or its models are gone: looked at again in an hour.
    const std::string_view code = code_of(broken.error());
    const bool gone = code == "FLOW-229" || code == "FLOW-201" || code == "FLOW-404" || code == "FLOW-252";
    const bool held = code == "FLOW-250";
    return act_and_wait([&](Act& act) {
        return mark(act, job.row,
                    gone   ? "dead"
                    : held ? "held"
                           : "waiting",
                    attempts, why, DateTime{act.now.micros + 3600 * kSecond});
    });
}

Result<bool> Actions::run_bulk() {
    const Current current = platform_.current();
    if (current.flows == nullptr) return false;
    flows::Bulk::Batch batch;
    auto read = platform_.database().read([&](storage::Reader& reader) -> Result<void> {
        auto next = flows::Bulk::next(reader, kBulkBatch);
        if (!next) return tl::unexpected(std::move(next.error()));
        batch = std::move(*next);
        return {};
    });
    if (!read) return tl::unexpected(std::move(read.error()));
    const std::vector<flows::Bulk::Item>& items = batch.items;
    for (const Id bulk : batch.finished) {
        auto done = act_and_wait([&](Act& act) { return flows::Bulk::finish(act, bulk); });
        if (!done) return tl::unexpected(std::move(done.error()));
    }
    if (items.empty()) return false;
    // All at once, so that they share commits; each in its own transaction.
    struct Answers {
        std::mutex mutex;
        std::condition_variable all;
        std::size_t open = 0;
        std::vector<std::pair<flows::Bulk::Item, Diagnostics>> failed;
    };
    const auto answers = std::make_shared<Answers>();
    answers->open = items.size();
    for (const flows::Bulk::Item& each : items) {
        platform_.act_as(
            each.by,
            [keep = current.keep, flows = current.flows, each](Act& act) {
                return flows::Bulk(*flows).perform(act, each);
            },
            [answers, each](Result<void> result) {
                const std::lock_guard lock(answers->mutex);
                if (!result) answers->failed.emplace_back(each, std::move(result.error()));
                if (--answers->open == 0) answers->all.notify_all();
            });
    }
    std::unique_lock lock(answers->mutex);
    answers->all.wait(lock, [&] { return answers->open == 0; });
    storage::kill_point("bulk_batch");
    for (const auto& [item, why] : answers->failed) {
        // What the world refused (a full disk, a lost connection) is tried again.
        if (code_of(why).starts_with("DB-")) return tl::unexpected(why);
        auto noted =
            act_and_wait([&, at = item, reason = why](Act& act) { return flows::Bulk::note_failure(act, at, reason); });
        if (!noted) return tl::unexpected(std::move(noted.error()));
    }
    std::map<Id, std::pair<std::int64_t, std::int64_t>> progress;  // done, failed
    for (const flows::Bulk::Item& each : items) ++progress[each.bulk].first;
    for (const auto& [item, why] : answers->failed) ++progress[item.bulk].second;
    for (const auto& [bulk, counts] : progress) {
        auto noted = act_and_wait(
            [&, id = bulk, of = counts](Act& act) { return flows::Bulk::note_progress(act, id, of.first, of.second); });
        if (!noted) return tl::unexpected(std::move(noted.error()));
    }
    return true;
}

Result<void> Actions::forget() {
    const Current current = platform_.current();
    if (current.flows == nullptr) return {};
    std::int64_t days = 0;
    auto read = platform_.database().read([&](storage::Reader& reader) -> Result<void> {
        auto kept = reader.query_text("SELECT value FROM fw_meta WHERE key = 'history_days'");
        if (!kept) return tl::unexpected(std::move(kept.error()));
        days = std::atoll(kept->value_or("0").c_str());
        return {};
    });
    if (!read || days <= 0) return read;
    for (std::int64_t removed = kBulkBatch; removed == kBulkBatch;) {
        auto done = act_and_wait([&](Act& act) -> Result<void> {
            auto count = current.flows->forget(act, DateTime{act.now.micros - days * 86400 * kSecond}, kBulkBatch);
            if (!count) return tl::unexpected(std::move(count.error()));
            removed = *count;
            return {};
        });
        if (!done) return done;
        const std::lock_guard lock(mutex_);
        if (ending_) return {};
    }
    return {};
}

}  // namespace fw::jobs
