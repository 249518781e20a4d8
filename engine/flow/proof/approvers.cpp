#include "engine/flow/proof/approvers.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "engine/feel/value.h"
#include "engine/flow/step/human.h"

namespace fw::flow {

namespace {

using Why = ApproverHole::Why;

class NoRecord final : public RecordSource {
  public:
    const feel::Value& record() override { return value_; }

  private:
    feel::Value value_;
};

bool by_record(const Human& human) {
    return std::all_of(human.who.begin(), human.who.end(),
                       [](const Who& who) { return who.kind == Who::Kind::kField || who.kind == Who::Kind::kFeel; });
}

// Whether some of the people are somebody else than the initiator.
bool somebody_else(const std::vector<Person>& people, Person initiator) {
    return std::any_of(people.begin(), people.end(),
                       [&](Person person) { return person != kNobody && person != initiator; });
}

std::optional<Why> hole(const Candidates& found, const Node& node, Person initiator) {
    if (found.people.empty()) {
        // The flow says that the initiator's own step is skipped: that is no hole.
        return found.reason == Reason::kInitiator ? std::nullopt : std::optional(Why::kEmpty);
    }
    const bool other = somebody_else(found.people, initiator);
    if (found.origin == Origin::kSubstitute) return other ? Why::kAdministrator : Why::kEmpty;
    if (other || node.properties.find("if_initiator") != nullptr) return std::nullopt;
    return Why::kHimself;
}

std::string name_of(const Directory& directory, Person person) {
    const feel::Value context = directory.context_of(person);
    for (const char* key : {"name", "login"}) {
        const feel::Value* value = context.is_context() ? context.find(key) : nullptr;
        if (value != nullptr && value->is_string() && !value->as_string().empty())
            return std::string(value->as_string());
    }
    return std::to_string(person);
}

std::string names_of(const Directory& directory, const std::vector<Person>& people, Language language) {
    constexpr std::size_t kMost = 20;
    std::string text;
    for (std::size_t i = 0; i < std::min(people.size(), kMost); ++i) {
        if (i > 0) text += language == Language::kZh ? "、" : ", ";
        text += name_of(directory, people[i]);
    }
    if (people.size() > kMost) {
        const std::string more = std::to_string(people.size() - kMost);
        text += language == Language::kZh ? "等另外 " + more + " 人" : " and " + more + " others";
    }
    return text;
}

Text outcome(const Human& human) {
    if (human.empty == Human::Empty::kPass) return {"the step would pass by itself", "该步骤将自动通过"};
    if (human.empty == Human::Empty::kRefuse) return {"the step would refuse by itself", "该步骤将自动拒绝"};
    return {"there is no other administrator either", "也没有其他管理员"};
}

Diagnostic describe(const Flow& flow, const Directory& directory, NodeIndex index, Why why,
                    const std::vector<Person>& people) {
    const Node& node = flow.nodes[index];
    const std::string en = names_of(directory, people, Language::kEn), zh = names_of(directory, people, Language::kZh);
    const std::string en_node = "'" + std::string(node.label.in(Language::kEn)) + "'",
                      zh_node = "“" + std::string(node.label.in(Language::kZh)) + "”";
    Diagnostic made;
    made.code = "FLOW-083";
    made.severity = why == Why::kAdministrator ? Severity::kNote : Severity::kWarning;
    made.place.element = "flow:" + flow.id + "/nodes/" + node.id;
    const Text then = outcome(*node.human);
    switch (why) {
        case Why::kEmpty:
            made.text = Text(en_node + " finds no approver for " + en + ": " + then.en,
                             zh_node + "无法为以下人员找到审批人：" + zh + "（" + then.zh + "）");
            break;
        case Why::kHimself:
            made.text =
                Text(en_node + " finds only the initiator himself for " + en, zh_node + "仅能由发起人本人审批：" + zh);
            break;
        case Why::kAdministrator:
            made.text = Text(en_node + " falls to the one named for empty steps for " + en,
                             zh_node + "将转交给审批人为空时的指定处理人：" + zh);
            break;
    }
    made.hint = Text("see 'who', 'empty' and 'if_initiator' of the step, or the organisation",
                     "请检查该步骤的“who”“empty”“if_initiator”设置或组织架构");
    return made;
}

}  // namespace

ApproverReport find_approver_holes(const Flow& flow, const Directory& directory, const std::vector<Person>& people) {
    ApproverReport report;
    NoRecord record;
    const StepInputs inputs{.now = 0, .zone = {}, .instance = 0, .directory = directory, .record = record};
    for (NodeIndex index = 0; index < flow.nodes.size(); ++index) {
        const Node& node = flow.nodes[index];
        if (node.human == nullptr || !node.kind->approves) continue;
        if (by_record(*node.human)) {
            report.by_record.push_back(index);
            continue;
        }
        for (const Person person : people) {
            if (!directory.active(person)) continue;
            Instance instance;
            instance.initiator = person;
            instance.variables.resize(flow.variables.size());
            Run run(flow, instance, inputs);
            if (const auto why = hole(candidates(run, index), node, person))
                report.holes.push_back({index, person, *why});
        }
    }
    return report;
}

Diagnostics approver_diagnostics(const Flow& flow, const Directory& directory, const ApproverReport& report) {
    std::map<std::pair<NodeIndex, Why>, std::vector<Person>> by_reason;
    for (const ApproverHole& hole : report.holes) by_reason[{hole.node, hole.why}].push_back(hole.initiator);
    Diagnostics list;
    for (const auto& [key, people] : by_reason)
        list.push_back(describe(flow, directory, key.first, key.second, people));
    return list;
}

}  // namespace fw::flow
