// Whom a step of a flow, a message or a reminder is for, and the organisation that answers it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/value.h"
#include "engine/model/expr.h"

namespace fw::feel {
class Budget;
}

namespace fw::flow {

// The record id of a person (base.person); 0 is nobody.
using Person = std::int64_t;
inline constexpr Person kNobody = 0;

struct Who {
    static constexpr int kTop = 1000;
    enum class Kind : std::uint8_t {
        kPerson,        // {"person": login}
        kRole,          // {"role": id}: every active member
        kManagerLevel,  // {"manager_level": n}: the n-th manager of the initiator
        kManagersUpTo,  // {"managers_up_to": n | "top" | {"role": id}}: from the 1st manager on, in turn, up to the
                        // n-th, to the last one, or to the first who has the role (or the last one)
        kUnitHead,      // {"unit_head": true}: head of the initiator's unit
        kField,         // {"field": id}: a user field of the record
        kInitiator,     // {"initiator": true}
        kFeel,          // {"feel": text}: a person id, a person, or a list of them
        kChosen,        // {"chosen": {"from": who, "min", "max"}}: whom the initiator names when he starts the flow
    };
    Kind kind = Kind::kInitiator;
    int level = 1;                   // kManagerLevel, kManagersUpTo (kTop: to the last one)
    std::uint16_t weight = 1;        // of each seat, in a vote
    std::string name;                // login, qualified role id, or field; kManagersUpTo: the role, or empty
    std::vector<Who> from;           // kChosen: the range; empty: everybody
    std::uint32_t min = 1, max = 0;  // kChosen; 0: as many as he likes
    model::Expr expression;          // kFeel
};

// A read-only view of the organisation as it is now. Answers name active people only, unless it says otherwise.
class Directory {
  public:
    virtual ~Directory() = default;
    [[nodiscard]] virtual Person by_login(std::string_view login) const = 0;
    // The n-th manager upwards (1: the direct one), inactive ones stepped over; nobody at the top.
    [[nodiscard]] virtual Person manager_of(Person person, int level) const = 0;
    [[nodiscard]] virtual Person head_of_unit_of(Person person) const = 0;
    // Appends the members of a qualified role, in a stable order.
    virtual void members(std::string_view role, std::vector<Person>& out) const = 0;
    virtual void administrators(std::vector<Person>& out) const = 0;
    [[nodiscard]] virtual bool active(Person person) const = 0;
    [[nodiscard]] virtual bool has_role(Person person, std::string_view role) const;
    // Appends who may act for the person at this moment (microseconds since 1970): the stand-ins of an absence.
    virtual void stand_ins(Person /*person*/, std::int64_t /*now*/, std::vector<Person>& /*out*/) const {}
    // The person as FEEL sees `user` and `initiator`: {id, login, name, unit: {id, name}, roles}; also of leavers.
    [[nodiscard]] virtual feel::Value context_of(Person person) const = 0;
};

// What one question about people is asked with. `names` are the values of the expression scope (see flow.h, Scope).
struct WhoScope {
    const Directory& directory;
    Person initiator = kNobody;
    const feel::Value* record = nullptr;              // kField; may be null
    const std::vector<feel::Value>* names = nullptr;  // kFeel
    feel::DateTime now;                               // with its zone, for today() and now()
    const std::vector<Person>* chosen = nullptr;      // kChosen; null: nobody
    feel::Budget* budget = nullptr;                   // kFeel; null: one of its own, with `now`
};

// Everybody meant, once each, in order; active people only. May be empty. `weights`: of each; the highest where several
// entries name him.
[[nodiscard]] std::vector<Person> people_of(const std::vector<Who>& who, const WhoScope& scope,
                                            std::vector<std::uint16_t>* weights = nullptr);

// The person a FEEL value names: a person context (its `id`), or an id as text or number; nobody for anything else.
[[nodiscard]] Person person_of(const feel::Value& value);

}  // namespace fw::flow
