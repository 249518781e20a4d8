#include "engine/interchange/bpmn/schema_order.h"
#include "engine/interchange/bpmn/writing.h"

namespace fw::bpmn {

namespace {

xml::Element role_element(std::string_view local, std::string_view name) {
    xml::Element out = model_element(local);
    out.add(model_element("resourceAssignmentExpression")).add(model_element("formalExpression")).add_text(name);
    return out;
}

void write_people(const json::Value& node, xml::Element& into) {
    const json::Value* who = node.find("who");
    if (who == nullptr) return;
    const auto one = [&](const json::Value& each) {
        if (const std::string_view person = each.string_or("person"); !person.empty()) {
            into.add(role_element("humanPerformer", person));
        }
        if (const std::string_view role = each.string_or("role"); !role.empty()) {
            into.add(role_element("potentialOwner", role));
        }
    };
    if (who->is_object()) one(*who);
    if (!who->is_array()) return;
    for (const json::Value& each : who->items()) one(each);
}

void write_for_each(const Writing& w, const json::Value& each, xml::Element& into) {
    xml::Element loop = model_element("multiInstanceLoopCharacteristics");
    if (each.string_or("mode") == "sequential") loop.set("isSequential", "true");
    const std::string_view count = each.string_or("count");
    const std::string_view items = each.string_or("in");
    if (!count.empty()) {
        loop.add(w.formal("loopCardinality", count, true));
    } else if (!items.empty()) {  // BPMN lists items by data only; the rest of it is in the override
        loop.add(w.formal("loopCardinality", "count(" + std::string(items) + ")", true));
    }
    if (const std::string_view until = each.string_or("until"); !until.empty()) {
        loop.add(w.formal("completionCondition", until, true));
    }
    into.add(std::move(loop));
}

void write_loop(const Writing& w, const json::Value& loop, xml::Element& into) {
    xml::Element out = model_element("standardLoopCharacteristics");
    if (loop.string_or("test") == "before") out.set("testBefore", "true");
    if (const json::Value* most = loop.find("at_most"); most != nullptr && most->is_number()) {
        out.set("loopMaximum", most->literal());
    }
    if (const std::string_view again = loop.string_or("while"); !again.empty()) {
        out.add(w.formal("loopCondition", again, true));
    }
    into.add(std::move(out));
}

}  // namespace

void write_activity(Writing& w, const json::Value& node, xml::Element& into) {
    const std::string_view type = node.string_or("type");
    const json::Value* undoes = node.find("for_compensation");
    if (undoes != nullptr && undoes->is_boolean() && undoes->as_boolean()) into.set("isForCompensation", "true");
    if (type == "user_task" || type == "manual_task" || type == "approval") write_people(node, into);
    if (const json::Value* each = node.find("for_each")) write_for_each(w, *each, into);
    if (const json::Value* loop = node.find("loop")) write_loop(w, *loop, into);
    if (type == "send_task" || type == "receive_task") {
        if (const std::string_view name = node.string_or("message"); !name.empty()) {
            into.set("messageRef", w.root("message", name));
        }
    }
    if (type == "call_activity") {
        const std::string_view flow = node.string_or("flow");
        const auto known = w.processes.find(flow);
        into.set("calledElement", known == w.processes.end() ? flow : std::string_view(known->second));
    }
}

}  // namespace fw::bpmn
