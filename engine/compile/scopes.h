// The names that expressions over records see, by slot: evaluate() is given one value for each, in this order. Records
// are contexts of their fields and the system fields (id: string, version: number, created_at, updated_at: date and
// time in UTC, created_by, updated_by, owner, unit: contexts, state: string); references are contexts of their target's
// fields, child tables lists of contexts.
#pragma once

#include <cstddef>

#include "engine/compile/program.h"
#include "engine/feel/scope.h"

namespace fw::compile {

// Titles, defaults, formulas, conditions, checks, transitions, rights, reminders, and roll-ups' `value` and `where`
// (over the row): record (opened, so `total` means `record.total`), user, and in a child entity parent. What is stored
// or sent without a reader (titles, formulas, roll-ups, reminders) may not read user: compile() refuses it.
struct RecordScope {
    enum : std::size_t { kRecord, kUser, kParent };
};

// A reference's `filter`: target (opened), record (that refers to it), user, and parent of a child record.
struct TargetScope {
    enum : std::size_t { kTarget, kRecord, kUser, kParent };
};

// A report's `filter`: record (opened), user, then the parameters in the order of the report.
struct ReportScope {
    enum : std::size_t { kRecord, kUser, kFirstParameter };
};

// For compiling what comes later, such as the filter of a list. The Program must outlive what is compiled.
[[nodiscard]] feel::Scope record_scope(const Entity& entity,
                                       const feel::Functions& functions = feel::Functions::standard());
[[nodiscard]] feel::Scope target_scope(const Entity& target, const Entity& referrer,
                                       const feel::Functions& functions = feel::Functions::standard());
[[nodiscard]] feel::Scope report_scope(const Report& report,
                                       const feel::Functions& functions = feel::Functions::standard());

// A person as `user` and `initiator`: {id, login, name, unit: {id, name}, roles: list of role ids}.
[[nodiscard]] const feel::RecordType& person_record();
// Of a report's parameter or a flow's variable: "integer", "decimal", "number", "text", "boolean", "date", "date_time".
[[nodiscard]] feel::Type value_type(std::string_view name);

}  // namespace fw::compile
