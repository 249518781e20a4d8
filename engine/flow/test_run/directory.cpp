#include "engine/flow/test_run/directory.h"

#include <algorithm>

#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"

namespace fw::flow {

TestDirectory::TestDirectory(const json::Value* given) {
    if (given == nullptr) return;
    static const json::Value kNone = json::Value::object();
    people_ = given->find("people");
    if (people_ == nullptr) people_ = &kNone;
    units_ = given->find("units");
    administrators_ = given->find("administrators");
    for (const json::Member& each : people_->members()) (void)person(each.key);
}

Person TestDirectory::person(std::string_view login) const {
    const auto found = std::find(logins_.begin(), logins_.end(), login);
    if (found != logins_.end()) return static_cast<Person>(found - logins_.begin()) + 1;
    logins_.emplace_back(login);
    return static_cast<Person>(logins_.size());
}

std::string TestDirectory::login_of(Person person) const {
    if (person <= 0 || static_cast<std::size_t>(person) > logins_.size()) return "administrator";
    return logins_[static_cast<std::size_t>(person) - 1];
}

const json::Value* TestDirectory::facts(Person person) const {
    return people_ == nullptr ? nullptr : people_->find(login_of(person));
}

Person TestDirectory::by_login(std::string_view login) const {
    if (people_ != nullptr && people_->find(login) == nullptr) return kNobody;
    return person(login);
}

Person TestDirectory::manager_of(Person of, int level) const {
    constexpr int kMadeUp = 9;  // levels of an organisation that is not written down
    if (people_ == nullptr) return level > kMadeUp ? kNobody : person("manager_" + std::to_string(level));
    for (std::size_t guard = 0; level > 0 && guard <= logins_.size(); ++guard) {
        const json::Value* known = facts(of);
        const std::string_view manager = known == nullptr ? std::string_view() : known->string_or("manager");
        if (manager.empty()) return kNobody;
        of = person(manager);
        if (active(of)) --level;
    }
    return level == 0 ? of : kNobody;
}

Person TestDirectory::head_of_unit_of(Person of) const {
    if (people_ == nullptr) return person("unit_head");
    const json::Value* known = facts(of);
    const json::Value* unit = known == nullptr || units_ == nullptr ? nullptr : units_->find(known->string_or("unit"));
    const std::string_view head = unit == nullptr ? std::string_view() : unit->string_or("head");
    return head.empty() ? kNobody : person(head);
}

void TestDirectory::members(std::string_view role, std::vector<Person>& out) const {
    const std::string_view plain = role.substr(role.rfind('.') + 1);
    if (people_ == nullptr) {
        out.push_back(person(plain));
        return;
    }
    for (const json::Member& each : people_->members()) {
        const json::Value* roles = each.value.find("roles");
        if (roles == nullptr || !roles->is_array()) continue;
        for (const json::Value& name : roles->items()) {
            if (name.is_string() && (name.as_string() == role || name.as_string() == plain))
                out.push_back(person(each.key));
        }
    }
}

void TestDirectory::administrators(std::vector<Person>& out) const {
    if (people_ == nullptr) {
        out.push_back(person("administrator"));
    } else if (administrators_ != nullptr && administrators_->is_array()) {
        for (const json::Value& each : administrators_->items()) {
            if (each.is_string()) out.push_back(person(each.as_string()));
        }
    }
}

bool TestDirectory::active(Person of) const {
    if (people_ == nullptr) return of != kNobody;
    const json::Value* known = facts(of);
    if (known == nullptr) return false;
    const json::Value* active = known->find("active");
    return active == nullptr || !active->is_boolean() || active->as_boolean();
}

void TestDirectory::stand_ins(Person of, std::int64_t now, std::vector<Person>& out) const {
    const json::Value* known = facts(of);
    const json::Value* absent = known == nullptr ? nullptr : known->find("absent");
    if (absent == nullptr || !absent->is_array()) return;
    const auto moment = [](const json::Value& each, std::string_view key, std::int64_t otherwise) {
        const auto at = feel::parse_date_time(each.string_or(key));
        return at ? feel::utc_seconds(*at).value_or(0) * 1'000'000 : otherwise;
    };
    for (const json::Value& each : absent->items()) {
        if (now < moment(each, "from", INT64_MIN) || now >= moment(each, "to", INT64_MAX)) continue;
        const Person other = person(each.string_or("stand_in"));
        if (active(other)) out.push_back(other);
    }
}

feel::Value TestDirectory::context_of(Person of) const {
    std::vector<feel::Value> roles;
    std::string unit;
    if (const json::Value* known = facts(of)) {
        unit = known->string_or("unit");
        const json::Value* names = known->find("roles");
        if (names != nullptr && names->is_array()) {
            for (const json::Value& each : names->items()) {
                if (each.is_string()) roles.push_back(feel::Value::string(each.as_string()));
            }
        }
    }
    const feel::Value login = feel::Value::string(login_of(of));
    const feel::Value unit_id = feel::Value::string(unit);
    return feel::Value::context({{"id", feel::Value::string(std::to_string(of))},
                                 {"login", login},
                                 {"name", login},
                                 {"unit", feel::Value::context({{"id", unit_id}, {"name", unit_id}})},
                                 {"roles", feel::Value::list(std::move(roles))}});
}

}  // namespace fw::flow
