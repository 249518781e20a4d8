#include "engine/flow/proof/approvers.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
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

// Whether the one named for empty steps is there to be asked.
bool named_is_there(const Human& human, const Directory& directory) {
    if (human.empty != Human::Empty::kPerson) return false;
    const Person person = directory.by_login(human.empty_person);
    return person != kNobody && directory.active(person);
}

std::optional<Why> hole(const Candidates& found, const Node& node, const Directory& directory, Person initiator) {
    const Human& human = *node.human;
    const bool fallback = found.origin == Origin::kSubstitute;
    if (fallback && human.empty == Human::Empty::kNoStart) return Why::kNoStart;
    if (found.people.empty()) return found.reason == Reason::kInitiator ? Why::kSkipped : Why::kEmpty;
    const bool other = somebody_else(found.people, initiator);
    if (fallback) {
        const bool named = named_is_there(human, directory);
        if (other) return named ? Why::kNamed : Why::kAdministrator;
        return named ? Why::kNamedHimself : Why::kEmpty;
    }
    if (other || node.properties.find("if_initiator") != nullptr) return std::nullopt;
    return Why::kHimself;
}

// Somebody else than the initiator says yes or no there.
bool decided(std::optional<Why> why) { return !why || *why == Why::kAdministrator || *why == Why::kNamed; }

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

// {0} is the step, {1} the people, {2} what happens then.
Text sentence(Why why) {
    switch (why) {
        case Why::kEmpty:
            return {"{0} finds no approver for {1}: {2}", "{0}无法为以下人员找到审批人：{1}（{2}）"};
        case Why::kNoStart:
            return {"{0} finds no approver for {1}: they cannot start the flow on a way that leads here",
                    "{0}无法为以下人员找到审批人：{1}（他们无法发起经过此步骤的流程）"};
        case Why::kHimself:
            return {"{0} finds only the initiator himself for {1}", "{0}仅能由发起人本人审批：{1}"};
        case Why::kNamedHimself:
            return {"{0} finds no approver for {1}: the one named for empty steps is the initiator himself",
                    "{0}无法为以下人员找到审批人：{1}（审批人为空时的指定处理人就是发起人本人）"};
        case Why::kUndecided:
            return {
                "{0} finds only the initiator himself for {1} and is skipped: nobody else decides in the whole flow",
                "{0}仅能由发起人本人审批而被跳过：{1}（整个流程没有其他人作出决定）"};
        case Why::kSkipped:
            return {"{0} finds only the initiator himself for {1} and is skipped",
                    "{0}仅能由发起人本人审批而被跳过：{1}"};
        case Why::kAdministrator:
            return {"{0} falls to the administrators for {1}", "{0}将转交给管理员：{1}"};
        case Why::kNamed:
            return {"{0} falls to the one named for empty steps for {1}", "{0}将转交给审批人为空时的指定处理人：{1}"};
    }
    return {};
}

Diagnostic describe(const Flow& flow, const Directory& directory, NodeIndex index, Why why,
                    const std::vector<Person>& people) {
    const Node& node = flow.nodes[index];
    const Text then = outcome(*node.human), said = sentence(why);
    const auto fill = [&](const std::string& text, Language language) {
        const std::string label(node.label.in(language));
        const std::string step = language == Language::kZh ? "“" + label + "”" : "'" + label + "'";
        const Text made =
            format_text({text, text}, {step, names_of(directory, people, language), std::string(then.in(language))});
        return made.en;
    };
    Diagnostic made;
    made.code = "FLOW-083";
    const bool somebody = why == Why::kAdministrator || why == Why::kNamed || why == Why::kSkipped;
    made.severity = somebody ? Severity::kNote : Severity::kWarning;
    made.place.element = "flow:" + flow.id + "/nodes/" + node.id;
    made.text = Text(fill(said.en, Language::kEn), fill(said.zh, Language::kZh));
    made.hint = Text("see 'who', 'empty' and 'if_initiator' of the step, or the organisation",
                     "请检查该步骤的“who”“empty”“if_initiator”设置或组织架构");
    return made;
}

// Who is passed over wherever he would be asked, and finds nobody else.
void find_undecided(ApproverReport& report, const std::set<Person>& decided_for) {
    for (ApproverHole& hole : report.holes) {
        if (hole.why == Why::kSkipped && decided_for.count(hole.initiator) == 0) hole.why = Why::kUndecided;
    }
}

}  // namespace

ApproverReport find_approver_holes(const Flow& flow, const Directory& directory, const std::vector<Person>& people) {
    ApproverReport report;
    NoRecord record;
    std::set<Person> decided_for;
    const StepInputs inputs{.now = 0, .zone = {}, .instance = 0, .directory = directory, .record = record};
    for (NodeIndex index = 0; index < flow.nodes.size(); ++index) {
        const Node& node = flow.nodes[index];
        if (node.human == nullptr || !node.kind->approves) continue;
        if (by_record(*node.human)) {
            report.by_record.push_back(index);
            decided_for.insert(people.begin(), people.end());
            continue;
        }
        for (const Person person : people) {
            if (!directory.active(person)) continue;
            Instance instance;
            instance.initiator = person;
            instance.variables.resize(flow.variables.size());
            Run run(flow, instance, inputs);
            const auto why = hole(candidates(run, index), node, directory, person);
            if (decided(why)) decided_for.insert(person);
            if (why) report.holes.push_back({index, person, *why});
        }
    }
    find_undecided(report, decided_for);
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
