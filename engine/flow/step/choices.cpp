// People the initiator names, and steps that must not be without people: asked before the token leaves the start.
#include <algorithm>

#include "engine/flow/step/human.h"
#include "engine/flow/step/people.h"

namespace fw::flow {

namespace {

std::string label(const Node& node, Language language) { return std::string(node.label.in(language)); }
std::string number(std::size_t value) { return std::to_string(value); }

const Chosen* chosen_for(const Instance& state, NodeIndex node) {
    for (const Chosen& each : state.chosen) {
        if (each.node == node) return &each;
    }
    return nullptr;
}

// Who may be named; everybody where no range is written.
bool in_range(const std::vector<Person>& range, const Who& who, const Directory& directory, Person person) {
    if (person == kNobody || !directory.active(person)) return false;
    return who.from.empty() || std::find(range.begin(), range.end(), person) != range.end();
}

void choose(Run& run, const Chosen& choice) {
    if (choice.node >= run.flow().nodes.size() || run.node(choice.node).human == nullptr ||
        run.node(choice.node).human->chosen == nullptr) {
        return run.fail("FLOW-270",
                        Text("nobody is named for this step when the flow is started", "该步骤不由发起人选择处理人"));
    }
    const Node& node = run.node(choice.node);
    const Who& who = *node.human->chosen;
    const std::vector<Person> range = run.people(who.from, 0);
    Event made = run.event(EventKind::kChosen);
    made.node = choice.node;
    for (const Person person : choice.people) {
        if (!in_range(range, who, run.directory(), person)) {
            return run.fail("FLOW-270",
                            format_text({"one of the people named for '{0}' is not in the range, or has left",
                                         "为“{0}”选择的人员不在可选范围内或已离职"},
                                        {label(node, Language::kEn), label(node, Language::kZh)}),
                            &node);
        }
        if (std::find(made.people.begin(), made.people.end(), person) == made.people.end())
            made.people.push_back(person);
    }
    if (who.max != 0 && made.people.size() > who.max) {
        return run.fail(
            "FLOW-272",
            Text("at most " + number(who.max) + " people are named for '" + label(node, Language::kEn) + "'",
                 "“" + label(node, Language::kZh) + "”最多选择 " + number(who.max) + " 人"),
            &node);
    }
    run.emit(std::move(made));
}

std::vector<EdgeIndex> ways_from_start(const Run& run) {
    std::vector<EdgeIndex> ways;
    for (const NodeIndex entry : run.flow().bodies.front().entries) {
        const Node& node = run.node(entry);
        ways.insert(ways.end(), node.out.begin(), node.out.end());
    }
    return ways;
}

bool enough(Run& run, NodeIndex at) {
    const Node& node = run.node(at);
    const Who& who = *node.human->chosen;
    const std::vector<Person> range = run.people(who.from, 0);
    const Chosen* chosen = chosen_for(run.state(), at);
    std::size_t count = 0;
    if (chosen != nullptr) {
        for (const Person person : chosen->people) {
            if (in_range(range, who, run.directory(), person)) ++count;
        }
    }
    if (count >= who.min) return true;
    run.fail("FLOW-271",
             Text("choose at least " + number(who.min) + (who.min == 1 ? " person for '" : " people for '") +
                      label(node, Language::kEn) + "'",
                  "请为“" + label(node, Language::kZh) + "”至少选择 " + number(who.min) + " 人"),
             &node);
    return false;
}

}  // namespace

void choose_people(Run& run, const Command& command) {
    for (const Chosen& choice : command.choices) {
        choose(run, choice);
        if (run.failed()) return;
    }
}

bool may_leave_start(Run& run, const Command& command) {
    if (run.failed()) return false;
    if (!run.flow().asks_at_start) return true;
    for (const Predicted& each : predict_from(run, ways_from_start(run))) {
        const Node& node = run.node(each.node);
        if (node.human == nullptr) continue;
        if (node.human->chosen != nullptr && !command.preview && !enough(run, each.node)) return false;
        if (node.human->empty != Human::Empty::kNoStart || (command.preview && node.human->chosen != nullptr)) continue;
        if (candidates(run, each.node, 0).reason != Reason::kNobodyFound) continue;
        run.fail("FLOW-273",
                 Text("nobody would be asked at '" + label(node, Language::kEn) + "': the flow may not be started",
                      "“" + label(node, Language::kZh) + "”找不到处理人，流程不能发起"),
                 &node);
        return false;
    }
    return true;
}

std::vector<Wish> wishes(const Flow& flow, const Instance& instance, const StepInputs& inputs) {
    std::vector<Wish> list;
    if (!flow.asks_at_start) return list;
    Instance copy = instance;
    Run run(flow, copy, inputs);
    for (const Predicted& each : predict_from(run, ways_from_start(run))) {
        const Node& node = flow.nodes[each.node];
        if (node.human == nullptr || node.human->chosen == nullptr) continue;
        const Who& who = *node.human->chosen;
        Wish wish{each.node, who.min, who.max, run.people(who.from, 0), {}, who.from.empty()};
        if (const Chosen* chosen = chosen_for(instance, each.node)) wish.chosen = chosen->people;
        list.push_back(std::move(wish));
    }
    return list;
}

}  // namespace fw::flow
