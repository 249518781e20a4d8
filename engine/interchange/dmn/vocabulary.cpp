#include "engine/interchange/dmn/vocabulary.h"

#include <algorithm>
#include <initializer_list>

namespace fw::dmn {

const std::vector<std::string>& all_elements() {
    static const std::vector<std::string> kAll = {"allowedAnswers",
                                                  "allowedValues",
                                                  "annotation",
                                                  "annotationEntry",
                                                  "association",
                                                  "authorityRequirement",
                                                  "binding",
                                                  "businessKnowledgeModel",
                                                  "column",
                                                  "conditional",
                                                  "context",
                                                  "contextEntry",
                                                  "decision",
                                                  "decisionMade",
                                                  "decisionMaker",
                                                  "decisionOwned",
                                                  "decisionOwner",
                                                  "decisionService",
                                                  "decisionTable",
                                                  "defaultOutputEntry",
                                                  "definitions",
                                                  "description",
                                                  "elementCollection",
                                                  "else",
                                                  "encapsulatedDecision",
                                                  "encapsulatedLogic",
                                                  "every",
                                                  "extensionElements",
                                                  "filter",
                                                  "for",
                                                  "formalParameter",
                                                  "functionDefinition",
                                                  "functionItem",
                                                  "group",
                                                  "if",
                                                  "impactedPerformanceIndicator",
                                                  "impactingDecision",
                                                  "import",
                                                  "importedElement",
                                                  "importedValues",
                                                  "in",
                                                  "informationItem",
                                                  "informationRequirement",
                                                  "input",
                                                  "inputData",
                                                  "inputDecision",
                                                  "inputEntry",
                                                  "inputExpression",
                                                  "inputValues",
                                                  "invocation",
                                                  "itemComponent",
                                                  "itemDefinition",
                                                  "knowledgeRequirement",
                                                  "knowledgeSource",
                                                  "list",
                                                  "literalExpression",
                                                  "match",
                                                  "organizationUnit",
                                                  "output",
                                                  "outputDecision",
                                                  "outputEntry",
                                                  "outputValues",
                                                  "owner",
                                                  "parameter",
                                                  "parameters",
                                                  "performanceIndicator",
                                                  "question",
                                                  "relation",
                                                  "requiredAuthority",
                                                  "requiredDecision",
                                                  "requiredInput",
                                                  "requiredKnowledge",
                                                  "return",
                                                  "row",
                                                  "rule",
                                                  "satisfies",
                                                  "some",
                                                  "sourceRef",
                                                  "supportedObjective",
                                                  "targetRef",
                                                  "text",
                                                  "textAnnotation",
                                                  "then",
                                                  "type",
                                                  "typeConstraint",
                                                  "typeRef",
                                                  "usingProcess",
                                                  "usingTask",
                                                  "variable"};
    return kAll;
}

bool is_element(std::string_view local) {
    return std::binary_search(all_elements().begin(), all_elements().end(), local,
                              [](std::string_view a, std::string_view b) { return a < b; });
}

bool is_kept_in(std::string_view parent, std::string_view local) {
    const auto among = [&](std::initializer_list<std::string_view> names) {
        return std::find(names.begin(), names.end(), local) != names.end();
    };
    if (parent == "definitions") {
        return among({"knowledgeSource", "textAnnotation", "association", "group", "elementCollection",
                      "performanceIndicator", "organizationUnit"});
    }
    if (parent == "decision") {
        return among({"question", "allowedAnswers", "authorityRequirement", "supportedObjective",
                      "impactedPerformanceIndicator", "decisionMaker", "decisionOwner", "usingProcess", "usingTask"});
    }
    return parent == "businessKnowledgeModel" && local == "authorityRequirement";
}

}  // namespace fw::dmn
