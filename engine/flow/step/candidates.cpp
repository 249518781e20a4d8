#include <algorithm>

#include "engine/flow/step/human.h"

namespace fw::flow {

namespace {

// Who sits in for an initiator who would have to approve for himself.
Person stand_in(const Run& run, Human::IfInitiator rule) {
    const Directory& directory = run.directory();
    const Person initiator = run.state().initiator;
    if (rule == Human::IfInitiator::kUnitHead) {
        const Person head = directory.head_of_unit_of(initiator);
        if (head != kNobody && head != initiator) return head;
    }
    return rule == Human::IfInitiator::kSkip ? kNobody : directory.manager_of(initiator, 1);
}

void replace_initiator(const Run& run, Human::IfInitiator rule, Candidates& found) {
    std::vector<Person>& people = found.people;
    const auto at = std::find(people.begin(), people.end(), run.state().initiator);
    const Person other = stand_in(run, rule);
    if (other == kNobody || std::find(people.begin(), people.end(), other) != people.end()) {
        found.weights.erase(found.weights.begin() + (at - people.begin()));
        people.erase(at);
    } else {
        *at = other;
    }
}

void ask_administrators(const Run& run, Candidates& found) {
    run.directory().administrators(found.people);
    const auto mine = std::find(found.people.begin(), found.people.end(), run.state().initiator);
    if (mine != found.people.end() && found.people.size() > 1) found.people.erase(mine);
    if (found.people.empty()) found.people.push_back(kNobody);
}

void fill_empty(const Run& run, const Human& human, Candidates& found) {
    found.origin = Origin::kSubstitute;
    found.in_turn = false;
    found.empty = human.empty;
    found.reason = Reason::kNobodyFound;
    if (human.empty == Human::Empty::kPass || human.empty == Human::Empty::kRefuse) return;
    if (human.empty == Human::Empty::kPerson) {
        const Person person = run.directory().by_login(human.empty_person);
        if (person != kNobody && run.directory().active(person)) {
            found.people.push_back(person);
            return;
        }
    }
    ask_administrators(run, found);
}

}  // namespace

Candidates candidates(Run& run, NodeIndex node, std::uint32_t frame) {
    const Human& human = *run.node(node).human;
    Candidates found;
    found.people = run.people(human.who, frame, node, &found.weights);
    found.in_turn = human.how == Human::How::kInTurn;
    const Person initiator = run.state().initiator;
    const bool mine = human.if_initiator != Human::IfInitiator::kSelf &&
                      std::find(found.people.begin(), found.people.end(), initiator) != found.people.end();
    if (mine) replace_initiator(run, human.if_initiator, found);
    if (!found.people.empty()) return found;
    if (mine && human.if_initiator == Human::IfInitiator::kSkip) {
        found.empty = Human::Empty::kPass;
        found.reason = Reason::kInitiator;
        return found;
    }
    fill_empty(run, human, found);
    return found;
}

}  // namespace fw::flow
