#include "runtime/flows/project.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

#include "runtime/flows/extras.h"
#include "runtime/flows/follow.h"
#include "runtime/notify/inbox.h"

namespace fw::flows {

namespace {

using flow::Event;
using flow::EventKind;

class Projection {
  public:
    Projection(Act& act, const records::Records* records, Loaded& loaded, const flow::Events& events)
        : act_(act), records_(records), loaded_(loaded), events_(events) {
        text_.reserve(1024);
        flow::append_json(text_, events_, *loaded_.flow);
    }

    Result<void> write(bool fresh) {
        if (auto done = fresh ? insert_instance() : update_instance(); !done) return done;
        if (auto done = insert_events(); !done) return done;
        for (std::size_t i = 0; i < events_.size(); ++i) {
            if (auto done = one(events_[i], i); !done) return done;
        }
        if (std::any_of(events_.begin(), events_.end(), &Projection::sends_back))
            act_.news.tasks.emplace_back(loaded_.state.initiator, 0);
        return set_record();
    }

  private:
    Result<void> execute(std::string_view sql, storage::Params params) {
        const auto done = act_.tx.execute(sql, params);
        if (!done) return tl::unexpected(done.error());
        return {};
    }

    // What comes to the initiator's own tasks, or leaves them.
    static bool sends_back(const Event& event) {
        return event.kind == EventKind::kReturned || event.kind == EventKind::kResubmitted ||
               event.kind == EventKind::kFinished;
    }

    static storage::Param maybe(std::int64_t value) { return value == 0 ? storage::Param() : storage::Param(value); }
    static storage::Param moment(flow::Instant at) { return at == 0 ? storage::Param() : storage::Param(DateTime{at}); }

    Result<void> insert_instance() {
        const flow::Instance& state = loaded_.state;
        const std::string snapshot = snapshot_text(state, *loaded_.flow, loaded_.version);
        return execute(
            "INSERT INTO fw_flow_instance (id, flow, flow_version, deployment_id, entity, record_id, initiator_id, "
            "state, round, snapshot, "
            "version, started_at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {loaded_.id, loaded_.flow->id, version_text(*loaded_.flow), loaded_.deployment, entity(),
             maybe(loaded_.record), maybe(state.initiator), flow::status_name(state.status), state.round, snapshot,
             loaded_.version, moment(state.started_at), moment(state.ended_at)});
    }

    // A large instance whole only where as much has happened since as it is large.
    [[nodiscard]] bool only_events() const {
        const bool another_flow = std::any_of(events_.begin(), events_.end(),
                                              [](const Event& each) { return each.kind == EventKind::kMigrated; });
        return loaded_.snapshot >= Recent::kLarge && loaded_.behind + text_.size() < loaded_.snapshot &&
               loaded_.state.running() && loaded_.recent != nullptr && !another_flow;
    }

    Result<void> update_instance() {
        const flow::Instance& state = loaded_.state;
        // Since when it waits for its initiator.
        const bool returned = state.running() && state.returned;
        const storage::Param since = returned ? storage::Param(act_.now) : storage::Param();
        const std::string of_return = returned ? "returned_at = COALESCE(returned_at, ?)" : "returned_at = ?";
        Result<std::int64_t> done = 0;
        if (only_events()) {
            loaded_.behind += text_.size();
            done = act_.tx.execute("UPDATE fw_flow_instance SET state = ?, round = ?, version = ?, suspended = ?, " +
                                       of_return + " WHERE id = ? AND version = ?",
                                   {flow::status_name(state.status), state.round, loaded_.version, state.suspended,
                                    since, loaded_.id, loaded_.version - 1});
        } else {
            const std::string snapshot = snapshot_text(state, *loaded_.flow, loaded_.version);
            loaded_.snapshot = snapshot.size();
            loaded_.behind = 0;
            done = act_.tx.execute(
                "UPDATE fw_flow_instance SET state = ?, round = ?, snapshot = ?, version = ?, ended_at = ?, suspended "
                "= ?, " +
                    of_return + " WHERE id = ? AND version = ?",
                {flow::status_name(state.status), state.round, snapshot, loaded_.version, moment(state.ended_at),
                 state.suspended, since, loaded_.id, loaded_.version - 1});
        }
        if (loaded_.recent != nullptr && loaded_.snapshot >= Recent::kLarge) keep();
        if (!done) return tl::unexpected(done.error());
        if (*done == 1) return {};
        return fail("FLOW-223", {"somebody else acted on this flow at the same moment: try again",
                                 "其他人同时处理了该流程，请重试"});
    }

