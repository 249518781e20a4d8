#include <algorithm>

#include "engine/interchange/bpmn/kinds.h"
#include "engine/interchange/bpmn/reading.h"
#include "engine/interchange/bpmn/vendor.h"
#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

json::Value who(std::string_view kind, std::string_view name) {
    json::Value out = json::Value::object();
    out.set(kind, json::Value::string(name));
    return out;
}

// "kermit, gonzo" one by one; "user(kermit)" and "group(sales)" say themselves what they are.
void add_people(Reading& r, std::string_view text, std::string_view kind, const xml::Element& at, json::Value& into) {
    if (text.find("${") != std::string_view::npos || text.find("#{") != std::string_view::npos ||
        text.starts_with('=')) {
        into.push(who("feel", r.expression(text, at)));
        return;
    }
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        std::string_view name = trimmed(text.substr(0, comma));
        std::string_view as = kind;
        for (const auto& [prefix, meant] :
             {std::pair<std::string_view, std::string_view>{"user(", "person"}, {"group(", "role"}}) {
            if (!name.starts_with(prefix) || !name.ends_with(')')) continue;
            name = trimmed(name.substr(prefix.size(), name.size() - prefix.size() - 1));
            as = meant;
        }
        if (!name.empty()) into.push(who(as, as == "role" ? technical_name(name) : std::string(name)));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
}

// The variable that holds the initiator in Camunda's start event.
bool is_initiator(Reading& r, std::string_view assignee) {
    for (const xml::Element* start : r.process.elements(kModel, "startEvent")) {
        const std::string_view name = camunda(*start, "initiator");
        if (!name.empty() && assignee == "${" + std::string(name) + "}") return true;
    }
    return assignee == "${initiator}" || assignee == "$INITIATOR";
}

void read_roles(Reading& r, const xml::Element& element, json::Value& people) {
    for (const std::string_view role : {"humanPerformer", "potentialOwner", "performer", "resourceRole"}) {
        for (const xml::Element* each : element.elements(kModel, role)) {
            if (const xml::Element* assigned = child(*each, "resourceAssignmentExpression")) {
                const std::string text = child_text(*assigned, "formalExpression");
                add_people(r, text, role == "potentialOwner" ? "role" : "person", *assigned, people);
            } else if (const std::string reference = child_text(*each, "resourceRef"); !reference.empty()) {
                const xml::Element* resource = r.source.find(reference);
                const std::string_view name = resource == nullptr ? reference : resource->value_or("name", reference);
                people.push(who("role", technical_name(name)));
            }
        }
    }
}

void read_people(Reading& r, const xml::Element& element, json::Value& into) {
    json::Value people = json::Value::array();
    const std::string_view assignee = trimmed(camunda(element, "assignee"));
    if (is_initiator(r, assignee)) {
        json::Value initiator = json::Value::object();
        initiator.set("initiator", json::Value::boolean(true));
        people.push(std::move(initiator));
    } else {
        add_people(r, assignee, "person", element, people);
    }
    add_people(r, camunda(element, "candidateUsers"), "person", element, people);
    add_people(r, camunda(element, "candidateGroups"), "role", element, people);
    if (const xml::Element* zeebe = extension(element, "assignmentDefinition")) {
        add_people(r, zeebe->value_or("assignee"), "person", *zeebe, people);
        add_people(r, zeebe->value_or("candidateUsers"), "person", *zeebe, people);
        add_people(r, zeebe->value_or("candidateGroups"), "role", *zeebe, people);
    }
    read_roles(r, element, people);
    if (people.items().empty()) {  // nobody is named: who started it does it
        json::Value initiator = json::Value::object();
        initiator.set("initiator", json::Value::boolean(true));
        into.set("who", std::move(initiator));
    } else {
        into.set("who", people.items().size() == 1 ? people.items()[0] : std::move(people));
    }
}

