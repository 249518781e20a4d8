#include "engine/interchange/bpmn/schema_order.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

// Children in the order of their rank; those of one line may stand in any order. One list serves all parents, for the
// schema's sequences agree wherever two parents share children (but see rank_in).
constexpr std::array<std::string_view, 37> kRanks = {
    "documentation",
    "extensionElements",
    "import",
    "extension",
    "supportedInterfaceRef",
    "auditing",
    "monitoring",
    "categoryValueRef",
    "incoming",
    "outgoing",
    "participantRef",
    "correlationKey",
    "messageFlowRef participantAssociation",
    "ioSpecification dataState",
    "ioBinding",
    "property",
    "dataInput",
    "dataOutput",
    "dataInputAssociation",
    "dataOutputAssociation",
    "inputSet",
    "outputSet",
    "cancelEventDefinition compensateEventDefinition conditionalEventDefinition errorEventDefinition "
    "escalationEventDefinition eventDefinition linkEventDefinition messageEventDefinition signalEventDefinition "
    "terminateEventDefinition timerEventDefinition",
    "eventDefinitionRef",
    "resourceRole performer humanPerformer potentialOwner",
    "multiInstanceLoopCharacteristics standardLoopCharacteristics loopCharacteristics",
    "laneSet",
    "*flow",
    "*artifact",
    "completionCondition",
    "rendering script",
    "conditionExpression activationCondition",
    "*last",
    "BPMNPlane",
    "BPMNLabelStyle",
    "Bounds waypoint",
    "BPMNLabel",
};

// Parents whose children stand in an order of their own.
const std::map<std::string_view, std::vector<std::string_view>>& own_orders() {
    static const std::vector<std::string_view> kCollaboration = {"documentation",
                                                                 "extensionElements",
                                                                 "participant",
                                                                 "messageFlow",
                                                                 "*artifact",
                                                                 "callConversation conversation subConversation",
                                                                 "conversationAssociation",
                                                                 "participantAssociation",
                                                                 "messageFlowAssociation",
                                                                 "correlationKey",
                                                                 "choreographyRef",
                                                                 "conversationLink",
                                                                 "*flow"};
    static const std::vector<std::string_view> kConversation = {
        "documentation",  "extensionElements", "participantRef",
        "messageFlowRef", "correlationKey",    "callConversation conversation subConversation participantAssociation"};
    static const std::map<std::string_view, std::vector<std::string_view>> orders = {
        {"definitions", {"import", "extension", "*root", "BPMNDiagram", "relationship"}},
        {"process",
         {"documentation", "extensionElements", "supportedInterfaceRef", "ioSpecification", "ioBinding", "auditing",
          "monitoring", "property", "laneSet", "*flow", "*artifact",
          "resourceRole performer humanPerformer potentialOwner", "correlationSubscription", "supports"}},
        {"collaboration", kCollaboration},
        {"globalConversation", kCollaboration},
        {"choreography", kCollaboration},
        {"globalChoreographyTask", kCollaboration},
        {"conversation", kConversation},
        {"subConversation", kConversation},
        {"callConversation", kConversation},
        {"textAnnotation", {"documentation", "extensionElements", "text"}},
        {"inputSet",
         {"documentation", "extensionElements", "dataInputRefs", "optionalInputRefs", "whileExecutingInputRefs",
          "outputSetRefs"}},
        {"outputSet",
         {"documentation", "extensionElements", "dataOutputRefs", "optionalOutputRefs", "whileExecutingOutputRefs",
          "inputSetRefs"}},
        {"lane", {"documentation", "extensionElements", "partitionElement", "flowNodeRef", "childLaneSet"}},
        {"participant",
         {"documentation", "extensionElements", "interfaceRef", "endPointRef", "participantMultiplicity"}},
        {"multiInstanceLoopCharacteristics",
         {"documentation", "extensionElements", "loopCardinality", "loopDataInputRef", "loopDataOutputRef",
          "inputDataItem", "outputDataItem", "complexBehaviorDefinition", "completionCondition"}},
        {"dataInputAssociation",
         {"documentation", "extensionElements", "sourceRef", "targetRef", "transformation", "assignment"}},
        {"dataOutputAssociation",
         {"documentation", "extensionElements", "sourceRef", "targetRef", "transformation", "assignment"}},
        {"ioSpecification", {"documentation", "extensionElements", "dataInput", "dataOutput", "inputSet", "outputSet"}},
        {"operation", {"documentation", "extensionElements", "inMessageRef", "outMessageRef", "errorRef"}},
        {"extensionElements", {}},
    };
    return orders;
}

