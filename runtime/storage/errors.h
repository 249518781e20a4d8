// What can go wrong in a database, as kinds a caller can branch on. Every failure of storage is a Diagnostic with one
// of the codes DB-001 … DB-016 (docs/diagnostics).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"

namespace fw::storage {

enum class ErrorKind : std::uint8_t {
    kUnique,        // DB-001 a value that must be unique exists already; see violated_columns
    kForeignKey,    // DB-002 a row that is referred to is missing, or still referred to
    kConstraint,    // DB-003 not null, check or type of a column
    kBusy,          // DB-004 another program holds the database
    kFull,          // DB-005 disk, quota or database full
    kReadOnly,      // DB-006 file, folder or server is read-only
    kNotADatabase,  // DB-007 the file is something else or damaged
    kNewer,         // DB-008 written by a newer version of Formwork
    kInUse,         // DB-009 another process owns the data folder
    kInputOutput,   // DB-010 the disk reported an error
    kCannotOpen,    // DB-011 folder or file missing, or no permission
    kConnection,    // DB-012 server unreachable or connection lost: whether the last commit stood is unknown
    kStatement,     // DB-013 the database refused a statement: a mistake of ours
    kClosed,        // DB-014 the database is being closed
    kConflict,      // DB-015 given up after many attempts against concurrent transactions
    kForeign,       // DB-016 a database of another application, or an address that is none
    kOther,         // no diagnostic of storage
};

[[nodiscard]] ErrorKind error_kind(const Diagnostics& diagnostics);  // of the first DB-… diagnostic

// "table.column" of each column of a violated unique constraint; empty where the database did not say.
[[nodiscard]] std::vector<std::string> violated_columns(const Diagnostics& diagnostics);

// For the backends: the sentence of a kind with what the database said. `element` is the place ("table.column,…").
[[nodiscard]] Diagnostic storage_error(ErrorKind kind, std::string_view detail, std::string_view element = {});

}  // namespace fw::storage
