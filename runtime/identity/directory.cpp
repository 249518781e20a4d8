#include "runtime/identity/directory.h"

#include <algorithm>
#include <unordered_set>

namespace fw::identity {
namespace {

feel::Value text_or_null(std::string_view text) { return text.empty() ? feel::Value() : feel::Value::string(text); }

feel::Value make_context(const Person& person, const Unit* unit) {
    std::vector<std::pair<std::string, feel::Value>> of_unit;
    of_unit.emplace_back("id", unit != nullptr ? feel::Value::string(std::to_string(unit->id)) : feel::Value());
    of_unit.emplace_back("name", unit != nullptr ? feel::Value::string(unit->name) : feel::Value());
    std::vector<feel::Value> roles;
    for (const std::string& role : person.roles) roles.push_back(feel::Value::string(role));
    std::vector<std::pair<std::string, feel::Value>> out;
    out.emplace_back("id", feel::Value::string(std::to_string(person.id)));
    out.emplace_back("login", text_or_null(person.login));
    out.emplace_back("name", text_or_null(person.name));
    out.emplace_back("unit", feel::Value::context(std::move(of_unit)));
    out.emplace_back("roles", feel::Value::list(std::move(roles)));
    return feel::Value::context(std::move(out));
}

}  // namespace

Directory::Directory(std::vector<Person> people, std::vector<Unit> units, std::vector<Absence> absences)
    : people_(std::move(people)), units_(std::move(units)), absences_(std::move(absences)) {
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    std::sort(people_.begin(), people_.end(), by_id);
    std::sort(units_.begin(), units_.end(), by_id);
    for (std::size_t i = 0; i < units_.size(); ++i) {
        units_by_id_[units_[i].id] = i;
        children_[units_[i].parent].push_back(units_[i].id);
    }
    contexts_.reserve(people_.size());
    for (std::size_t i = 0; i < people_.size(); ++i) {
        Person& person = people_[i];
        std::sort(person.roles.begin(), person.roles.end());
        by_id_[person.id] = i;
        if (!person.login.empty()) by_login_[person.login] = i;
        if (person.active) {
            for (const std::string& role : person.roles) members_[role].push_back(person.id);
        }
        contexts_.push_back(make_context(person, unit(person.unit)));
    }
}

const Person* Directory::person(PersonId id) const {
    const auto found = by_id_.find(id);
    return found != by_id_.end() ? &people_[found->second] : nullptr;
}

const Person* Directory::person_by_login(std::string_view login) const {
    const auto found = by_login_.find(login);
    return found != by_login_.end() ? &people_[found->second] : nullptr;
}

const Unit* Directory::unit(UnitId id) const {
    const auto found = units_by_id_.find(id);
    return found != units_by_id_.end() ? &units_[found->second] : nullptr;
}

std::string_view Directory::name_of(PersonId id) const {
    const Person* found = person(id);
    return found != nullptr ? std::string_view(found->name) : std::string_view();
}

std::vector<UnitId> Directory::unit_and_below(UnitId id) const {
    std::vector<UnitId> out;
    if (id == 0) return out;
    std::unordered_set<UnitId> seen{id};
    out.push_back(id);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto below = children_.find(out[i]);
        if (below == children_.end()) continue;
        for (const UnitId child : below->second) {
            if (seen.insert(child).second) out.push_back(child);
        }
    }
    return out;
}

flow::Person Directory::by_login(std::string_view login) const {
    const Person* found = person_by_login(login);
    return found != nullptr && found->active ? found->id : flow::kNobody;
}

flow::Person Directory::manager_of(flow::Person id, int level) const {
    std::unordered_set<PersonId> seen{id};
    const Person* at = person(id);
    while (at != nullptr && at->manager != 0 && seen.insert(at->manager).second) {
        at = person(at->manager);
        if (at != nullptr && at->active && --level <= 0) return at->id;
    }
    return flow::kNobody;
}

flow::Person Directory::head_of_unit_of(flow::Person id) const {
    const Person* found = person(id);
    const Unit* of = found != nullptr ? unit(found->unit) : nullptr;
    return of != nullptr && active(of->head) ? of->head : flow::kNobody;
}

void Directory::members(std::string_view role, std::vector<flow::Person>& out) const {
    const auto found = members_.find(role);
    if (found != members_.end()) out.insert(out.end(), found->second.begin(), found->second.end());
}

void Directory::administrators(std::vector<flow::Person>& out) const {
    for (const Person& person : people_) {
        if (person.active && person.administrator) out.push_back(person.id);
    }
}

bool Directory::active(flow::Person id) const {
    const Person* found = person(id);
    return found != nullptr && found->active;
}

void Directory::stand_ins(flow::Person id, std::int64_t now, std::vector<flow::Person>& out) const {
    for (const Absence& each : absences_) {
        if (each.person == id && each.from <= now && now < each.to && active(each.stand_in))
            out.push_back(each.stand_in);
    }
}

std::vector<PersonId> Directory::acts_for(PersonId stand_in, std::int64_t now) const {
    std::vector<PersonId> out;
    if (stand_in == 0) return out;
    for (const Absence& each : absences_) {
        if (each.stand_in != stand_in || each.from > now || now >= each.to) continue;
        if (std::find(out.begin(), out.end(), each.person) == out.end()) out.push_back(each.person);
    }
    return out;
}

feel::Value Directory::context_of(flow::Person id) const {
    const auto found = by_id_.find(id);
    return found != by_id_.end() ? contexts_[found->second] : feel::Value();
}

}  // namespace fw::identity