constexpr std::array<std::string_view, 3> kArtifacts = {"association", "group", "textAnnotation"};
constexpr std::array<std::string_view, 29> kFlowElements = {"adHocSubProcess",
                                                            "boundaryEvent",
                                                            "businessRuleTask",
                                                            "callActivity",
                                                            "callChoreography",
                                                            "choreographyTask",
                                                            "complexGateway",
                                                            "dataObject",
                                                            "dataObjectReference",
                                                            "dataStoreReference",
                                                            "endEvent",
                                                            "event",
                                                            "eventBasedGateway",
                                                            "exclusiveGateway",
                                                            "implicitThrowEvent",
                                                            "inclusiveGateway",
                                                            "manualTask",
                                                            "parallelGateway",
                                                            "intermediateCatchEvent",
                                                            "intermediateThrowEvent",
                                                            "receiveTask",
                                                            "scriptTask",
                                                            "sendTask",
                                                            "sequenceFlow",
                                                            "serviceTask",
                                                            "startEvent",
                                                            "subChoreography",
                                                            "subProcess",
                                                            "task"};

template <class List>
bool contains(const List& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

bool word_in(std::string_view words, std::string_view word) {
    std::size_t at = 0;
    while (at < words.size()) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        if (words.substr(at, end - at) == word) return true;
        at = end + 1;
    }
    return false;
}

template <class Order>
std::optional<std::size_t> position(const Order& order, std::string_view child, bool root_elements) {
    std::string_view group;
    if (contains(kArtifacts, child)) group = "*artifact";
    if (contains(kFlowElements, child) || child == "userTask" || child == "transaction") group = "*flow";
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i] == group && !group.empty()) return i;
        if (word_in(order[i], child)) return i;
    }
    if (!root_elements) return std::nullopt;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i] == "*root") return i;
    }
    return std::nullopt;
}

bool known_space(std::string_view uri) { return uri == kModel || uri == kBpmnDi || uri == kDc || uri == kDi; }

// Nothing for what the schema does not order: texts, foreign elements, unknown ones.
std::optional<std::size_t> rank_in(const xml::Element& parent, const xml::Node& child) {
    if (child.kind != xml::NodeKind::kElement || !known_space(parent.name.uri)) return std::nullopt;
    const xml::Name& name = child.element[0].name;
    if (!known_space(name.uri)) return std::nullopt;
    const auto own = own_orders().find(parent.name.local);
    if (own != own_orders().end() && parent.name.uri == kModel) {
        return position(own->second, name.local, parent.name.local == "definitions");
    }
    return position(kRanks, name.local, false);
}

bool has_text(const xml::Element& element) {
    return std::any_of(element.children.begin(), element.children.end(),
                       [](const xml::Node& node) { return node.kind == xml::NodeKind::kText; });
}

void order_children(xml::Element& parent) {
    if (has_text(parent)) return;
    struct Ranked {
        std::size_t rank = 0;
        xml::Node node;
    };
    std::vector<std::size_t> ranks(parent.children.size());
    bool ordered = true;
    std::size_t last = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        const std::optional<std::size_t> rank = rank_in(parent, parent.children[i]);
        ranks[i] = rank.value_or(last);
        ordered = ordered && ranks[i] >= last;
        last = ranks[i];
    }
    if (ordered) return;
    for (std::size_t i = ranks.size(); i-- > 1;) {  // a comment belongs to what follows it
        if (parent.children[i - 1].kind != xml::NodeKind::kElement) ranks[i - 1] = ranks[i];
    }
    std::vector<Ranked> sorted;
    sorted.reserve(ranks.size());
    for (std::size_t i = 0; i < ranks.size(); ++i) sorted.push_back({ranks[i], std::move(parent.children[i])});
    std::stable_sort(sorted.begin(), sorted.end(), [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
    for (std::size_t i = 0; i < ranks.size(); ++i) parent.children[i] = std::move(sorted[i].node);
}

}  // namespace

void to_schema_order(xml::Element& root) {
    order_children(root);
    for (xml::Node& node : root.children) {
        if (node.kind == xml::NodeKind::kElement) to_schema_order(node.element[0]);
    }
}

xml::Element& insert_in_order(xml::Element& parent, xml::Element child) {
    xml::Node made = xml::Node::of(std::move(child));
    const std::optional<std::size_t> rank = rank_in(parent, made);
    std::size_t at = parent.children.size();
    if (rank) {
        while (at > 0) {
            const std::optional<std::size_t> before = rank_in(parent, parent.children[at - 1]);
            if (before && *before <= *rank) break;
            --at;
        }
    }
    const auto placed =
        parent.children.insert(parent.children.begin() + static_cast<std::ptrdiff_t>(at), std::move(made));
    return placed->element[0];
}

}  // namespace fw::bpmn
