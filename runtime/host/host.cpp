#include "runtime/host/host.h"

#include <algorithm>
#include <future>

#include <fcntl.h>
#include <unistd.h>

#include "engine/base/check.h"
#include "runtime/host/deployments.h"
#include "runtime/http/json_writer.h"
#include "runtime/identity/administrators.h"
#include "runtime/storage/open.h"

namespace fw::host {

Running::Running(std::shared_ptr<const compile::Program> program, Id deployment, const storage::Dialect& dialect,
                 flows::Options flow_options, const records::Options& record_options)
    : program_(std::move(program)),
      deployment_(deployment),
      records_(program_, dialect, record_options),
      flows_(program_, deployment, &records_, std::move(flow_options)),
      automations_(program_, records_, flows_) {}

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

namespace {

std::string plugin_folder(const HostOptions& options) {
    return options.plugins.empty() ? options.data + "/plugins" : options.plugins;
}

}  // namespace

Result<std::unique_ptr<Host>> Host::open(const HostOptions& options) {
    auto lock = storage::FolderLock::acquire(options.data);
    if (!lock) return tl::unexpected(lock.error());
    std::unique_ptr<Host> host(new Host());
    host->options_ = options;
    host->lock_.emplace(std::move(*lock));
    auto loaded_plugins = plugins::Plugins::load(plugin_folder(options), plugins::log_to_stderr);
    if (!loaded_plugins) return tl::unexpected(loaded_plugins.error());
    host->plugins_ = std::move(*loaded_plugins);
    host->actions_ = std::make_unique<plugins::Pool>("/proc/self/exe", plugin_folder(options));
    host->plugins_.add_functions(host->functions_);
    host->local_secret_ = identity::random_token();
    if (!options.store.empty() && !options.store.starts_with("postgresql://") &&
        !options.store.starts_with("postgres://")) {
        return fail(
            "DB-016",
            format_text({"--store names no PostgreSQL database: {0}", "--store 不是 PostgreSQL 数据库地址：{0}"},
                        {options.store}),
            {},
            {"write postgresql://user@host/database, or leave --store out: then the data folder holds an SQLite file",
             "请写成 postgresql://用户@主机/数据库；若不指定 --store，则使用数据文件夹中的 SQLite 文件"});
    }
    auto database = storage::open(options.store.empty() ? storage::database_path(options.data) : options.store,
                                  {.exclusive = true});
    if (!database) return tl::unexpected(database.error());
    host->database_ = std::move(*database);
    host->accounts_ = std::make_unique<identity::Accounts>(*host->database_, host->ids_);
    Result<void> zoned = host->load_zone();
    if (!zoned) return tl::unexpected(zoned.error());
    host->running_ = host->make_running(std::make_shared<const compile::Program>(), 0, host->zone_);
    Result<void> loaded = host->load();
    if (!loaded) return tl::unexpected(loaded.error());
    return host;
}

Host::~Host() {
    events_.close_all();
    if (announced_) ::unlink(secret_path(options_.data).c_str());
    if (database_) database_->close();
}

Result<void> Host::announce(const std::string& address) {
    const std::string path = secret_path(options_.data);
    ::unlink(path.c_str());
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const auto size = static_cast<ssize_t>(local_secret_.size());
    const bool written = file >= 0 && ::write(file, local_secret_.data(), local_secret_.size()) == size;
    if (file >= 0) ::close(file);
    if (!written) {
        return fail("CLI-020", format_text({"Cannot write {0}.", "无法写入 {0}。"}, {path}), {},
                    {"Is the disk full, or the folder not yours?", "请检查磁盘空间和文件夹权限。"});
    }
    announced_ = true;
    return lock_->set_address(address);
}

std::string secret_path(const std::string& folder) { return folder + "/secret"; }

namespace {

// Models that were deployed compile, unless a plugin whose functions they call has been taken away.
Diagnostics with_plugins_named(Diagnostics found, const std::string& folder) {
    const bool feel =
        std::any_of(found.begin(), found.end(), [](const Diagnostic& d) { return d.code.starts_with("FEEL-"); });
    if (!feel) return found;
    Diagnostic first;
    first.code = "PLUG-019";
    first.text =
        format_text({"The deployed models cannot be read without a plugin whose functions they call; plugins were "
                     "looked for in {0}; the next lines say what they lack",
                     "缺少已部署模型所调用函数的插件，无法读取这些模型；插件查找位置：{0}；所缺内容见下"},
                    {folder});
    first.hint = {"put the plugin back, or name its folder with `formwork serve --plugins DIR`",
                  "请放回该插件，或用 `formwork serve --plugins DIR` 指定其所在文件夹"};
    found.insert(found.begin(), std::move(first));
    return found;
}

}  // namespace

Result<void> Host::load() {
    Result<void> read_ids = database_->read([this](storage::Reader& reader) -> Result<void> {
        for (const char* sql : {"SELECT max(id) FROM fw_audit", "SELECT max(id) FROM fw_flow_instance",
                                "SELECT max(id) FROM fw_deployment"}) {
            auto greatest = reader.query_integer(sql);
            if (!greatest) return tl::unexpected(greatest.error());
            if (*greatest) ids_.not_before(**greatest);  // also where the clock was set back
        }
        return {};
    });
    if (!read_ids) return read_ids;
    accounts_->on_change([this] { (void)reload_directory(); });
    auto deployment = load_active_deployment(*database_, functions_);
    if (!deployment) return fail(with_plugins_named(std::move(deployment.error()), plugin_folder(options_)));
    if (*deployment) {
        const std::lock_guard lock(running_mutex_);
        running_ = make_running((*deployment)->program, (*deployment)->id, zone_);
    }
    if (*deployment) {
        Result<void> read = reload_directory();
        if (!read) return read;
    }
    return accounts_->load();
}

std::shared_ptr<const Running> Host::make_running(std::shared_ptr<const compile::Program> program, Id deployment,
                                                  feel::Zone zone) {
    flows::Options options;
    options.zone = zone;
    options.load_program = [this](storage::Reader& reader, Id earlier) { return earlier_program(reader, earlier); };
    return std::make_shared<const Running>(std::move(program), deployment, database_->dialect(), std::move(options),
                                           records::Options{zone, &functions_});
}

Result<std::shared_ptr<const compile::Program>> Host::earlier_program(storage::Reader& reader, Id deployment) {
    {
        const std::lock_guard lock(earlier_mutex_);
        if (const auto found = earlier_.find(deployment); found != earlier_.end()) return found->second;
    }
    auto program = load_program(reader, deployment, functions_);
    if (!program) return program;
    const std::lock_guard lock(earlier_mutex_);
    return earlier_.try_emplace(deployment, std::move(*program)).first->second;
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

namespace {

// Where there was one before: a person may be removed who was the last.
Result<void> keep_an_administrator(access::Act& act) {
    std::vector<flow::Person> before;
    act.caller.directory().administrators(before);
    if (before.empty()) return {};
    return identity::require_administrator(act.tx, identity::administrator_roles(act.caller.program()));
}

}  // namespace

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
        if (result && !act.news.records.empty()) result = running()->automations().after(act);
        if (result && act.news.organisation) result = keep_an_administrator(act);
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
    const auto next = make_running(std::move(program), deployment, zone());
    return swap(next, std::nullopt, [&](storage::Transaction& tx) { return apply(tx, *next); });
}

Result<void> Host::rehearse(std::shared_ptr<const compile::Program> program, Id deployment,
                            const std::function<Result<void>(storage::Transaction&, const Running&)>& apply) {
    const auto next = make_running(std::move(program), deployment, zone());
    Result<void> said;
    const Result<void> undone = database_->write_and_wait([&](storage::Transaction& tx) -> Result<void> {
        said = apply(tx, *next);
        if (!said) return said;
        return fail("HTTP-422", {"undone", "已撤销"});
    });
    return said ? said : undone;
}

// Under replacing_mutex_.
Result<void> Host::swap(std::shared_ptr<const Running> next, std::optional<feel::Zone> zone,
                        const std::function<Result<void>(storage::Transaction&)>& apply) {
    {
        std::unique_lock lock(gate_mutex_);
        closed_ = true;
        gate_news_.wait(lock, [this] { return under_way_ == 0; });
    }
    Result<void> applied = database_->write_and_wait([&](storage::Transaction& tx) { return apply(tx); });
    if (applied) {
        {
            const std::lock_guard lock(running_mutex_);
            running_ = next;
            if (zone) zone_ = *zone;
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
        {
            const std::lock_guard lock(wake_mutex_);
            if (wake_jobs_) wake_jobs_();
        }
        http::JsonWriter out;
        out.begin_object().id("deployment", next->deployment()).end_object();
        events_.publish("deployment", out.take(), [](PersonId) { return true; });
    }
    return applied;
}

void Host::on_timers(std::function<void()> wake) {
    const std::lock_guard lock(wake_mutex_);
    wake_jobs_ = std::move(wake);
}

void Host::publish(const access::News& news) {
    if (news.organisation) (void)reload_directory();
    if (news.timers) {
        const std::lock_guard lock(wake_mutex_);
        if (wake_jobs_) wake_jobs_();
    }
    for (const access::News::Record& record : news.records) {
        if (record.derived) continue;
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
