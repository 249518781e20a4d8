// A running Formwork without its doors: database, deployed program, people, accounts, live events. The HTTP routes and
// the command line both work on a Host. Thread-safe once opened.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "engine/feel/temporal.h"
#include "runtime/access/access.h"
#include "runtime/access/act.h"
#include "runtime/automations/automations.h"
#include "runtime/flows/flows.h"
#include "runtime/host/event_hub.h"
#include "runtime/identity/accounts.h"
#include "runtime/identity/directory.h"
#include "runtime/plugins/plugins.h"
#include "runtime/plugins/pool.h"
#include "runtime/records/records.h"
#include "runtime/storage/data_folder.h"
#include "runtime/storage/database.h"
#include "runtime/storage/ids.h"

namespace fw::host {

using identity::PersonId;
using storage::Id;

struct HostOptions {
    std::string data;     // the data folder
    std::string store;    // "postgresql://…", or empty: DIR/formwork.db
    std::string plugins;  // folder of plugins; empty: DIR/plugins
    std::string zone;     // of the company, kept from now on; empty: what the database has, else the machine's
};

// One deployed state of the models, with everything computed from it. Immutable but for its cache of callers.
class Running {
  public:
    Running(std::shared_ptr<const compile::Program> program, Id deployment, const storage::Dialect& dialect,
            flows::Options flow_options, const records::Options& record_options);
    [[nodiscard]] const std::shared_ptr<const compile::Program>& program() const { return program_; }
    [[nodiscard]] Id deployment() const { return deployment_; }
    [[nodiscard]] const records::Records& records() const { return records_; }
    [[nodiscard]] const flows::Flows& flows() const { return flows_; }
    [[nodiscard]] const automations::Automations& automations() const { return automations_; }
    [[nodiscard]] std::shared_ptr<const access::Caller> caller(
        const std::shared_ptr<const identity::Directory>& directory, PersonId person) const;

  private:
    std::shared_ptr<const compile::Program> program_;
    Id deployment_ = 0;
    records::Records records_;
    flows::Flows flows_;
    automations::Automations automations_;
    mutable std::shared_mutex mutex_;
    mutable std::shared_ptr<const identity::Directory> directory_;  // of the cached callers
    mutable std::unordered_map<PersonId, std::shared_ptr<const access::Caller>> callers_;
};

[[nodiscard]] std::string zone_text(feel::Zone zone);              // "Asia/Shanghai", "UTC"
[[nodiscard]] std::string secret_path(const std::string& folder);  // of Host::local_secret

// What one command does in its transaction; may run again, see access::Act.
using Command = std::function<Result<void>(access::Act&)>;
using Done = std::function<void(Result<void>)>;

class Host {
  public:
    // Takes the folder's lock, opens and migrates the database, loads the active deployment. A new database is empty:
    // `deployed()` is false until the first deployment. CLI-… and DB-… diagnostics say what to do.
    [[nodiscard]] static Result<std::unique_ptr<Host>> open(const HostOptions& options);
    ~Host();
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;

    [[nodiscard]] storage::Database& database() { return *database_; }
    [[nodiscard]] storage::IdSource& ids() { return ids_; }
    [[nodiscard]] identity::Accounts& accounts() { return *accounts_; }
    [[nodiscard]] const plugins::Plugins& plugins() const { return plugins_; }
    // Where actions of plugins run.
    [[nodiscard]] plugins::Pool& actions() { return *actions_; }
    // FEEL's own functions and those of the plugins: what models are compiled with.
    [[nodiscard]] const feel::Functions& functions() const { return functions_; }
    // A token that acts as the system, readable by the owner of the data folder alone (DIR/secret): for the command
    // line.
    [[nodiscard]] const std::string& local_secret() const { return local_secret_; }
    // Tells command lines where this process answers.
    [[nodiscard]] Result<void> announce(const std::string& address);
    [[nodiscard]] EventHub& events() { return events_; }
    [[nodiscard]] const HostOptions& options() const { return options_; }

