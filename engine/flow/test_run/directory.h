// The organisation of a test: written down, or made up as it is asked for.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/flow/who.h"
#include "engine/json/value.h"

namespace fw::flow {

class TestDirectory final : public Directory {
  public:
    explicit TestDirectory(const json::Value* given);

    [[nodiscard]] Person person(std::string_view login) const;  // made where it is new
    [[nodiscard]] std::string login_of(Person person) const;    // "administrator" for nobody

    [[nodiscard]] Person by_login(std::string_view login) const override;
    [[nodiscard]] Person manager_of(Person person, int level) const override;
    [[nodiscard]] Person head_of_unit_of(Person person) const override;
    void members(std::string_view role, std::vector<Person>& out) const override;
    void administrators(std::vector<Person>& out) const override;
    [[nodiscard]] bool active(Person person) const override;
    // "people": {login: {"absent": [{"from": date and time, "to": …, "stand_in": login}]}}
    void stand_ins(Person person, std::int64_t now, std::vector<Person>& out) const override;
    [[nodiscard]] feel::Value context_of(Person person) const override;

  private:
    [[nodiscard]] const json::Value* facts(Person person) const;

    const json::Value* people_ = nullptr;  // null: made up
    const json::Value* units_ = nullptr;
    const json::Value* administrators_ = nullptr;
    mutable std::vector<std::string> logins_;  // by person - 1
};

}  // namespace fw::flow