void read_message(Reading& r, const xml::Element& element, json::Value& into) {
    const std::string_view reference = element.value_or("messageRef");
    const xml::Element* message = r.source.find(reference);
    if (message == nullptr) return;
    const std::string_view name = message->value_or("name");
    into.set("message", json::Value::string(name.empty() ? message->value_or("id") : name));
    if (const xml::Element* subscription = extension(*message, "subscription")) {
        set_text(into, "key", r.expression(subscription->value_or("correlationKey"), *subscription, "feel"));
    }
}

void read_decision(Reading& r, const xml::Element& element, json::Value& into) {
    std::string_view decision = camunda(element, "decisionRef");
    std::string_view result = camunda(element, "resultVariable");
    if (const xml::Element* called = extension(element, "calledDecision")) {
        decision = called->value_or("decisionId");
        result = called->value_or("resultVariable");
    }
    std::string by_text;
    if (const xml::Element* called = extension(element, "calledDecisionId")) {
        by_text = called->text();
        decision = trimmed(by_text);
    }
    if (decision.empty()) return;
    into.set("decision", json::Value::string(technical_name(decision)));
    if (result.empty()) return;
    json::Value out = json::Value::object();
    out.set(r.variable(result), json::Value::string("result"));
    into.set("out", std::move(out));
}

// A script in FEEL sets a variable; any other language is not run.
void read_script(Reading& r, const xml::Element& element, json::Value& into) {
    std::string feel, variable;
    if (const xml::Element* script = extension(element, "script")) {
        feel = r.expression(script->value_or("expression"), *script, "feel");
        variable = std::string(script->value_or("resultVariable"));
    } else if (dialect_of(element.value_or("scriptFormat")) == Dialect::kFeel) {
        if (const xml::Element* text = child(element, "script")) feel = r.expression(text->text(), *text, "feel");
        variable = std::string(camunda(element, "resultVariable"));
    }
    if (feel.empty() || variable.empty()) {
        into.set("type", json::Value::string("task"));
        if (extension(element, "properties") == nullptr) {
            r.note("BPMN-107", element,
                   {"Scripts of other languages are kept, but not run: the flow passes here at once",
                    "其他语言的脚本予以保留但不执行：流程在此直接通过"});
        }
        return;
    }
    json::Value set = json::Value::object();
    set.set(r.variable(variable), json::Value::string(feel));
    into.set("set", std::move(set));
}

void read_call(Reading& r, const xml::Element& element, json::Value& into) {
    std::string_view called = element.value_or("calledElement");
    std::string_view binding = camunda(element, "calledElementBinding");
    if (const xml::Element* zeebe = extension(element, "calledElement")) {
        called = zeebe->value_or("processId", called);
        binding = zeebe->value_or("bindingType", binding);
    }
    called = without_prefix(called);
    const xml::Element* target = r.source.find(called);
    if (called.empty() || (target != nullptr && target->name.local != "process")) {
        into.set("type", json::Value::string("task"));
        r.note("BPMN-107", element,
               {"This call activity calls no process: the flow passes here at once",
                "该调用活动未指定流程：流程在此直接通过"});
        return;
    }
    into.set("flow", json::Value::string(r.source.flow_name(called)));
    if (binding == "deployment") into.set("binding", json::Value::string("deployment"));
}

// One direction of values: camunda:in/out of calls, camunda:inputParameter/outputParameter and zeebe:input/output.
struct Mapping {
    Reading& r;
    json::Value in = json::Value::object();
    json::Value out = json::Value::object();

    // All both ways is what a call does that says nothing.
    void call(const xml::Element& element) {
        const auto ins = extensions(element, "in"), outs = extensions(element, "out");
        const auto whole = [](const xml::Element* each) { return each->value_or("variables") == "all"; };
        if (std::any_of(ins.begin(), ins.end(), whole) && std::any_of(outs.begin(), outs.end(), whole)) return;
        for (const xml::Element* each : ins) one(*each, in, true);
        for (const xml::Element* each : outs) one(*each, out, false);
    }

