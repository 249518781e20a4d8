// The trail: what happened, told from the events; who is waited for; and what lies ahead.
#include <algorithm>
#include <map>

#include "runtime/flows/history.h"
#include "runtime/flows/project.h"
#include "runtime/flows/runner.h"
#include "runtime/flows/view.h"

namespace fw::flows {

namespace {

using flow::Event;
using flow::EventKind;

class TrailWriter {
  public:
    TrailWriter(const View& view, const Loaded& loaded) : view_(view), loaded_(loaded), flow_(loaded.flow) {}

    // What stands beside the events: files by id, when tasks were looked at, who has read his copy.
    Result<void> look_up(Reader& reader) {
        auto list = files::of_instance(reader, loaded_.id);
        if (!list) return tl::unexpected(std::move(list.error()));
        for (files::File& file : *list) files_.emplace(storage::id_text(file.id), std::move(file));
        const auto read = reader.query(
            "SELECT seat, status, opened_at, assignee_id FROM fw_task WHERE instance_id = ? AND opened_at IS NOT NULL",
            {loaded_.id}, [&](const storage::Row& row) {
                if (row.text(1) == "open")
                    opened_[static_cast<std::uint32_t>(row.integer(0))] = row.date_time(2).micros;
                if (row.text(1) == "copy") copies_[row.integer(3)] = row.date_time(2).micros;
            });
        if (!read) return tl::unexpected(read.error());
        return {};
    }

    void step(const flow::Flow& flow, const flow::Events& events) {
        flow_ = &flow;
        for (const Event& event : events) {
            flow::apply(replayed_, flow, event);
            tell(event);
        }
    }

    json::Value finish(DateTime now, const std::vector<flow::Predicted>& ahead) {
        flow_ = loaded_.flow;
        for (const flow::Seat& seat : loaded_.state.seats) {
            if (seat.status != flow::SeatStatus::kWaiting) continue;
            json::Value item = entry("seat", asked_[seat.number], seat.node, "waiting");
            item.set("person", seat.person == flow::kNobody ? view_.person(0) : view_.person(seat.person));
            item.set("waited_seconds", seconds(asked_[seat.number], now.micros));
            if (const auto seen = opened_.find(seat.number); seen != opened_.end())
                item.set("opened_at", View::moment(seen->second));
            if (seat.lender != flow::kNobody) item.set("lent_by", view_.person(seat.lender));
            json::Value others = json::Value::array();
            std::vector<flow::Person> people;
            view_.caller().directory().stand_ins(seat.person, now.micros, people);
            for (const flow::Person person : people) others.push(view_.person(person));
            if (!others.items().empty()) item.set("stand_ins", std::move(others));
            out_.push(item);
        }
        if (loaded_.state.returned) {
            json::Value item = entry("seat", returned_at_, flow_->start, "waiting");
            item.set("person", view_.person(loaded_.state.initiator));
            item.set("action", json::Value::string("resubmit"));
            out_.push(item);
        }
        for (const flow::Seat& seat : loaded_.state.seats) {
            const bool later = seat.status == flow::SeatStatus::kQueued || seat.status == flow::SeatStatus::kHeld;
            if (later) predicted(seat.node, seat.person);
        }
        for (const flow::Predicted& each : ahead) {
            if (each.people.empty()) predicted(each.node, flow::kNobody);
            for (const flow::Person person : each.people) predicted(each.node, person);
        }
        return out_.is_array() ? std::move(out_) : json::Value::array();
    }

  private:
    static json::Value seconds(flow::Instant from, flow::Instant to) {
        return from == 0 ? json::Value::null() : json::Value::number(to > from ? (to - from) / 1'000'000 : 0);
    }

    json::Value entry(std::string_view kind, flow::Instant at, flow::NodeIndex node, std::string_view status) const {
        json::Value item = json::Value::object();
        item.set("kind", json::Value::string(kind));
        item.set("status", json::Value::string(status));
        item.set("at", View::moment(at));
        if (node != flow::kNone) {
            item.set("node", json::Value::string(flow_->nodes[node].id));
            item.set("node_label", view_.text(flow_->nodes[node].label));
        }
        item.set("round", json::Value::number(replayed_.round));
        return item;
    }

    void predicted(flow::NodeIndex node, flow::Person person) {
        json::Value item = entry(flow_->nodes[node].kind->ends ? "ended" : "seat", 0, node, "predicted");
        item.set("person", view_.person(person));
        out_.push(item);
    }