    Result<void> insert_events() {
        return execute("INSERT INTO fw_flow_event (instance_id, seq, at, events) VALUES (?, ?, ?, ?)",
                       {loaded_.id, loaded_.version, act_.now, text_});
    }

    void keep() {
        loaded_.recent->keep(loaded_.id, {loaded_.version, version_text(*loaded_.flow), text_, loaded_.snapshot,
                                          loaded_.behind, std::make_shared<const flow::Instance>(loaded_.state)});
    }

    Result<void> one(const Event& event, std::size_t index) {
        switch (event.kind) {
            case EventKind::kSeatAdded:
                return event.status == flow::SeatStatus::kWaiting ? open_task(event, index) : Result<void>();
            case EventKind::kSeatAsked:
                if (auto done = end_hold(event); !done) return done;
                return open_task(event, index);
            case EventKind::kSeatAgreed:
                return close_task(event, "done", approves(event) ? "approved" : "completed");
            case EventKind::kSeatRefused:
                return close_task(event, "done", "refused");
            case EventKind::kReturned:
                if (auto done = close_task(event, "done", "returned"); !done) return done;
                return event.node == loaded_.flow->start ? tell_initiator(event, index, "returned") : Result<void>();
            case EventKind::kSeatClosed:
                if (event.status == flow::SeatStatus::kHeld) return end_hold(event);
                return event.status == flow::SeatStatus::kWaiting
                           ? close_task(event, "cancelled", flow::reason_name(event.reason))
                           : Result<void>();
            case EventKind::kSeatHeld:
                return hold(event);
            case EventKind::kSeatQueued:
                return close_task(event, "cancelled", "take_back");
            case EventKind::kSeatRestored:
                if (event.status == flow::SeatStatus::kHeld) return insert_task(event, index, "held");
                return event.status == flow::SeatStatus::kWaiting ? open_task(event, index) : Result<void>();
            case EventKind::kSeatParked:
                return close_task(event, "cancelled", "return");
            case EventKind::kSeatPassed:
                return close_task(event, "done", flow::reason_name(event.reason));
            case EventKind::kSeatHanded:
                if (auto done = close_task(event, "done", handed(event.reason)); !done) return done;
                return open_task(event, index);
            case EventKind::kTimerSet:
                return set_timer(event);
            case EventKind::kTimerFired:
            case EventKind::kTimerGone:
                return execute("DELETE FROM fw_timer WHERE instance_id = ? AND number = ?", {loaded_.id, event.timer});
            case EventKind::kNotified:
                return tell(event.people, index, "notify", Text(event.text, event.text_zh));
            case EventKind::kCopied:
                return copy(event);
            case EventKind::kReminded:
                return remind(event, index, {"is waiting for you and overdue", "已超时，等待您处理"});
            case EventKind::kUrged:
                return remind(event, index, {"is waiting for you: please act soon", "等待您处理，请尽快办理"});
            case EventKind::kFinished:
                return finished(event, index);
            case EventKind::kIncident:
                return event.timer == 0 ? Result<void>()
                                        : execute("UPDATE fw_timer SET due_at = ? WHERE instance_id = ? AND number = ?",
                                                  {kNever, loaded_.id, event.timer});
            case EventKind::kMigrated:
                return migrated(event);
            case EventKind::kSuspended:
            case EventKind::kContinued:
                return suspended(event.kind == EventKind::kSuspended);
            default:
                return {};
        }
    }

    static std::string_view handed(flow::Reason reason) {
        switch (reason) {
            case flow::Reason::kTimeout:
                return "timeout";
            case flow::Reason::kDelegation:
                return "delegated";
            case flow::Reason::kAnswer:
                return "answered";
            default:
                return "transferred";
        }
    }

    [[nodiscard]] bool approves(const Event& event) const { return loaded_.flow->nodes[event.node].kind->approves; }
    [[nodiscard]] std::string_view entity() const {
        return loaded_.entity == nullptr ? std::string_view() : loaded_.entity->id;
    }

