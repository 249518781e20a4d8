// The trail: what happened, told from the events; who is waited for; and what lies ahead.
#include <map>

#include "runtime/flows/record_source.h"
#include "runtime/flows/view.h"

namespace fw::flows {

namespace {

using flow::Event;
using flow::EventKind;

class TrailWriter {
  public:
    TrailWriter(const View& view, const Loaded& loaded) : view_(view), loaded_(loaded), flow_(*loaded.flow) {}

    void step(const flow::Events& events) {
        for (const Event& event : events) {
            flow::apply(replayed_, flow_, event);
            tell(event);
        }
    }

    json::Value finish(DateTime now, const std::vector<flow::Predicted>& ahead) {
        for (const flow::Seat& seat : loaded_.state.seats) {
            if (seat.status != flow::SeatStatus::kWaiting) continue;
            json::Value item = entry("seat", asked_[seat.number], seat.node, "waiting");
            item.set("person", seat.person == flow::kNobody ? view_.person(0) : view_.person(seat.person));
            item.set("waited_seconds", seconds(asked_[seat.number], now.micros));
            out_.push(item);
        }
        if (loaded_.state.returned) {
            json::Value item = entry("seat", returned_at_, flow_.start, "waiting");
            item.set("person", view_.person(loaded_.state.initiator));
            item.set("action", json::Value::string("resubmit"));
            out_.push(item);
        }
        for (const flow::Seat& seat : loaded_.state.seats) {
            if (seat.status == flow::SeatStatus::kQueued) predicted(seat.node, seat.person);
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
            item.set("node", json::Value::string(flow_.nodes[node].id));
            item.set("node_label", view_.text(flow_.nodes[node].label));
        }
        item.set("round", json::Value::number(replayed_.round));
        return item;
    }

    void predicted(flow::NodeIndex node, flow::Person person) {
        json::Value item = entry(flow_.nodes[node].kind->ends ? "ended" : "seat", 0, node, "predicted");
        item.set("person", view_.person(person));
        out_.push(item);
    }

    void add(std::string_view kind, const Event& event, flow::Person person, std::string_view action = {},
             std::string_view status = "done") {
        json::Value item = entry(kind, event.at, event.kind == EventKind::kReturned ? event.from : event.node, status);
        item.set("person", view_.person(person));
        if (!action.empty()) item.set("action", json::Value::string(action));
        if (!event.text.empty() && event.kind != EventKind::kNotified)
            item.set("comment", json::Value::string(event.text));
        if (event.reason != flow::Reason::kNoReason)
            item.set("reason", json::Value::string(flow::reason_name(event.reason)));
        if (event.by != flow::kNobody && event.person != flow::kNobody && event.by != event.person &&
            person == event.by) {
            item.set("on_behalf_of", view_.person(event.person));
        }
        if (event.seat != 0) item.set("waited_seconds", seconds(asked_[event.seat], event.at));
        if (event.kind == EventKind::kReturned) {
            const bool initiator = event.node == flow_.start;
            item.set("to", json::Value::string(initiator ? "initiator" : flow_.nodes[event.node].id));
            item.set("to_label",
                     initiator ? view_.text(Text("Initiator", "发起人")) : view_.text(flow_.nodes[event.node].label));
        }
        if (event.kind == EventKind::kSeatHanded) item.set("to_person", view_.person(event.person));
        out_.push(item);
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
                }
                return;
            case EventKind::kSeatAsked:
                asked_[event.seat] = event.at;
                return;
            case EventKind::kSeatAgreed:
                return add("seat", event, event.by, flow_.nodes[event.node].kind->approves ? "approve" : "complete");
            case EventKind::kSeatRefused:
                return add("seat", event, event.by, "refuse");
            case EventKind::kSeatPassed:
                return add("passed", event, event.person, "passed");
            case EventKind::kSeatClosed:
                if (event.status == flow::SeatStatus::kWaiting)
                    add("seat", event, event.person, "withdrawn", "cancelled");
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
                if (flow_.nodes[flow_.edges[event.edge].to].kind->id == "script") {
                    Event told = event;
                    told.node = flow_.edges[event.edge].to;
                    add("script", told, flow::kNobody);
                }
                return;
            case EventKind::kFinished:
                return add("ended", event, flow::kNobody, flow::status_name(static_cast<flow::Status>(event.index)));
            default:
                return;
        }
    }

    const View& view_;
    const Loaded& loaded_;
    const flow::Flow& flow_;
    flow::Instance replayed_;
    std::map<std::uint32_t, flow::Instant> asked_;  // by seat
    flow::Instant returned_at_ = 0;
    json::Value out_;
};

}  // namespace

Result<json::Value> View::trail(const Loaded& loaded) const {
    TrailWriter writer(*this, loaded);
    Diagnostics failure;
    const auto read = reader_.query("SELECT events FROM fw_flow_event WHERE instance_id = ? ORDER BY seq", {loaded.id},
                                    [&](const storage::Row& row) {
                                        auto events = flow::read_events(row.text(0), *loaded.flow);
                                        if (events) {
                                            writer.step(*events);
                                        } else {
                                            failure = std::move(events.error());
                                        }
                                        return failure.empty();
                                    });
    if (!read) return tl::unexpected(read.error());
    if (!failure.empty()) return tl::unexpected(std::move(failure));
    StoredRecord record(reader_, flows_.records_, loaded.entity, loaded.record, *loaded.flow, now_);
    const flow::StepInputs inputs{now_.micros, flows_.options_.zone, loaded.id, caller_.directory(), record};
    return writer.finish(now_, flow::predict(*loaded.flow, loaded.state, inputs));
}

}  // namespace fw::flows