    void add(std::string_view kind, const Event& event, flow::Person person, std::string_view action = {},
             std::string_view status = "done") {
        json::Value item = entry(kind, event.at, event.kind == EventKind::kReturned ? event.from : event.node, status);
        item.set("person", view_.person(person));
        if (!action.empty()) item.set("action", json::Value::string(action));
        const Text because = ended_because(event.reason);
        if (!because.empty()) item.set("comment", view_.text(because));
        if (!event.text.empty() && event.kind != EventKind::kNotified)
            item.set("comment", json::Value::string(event.text));
        if (event.reason != flow::Reason::kNoReason)
            item.set("reason", json::Value::string(flow::reason_name(event.reason)));
        // For whom he acted: of a task that was handed on, him who had it before.
        const flow::Person whose = event.kind == EventKind::kSeatHanded ? event.other_person : event.person;
        if (event.by != flow::kNobody && whose != flow::kNobody && event.by != whose && person == event.by)
            item.set("on_behalf_of", view_.person(whose));
        if (event.seat != 0) {
            item.set("waited_seconds", seconds(asked_[event.seat], event.at));
            item.set("asked_at", View::moment(asked_[event.seat]));
        }
        if (event.value.is_context()) add_extras(item, event.value);
        if (event.reason == flow::Reason::kAnswer) item.set("agrees", json::Value::boolean(event.index == 1));
        if (event.kind == EventKind::kReturned) {
            const bool initiator = event.node == flow_->start;
            item.set("to", json::Value::string(initiator ? "initiator" : flow_->nodes[event.node].id));
            item.set("to_label",
                     initiator ? view_.text(Text("Initiator", "发起人")) : view_.text(flow_->nodes[event.node].label));
        }
        if (event.kind == EventKind::kSeatHanded) item.set("to_person", view_.person(event.person));
        out_.push(item);
    }

    void add_extras(json::Value& item, const feel::Value& extras) const {
        const auto list = [&](std::string_view key) -> std::vector<std::string> {
            const feel::Value* found = extras.find(key);
            std::vector<std::string> ids;
            if (found == nullptr || !found->is_list()) return ids;
            for (const feel::Value& each : found->as_list()) {
                if (each.is_string()) ids.emplace_back(each.as_string());
            }
            return ids;
        };
        json::Value files = json::Value::array(), mentions = json::Value::array();
        for (const std::string& id : list("files")) {
            if (const auto file = files_.find(id); file != files_.end()) files.push(view_.file(file->second));
        }
        for (const std::string& id : list("mentions"))
            mentions.push(view_.person(storage::parse_id(id).value_or(flow::kNobody)));
        if (!files.items().empty()) item.set("files", std::move(files));
        if (!mentions.items().empty()) item.set("mentions", std::move(mentions));
        const feel::Value* signature = extras.find("signature");
        if (signature == nullptr || !signature->is_string()) return;
        if (const auto file = files_.find(std::string(signature->as_string())); file != files_.end())
            item.set("signature", view_.file(file->second));
    }

    void copied(const Event& event) {
        for (const flow::Person person : event.people) {
            if (std::find(copied_.begin(), copied_.end(), person) != copied_.end()) continue;
            copied_.push_back(person);
            json::Value item = entry("copied", event.at, event.node, "done");
            item.set("person", view_.person(event.by));
            item.set("action", json::Value::string("copy"));
            item.set("to_person", view_.person(person));
            if (event.by != flow::kNobody && !event.text.empty()) item.set("comment", json::Value::string(event.text));
            const auto seen = copies_.find(person);
            item.set("read", json::Value::boolean(seen != copies_.end()));
            if (seen != copies_.end()) item.set("opened_at", View::moment(seen->second));
            out_.push(item);
        }
    }

    static std::string_view handed(flow::Reason reason) {
        switch (reason) {
            case flow::Reason::kTimeout:
                return "handed_on";
            case flow::Reason::kDelegation:
                return "delegate";
            case flow::Reason::kAnswer:
                return "answer";
            default:
                return "transfer";
        }
    }

