#include "runtime/flows/store.h"

#include <algorithm>
#include <charconv>

namespace fw::flows {

namespace {

constexpr std::string_view kWrittenAt = "{\"seq\":";

class Loader {
  public:
    Loader(Reader& reader, const FlowFinder& finder, Id id, bool lock)
        : reader_(reader), finder_(finder), id_(id), lock_(lock) {
        loaded_.id = id;
        loaded_.recent = finder.recent();
    }

    Result<Loaded> load() {
        auto recent = loaded_.recent == nullptr ? std::nullopt : loaded_.recent->find(id_);
        if (auto done = row(!recent); !done) return tl::unexpected(std::move(done.error()));
        if (recent) {
            auto same = from_recent(*recent);
            if (!same) return tl::unexpected(std::move(same.error()));
            if (*same) return std::move(loaded_);
            loaded_.recent->forget(id_);
            if (auto done = row(true); !done) return tl::unexpected(std::move(done.error()));
        }
        if (auto done = from_snapshot(); !done) return tl::unexpected(std::move(done.error()));
        return std::move(loaded_);
    }

  private:
    Result<void> row(bool whole) {
        static const std::string kWhole =
            "SELECT flow, flow_version, deployment_id, entity, record_id, version, snapshot FROM fw_flow_instance "
            "WHERE id = ?";
        static const std::string kRest =
            "SELECT flow, flow_version, deployment_id, entity, record_id, version, '' FROM fw_flow_instance WHERE id = "
            "?";
        const std::string& plain = whole ? kWhole : kRest;
        const std::string locking = lock_ ? plain + std::string(reader_.dialect().for_update()) : std::string();
        std::string flow, entity;
        Id deployment = 0;
        const auto read = reader_.query(lock_ ? locking : plain, {id_}, [&](const storage::Row& row) {
            flow = row.text(0);
            flow_version_ = row.text(1);
            deployment = row.integer(2);
            entity = row.text(3);
            loaded_.record = row.integer(4);
            loaded_.version = row.integer(5);
            snapshot_ = row.text(6);
        });
        if (!read) return tl::unexpected(read.error());
        if (loaded_.version == 0) return not_found();
        if (auto found = finder_.find(reader_, flow, flow_version_, deployment, loaded_); !found) return found;
        loaded_.entity = entity.empty() ? nullptr : finder_.program().entity(entity);
        return {};
    }

    // False where the database has gone another way than what is kept.
    Result<bool> from_recent(const Recent::Entry& recent) {
        if (recent.flow_version != flow_version_ || recent.version > loaded_.version) return false;
        bool same = false;
        loaded_.state = *recent.state;
        loaded_.snapshot = recent.snapshot;
        loaded_.behind = recent.behind;
        auto done = each_step(recent.version, [&](std::int64_t version, std::string_view events) -> Result<bool> {
            if (version == recent.version) return same = events == recent.events;
            auto applied = apply(events);
            if (!applied) return tl::unexpected(std::move(applied.error()));
            return true;
        });
        if (!done) return tl::unexpected(std::move(done.error()));
        if (same && recent.version < loaded_.version) keep();
        return same;
    }

    Result<void> from_snapshot() {
        const std::string_view text = snapshot_;
        const std::int64_t written = snapshot_step(text, loaded_.version);
        auto state = flow::read_instance(text, *loaded_.flow);
        if (!state) return tl::unexpected(std::move(state.error()));
        loaded_.state = std::move(*state);
        loaded_.snapshot = text.size();
        if (text.size() < Recent::kLarge) return {};
        auto done = each_step(written, [&](std::int64_t version, std::string_view events) -> Result<bool> {
            last_ = events;
            if (version == written) return true;
            auto applied = apply(events);
            if (!applied) return tl::unexpected(std::move(applied.error()));
            return true;
        });
        if (done && loaded_.recent != nullptr) keep();
        return done;
    }

    // From that step on, until `visit` says no.
    template <class Visit>
    Result<void> each_step(std::int64_t from, Visit visit) {
        Diagnostics failure;
        const auto read =
            reader_.query("SELECT seq, events FROM fw_flow_event WHERE instance_id = ? AND seq >= ? ORDER BY seq",
                          {id_, from}, [&](const storage::Row& row) {
                              Result<bool> on = visit(row.integer(0), row.text(1));
                              if (!on) failure = std::move(on.error());
                              return on && *on;
                          });
        if (!read) return tl::unexpected(read.error());
        if (!failure.empty()) return tl::unexpected(std::move(failure));
        return {};
    }

    Result<void> apply(std::string_view text) {
        auto events = flow::read_events(text, *loaded_.flow);
        if (!events) return tl::unexpected(std::move(events.error()));
        for (const flow::Event& event : *events) flow::apply(loaded_.state, *loaded_.flow, event);
        loaded_.behind += text.size();
        last_ = text;
        return {};
    }

    void keep() {
        loaded_.recent->keep(id_, {loaded_.version, flow_version_, last_, loaded_.snapshot, loaded_.behind,
                                   std::make_shared<const flow::Instance>(loaded_.state)});
    }

