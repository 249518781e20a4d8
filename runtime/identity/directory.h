// The organisation in memory: people, units, managers, roles. One immutable snapshot, replaced as a whole when records
// of base.person or base.unit, sign-in data or role members change.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/flow/who.h"

namespace fw::compile {
struct Program;
}
namespace fw::storage {
class Database;
class Reader;
}  // namespace fw::storage

namespace fw::identity {

using PersonId = std::int64_t;  // id of a base.person; 0 is nobody
using UnitId = std::int64_t;    // id of a base.unit; 0 is none

struct Unit {
    UnitId id = 0;
    std::string name;
    UnitId parent = 0;
    PersonId head = 0;
};

struct Person {
    PersonId id = 0;
    std::string login, name, title;
    UnitId unit = 0;
    PersonId manager = 0;
    bool active = true;  // employed, and not a deleted record
    Language language = Language::kEn;
    std::vector<std::string> roles;  // qualified, sorted
    bool administrator = false;      // one of the roles is
};

// Somebody is away, and another may act for him. Moments are microseconds since 1970; `to` is no longer part of it.
struct Absence {
    PersonId person = 0, stand_in = 0;
    std::int64_t from = 0, to = 0;
};

// Immutable; shared between threads. Loops in manager or unit chains (which checks should prevent) end, never hang.
class Directory final : public flow::Directory {
  public:
    Directory() = default;
    Directory(std::vector<Person> people, std::vector<Unit> units, std::vector<Absence> absences = {});

    [[nodiscard]] const Person* person(PersonId id) const;  // leavers too; null if unknown
    [[nodiscard]] const Person* person_by_login(std::string_view login) const;
    [[nodiscard]] const Unit* unit(UnitId id) const;
    [[nodiscard]] const std::vector<Person>& people() const { return people_; }  // by id
    [[nodiscard]] const std::vector<Unit>& units() const { return units_; }      // by id
    // The unit and everything below it; empty for 0.
    [[nodiscard]] std::vector<UnitId> unit_and_below(UnitId id) const;
    [[nodiscard]] std::string_view name_of(PersonId id) const;  // "" if unknown
    // For whom he may act at this moment, besides himself.
    [[nodiscard]] std::vector<PersonId> acts_for(PersonId stand_in, std::int64_t now) const;

    [[nodiscard]] flow::Person by_login(std::string_view login) const override;
    [[nodiscard]] flow::Person manager_of(flow::Person person, int level) const override;
    [[nodiscard]] flow::Person head_of_unit_of(flow::Person person) const override;
    void members(std::string_view role, std::vector<flow::Person>& out) const override;
    void administrators(std::vector<flow::Person>& out) const override;
    [[nodiscard]] bool active(flow::Person person) const override;
    void stand_ins(flow::Person person, std::int64_t now, std::vector<flow::Person>& out) const override;
    [[nodiscard]] feel::Value context_of(flow::Person person) const override;

  private:
    std::vector<Person> people_;
    std::vector<Unit> units_;
    std::vector<Absence> absences_;  // not over yet when the snapshot was made
    std::unordered_map<PersonId, std::size_t> by_id_;
    std::map<std::string, std::size_t, std::less<>> by_login_;
    std::unordered_map<UnitId, std::size_t> units_by_id_;
    std::unordered_map<UnitId, std::vector<UnitId>> children_;
    std::map<std::string, std::vector<PersonId>, std::less<>> members_;
    std::vector<feel::Value> contexts_;  // as people_
};

// Reads a snapshot. Roles that are administrators come from the program.
[[nodiscard]] Result<std::shared_ptr<const Directory>> load_directory(storage::Reader& reader,
                                                                      const compile::Program& program);

// The current snapshot of a running server; thread-safe.
class DirectoryStore {
  public:
    DirectoryStore() : current_(std::make_shared<const Directory>()) {}
    [[nodiscard]] std::shared_ptr<const Directory> current() const;
    void set(std::shared_ptr<const Directory> directory);
    // Reads it again: after a commit that touched people, units, users or roles.
    [[nodiscard]] Result<void> reload(storage::Database& database, const compile::Program& program);

  private:
    mutable std::mutex mutex_;
    std::mutex reloading_;  // a later snapshot is never replaced by an earlier one
    std::shared_ptr<const Directory> current_;
};

}  // namespace fw::identity