    void one(const xml::Element& each, json::Value& into, bool inwards) {
        const std::string_view target = each.value_or("target");
        const std::string source(each.value_or("source"));
        if (target.empty()) return;  // variables="all", businessKey
        const std::string name = inwards ? technical_name(target) : r.variable(target);
        if (!source.empty()) {
            const std::string from = inwards ? r.variable(source) : "result." + technical_name(source);
            into.set(name, json::Value::string(from));
        } else if (inwards) {
            set_text(into, name, r.expression(each.value_or("sourceExpression"), each));
        } else {
            set_text(into, name, r.expression_of_result(each.value_or("sourceExpression"), each));
        }
    }

    void zeebe(const xml::Element& element) {
        const xml::Element* mapping = extension(element, "ioMapping");
        if (mapping == nullptr) return;
        for (const xml::Element* each : mapping->elements()) {
            const std::string_view target = each->value_or("target");
            if (target.empty() || target.find('.') != std::string_view::npos) continue;
            const bool inwards = each->name.local == "input";
            const std::string feel = r.expression(each->value_or("source"), *each, "feel");
            set_text(inwards ? in : out, inwards ? technical_name(target) : r.variable(target), feel);
        }
    }

    void camunda_parameters(const xml::Element& element) {
        const xml::Element* holder = extension(element, "inputOutput");
        if (holder == nullptr) return;
        for (const xml::Element* each : holder->elements()) {
            const std::string_view name = each->value_or("name");
            if (name.empty() || !each->elements().empty()) continue;  // maps, lists, scripts: kept only
            const bool inwards = each->name.local == "inputParameter";
            const std::string text = each->text();
            const bool expression = text.find("${") != std::string::npos || text.find("#{") != std::string::npos;
            const std::string feel = expression ? r.expression(text, *each, "juel") : feel_string(trimmed(text));
            set_text(inwards ? in : out, inwards ? technical_name(name) : r.variable(name), feel);
        }
    }

    void into(json::Value& node) {
        if (!in.members().empty()) node.set("in", std::move(in));
        if (out.members().empty()) return;
        if (json::Value* known = node.find("out")) {
            for (const json::Member& member : out.members()) known->set(member.key, member.value);
        } else {
            node.set("out", std::move(out));
        }
    }
};

void note_work(Reading& r, const xml::Element& element) {
    const bool ours = extension(element, "properties") != nullptr;
    if (ours || !r.noted.insert("work").second) return;
    r.note("BPMN-107", element,
           {"Service tasks of other engines have no action here: the flow passes them at once",
            "其他引擎的服务任务在此没有对应动作：流程直接通过"},
           {"give each its 'action'", "请为每个任务设置“action”"});
}

void note_quantities(Reading& r, const xml::Element& element) {
    for (const std::string_view each : {"startQuantity", "completionQuantity"}) {
        const std::string_view value = trimmed(element.value_or(each, "1"));
        if (value == "1" || value.empty()) continue;
        r.note("BPMN-108", element,
               format_text({"{0} = {1} is kept, but executed as 1", "{0} = {1} 予以保留，但按 1 执行"}, {each, value}));
    }
}

}  // namespace

void read_activity(Reading& r, const xml::Element& element, json::Value& into) {
    const std::string_view local = element.name.local;
    if (local == "userTask" || local == "manualTask") read_people(r, element, into);
    if (local == "sendTask" || local == "receiveTask") read_message(r, element, into);
    if (local == "businessRuleTask") read_decision(r, element, into);
    if (local == "scriptTask") read_script(r, element, into);
    if (local == "callActivity") read_call(r, element, into);
    if (local == "serviceTask") note_work(r, element);
    Mapping mapping{r};
    if (into.string_or("type") == "call_activity") mapping.call(element);
    mapping.zeebe(element);
    mapping.camunda_parameters(element);
    mapping.into(into);
    if (flag(element, "isForCompensation", false)) into.set("for_compensation", json::Value::boolean(true));
    note_quantities(r, element);
}

}  // namespace fw::bpmn
