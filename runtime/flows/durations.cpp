// How long nodes take: measured from the steps of the newest instances of a period.
#include <algorithm>
#include <map>

#include "engine/json/write.h"
#include "runtime/flows/console.h"
#include "runtime/flows/history.h"

namespace fw::flows {

namespace {

struct Visits {
    Text label;
    std::string type;
    std::vector<std::int64_t> micros;   // of those that are over
    std::int64_t cancelled = 0;         // taken out of the way before they were done
    std::int64_t open = 0, oldest = 0;  // standing there now, and since when the first of them
};

struct Since {
    std::string node;
    flow::Instant at = 0;
};

// Where each token stands and since when; what leaves a node is added to its visits.
class Clock {
  public:
    explicit Clock(std::map<std::string, Visits>& visits) : visits_(visits) {}

    // False where steps before it are not kept any more.
    bool step(const Step& step) {
        if (step.number != ++steps_) return false;
        flow_ = step.flow;
        for (const flow::Event& event : step.events) {
            flow::apply(state_, *flow_, event);
            look(event.token, event);
            if (event.other != 0) look(event.other, event);
        }
        return true;
    }

    void finish() {
        for (const auto& [token, since] : standing_) {
            Visits& visits = visits_[since.node];
            ++visits.open;
            visits.oldest = visits.oldest == 0 ? since.at : std::min(visits.oldest, since.at);
        }
    }

    [[nodiscard]] const flow::Instance& state() const { return state_; }
    [[nodiscard]] bool whole(std::int64_t steps) const { return steps_ == steps; }

  private:
    // Its id; the version that is seen last gives its name.
    const std::string& arrived(flow::NodeIndex index) {
        const flow::Node& node = flow_->nodes[index];
        Visits& visits = visits_[node.id];
        visits.type = node.kind->id;
        visits.label = node.label;
        return node.id;
    }

    void look(std::uint32_t number, const flow::Event& event) {
        if (number == 0) return;
        const flow::Token* token = state_.token(number);
        const auto before = standing_.find(number);
        const bool arrives =
            event.token == number && (event.kind == flow::EventKind::kMoved || event.kind == flow::EventKind::kPlaced);
        if (before != standing_.end() && token != nullptr && !arrives &&
            flow_->nodes[token->node].id == before->second.node)
            return;
        if (before != standing_.end()) {
            Visits& visits = visits_[before->second.node];
            const bool gone = event.kind == flow::EventKind::kCancelled || event.kind == flow::EventKind::kPlaced;
            if (gone && event.token == number) {
                ++visits.cancelled;
            } else {
                visits.micros.push_back(std::max<std::int64_t>(0, event.at - before->second.at));
            }
            standing_.erase(before);
        }
        // Who only has things undone beside has not come there itself.
        const bool beside = token != nullptr && !arrives && flow::undoes_beside(flow_->nodes[token->node]);
        if (token != nullptr && !beside) standing_[number] = {arrived(token->node), event.at};
    }

    const flow::Flow* flow_ = nullptr;  // its version at this step
    std::int64_t steps_ = 0;
    std::map<std::string, Visits>& visits_;
    flow::Instance state_;
    std::map<std::uint32_t, Since> standing_;
};

// Of sorted values.
json::Value seconds_at(const std::vector<std::int64_t>& micros, double share) {
    if (micros.empty()) return json::Value::null();
    const auto at = static_cast<std::size_t>(share * static_cast<double>(micros.size() - 1) + 0.5);
    return json::Value::number(micros[at] / 1'000'000);
}

void add_figures(json::Value& out, std::vector<std::int64_t>& micros) {
    std::sort(micros.begin(), micros.end());
    std::int64_t total = 0;
    for (const std::int64_t each : micros) total += each / 1'000'000;
    out.set("count", json::Value::number(static_cast<std::int64_t>(micros.size())));
    out.set("median_seconds", seconds_at(micros, 0.5));
    out.set("p90_seconds", seconds_at(micros, 0.9));
    out.set("max_seconds", seconds_at(micros, 1));
    out.set("mean_seconds", micros.empty() ? json::Value::null()
                                           : json::Value::number(total / static_cast<std::int64_t>(micros.size())));
}

}  // namespace

Result<std::string> Console::durations(const DurationsRequest& request) const {
    const flow::Flow* flow = flows_.program().flow(request.flow);
    if (flow == nullptr) return not_found();
    std::vector<Id> ids;
    bool more = false;
    const int sample = std::clamp(request.sample, 1, 100'000);
    const auto read = reader_.query(
        "SELECT id FROM fw_flow_instance WHERE flow = ? AND started_at >= ? AND started_at < ? "
        "ORDER BY id DESC LIMIT ?",
        {flow->id, request.from.value_or(DateTime{0}), request.to.value_or(now_), sample + 1},
        [&](const storage::Row& row) {
            more = static_cast<int>(ids.size()) == sample;
            if (!more) ids.push_back(row.integer(0));
            return !more;
        });
    if (!read) return tl::unexpected(read.error());
    std::map<std::string, Visits> visits;
    std::vector<std::int64_t> whole;
    std::int64_t running = 0, measured = 0;
    for (const Id id : ids) {
        const auto loaded = load_instance(reader_, view_.finder(), id, false);
        if (!loaded) continue;  // its models are gone
        Clock clock(visits);
        const auto walked =
            each_step(reader_, view_.finder(), *loaded, [&](const Step& step) { return clock.step(step); });
        if (!walked || !clock.whole(loaded->version)) continue;
        ++measured;
        clock.finish();
        const flow::Instance& state = clock.state();
        if (state.running()) ++running;
        if (!state.running() && state.ended_at >= state.started_at) whole.push_back(state.ended_at - state.started_at);
    }
    json::Value out = json::Value::object();
    out.set("flow", json::Value::string(flow->id));
    out.set("instances", json::Value::number(measured));
    out.set("running", json::Value::number(running));
    out.set("sampled", json::Value::boolean(more));
    json::Value all = json::Value::object();
    add_figures(all, whole);
    out.set("whole", std::move(all));
    json::Value nodes = json::Value::array();
    for (auto& [id, each] : visits) {
        json::Value node = json::Value::object();
        node.set("node", json::Value::string(id));
        node.set("label", view_.text(each.label));
        node.set("type", json::Value::string(each.type));
        add_figures(node, each.micros);
        node.set("cancelled", json::Value::number(each.cancelled));
        node.set("open", json::Value::number(each.open));
        node.set("oldest_open_seconds",
                 each.open == 0
                     ? json::Value::null()
                     : json::Value::number(std::max<std::int64_t>(0, now_.micros - each.oldest) / 1'000'000));
        nodes.push(std::move(node));
    }
    out.set("nodes", std::move(nodes));
    return json::write_compact(out);
}

}  // namespace fw::flows
