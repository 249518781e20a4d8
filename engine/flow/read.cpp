#include "engine/flow/read.h"

#include <algorithm>
#include <optional>

#include "engine/feel/feel.h"
#include "engine/flow/read_lenient.h"
#include "engine/flow/structure/structure.h"
#include "engine/json/write.h"

namespace fw::flow {

namespace {

// Notes what the expressions of a flow read of its record.
class NotingEnv final : public ReadEnv {
  public:
    NotingEnv(const ReadEnv& env, std::vector<std::vector<std::string>>& paths) : env_(env), paths_(paths) {}

    model::Expr expression(const json::Value& value, const std::string& element, const Names& names,
                           const feel::Type& expected, Diagnostics& out) const override {
        model::Expr made = env_.expression(value, element, names, expected, out);
        note(made);
        return made;
    }
    model::Expr entity_expression(const json::Value& value, const std::string& element, std::string_view entity,
                                  const feel::Type& expected, Diagnostics& out) const override {
        return env_.entity_expression(value, element, entity, expected, out);
    }
    model::Template text(const json::Value& value, const std::string& element, const Names& names,
                         Diagnostics& out) const override {
        model::Template made = env_.text(value, element, names, out);
        for (const auto* pieces : {&made.en, &made.zh}) {
            for (const model::Template::Piece& piece : *pieces) note(piece.expression);
        }
        return made;
    }
    std::string entity(const json::Value& id, const std::string& element, Diagnostics& out) const override {
        return env_.entity(id, element, out);
    }
    std::string role(const json::Value& id, const std::string& element, Diagnostics& out) const override {
        return env_.role(id, element, out);
    }
    std::string model(std::string_view kind, const json::Value& id, const std::string& element,
                      Diagnostics& out) const override {
        return env_.model(kind, id, element, out);
    }
    bool field(std::string_view entity, const json::Value& id, const std::string& element,
               Diagnostics& out) const override {
        return env_.field(entity, id, element, out);
    }
    bool person_field(std::string_view entity, const json::Value& id, const std::string& element,
                      Diagnostics& out) const override {
        return env_.person_field(entity, id, element, out);
    }
    bool state(std::string_view entity, const json::Value& id, const std::string& element,
               Diagnostics& out) const override {
        return env_.state(entity, id, element, out);
    }
    std::optional<feel::Type> written(std::string_view entity, const json::Value& id, const std::string& element,
                                      Diagnostics& out) const override {
        return env_.written(entity, id, element, out);
    }
    void written_value(std::string_view entity, std::string_view field, const model::Expr& value, Range range,
                       const std::string& element, Diagnostics& out) const override {
        env_.written_value(entity, field, value, range, element, out);
    }
    feel::Type record_type(std::string_view entity) const override { return env_.record_type(entity); }
    feel::Type person_type() const override { return env_.person_type(); }
    std::string pack() const override { return env_.pack(); }
    Place place(Range range, const std::string& element) const override { return env_.place(range, element); }

  private:
    void note(const model::Expr& expression) const {
        if (!expression.code) return;
        for (const std::vector<std::string>& path : expression.code.reads()) {
            if (path.size() < 2 || path.front() != "record") continue;
            std::vector<std::string> within(path.begin() + 1, path.end());
            if (std::find(paths_.begin(), paths_.end(), within) == paths_.end()) paths_.push_back(std::move(within));
        }
    }