    // The time-out that is set for the same step, after this, in this batch.
    [[nodiscard]] flow::Instant due_of(const Event& event, std::size_t index) {
        if (!dues_) {
            dues_.emplace();
            for (std::size_t i = 0; i < events_.size(); ++i) {
                const Event& each = events_[i];
                if (each.kind == EventKind::kTimerSet) dues_->push_back({each.token, each.node, i});
            }
            std::sort(dues_->begin(), dues_->end());
        }
        const auto next = std::lower_bound(dues_->begin(), dues_->end(), Due{event.token, event.node, index});
        if (next == dues_->end() || std::get<0>(*next) != event.token || std::get<1>(*next) != event.node) return 0;
        return events_[std::get<2>(*next)].due;
    }

    Result<void> open_task(const Event& event, std::size_t index) { return insert_task(event, index, "open"); }

    // `status`: open, or held, where its person waits for those he has asked first.
    Result<void> insert_task(const Event& event, std::size_t index, std::string_view status) {
        const Id id = act_.ids.next();
        act_.news.tasks.emplace_back(event.person, id);
        for (const flow::Person other : stand_ins(event.person)) act_.news.tasks.emplace_back(other, id);
        const flow::Human& human = *loaded_.flow->nodes[event.node].human;
        return execute(
            "INSERT INTO fw_task (id, instance_id, seat, flow, node, kind, assignee_id, status, entity, record_id, "
            "initiator_id, round, created_at, due_at, hides, hidden, suspended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
            "?, ?, ?, "
            "?, "
            "?, ?, ?)",
            {id, loaded_.id, event.seat, loaded_.flow->id, loaded_.flow->nodes[event.node].id,
             approves(event) ? "approval" : "user_task", maybe(event.person), status, entity(), maybe(loaded_.record),
             maybe(loaded_.state.initiator), loaded_.state.round, act_.now, moment(due_of(event, index)),
             !human.hide.empty(), with_commas(human.hide), loaded_.state.suspended});
    }

    // Open tasks leave the boxes of what is to do, or come back.
    Result<void> suspended(bool now) {
        for (const flow::Seat& seat : loaded_.state.seats) {
            if (seat.status != flow::SeatStatus::kWaiting || seat.person == flow::kNobody) continue;
            act_.news.tasks.emplace_back(seat.person, 0);
            for (const flow::Person other : stand_ins(seat.person)) act_.news.tasks.emplace_back(other, 0);
        }
        if (loaded_.state.returned) act_.news.tasks.emplace_back(loaded_.state.initiator, 0);
        return execute("UPDATE fw_task SET suspended = ? WHERE instance_id = ? AND status = 'open'", {now, loaded_.id});
    }

    // It stays in his box of what waits until those he has asked first have spoken; then he is asked anew.
    Result<void> hold(const Event& event) {
        if (event.person != flow::kNobody) act_.news.tasks.emplace_back(event.person, 0);
        return execute(
            "UPDATE fw_task SET status = 'held', outcome = 'held' WHERE instance_id = ? AND seat = ? AND status = "
            "'open'",
            {loaded_.id, event.seat});
    }

    Result<void> end_hold(const Event& event) {
        if (event.person != flow::kNobody) act_.news.tasks.emplace_back(event.person, 0);
        return execute(
            "UPDATE fw_task SET status = 'cancelled', done_at = ? WHERE instance_id = ? AND seat = ? AND status = "
            "'held'",
            {act_.now, loaded_.id, event.seat});
    }

    [[nodiscard]] std::vector<flow::Person> stand_ins(flow::Person person) const {
        std::vector<flow::Person> others;
        act_.caller.directory().stand_ins(person, act_.now.micros, others);
        return others;
    }

    Result<void> close_task(const Event& event, std::string_view status, std::string_view outcome) {
        const flow::Person before = event.kind == EventKind::kSeatHanded ? event.other_person : event.person;
        if (before != flow::kNobody) act_.news.tasks.emplace_back(before, 0);
        return execute(
            "UPDATE fw_task SET status = ?, outcome = ?, comment = ?, done_at = ?, done_by = ? WHERE instance_id = ? "
            "AND seat = ? AND status = 'open'",
            {status, outcome, event.text, act_.now, maybe(event.by), loaded_.id, event.seat});
    }