    void tell(const Event& event) {
        switch (event.kind) {
            case EventKind::kStarted:
                return add("started", event, event.person, "started");
            case EventKind::kSeatAdded:
                if (event.status == flow::SeatStatus::kAgreed) return add("passed", event, event.person, "passed");
                asked_[event.seat] = event.at;
                if (event.origin == flow::Origin::kAdded) {
                    add("added", event, event.by, "add");
                    out_.items().back().set("to_person", view_.person(event.person));
                    const flow::Seat* adder = replayed_.seat(event.other);
                    out_.items().back().erase("on_behalf_of");
                    if (adder != nullptr && adder->person != event.by && adder->person != flow::kNobody)
                        out_.items().back().set("on_behalf_of", view_.person(adder->person));
                }
                return;
            case EventKind::kSeatAsked:
            case EventKind::kSeatRestored:
                asked_[event.seat] = event.at;
                return;
            case EventKind::kTakenBack:
                return add("taken_back", event, event.by, "take_back");
            case EventKind::kCopied:
                return copied(event);
            case EventKind::kChosen:
                for (const flow::Person person : event.people) {
                    json::Value item = entry("chosen", event.at, event.node, "done");
                    item.set("person", view_.person(loaded_.state.initiator));
                    item.set("action", json::Value::string("choose"));
                    item.set("to_person", view_.person(person));
                    out_.push(item);
                }
                return;
            case EventKind::kSeatAgreed:
                return add("seat", event, event.by, flow_->nodes[event.node].kind->approves ? "approve" : "complete");
            case EventKind::kSeatRefused:
                return add("seat", event, event.by, "refuse");
            case EventKind::kSeatPassed:
                return add("passed", event, event.person, "passed");
            case EventKind::kSeatClosed:
                if (event.reason == flow::Reason::kRemoval) {
                    add("removed", event, event.by, "remove");
                    out_.items().back().set("to_person", view_.person(event.person));
                    out_.items().back().erase("on_behalf_of");
                } else if (event.status == flow::SeatStatus::kWaiting) {
                    add("seat", event, event.person, "withdrawn", "cancelled");
                }
                return;
            case EventKind::kSeatHanded: {
                Event told = event;
                add("seat", told, event.by == flow::kNobody ? event.other_person : event.by, handed(event.reason));
                asked_[event.seat] = event.at;
                return;
            }
            case EventKind::kPassed:
                if (event.reason != flow::Reason::kDecision) add("passed", event, flow::kNobody, "passed");
                return;
            case EventKind::kRefused:
                if (event.reason != flow::Reason::kDecision) add("refused", event, flow::kNobody, "refused");
                return;
            case EventKind::kReturned:
                returned_at_ = event.at;
                return add("returned", event, event.by, "return");
            case EventKind::kResubmitted:
                return add("resubmitted", event, event.by, "resubmit");
            case EventKind::kTimerFired:
                return add("timer", event, flow::kNobody);
            case EventKind::kNotified:
                for (const flow::Person person : event.people) add("notify", event, person, "notify");
                return;
            case EventKind::kReminded:
                for (const flow::Person person : event.people) add("reminded", event, person, "remind");
                return;
            case EventKind::kUrged:
                return add("urged", event, event.by, "urge");
            case EventKind::kCommented:
                return add("comment", event, event.by, "comment");
            case EventKind::kWithdrawn:
                return add("withdrawn", event, event.by, "withdraw");
            case EventKind::kTerminated:
                return add("terminated", event, event.by, "terminate");
            case EventKind::kPlaced:
                if (event.reason == flow::Reason::kJump) add("jumped", event, event.by, "jump");
                return;
            case EventKind::kMoved:
                if (flow_->nodes[flow_->edges[event.edge].to].kind->id == "script") {
                    Event told = event;
                    told.node = flow_->edges[event.edge].to;
                    add("script", told, flow::kNobody);
                }
                return;
            case EventKind::kSuspended:
                return add("suspended", event, event.by, "suspend");
            case EventKind::kContinued:
                return add("resumed", event, event.by, "resume");
            case EventKind::kEdited:
                return add("edited", event, event.by, "set");
            case EventKind::kMigrated: {
                Event told = event;
                told.text.clear();  // the snapshot
                return add("migrated", told, event.by, "migrate");
            }
            case EventKind::kIncident: {
                const feel::Value* text = event.value.is_context() ? event.value.find(language()) : nullptr;
                Event told = event;
                if (text != nullptr && text->is_string()) told.text += ": " + std::string(text->as_string());
                return add("incident", told, flow::kNobody, "incident");
            }
            case EventKind::kIncidentGone:
                return add("incident_solved", event, event.by, event.straight ? "retry" : "skip");
            case EventKind::kFinished:
                return add("ended", event, flow::kNobody, flow::status_name(static_cast<flow::Status>(event.index)));
            default:
                return;
        }
    }

    [[nodiscard]] std::string_view language() const { return view_.language() == Language::kZh ? "zh" : "en"; }

    const View& view_;
    const Loaded& loaded_;
    const flow::Flow* flow_;  // of the step that is told
    flow::Instance replayed_;
    std::map<std::uint32_t, flow::Instant> asked_;   // by seat
    std::map<std::uint32_t, flow::Instant> opened_;  // by seat: the open task
    std::map<flow::Person, flow::Instant> copies_;   // that were read
    std::vector<flow::Person> copied_;
    std::map<std::string, files::File> files_;
    flow::Instant returned_at_ = 0;
    json::Value out_;
};

}  // namespace

Result<json::Value> View::trail(const Loaded& loaded) const {
    TrailWriter writer(*this, loaded);
    if (auto looked = writer.look_up(reader_); !looked) return tl::unexpected(std::move(looked.error()));
    const auto read = each_step(reader_, finder_, loaded, [&](const Step& step) {
        writer.step(*step.flow, step.events);
        return true;
    });
    if (!read) return tl::unexpected(read.error());
    const Surroundings around(reader_, flows_.records_, loaded, caller_.directory(), flows_.options_.zone, now_);
    return writer.finish(now_, flow::predict(*loaded.flow, loaded.state, around.inputs()));
}

}  // namespace fw::flows