    const ReadEnv& env_;
    std::vector<std::vector<std::string>>& paths_;
};

std::uint64_t version_of(const json::Value& root) {
    json::Value copy = root;
    for (const char* key : {"diagram", "collapsed", "tests", "note", "bpmn"}) copy.erase(key);
    std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
    for (const char byte : json::write_compact(copy)) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    return hash;
}

feel::Type variable_type(std::string_view name) {
    if (name == "number") return feel::TypeKind::kNumber;
    if (name == "text") return feel::TypeKind::kString;
    if (name == "boolean") return feel::TypeKind::kBoolean;
    if (name == "date") return feel::TypeKind::kDate;
    if (name == "date_time") return feel::TypeKind::kDateTime;
    if (name == "list") return feel::Type::list({});
    return {};
}

feel::Type instance_type() {
    return feel::Type::context({{"id", feel::TypeKind::kString},
                                {"round", feel::TypeKind::kNumber},
                                {"started_at", feel::TypeKind::kDateTime}});
}

void read_start(Reading& r, const json::Value& root) {
    const json::Value* on = root.find("on");
    if (on == nullptr) return;
    const std::string element = r.element + "/on";
    if (const json::Value* entity = on->find("entity")) r.flow.entity = r.env.entity(*entity, element, r.out);
    const std::string_view event = on->string_or("event", "action");
    r.flow.start_on = event == "created"     ? StartOn::kCreated
                      : event == "changed"   ? StartOn::kChanged
                      : event == "condition" ? StartOn::kCondition
                                             : StartOn::kAction;
    if (r.flow.start_on == StartOn::kAction) {
        r.flow.action = on->string_or("action", "submit");
        r.flow.action_label = read_text(on->find("label"), r.flow.action);
    } else if (const json::Value* action = on->find("action")) {
        r.mistake("FLOW-071",
                  Text("a flow that an event of the record starts has no button", "由记录事件发起的流程没有按钮"),
                  action->range(), element + "/action");
    }
    if (r.flow.start_on == StartOn::kCondition && on->find("when") == nullptr) {
        r.mistake("FLOW-072", Text("say in 'when' which condition starts it", "请在“when”中写明发起条件"), on->range(),
                  element);
    }
    if (const json::Value* when = on->find("when"); when != nullptr && !r.flow.entity.empty()) {
        r.flow.when = r.env.entity_expression(*when, element + "/when", r.flow.entity, feel::TypeKind::kBoolean, r.out);
    }
}

void read_states(Reading& r, const json::Value& root) {
    const json::Value* states = root.find("record_state");
    if (states == nullptr) return;
    const auto read = [&](std::string_view key, std::string& into) {
        const json::Value* state = states->find(key);
        if (state == nullptr || !state->is_string()) return;
        into = state->as_string();
        if (!r.flow.entity.empty()) {
            r.env.state(r.flow.entity, *state, r.element + "/record_state/" + std::string(key), r.out);
        }
    };
    read("running", r.flow.state_running);
    read("returned", r.flow.state_returned);
    read("refused", r.flow.state_refused);
    read("withdrawn", r.flow.state_withdrawn);
    read("completed", r.flow.state_completed);
    read("terminated", r.flow.state_terminated);
}

void read_policies(Reading& r, const json::Value& root) {
    const std::string_view same = root.string_or("same_person");
    if (same == "adjacent") r.flow.same_person = SamePerson::kAdjacent;
    if (same == "first") r.flow.same_person = SamePerson::kFirst;
    if (same == "last") r.flow.same_person = SamePerson::kLast;
    const std::string_view withdraw = root.string_or("withdraw");
    if (withdraw == "any_time") r.flow.withdraw = Withdraw::kAnyTime;
    if (withdraw == "never") r.flow.withdraw = Withdraw::kNever;
    const json::Value* take_back = root.find("take_back");
    r.flow.take_back = take_back == nullptr || !take_back->is_boolean() || take_back->as_boolean();
    if (const json::Value* every = root.find("urge_every"); every != nullptr && every->is_string()) {
        if (const auto span = parse_span(every->as_string()); span && span->months >= 0 && span->seconds >= 0) {
            r.flow.urge_every = *span;
        } else {
            r.mistake("FLOW-020", Text("'urge_every' is an ISO 8601 duration", "“urge_every”必须是 ISO 8601 时长"),
                      every->range(), r.element + "/urge_every", Text("for example PT1H", "例如 PT1H"));
        }
    }
    r.flow.multiple_tokens = root.string_or("multiple_tokens") == "intended";
    if (const json::Value* calendar = root.find("calendar")) {
        r.flow.calendar = r.env.model("calendar", *calendar, r.element + "/calendar", r.out);
    }
    if (const json::Value* tests = root.find("tests")) r.flow.tests = *tests;
}

void note_people(const Flow& flow, std::vector<std::vector<std::string>>& paths) {
    for (const Node& node : flow.nodes) {
        if (node.human == nullptr) continue;
        for (const Who& who : node.human->who) {
            if (who.kind == Who::Kind::kField) paths.push_back({who.name, "id"});
            for (const Who& from : who.from) {
                if (from.kind == Who::Kind::kField) paths.push_back({from.name, "id"});
            }
        }
    }
}

}  // namespace

void Reading::mistake(std::string code, Text text, Range range, const std::string& at, Text hint, Severity severity) {
    Diagnostic made;
    made.code = std::move(code);
    made.severity = severity;
    made.text = std::move(text);
    made.hint = std::move(hint);
    made.place = env.place(range, at);
    out.push_back(std::move(made));
}

Text read_text(const json::Value* value, std::string_view fallback) {
    Text text;
    if (value != nullptr && value->is_string()) text = Text(value->as_string(), value->as_string());
    if (value != nullptr && value->is_object()) {
        text = Text(std::string(value->string_or("en")), std::string(value->string_or("zh")));
    }
    return text.empty() ? Text(std::string(fallback), std::string(fallback)) : text;
}

std::vector<Variable> read_variables(Reading& r, const json::Value& owner, const std::string& element,
                                     ReadEnv::Names& names) {
    std::vector<Variable> made;
    const json::Value* variables = owner.find("variables");
    if (variables == nullptr || !variables->is_array()) return made;
    for (const json::Value& each : variables->items()) {
        Variable variable;
        variable.id = each.string_or("id");
        variable.type = variable_type(each.string_or("type"));
        const std::string at = element + "/variables/" + variable.id;
        for (const auto& [name, type] : names) {
            if (name == variable.id) {
                r.mistake("FLOW-003",
                          Text("'" + variable.id + "' is the name of something else already",
                               "名称“" + variable.id + "”已被占用"),
                          each.range(), at);
            }
        }
        if (const json::Value* initial = each.find("initial")) {
            variable.initial = r.env.expression(*initial, at + "/initial", names, variable.type, r.out);
        }
        const std::string_view input = each.string_or("input");
        variable.from_start = input == "start" || input == "both";
        variable.from_tasks = input == "tasks" || input == "both";
        names.emplace_back(variable.id, variable.type);
        made.push_back(std::move(variable));
    }
    return made;
}

const Node* Flow::find(std::string_view node) const {
    const auto found = nodes_by_id.find(node);
    return found == nodes_by_id.end() ? nullptr : &nodes[found->second];
}

feel::Value Flow::variable_value(std::string_view variable, const json::Value& value) const {
    for (const Variable& known : variables) {
        if (known.id != variable) continue;
        feel::Value typed = feel::from_json(value, known.type);
        if (!typed.is_null()) return typed;
    }
    return feel::from_json(value);
}

bool Flow::inside(BranchIndex inner, BranchIndex outer) const {
    if (inner == kNone || outer == kNone) return false;
    while (inner != kNone && branches[inner].depth > branches[outer].depth) inner = branches[inner].parent;
    return inner == outer;
}

bool Flow::within(BodyIndex inner, BodyIndex outer) const {
    while (inner != kNone && inner != outer) inner = bodies[inner].parent;
    return inner == outer;
}

std::vector<NodeIndex> Flow::event_starts() const {
    std::vector<NodeIndex> found;
    for (const NodeIndex each : bodies.front().nodes) {
        const Node& node = nodes[each];
        if (node.kind->starts && node.event->trigger != Trigger::kNothing) found.push_back(each);
        if (node.kind->routing != Routing::kEventBased || !node.in.empty()) continue;
        for (const EdgeIndex edge : node.out) {
            if (nodes[edges[edge].to].event != nullptr) found.push_back(edges[edge].to);
        }
    }
    return found;
}

const Reach* Flow::reach(NodeIndex gateway) const {
    const auto found = std::lower_bound(reaches.begin(), reaches.end(), gateway,
                                        [](const Reach& each, NodeIndex node) { return each.gateway < node; });
    return found == reaches.end() || found->gateway != gateway ? nullptr : &*found;
}

namespace {

void read_all(Reading& r, const model::Document& document, std::vector<std::vector<std::string>>& paths) {
    const json::Value& root = document.root;
    r.flow.id = model::qualified(document.id, r.env.pack());
    r.element = "flow:" + r.flow.id;
    r.flow.label = read_text(root.find("label"), document.id);
    r.flow.properties = root;
    read_start(r, root);
    read_states(r, root);
    ReadEnv::Names names = {{"record", r.env.record_type(r.flow.entity)},
                            {"initiator", r.env.person_type()},
                            {"instance", instance_type()}};
    r.flow.variables = read_variables(r, root, r.element, names);
    read_policies(r, root);
    read_body(r, root, r.element, names, kNone, kNone);
    note_people(r.flow, paths);
    r.flow.asks_at_start = std::any_of(r.flow.nodes.begin(), r.flow.nodes.end(), [](const Node& node) {
        return node.human != nullptr && (node.human->chosen != nullptr || node.human->empty == Human::Empty::kNoStart);
    });
    r.flow.record_paths = std::move(paths);
    r.flow.version = version_of(root);
}

// Without these the control flow itself would be another one.
bool breaks_edges(const Diagnostic& each) {
    return each.code == "FLOW-001" || each.code == "FLOW-002" || each.code == "FLOW-004" || each.code == "FLOW-005";
}

}  // namespace

Result<Flow> read_flow_lenient(const model::Document& document, const ReadEnv& env) {
    std::vector<std::vector<std::string>> paths;
    const NotingEnv noting(env, paths);
    Reading r{noting};
    read_all(r, document, paths);
    link(r);
    std::erase_if(r.out, [](const Diagnostic& each) { return !breaks_edges(each); });
    if (!r.out.empty()) return tl::unexpected(std::move(r.out));
    return std::move(r.flow);
}

Result<Flow> read_flow(const model::Document& document, const ReadEnv& env, Diagnostics* warnings,
                       const ReadOptions& options) {
    std::vector<std::vector<std::string>> paths;
    const NotingEnv noting(env, paths);
    Reading r{noting};
    read_all(r, document, paths);
    const bool whole = !has_errors(r.out);
    link(r);
    check_structure(r.flow, env, whole, options.gate, r.out);
    Diagnostics errors;
    for (Diagnostic& each : r.out) {
        if (each.severity == Severity::kError) {
            errors.push_back(std::move(each));
        } else if (warnings != nullptr) {
            warnings->push_back(std::move(each));
        }
    }
    if (!errors.empty()) return tl::unexpected(std::move(errors));
    return std::move(r.flow);
}

}  // namespace fw::flow
