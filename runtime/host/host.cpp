#include "runtime/host/host.h"

#include <future>

#include "engine/base/check.h"
#include "runtime/host/deployments.h"
#include "runtime/http/json_writer.h"
#include "runtime/storage/open.h"

namespace fw::host {

Running::Running(std::shared_ptr<const compile::Program> program, Id deployment, const storage::Dialect& dialect)
    : program_(std::move(program)), deployment_(deployment), records_(program_, dialect) {}

std::shared_ptr<const access::Caller> Running::caller(const std::shared_ptr<const identity::Directory>& directory,
                                                      PersonId person) const {
    {
        const std::shared_lock lock(mutex_);
        if (directory_ == directory) {
            if (const auto found = callers_.find(person); found != callers_.end()) return found->second;
        }
    }
    auto made = person == 0 ? access::Caller::system(program_, directory)
                            : std::make_shared<const access::Caller>(program_, directory, person);
    const std::unique_lock lock(mutex_);
    if (directory_ != directory) {
        directory_ = directory;
        callers_.clear();
    }
    return callers_.try_emplace(person, std::move(made)).first->second;
}

Result<std::unique_ptr<Host>> Host::open(const HostOptions& options) {
    auto lock = storage::FolderLock::acquire(options.data);
    if (!lock) return tl::unexpected(lock.error());
    std::unique_ptr<Host> host(new Host());
    host->options_ = options;
    host->lock_.emplace(std::move(*lock));
    auto database = storage::open(options.store.empty() ? storage::database_path(options.data) : options.store);
    if (!database) return tl::unexpected(database.error());
    host->database_ = std::move(*database);
    host->accounts_ = std::make_unique<identity::Accounts>(*host->database_, host->ids_);
    host->running_ =
        std::make_shared<const Running>(std::make_shared<const compile::Program>(), 0, host->database_->dialect());
    Result<void> loaded = host->load();
    if (!loaded) return tl::unexpected(loaded.error());
    return host;
}

Host::~Host() {
    events_.close_all();
    if (database_) database_->close();
}

Result<void> Host::load() {
    accounts_->on_change([this] { (void)reload_directory(); });
    auto deployment = load_active_deployment(*database_);
    if (!deployment) return tl::unexpected(deployment.error());
    if (*deployment) {
        const std::lock_guard lock(running_mutex_);
        running_ = std::make_shared<const Running>((*deployment)->program, (*deployment)->id, database_->dialect());
    }
    if (*deployment) {
        Result<void> read = reload_directory();
        if (!read) return read;
    }
    return accounts_->load();
}

std::shared_ptr<const Running> Host::running() const {
    const std::lock_guard lock(running_mutex_);
    return running_;
}

std::shared_ptr<const access::Caller> Host::caller(PersonId person) const {
    return running()->caller(directories_.current(), person);
}

Result<void> Host::reload_directory() {
    if (!deployed()) return {};
    return directories_.reload(*database_, *program());
}

void Host::act(PersonId person, Command command, Done done) {
    Waiting mine{person, std::move(command), std::move(done)};
    {
        const std::lock_guard lock(gate_mutex_);
        if (closed_) {
            waiting_.push_back(std::move(mine));
            return;
        }
        ++under_way_;
    }
    start(std::move(mine));
}

void Host::start(Waiting mine) {
    const auto news = std::make_shared<access::News>();
    auto work = [this, person = mine.person, command = std::move(mine.command),
                 news](storage::Transaction& tx) -> Result<void> {
        const auto caller = this->caller(person);
        access::Act act{tx, *caller, ids_, storage::now(), {}};
        Result<void> result = command(act);
        *news = std::move(act.news);
        return result;
    };
    database_->write(std::move(work), [this, news, done = std::move(mine.done)](Result<void> result) {
        if (result) publish(*news);
        finished();
        done(std::move(result));
    });
}

void Host::finished() {
    const std::lock_guard lock(gate_mutex_);
    --under_way_;
    if (closed_ && under_way_ == 0) gate_news_.notify_all();
}

Result<void> Host::act_and_wait(PersonId person, Command command) {
    FW_CHECK(!database_->on_writer_thread());
    std::promise<Result<void>> promise;
    act(person, std::move(command), [&promise](Result<void> result) { promise.set_value(std::move(result)); });
    return promise.get_future().get();
}

Result<void> Host::replace(std::shared_ptr<const compile::Program> program, Id deployment,
                           const std::function<Result<void>(storage::Transaction&, const Running&)>& apply) {
    const std::lock_guard one_at_a_time(replacing_mutex_);
    {
        std::unique_lock lock(gate_mutex_);
        closed_ = true;
        gate_news_.wait(lock, [this] { return under_way_ == 0; });
    }
    const auto next = std::make_shared<const Running>(std::move(program), deployment, database_->dialect());
    Result<void> applied = database_->write_and_wait([&](storage::Transaction& tx) { return apply(tx, *next); });
    if (applied) {
        {
            const std::lock_guard lock(running_mutex_);
            running_ = next;
        }
        applied = reload_directory();
    }
    std::deque<Waiting> waiting;
    {
        const std::lock_guard lock(gate_mutex_);
        closed_ = false;
        waiting.swap(waiting_);
        under_way_ += waiting.size();
    }
    for (Waiting& one : waiting) start(std::move(one));
    if (applied) {
        http::JsonWriter out;
        out.begin_object().id("deployment", deployment).end_object();
        events_.publish("deployment", out.take(), [](PersonId) { return true; });
    }
    return applied;
}

void Host::publish(const access::News& news) {
    if (news.organisation) (void)reload_directory();
    if (news.timers && wake_jobs_) wake_jobs_();
    for (const access::News::Record& record : news.records) {
        http::JsonWriter out;
        out.begin_object().member("entity", record.entity).id("id", record.id).member("what", record.what).end_object();
        events_.publish("record", out.take(), [this, record](PersonId person) {
            const auto caller = this->caller(person);
            const compile::Entity* entity = caller->program().entity(record.entity);
            if (entity == nullptr) return false;
            access::RecordFacts facts{record.owner, record.unit, [](const model::Expr&) { return false; }, nullptr};
            return access::allows(caller->on(*entity).read, *caller, facts);
        });
    }
    const auto personal = [this](const char* event, const std::pair<PersonId, Id>& item) {
        http::JsonWriter out;
        out.begin_object().id("id", item.second).end_object();
        events_.publish(event, out.take(), [person = item.first](PersonId reader) { return reader == person; });
    };
    for (const auto& item : news.tasks) personal("task", item);
    for (const auto& item : news.notifications) personal("notification", item);
}

}  // namespace fw::host
