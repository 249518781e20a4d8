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
// (over the row): record (opened, so `total` means `record.total`), user, and in a child entity parent.
struct RecordScope {
    enum : std::size_t { kRecord, kUser, kParent };
};

// A reference's `filter`: target (opened), record (that refers to it), user.
struct TargetScope {
    enum : std::size_t { kTarget, kRecord, kUser };
};

// A report's `filter`: record (opened), user, then the parameters in the order of the report.
struct ReportScope {
    enum : std::size_t { kRecord, kUser, kFirstParameter };
};

// For compiling what comes later, such as the filter of a list. The Program must outlive what is compiled.
[[nodiscard]] feel::Scope record_scope(const Entity& entity);
[[nodiscard]] feel::Scope target_scope(const Entity& target, const Entity& referrer);
[[nodiscard]] feel::Scope report_scope(const Report& report);

}  // namespace fw::compile