    Result<void> set_timer(const Event& event) {
        act_.news.timers = true;
        return execute(
            "INSERT INTO fw_timer (id, due_at, kind, instance_id, number) VALUES (?, ?, 'flow', ?, ?)",
            {act_.ids.next(), loaded_.state.suspended ? kNever : DateTime{event.due}, loaded_.id, event.timer});
    }

    // The instance runs on another version from now on; open tasks get the names of its steps.
    Result<void> migrated(const Event& event) {
        const auto before = [&](const char* name) {
            const feel::Value* found = event.value.is_context() ? event.value.find(name) : nullptr;
            return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
        };
        auto kept = execute(
            "INSERT INTO fw_flow_migration (instance_id, seq, flow_version, deployment_id) VALUES (?, ?, ?, ?)",
            {loaded_.id, loaded_.version, before("version"), storage::parse_id(before("deployment")).value_or(0)});
        if (kept) {
            kept = execute("UPDATE fw_flow_instance SET flow_version = ?, deployment_id = ? WHERE id = ?",
                           {version_text(*loaded_.flow), loaded_.deployment, loaded_.id});
        }
        for (const flow::Seat& seat : loaded_.state.seats) {
            if (!kept) break;
            const flow::Node& node = loaded_.flow->nodes[seat.node];
            const std::string hidden = node.human == nullptr ? std::string() : with_commas(node.human->hide);
            kept = execute(
                "UPDATE fw_task SET node = ?, hides = ?, hidden = ? WHERE instance_id = ? AND seat = ? AND status = "
                "'open'",
                {node.id, !hidden.empty(), hidden, loaded_.id, seat.number});
        }
        return kept;
    }

    Result<Text> subject() { return subject_of(act_.tx, records_, loaded_); }

    Result<void> tell(const std::vector<flow::Person>& people, std::size_t index, std::string_view kind,
                      const Text& text) {
        for (const flow::Person person : people) {
            notify::Notice notice;
            notice.person = person;
            notice.cause = "flow:" + storage::id_text(loaded_.id) + ":" + std::to_string(loaded_.version) + ":" +
                           std::to_string(index);
            notice.kind = kind;
            notice.text = text;
            notice.entity = entity();
            notice.record = loaded_.record;
            if (kind == "task") {
                auto task = open_task_of(person);
                if (!task) return tl::unexpected(std::move(task.error()));
                notice.task = *task;
            }
            if (auto told = notify::tell(act_, notice); !told) return told;
        }
        return {};
    }

    // Each reader once an instance; the inbox keeps who has read it.
    Result<void> copy(const Event& event) {
        auto about = subject();
        if (!about) return tl::unexpected(std::move(about.error()));
        Text text(event.text, event.text_zh);
        if (text.empty() || event.by != flow::kNobody) {
            const std::string words = event.text;
            text = Text(about->en + " was copied to you", about->zh + "已抄送给您");
            if (!words.empty()) text = Text(text.en + ": " + words, text.zh + "：" + words);
        }
        Result<std::vector<std::string>> hidden = std::vector<std::string>();
        if (event.by != flow::kNobody) hidden = hidden_from_actor(act_, records_, loaded_);
        if (!hidden) return tl::unexpected(std::move(hidden.error()));
        for (const flow::Person person : event.people) {
            const std::string_view node =
                event.node == flow::kNone ? std::string_view() : std::string_view(loaded_.flow->nodes[event.node].id);
            auto task = copy_to(act_, loaded_, person, node, *hidden);
            if (!task) return tl::unexpected(std::move(task.error()));
            if (*task == 0) continue;
            notify::Notice notice;
            notice.person = person;
            notice.cause = "cc:" + storage::id_text(loaded_.id);
            notice.task = *task;
            notice.kind = "notify";
            notice.text = text;
            notice.entity = entity();
            notice.record = loaded_.record;
            if (auto told = notify::tell(act_, notice); !told) return told;
        }
        return {};
    }

