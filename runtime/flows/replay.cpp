// An instance step by step.
#include <map>

#include "engine/json/write.h"
#include "runtime/flows/console.h"
#include "runtime/flows/history.h"

namespace fw::flows {

namespace {

constexpr std::size_t kLargest = 8192;  // bytes of a variable's value

// A value as it is, or how large it is.
json::Value shown(const feel::Value& value) {
    json::Value made = feel::to_json(value);
    const std::size_t size = json::write_compact(made).size();
    if (size <= kLargest) return made;
    json::Value large = json::Value::object();
    large.set("bytes", json::Value::number(static_cast<std::int64_t>(size)));
    return large;
}

class StepWriter {
  public:
    StepWriter(const View& view, const Step& step) : view_(view), step_(step), flow_(*step.flow) {}

    // The step, done to `state`.
    json::Value run(flow::Instance& state) const {
        json::Value list = json::Value::array();
        std::map<std::string, json::Value, std::less<>> changed;
        for (const flow::Event& event : step_.events) {
            flow::apply(state, flow_, event);
            list.push(tell(event));
            if (event.kind == flow::EventKind::kVariable && event.frame == 0 && event.index < flow_.variables.size())
                changed[flow_.variables[event.index].id] = shown(event.value);
        }
        json::Value out = json::Value::object();
        out.set("step", json::Value::number(step_.number));
        out.set("at", View::moment(std::optional(step_.at)));
        out.set("events", std::move(list));
        std::map<flow::NodeIndex, std::int64_t> standing;
        for (const flow::Token& token : state.tokens) {
            if (!stands_for_all(state, token)) ++standing[token.node];
        }
        json::Value tokens = json::Value::object();
        for (const auto& [node, count] : standing) tokens.set(flow_.nodes[node].id, json::Value::number(count));
        out.set("tokens", std::move(tokens));
        json::Value variables = json::Value::object();
        for (auto& [name, value] : changed) variables.set(name, std::move(value));
        out.set("variables", std::move(variables));
        out.set("state", json::Value::string(flow::status_name(state.status)));
        out.set("round", json::Value::number(state.round));
        out.set("returned", json::Value::boolean(state.returned));
        return out;
    }

  private:
    json::Value tell(const flow::Event& event) const {
        json::Value out = json::Value::object();
        out.set("kind", json::Value::string(flow::event_name(event.kind)));
        const auto node = [&](const char* key, const char* label, flow::NodeIndex index) {
            if (index == flow::kNone) return;
            out.set(key, json::Value::string(flow_.nodes[index].id));
            out.set(label, view_.text(flow_.nodes[index].label));
        };
        const auto person = [&](const char* key, flow::Person who) {
            if (who != flow::kNobody) out.set(key, view_.person(who));
        };
        node("node", "node_label", event.node);
        node("from", "from_label", event.from);
        if (event.edge != flow::kNone) out.set("edge", json::Value::string(flow_.edges[event.edge].id));
        if (event.token != 0) out.set("token", json::Value::number(event.token));
        person("person", event.person);
        person("by", event.by);
        person("other_person", event.other_person);
        if (!event.people.empty()) {
            json::Value people = json::Value::array();
            for (const flow::Person who : event.people) people.push(view_.person(who));
            out.set("people", std::move(people));
        }
        if (!event.text.empty() && event.kind != flow::EventKind::kMigrated) {  // that one's is a snapshot
            const bool told = !event.text_zh.empty();
            out.set("text", told ? view_.text(Text(event.text, event.text_zh)) : json::Value::string(event.text));
        }
        if (event.reason != flow::Reason::kNoReason)
            out.set("reason", json::Value::string(flow::reason_name(event.reason)));
        if (event.kind == flow::EventKind::kVariable) {
            const std::vector<flow::Variable>& variables =
                event.frame != 0 && event.node != flow::kNone ? flow_.nodes[event.node].locals : flow_.variables;
            if (event.index < variables.size()) out.set("variable", json::Value::string(variables[event.index].id));
        }
        if (!event.value.is_null()) out.set("value", shown(event.value));
        if (event.due != 0) out.set("due", View::moment(event.due));
        if (event.kind == flow::EventKind::kFinished)
            out.set("state", json::Value::string(flow::status_name(static_cast<flow::Status>(event.index))));
        return out;
    }

    const View& view_;
    const Step& step_;
    const flow::Flow& flow_;
};

}  // namespace

Result<std::string> Console::replay(const ReplayRequest& request) const {
    const auto loaded = visible(request.instance);
    if (!loaded) return tl::unexpected(loaded.error());
    flow::Instance state;
    json::Value steps = json::Value::array();
    bool more = false;
    std::int64_t last = request.after, seen = 0;
    const auto walked = each_step(reader_, view_.finder(), *loaded, [&](const Step& step) {
        if (step.number != ++seen) return false;  // those before it are not kept any more
        if (step.number <= request.after) {
            for (const flow::Event& event : step.events) flow::apply(state, *step.flow, event);
            return true;
        }
        more = static_cast<int>(steps.items().size()) == request.limit;
        if (more) return false;
        steps.push(StepWriter(view_, step).run(state));
        last = step.number;
        return true;
    });
    if (!walked) return tl::unexpected(walked.error());
    json::Value out = json::Value::object();
    out.set("instance", View::id(request.instance));
    out.set("total", json::Value::number(loaded->version));
    out.set("steps", std::move(steps));
    out.set("next", more ? json::Value::string(std::to_string(last)) : json::Value::null());
    return json::write_compact(out);
}

}  // namespace fw::flows
