// Who may do what. A Caller is a signed-in person with everything that follows from roles, computed once for a program
// and a directory; every route, list, report, search and export asks it and nothing else.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "runtime/identity/directory.h"
#include "runtime/storage/value.h"

namespace fw::access {

using compile::Entity;
using Reach = compile::Right::Reach;

// One way to be allowed: the record is within reach and, where there is one, `where` (FEEL over the record and user)
// holds.
struct Grant {
    Reach reach = Reach::kNone;
    const model::Expr* where = nullptr;  // null: no condition
};

// Any grant suffices. No grants: nobody.
struct Rule {
    bool everything = false;  // no condition at all
    bool by_task = false;     // or the caller has or had a task on the record (reading)
    std::vector<Grant> grants;
    [[nodiscard]] bool nothing() const { return !everything && grants.empty(); }
    // The widest reach, for display: "none", "own", "unit", "subunits", "all".
    [[nodiscard]] Reach widest() const;
};
[[nodiscard]] std::string_view reach_name(Reach reach);

struct EntityAccess {
    bool create = false;
    bool may_export = false;
    Rule read, update, remove;
    std::unordered_set<std::string> hidden;  // fields that may not be read
    std::unordered_set<std::string> frozen;  // fields that may not be written
    [[nodiscard]] bool sees(std::string_view field) const {
        return hidden.empty() || !hidden.contains(std::string(field));
    }
    [[nodiscard]] bool writes(std::string_view field) const {
        return sees(field) && (frozen.empty() || !frozen.contains(std::string(field)));
    }
};

// Immutable; shared between threads. Keeps its program and directory alive. Rows of a child entity follow the rights of
// the parent. Rights of several roles add up; a field is hidden only if every role that grants the entity hides it.
class Caller {
  public:
    Caller(std::shared_ptr<const compile::Program> program, std::shared_ptr<const identity::Directory> directory,
           identity::PersonId person);
    // The server itself (jobs, imports by the command line, demo data): may do everything, is nobody.
    [[nodiscard]] static std::shared_ptr<const Caller> system(std::shared_ptr<const compile::Program> program,
                                                              std::shared_ptr<const identity::Directory> directory);

    [[nodiscard]] identity::PersonId person() const { return person_; }
    [[nodiscard]] bool administrator() const { return administrator_; }
    [[nodiscard]] const std::vector<std::string>& roles() const { return roles_; }
    [[nodiscard]] bool has_role(std::string_view qualified) const;
    [[nodiscard]] identity::UnitId unit() const { return unit_; }
    [[nodiscard]] const std::vector<identity::UnitId>& units_below() const { return units_below_; }  // own one included
    [[nodiscard]] const EntityAccess& on(const Entity& entity) const;
    [[nodiscard]] const compile::Program& program() const { return *program_; }
    [[nodiscard]] const identity::Directory& directory() const { return *directory_; }
    [[nodiscard]] const std::shared_ptr<const compile::Program>& shared_program() const { return program_; }
    [[nodiscard]] const std::shared_ptr<const identity::Directory>& shared_directory() const { return directory_; }
    // `user` as FEEL sees it.
    [[nodiscard]] feel::Value context() const { return directory_->context_of(person_); }

  private:
    void collect(const Entity& entity, EntityAccess& out) const;

    std::shared_ptr<const compile::Program> program_;
    std::shared_ptr<const identity::Directory> directory_;
    identity::PersonId person_ = 0;
    bool administrator_ = false;
    std::vector<std::string> roles_;
    identity::UnitId unit_ = 0;
    std::vector<identity::UnitId> units_below_;
    std::unordered_map<const Entity*, EntityAccess> entities_;
};

// What a check of one record needs to know of it.
struct RecordFacts {
    identity::PersonId owner = 0;
    identity::UnitId unit = 0;
    std::function<bool(const model::Expr&)> holds;  // evaluates a `where`; asked only when needed
    std::function<bool()> has_task;                 // asked only when needed
};
[[nodiscard]] bool allows(const Rule& rule, const Caller& caller, const RecordFacts& facts);

// The same as SQL: a condition in parentheses with '?' parameters, or "" where everything is allowed, or "(1 = 0)".
struct Condition {
    std::string sql;
    std::vector<storage::Value> parameters;
};
// Compiles a `where` for the table alias; engine/query does it.
using CompileWhere =
    std::function<Result<Condition>(const Entity& entity, const model::Expr& where, const Caller& caller)>;
[[nodiscard]] Result<Condition> condition(const Rule& rule, const Caller& caller, const Entity& entity,
                                          std::string_view alias, const CompileWhere& compile_where);

// AUTH-403 with a sentence that says what is missing.
[[nodiscard]] Diagnostics missing_right(const Entity& entity, std::string_view what);

}  // namespace fw::access