    Result<Id> open_task_of(flow::Person person) {
        auto found = act_.tx.query_integer(
            "SELECT id FROM fw_task WHERE instance_id = ? AND assignee_id = ? AND status = 'open' LIMIT 1",
            {loaded_.id, person});
        if (!found) return tl::unexpected(std::move(found.error()));
        if (*found) return **found;
        for (const flow::Person absent : act_.caller.directory().acts_for(person, act_.now.micros)) {
            found = act_.tx.query_integer(
                "SELECT id FROM fw_task WHERE instance_id = ? AND assignee_id = ? AND status = 'open' LIMIT 1",
                {loaded_.id, absent});
            if (!found) return tl::unexpected(std::move(found.error()));
            if (*found) return **found;
        }
        return 0;
    }

    Result<void> remind(const Event& event, std::size_t index, const Text& words) {
        auto about = subject();
        if (!about) return tl::unexpected(std::move(about.error()));
        Text text(about->en + " " + words.en, about->zh + words.zh);
        if (!event.text.empty()) text = Text(text.en + ": " + event.text, text.zh + "：" + event.text);
        std::vector<flow::Person> people = event.people;
        for (const flow::Person person : event.people) {
            for (const flow::Person other : stand_ins(person)) {
                if (std::find(people.begin(), people.end(), other) == people.end()) people.push_back(other);
            }
        }
        return tell(people, index, "task", text);
    }

    [[nodiscard]] Text because() const {
        for (const Event& each : events_) {
            if (each.kind == EventKind::kTerminated) return ended_because(each.reason);
        }
        return {};
    }

    Result<void> tell_initiator(const Event& event, std::size_t index, std::string_view what,
                                const Text& because = {}) {
        auto about = subject();
        if (!about) return tl::unexpected(std::move(about.error()));
        Text text;
        if (what == "returned") text = Text(about->en + " was returned to you", about->zh + "已被退回给您");
        if (what == "refused") text = Text(about->en + " was refused", about->zh + "已被拒绝");
        if (what == "terminated")
            text = Text(about->en + " was ended by an administrator", about->zh + "已被管理员终止");
        if (!because.empty())
            text = Text(about->en + ": the flow has ended. " + because.en, about->zh + "：流程已结束。" + because.zh);
        if (!event.text.empty()) text = Text(text.en + ": " + event.text, text.zh + "：" + event.text);
        return tell({loaded_.state.initiator}, index, "notify", text);
    }

    Result<void> finished(const Event& event, std::size_t index) {
        const auto status = static_cast<flow::Status>(event.index);
        if (status == flow::Status::kRefused) return tell_initiator(event, index, "refused");
        if (status == flow::Status::kTerminated) return tell_initiator(event, index, "terminated", because());
        return {};
    }

    // The last value of each field counts; one change of the record a step.
    Result<void> set_record() {
        std::vector<std::pair<std::string, feel::Value>> values;
        for (const Event& event : events_) {
            if (event.kind != EventKind::kRecordSet) continue;
            const auto known =
                std::find_if(values.begin(), values.end(), [&](const auto& each) { return each.first == event.text; });
            if (known != values.end()) {
                known->second = event.value;
            } else {
                values.emplace_back(event.text, event.value);
            }
        }
        if (values.empty() || loaded_.entity == nullptr || records_ == nullptr) return {};
        auto set = records_->set(act_, *loaded_.entity, loaded_.record, values);
        if (!set) return tl::unexpected(std::move(set.error()));
        return {};
    }

    Act& act_;
    const records::Records* records_;
    Loaded& loaded_;
    const flow::Events& events_;
    std::string text_;
    using Due = std::tuple<std::uint32_t, flow::NodeIndex, std::size_t>;  // token, node, event
    std::optional<std::vector<Due>> dues_;                                // in order, once a task asks for them
};

}  // namespace

Text ended_because(flow::Reason reason) {
    if (reason == flow::Reason::kRecordMoved) return {"The record was taken to another state", "记录已转为其他状态"};
    if (reason == flow::Reason::kRecordDeleted) return {"The record was deleted", "记录已删除"};
    return {};
}

Result<void> project(Act& act, const records::Records* records, Loaded& loaded, const flow::Events& events,
                     bool fresh) {
    ++loaded.version;
    return Projection(act, records, loaded, events).write(fresh);
}

}  // namespace fw::flows