    [[nodiscard]] std::shared_ptr<const Running> running() const;
    [[nodiscard]] std::shared_ptr<const compile::Program> program() const { return running()->program(); }
    [[nodiscard]] std::shared_ptr<const identity::Directory> directory() const { return directories_.current(); }
    [[nodiscard]] bool deployed() const { return running()->deployment() != 0; }
    // The person with today's roles; 0 is the system (access::Caller::system).
    [[nodiscard]] std::shared_ptr<const access::Caller> caller(PersonId person) const;

    // Runs a command of a person in one transaction, then publishes its news and calls `done` (on a writer thread). The
    // caller is looked up when the command runs, so it never works with a program that has been replaced. While a
    // deployment is applied, commands wait.
    void act(PersonId person, Command command, Done done);
    [[nodiscard]] Result<void> act_and_wait(PersonId person, Command command);

    // Swaps the program: waits for commands under way, runs `apply` alone in a transaction, and, if it succeeded, makes
    // `program` the running one before any other command starts. Blocking; one at a time.
    [[nodiscard]] Result<void> replace(
        std::shared_ptr<const compile::Program> program, Id deployment,
        const std::function<Result<void>(storage::Transaction&, const Running& next)>& apply);
    // What `apply` would do and say: it runs alone in a transaction that is undone. Blocking.
    [[nodiscard]] Result<void> rehearse(
        std::shared_ptr<const compile::Program> program, Id deployment,
        const std::function<Result<void>(storage::Transaction&, const Running& next)>& apply);

    // The company's time zone: for today() and now(), reminders, months of reports, times shown to people.
    [[nodiscard]] feel::Zone zone() const;
    // Keeps it and works by it from now on. CLI-023 if the tz database has no such name.
    [[nodiscard]] Result<void> set_zone(const std::string& name);

    // Called after commits that left work for the jobs; once this returned the earlier one is not called any more.
    void on_timers(std::function<void()> wake);
    void publish(const access::News& news);
    [[nodiscard]] Result<void> reload_directory();

  private:
    struct Waiting {
        PersonId person;
        Command command;
        Done done;
    };
    Host() = default;
    void start(Waiting waiting);
    void finished();
    [[nodiscard]] Result<void> load();
    [[nodiscard]] std::shared_ptr<const Running> make_running(std::shared_ptr<const compile::Program> program,
                                                              Id deployment, feel::Zone zone);
    [[nodiscard]] Result<void> swap(std::shared_ptr<const Running> next, std::optional<feel::Zone> zone,
                                    const std::function<Result<void>(storage::Transaction&)>& apply);
    [[nodiscard]] Result<void> load_zone();
    [[nodiscard]] Result<std::shared_ptr<const compile::Program>> earlier_program(storage::Reader& reader,
                                                                                  Id deployment);

    HostOptions options_;
    std::optional<storage::FolderLock> lock_;
    std::string local_secret_;
    bool announced_ = false;
    plugins::Plugins plugins_;
    std::unique_ptr<plugins::Pool> actions_;
    feel::Functions functions_ = feel::Functions::standard();
    storage::IdSource ids_;
    std::unique_ptr<storage::Database> database_;
    identity::DirectoryStore directories_;
    EventHub events_;
    std::mutex wake_mutex_;
    std::function<void()> wake_jobs_;

    mutable std::mutex running_mutex_;
    std::shared_ptr<const Running> running_;
    feel::Zone zone_ = feel::Zone::utc();  // under running_mutex_

    std::mutex earlier_mutex_;
    std::unordered_map<Id, std::shared_ptr<const compile::Program>> earlier_;  // for instances that began under them

    std::mutex gate_mutex_;
    std::condition_variable gate_news_;
    std::mutex replacing_mutex_;
    std::size_t under_way_ = 0;
    bool closed_ = false;  // a deployment is being applied
    std::deque<Waiting> waiting_;

    std::unique_ptr<identity::Accounts> accounts_;  // last: its thread stops first
};

}  // namespace fw::host