    Reader& reader_;
    const FlowFinder& finder_;
    Id id_;
    bool lock_;
    Loaded loaded_;
    std::string flow_version_, snapshot_, last_;
};

}  // namespace

tl::unexpected<Diagnostics> not_found() {
    return fail("FLOW-404", {"There is no such thing, or you may not see it.", "内容不存在，或您无权查看。"});
}

bool stands_in(const Caller& caller, std::int64_t person, DateTime now) {
    if (person == 0 || caller.person() == 0) return false;
    std::vector<std::int64_t> others;
    caller.directory().stand_ins(person, now.micros, others);
    return std::find(others.begin(), others.end(), caller.person()) != others.end();
}

std::string version_text(const flow::Flow& flow) {
    char digits[17] = {};
    std::to_chars(digits, digits + 16, flow.version, 16);
    return digits;
}

Result<std::shared_ptr<const compile::Program>> FlowFinder::of(Reader& reader, Id deployment) const {
    if (!options_.load_program) return std::shared_ptr<const compile::Program>();
    return options_.load_program(reader, deployment);
}

Result<void> FlowFinder::find(Reader& reader, std::string_view flow, std::string_view version, Id deployment,
                              Loaded& into) const {
    into.deployment = deployment;
    const flow::Flow* current = program_->flow(flow);
    if (current != nullptr && version_text(*current) == version) {
        into.program = program_;
        into.flow = current;
        return {};
    }
    auto earlier = of(reader, deployment);
    if (!earlier) return tl::unexpected(std::move(earlier.error()));
    if (*earlier != nullptr) {
        into.flow = (*earlier)->flow(flow);
        into.program = std::move(*earlier);
    }
    if (into.flow != nullptr) return {};
    return fail("FLOW-306", format_text({"the models that flow '{0}' was started with are no longer there",
                                         "流程“{0}”发起时所用的模型已不存在"},
                                        {flow}));
}

std::string snapshot_text(const flow::Instance& state, const flow::Flow& flow, std::int64_t version) {
    std::string text;
    text.reserve(512);
    flow::append_json(text, state, flow);
    if (text.size() >= Recent::kLarge)
        text.insert(1, std::string(kWrittenAt.substr(1)) + std::to_string(version) + ",");
    return text;
}

std::int64_t snapshot_step(std::string_view text, std::int64_t version) {
    std::int64_t written = version;
    if (text.starts_with(kWrittenAt))
        std::from_chars(text.data() + kWrittenAt.size(), text.data() + text.size(), written);
    return written;
}

std::optional<Recent::Entry> Recent::find(Id instance) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, entry] : entries_) {
        if (id == instance) return entry;
    }
    return std::nullopt;
}

void Recent::keep(Id instance, Entry entry) {
    constexpr std::size_t kMost = 8;
    const std::lock_guard lock(mutex_);
    entries_.remove_if([&](const auto& each) { return each.first == instance; });
    entries_.emplace_front(instance, std::move(entry));
    if (entries_.size() > kMost) entries_.pop_back();
}

void Recent::forget(Id instance) {
    const std::lock_guard lock(mutex_);
    entries_.remove_if([&](const auto& each) { return each.first == instance; });
}

Result<Loaded> load_instance(Reader& reader, const FlowFinder& finder, Id id, bool lock) {
    return Loader(reader, finder, id, lock).load();
}

const std::string& task_columns() {
    static const std::string columns =
        "t.id, t.instance_id, t.seat, t.flow, t.node, t.kind, t.status, t.outcome, t.entity, t.assignee_id, "
        "t.record_id, "
        "t.initiator_id, t.round, t.created_at, t.due_at, t.done_at, t.done_by, t.opened_at";
    return columns;
}

TaskRow task_row(const storage::Row& row) {
    TaskRow task;
    task.id = row.integer(0);
    task.instance = row.integer(1);
    task.seat = static_cast<std::uint32_t>(row.integer(2));
    task.flow = row.text(3);
    task.node = row.text(4);
    task.kind = row.text(5);
    task.status = row.text(6);
    task.outcome = row.text(7);
    task.entity = row.text(8);
    task.assignee = row.integer(9);
    task.record = row.integer(10);
    task.initiator = row.integer(11);
    task.round = row.integer(12);
    task.created_at = row.date_time(13);
    task.due_at = row.maybe_date_time(14);
    task.done_at = row.maybe_date_time(15);
    task.done_by = row.integer(16);
    task.opened_at = row.maybe_date_time(17);
    return task;
}

Result<std::optional<TaskRow>> load_task(Reader& reader, Id id) {
    static const std::string sql = "SELECT " + task_columns() + " FROM fw_task t WHERE t.id = ?";
    std::optional<TaskRow> task;
    const auto read = reader.query(sql, {id}, [&](const storage::Row& row) { task = task_row(row); });
    if (!read) return tl::unexpected(read.error());
    return task;
}

Result<Id> caller_of(storage::Reader& reader, Id instance) {
    auto found = reader.query_integer("SELECT parent_id FROM fw_flow_call WHERE child_id = ?", {instance});
    if (!found) return tl::unexpected(std::move(found.error()));
    return found->value_or(0);
}

}  // namespace fw::flows
