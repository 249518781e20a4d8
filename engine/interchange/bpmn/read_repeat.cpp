#include "engine/interchange/bpmn/reading.h"
#include "engine/interchange/bpmn/vendor.h"
#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

using Inner = std::map<std::string, std::string, std::less<>>;

// What the counters of loops are called; Camunda 7 counts from 0.
Inner counters() {
    return {{"numberOfInstances", "number_of_instances"},
            {"numberOfActiveInstances", "number_of_active_instances"},
            {"numberOfCompletedInstances", "number_of_completed_instances"},
            {"nrOfInstances", "number_of_instances"},
            {"nrOfActiveInstances", "number_of_active_instances"},
            {"nrOfCompletedInstances", "number_of_completed_instances"},
            {"loopCounter", "loop_counter"}};
}

// The variable a reference of a loop means: data are variables under their names, anything else is a name itself.
std::string data_name(Reading& r, std::string_view reference) {
    reference = trimmed(reference);
    const xml::Element* found = r.source.find(reference);
    if (found == nullptr) return std::string(without_prefix(reference));
    if (const xml::Attribute* object = found->find("dataObjectRef")) {
        if (const xml::Element* behind = r.source.find(object->value)) found = behind;
    }
    const std::string_view name = trimmed(found->value_or("name"));
    return std::string(name.empty() ? found->value_or("id") : name);
}

std::string item_name(const xml::Element& loop, std::string_view local) {
    const xml::Element* item = child(loop, local);
    if (item == nullptr) return {};
    const std::string_view name = trimmed(item->value_or("name"));
    return std::string(name.empty() ? item->value_or("id") : name);
}

void read_items(Reading& r, const xml::Element& loop, json::Value& into) {
    const std::string_view collection = camunda(loop, "collection");
    const xml::Element* zeebe = extension(loop, "loopCharacteristics");
    const std::string reference = child_text(loop, "loopDataInputRef");
    if (!collection.empty()) {
        set_text(into, "in", r.expression(collection, loop));
    } else if (zeebe != nullptr && zeebe->find("inputCollection") != nullptr) {
        set_text(into, "in", r.expression(zeebe->value_or("inputCollection"), *zeebe, "feel"));
    } else if (!reference.empty()) {
        set_text(into, "in", r.variable(data_name(r, reference)));
    } else {
        set_text(into, "count", r.child_expression(loop, "loopCardinality"));
    }
}

void read_outputs(Reading& r, const xml::Element& loop, json::Value& into) {
    const xml::Element* zeebe = extension(loop, "loopCharacteristics");
    std::string collect, list;
    if (zeebe != nullptr && zeebe->find("outputCollection") != nullptr) {
        collect = r.expression(zeebe->value_or("outputElement"), *zeebe, "feel");
        list = std::string(zeebe->value_or("outputCollection"));
    } else if (const std::string reference = child_text(loop, "loopDataOutputRef"); !reference.empty()) {
        const std::string item = item_name(loop, "outputDataItem");
        if (!item.empty()) collect = r.variable(item);
        list = data_name(r, reference);
    }
    if (collect.empty() || list.empty()) return;
    into.set("collect", json::Value::string(collect));
    into.set("into", json::Value::string(r.variable(list)));
}

void read_multi_instance(Reading& r, const xml::Element& loop, json::Value& node) {
    json::Value each = json::Value::object();
    read_items(r, loop, each);
    std::string item(camunda(loop, "elementVariable"));
    if (const xml::Element* zeebe = extension(loop, "loopCharacteristics"); item.empty() && zeebe != nullptr) {
        item = std::string(zeebe->value_or("inputElement"));
    }
    if (item.empty()) item = item_name(loop, "inputDataItem");
    Inner inner = counters();
    if (!camunda(loop, "collection").empty() || r.source.dialect() != Dialect::kFeel) {
        const bool from_zero = extension(loop, "loopCharacteristics") == nullptr;
        if (from_zero) inner["loopCounter"] = "(loop_counter - 1)";
    }
    if (!item.empty() && each.find("in") != nullptr) {
        const std::string name = technical_name(item);
        each.set("as", json::Value::string(name));
        inner[item] = name;
    }
    r.inner_names.push_back(std::move(inner));
    if (flag(loop, "isSequential", false)) each.set("mode", json::Value::string("sequential"));
    set_text(each, "until", r.child_expression(loop, "completionCondition"));
    read_outputs(r, loop, each);
    if (each.find("in") == nullptr && each.find("count") == nullptr) {
        r.note(
            "BPMN-106", loop,
            {"This multi-instance activity says neither how many instances there are nor over which list it runs",
             "该多实例活动既未说明实例数，也未说明遍历的列表"},
            {"set 'in' or 'count' of 'for_each' before the flow is deployed", "部署前请设置“for_each”的“in”或“count”"});
    }
    node.set("for_each", std::move(each));
}

void read_loop(Reading& r, const xml::Element& loop, json::Value& node) {
    json::Value out = json::Value::object();
    r.inner_names.push_back(counters());
    set_text(out, "while", r.child_expression(loop, "loopCondition"));
    if (flag(loop, "testBefore", false)) out.set("test", json::Value::string("before"));
    const std::string most(trimmed(loop.value_or("loopMaximum")));
    if (!most.empty() && most.size() < 10 && most.find_first_not_of("0123456789") == std::string::npos && most != "0") {
        out.set("at_most", json::Value::number(std::stoll(most)));
    }
    if (out.find("while") == nullptr && out.find("at_most") == nullptr) {
        r.note("BPMN-106", loop,
               {"This loop says neither its condition nor how often it runs at most",
                "该循环既未说明条件，也未说明最多次数"},
               {"set 'while' or 'at_most' of 'loop' before the flow is deployed",
                "部署前请设置“loop”的“while”或“at_most”"});
    }
    node.set("loop", std::move(out));
}

}  // namespace

void read_repeat(Reading& r, const xml::Element& element, json::Value& into) {
    if (const xml::Element* loop = child(element, "multiInstanceLoopCharacteristics")) {
        read_multi_instance(r, *loop, into);
    } else if (const xml::Element* again = child(element, "standardLoopCharacteristics")) {
        read_loop(r, *again, into);
    }
}

}  // namespace fw::bpmn
