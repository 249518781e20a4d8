// Diagrams as JSON.
#include <cmath>
#include <cstdio>
#include <map>

#include "engine/interchange/bpmn/picture.h"
#include "engine/json/write.h"
#include "runtime/flows/console.h"
#include "runtime/flows/history.h"

namespace fw::flows {

namespace {

json::Value both(const Text& text) {
    json::Value value = json::Value::object();
    value.set("en", json::Value::string(text.in(Language::kEn)));
    value.set("zh", json::Value::string(text.in(Language::kZh)));
    return value;
}

// One decimal at most.
json::Value number(double value) {
    const double tenths = std::round(value * 10);
    if (std::fmod(tenths, 10) == 0) return json::Value::number(static_cast<std::int64_t>(tenths / 10));
    char text[32];
    std::snprintf(text, sizeof(text), "%.1f", tenths / 10);
    return json::Value::number_literal(text);
}

json::Value box(const diagram::Box& box) {
    json::Value out = json::Value::object();
    out.set("x", number(box.x));
    out.set("y", number(box.y));
    out.set("width", number(box.width));
    out.set("height", number(box.height));
    return out;
}

json::Value route(const diagram::Route& points) {
    json::Value out = json::Value::array();
    for (const diagram::Point& point : points) {
        json::Value each = json::Value::array();
        each.push(number(point.x));
        each.push(number(point.y));
        out.push(std::move(each));
    }
    return out;
}

std::string_view shape_name(diagram::NodeShape shape) {
    switch (shape) {
        case diagram::NodeShape::kEvent:
            return "event";
        case diagram::NodeShape::kGateway:
            return "gateway";
        default:
            return "task";
    }
}

std::string_view position_of(const flow::NodeKind& kind) {
    if (kind.boundary) return "boundary";
    if (kind.starts) return "start";
    return kind.ends ? "end" : "intermediate";
}

std::string_view repeat_name(flow::Repeat::Kind kind) {
    if (kind == flow::Repeat::Kind::kLoop) return "loop";
    return kind == flow::Repeat::Kind::kParallel ? "parallel" : "sequential";
}

// What a node is drawn with beside its box.
void add_marks(json::Value& out, const flow::Node& node) {
    const flow::NodeKind& kind = *node.kind;
    if (!kind.description.icon.empty()) out.set("icon", json::Value::string(kind.description.icon));
    if (!kind.gateway && !kind.activity && !kind.container) {
        out.set("position", json::Value::string(position_of(kind)));
        if (kind.throws && !kind.ends) out.set("throws", json::Value::boolean(true));
    }
    const flow::Trigger trigger = kind.id == "timer"      ? flow::Trigger::kTimer
                                  : node.event != nullptr ? node.event->trigger
                                                          : flow::Trigger::kNothing;
    if (trigger != flow::Trigger::kNothing)
        out.set("event", json::Value::string(flow::kTriggerNames[static_cast<std::size_t>(trigger)]));
    if (node.event != nullptr && !node.event->interrupting) out.set("interrupting", json::Value::boolean(false));
    if (node.repeat != nullptr) out.set("repeat", json::Value::string(repeat_name(node.repeat->kind)));
    if (node.for_compensation) out.set("compensates", json::Value::boolean(true));
    if (kind.by_event) out.set("by_event", json::Value::boolean(true));
    if (kind.container) out.set("container", json::Value::boolean(true));
}

json::Value node_json(const diagram::FlowNode& drawn, const flow::Flow& flow) {
    json::Value out = box(drawn.box);
    out.set("id", json::Value::string(drawn.id));
    out.set("type", json::Value::string(drawn.type));
    out.set("shape", json::Value::string(shape_name(drawn.shape)));
    const flow::Node* node = flow.find(drawn.id);
    if (!drawn.label.empty()) out.set("label", both(drawn.label));
    if (!drawn.parent.empty()) out.set("parent", json::Value::string(drawn.parent));
    if (!drawn.attached_to.empty()) out.set("attached_to", json::Value::string(drawn.attached_to));
    if (drawn.expanded) out.set("expanded", json::Value::boolean(true));
    if (node != nullptr) add_marks(out, *node);
    return out;
}

json::Value edge_json(const diagram::FlowEdge& drawn, bool conditions) {
    json::Value out = json::Value::object();
    out.set("id", json::Value::string(drawn.key));
    out.set("from", json::Value::string(drawn.from));
    out.set("to", json::Value::string(drawn.to));
    if (!drawn.label.empty()) out.set("label", both(drawn.label));
    if (conditions && !drawn.when.empty()) out.set("when", json::Value::string(drawn.when));
    if (drawn.is_default) out.set("default", json::Value::boolean(true));
    if (!drawn.on.empty()) out.set("on", json::Value::string(drawn.on));
    if (drawn.association) out.set("association", json::Value::boolean(true));
    out.set("points", route(drawn.route));
    return out;
}

constexpr std::string_view kArtifacts[] = {"pool",  "lane", "group", "note",   "data",
                                           "store", "task", "event", "gateway"};
constexpr std::string_view kLines[] = {"association", "message", "flow"};

json::Value artifact_json(const bpmn::Artifact& artifact) {
    json::Value out = box(artifact.box);
    out.set("kind", json::Value::string(kArtifacts[static_cast<std::size_t>(artifact.kind)]));
    out.set("text", json::Value::string(artifact.text));
    if (!artifact.horizontal) out.set("horizontal", json::Value::boolean(false));
    if (artifact.open) out.set("expanded", json::Value::boolean(true));
    return out;
}

json::Value line_json(const bpmn::Line& line) {
    json::Value out = json::Value::object();
    out.set("kind", json::Value::string(kLines[static_cast<std::size_t>(line.kind)]));
    if (!line.text.empty()) out.set("text", json::Value::string(line.text));
    if (line.arrow) out.set("arrow", json::Value::boolean(true));
    out.set("points", route(line.route));
    return out;
}

// The BPMN file a flow came from: it stands in the flow itself, or in another one of the same file.
const json::Value* document_of(const compile::Program& program, const flow::Flow& flow) {
    const json::Value* kept = flow.properties.find("bpmn");
    if (kept == nullptr || !kept->is_object()) return nullptr;
    const std::string_view with = kept->string_or("with");
    if (with.empty()) return kept->find("document");
    const flow::Flow* other =
        program.flow(model::qualified(with, std::string_view(flow.id).substr(0, flow.id.find('.'))));
    const json::Value* there = other == nullptr ? nullptr : other->properties.find("bpmn");
    return there == nullptr || !there->is_object() ? nullptr : there->find("document");
}

}  // namespace

struct Console::Picture {
    std::shared_ptr<const compile::Program> program;
    const flow::Flow* flow = nullptr;
};

json::Value Console::draw(const compile::Program& program, const flow::Flow& flow) const {
    const bpmn::Picture picture = bpmn::picture_of(flow.properties, document_of(program, flow));
    json::Value out = json::Value::object();
    out.set("flow", json::Value::string(flow.id));
    out.set("label", both(flow.label));
    out.set("version", json::Value::string(version_text(flow)));
    out.set("bounds", box(picture.bounds()));
    json::Value nodes = json::Value::array(), edges = json::Value::array(), artifacts = json::Value::array(),
                lines = json::Value::array();
    for (const diagram::FlowNode& node : picture.diagram.nodes) nodes.push(node_json(node, flow));
    for (const diagram::FlowEdge& edge : picture.diagram.edges) {
        if (edge.route.size() >= 2) edges.push(edge_json(edge, caller_.administrator()));
    }
    for (const bpmn::Artifact& artifact : picture.artifacts) artifacts.push(artifact_json(artifact));
    for (const bpmn::Line& line : picture.lines) lines.push(line_json(line));
    out.set("nodes", std::move(nodes));
    out.set("edges", std::move(edges));
    out.set("artifacts", std::move(artifacts));
    out.set("lines", std::move(lines));
    return out;
}

Result<Console::Picture> Console::find(std::string_view id, Id deployment) const {
    Picture found;
    const flow::Flow* now = flows_.program().flow(id);
    if (deployment == 0) {
        found.flow = now;
        const compile::Entity* entity =
            now == nullptr || now->entity.empty() ? nullptr : flows_.program().entity(now->entity);
        const bool reads = entity != nullptr && !caller_.on(*entity).read.nothing();
        if (now == nullptr || !(caller_.administrator() || reads)) return not_found();
        return found;
    }
    if (!caller_.administrator() || !flows_.options().load_program) return not_found();
    auto program = flows_.options().load_program(reader_, deployment);
    if (!program) return tl::unexpected(std::move(program.error()));
    found.program = *program;
    found.flow = found.program == nullptr ? nullptr : found.program->flow(now == nullptr ? id : now->id);
    if (found.flow == nullptr) return not_found();
    return found;
}

Result<std::string> Console::diagram(std::string_view flow, Id deployment) const {
    const auto found = find(flow, deployment);
    if (!found) return tl::unexpected(found.error());
    const compile::Program& program = found->program == nullptr ? flows_.program() : *found->program;
    return json::write_compact(draw(program, *found->flow));
}

Result<Loaded> Console::visible(Id instance) const {
    auto loaded = load_instance(reader_, view_.finder(), instance, false);
    if (!loaded) return loaded;
    auto seen = view_.may_see(*loaded);
    if (!seen) return tl::unexpected(std::move(seen.error()));
    if (!*seen) return not_found();
    return loaded;
}

Result<std::string> Console::instance_diagram(Id instance) const {
    const auto loaded = visible(instance);
    if (!loaded) return tl::unexpected(loaded.error());
    const flow::Flow& flow = *loaded->flow;
    std::map<std::string, std::int64_t> ways, done;  // by ids: earlier steps may be those of another version
    const auto walked = each_step(reader_, view_.finder(), *loaded, [&](const Step& step) {
        for (const flow::Event& event : step.events) {
            const bool moves = event.kind == flow::EventKind::kMoved || event.kind == flow::EventKind::kForked;
            if (moves && event.edge != flow::kNone) ++ways[step.flow->edges[event.edge].id];
            if (const flow::NodeIndex node = finished_node(*step.flow, event); node != flow::kNone)
                ++done[step.flow->nodes[node].id];
        }
        return true;
    });
    if (!walked) return tl::unexpected(walked.error());
    json::Value out = draw(loaded->program == nullptr ? flows_.program() : *loaded->program, flow);
    json::Value run = json::Value::object();
    run.set("id", View::id(instance));
    run.set("state", json::Value::string(flow::status_name(loaded->state.status)));
    run.set("returned", json::Value::boolean(loaded->state.returned));
    std::map<std::string, std::int64_t> standing;
    for (const flow::Token& token : loaded->state.tokens) {
        if (!stands_for_all(loaded->state, token)) ++standing[flow.nodes[token.node].id];
    }
    const auto counts = [](const std::map<std::string, std::int64_t>& from) {
        json::Value made = json::Value::object();
        for (const auto& [id, count] : from) made.set(id, json::Value::number(count));
        return made;
    };
    run.set("tokens", counts(standing));
    run.set("done", counts(done));
    run.set("ways", counts(ways));
    if (loaded->state.ended_by != flow::kNone && !loaded->state.running())
        run.set("ended_by", json::Value::string(flow.nodes[loaded->state.ended_by].id));
    out.set("instance", std::move(run));
    return json::write_compact(out);
}

}  // namespace fw::flows
