#include "engine/flow/who.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "engine/feel/budget.h"
#include "engine/feel/shape.h"

namespace fw::flow {

namespace {

Person parse_person(std::string_view digits) {
    Person person = kNobody;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), person);
    return error == std::errc() && end == digits.data() + digits.size() && person > 0 ? person : kNobody;
}

void add_value(const feel::Value& value, std::vector<Person>& out) {
    if (value.is_list()) {
        for (const feel::Value& each : value.as_list()) out.push_back(person_of(each));
    } else {
        out.push_back(person_of(value));
    }
}

void add(const Who& who, const WhoScope& scope, std::vector<Person>& out) {
    const Directory& directory = scope.directory;
    switch (who.kind) {
        case Who::Kind::kPerson:
            out.push_back(directory.by_login(who.name));
            break;
        case Who::Kind::kRole:
            directory.members(who.name, out);
            break;
        case Who::Kind::kManagerLevel:
            out.push_back(directory.manager_of(scope.initiator, who.level));
            break;
        case Who::Kind::kManagersUpTo:
            for (int level = 1; level <= who.level; ++level) {
                const Person manager = directory.manager_of(scope.initiator, level);
                if (manager == kNobody) break;
                out.push_back(manager);
                if (!who.name.empty() && directory.has_role(manager, who.name)) break;
            }
            break;
        case Who::Kind::kUnitHead:
            out.push_back(directory.head_of_unit_of(scope.initiator));
            break;
        case Who::Kind::kField:
            if (scope.record != nullptr) {
                if (const feel::Value* value = scope.record->find(who.name)) add_value(*value, out);
            }
            break;
        case Who::Kind::kInitiator:
            out.push_back(scope.initiator);
            break;
        case Who::Kind::kFeel:
            if (scope.names != nullptr) {
                std::optional<feel::Budget> own;
                feel::Budget& budget = scope.budget != nullptr ? *scope.budget : own.emplace(scope.now);
                add_value(budget.evaluate(who.expression.code, *scope.names), out);
            }
            break;
        case Who::Kind::kChosen:
            if (scope.chosen != nullptr) out.insert(out.end(), scope.chosen->begin(), scope.chosen->end());
            break;
    }
}

}  // namespace

bool Directory::has_role(Person person, std::string_view role) const {
    std::vector<Person> all;
    members(role, all);
    return std::find(all.begin(), all.end(), person) != all.end();
}

Person person_of(const feel::Value& value) {
    if (value.is_context()) {
        const feel::Value* id = value.find("id");
        return id == nullptr ? kNobody : person_of(*id);
    }
    if (value.is_string()) return parse_person(value.as_string());
    if (value.is_number()) return parse_person(value.to_text());
    return kNobody;
}

std::vector<Person> people_of(const std::vector<Who>& who, const WhoScope& scope, std::vector<std::uint16_t>* weights) {
    std::vector<Person> people;
    for (const Who& each : who) {
        add(each, scope, people);
        if (weights != nullptr) weights->resize(people.size(), each.weight);
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
        const Person person = people[i];
        if (person == kNobody || !scope.directory.active(person)) continue;
        const auto end = people.begin() + static_cast<std::ptrdiff_t>(kept);
        const auto known = static_cast<std::size_t>(std::find(people.begin(), end, person) - people.begin());
        if (weights != nullptr)
            (*weights)[known] = std::max((*weights)[i], known < kept ? (*weights)[known] : (*weights)[i]);
        if (known < kept) continue;
        people[kept++] = person;
    }
    people.resize(kept);
    if (weights != nullptr) weights->resize(kept);
    return people;
}

}  // namespace fw::flow
