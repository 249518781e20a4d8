// Reads records into drafts and makes the FEEL contexts of drafts, loading referred records where expressions read
// them. For one command or request on one thread; what it has read it keeps.
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "engine/base/diagnostic.h"
#include "runtime/records/draft.h"
#include "runtime/storage/database.h"

namespace fw::records {

class Loader {
  public:
    Loader(storage::Reader& reader, const Model& model) : reader_(reader), model_(model) {}

    // The record as it is stored now; nothing where it is missing or deleted. Lines are not loaded.
    [[nodiscard]] Result<std::optional<Draft>> row(const EntityModel& entity, Id id);
    // Loads the lines of every child table, unless they are known.
    [[nodiscard]] Result<void> lines(Draft& draft);
    // Makes `draft.context` with what `needs` reads. A lookup failure of the database is kept and told by failure().
    void contextualize(Draft& draft, const Paths& needs);
    // A referred record, for reading; null pointer where there is none. Valid until forget() of it.
    [[nodiscard]] Draft* referred(const EntityModel& entity, Id id);
    // For this command the record is as if there were none: its caller may not know of it.
    void hide(const EntityModel& entity, Id id) { referred_[{&entity, id}].reset(); }
    // It was written: read it again when it is asked for.
    void forget(const EntityModel& entity, Id id) { referred_.erase({&entity, id}); }

    [[nodiscard]] const Diagnostics& failure() const { return failure_; }  // empty: everything was read
    [[nodiscard]] storage::Reader& reader() { return reader_; }
    [[nodiscard]] const Model& model() const { return model_; }

  private:
    [[nodiscard]] feel::Value context_of(Draft& draft, const Paths& needs);
    [[nodiscard]] feel::Value field_value(Draft& draft, const Field& field, const feel::Value& cell,
                                          const Paths* needs);
    [[nodiscard]] feel::Value lines_value(Draft& draft, int ordinal, const Paths& needs);
    [[nodiscard]] feel::Value lookup_value(Draft& draft, const Field& field, const Paths* needs);

    storage::Reader& reader_;
    const Model& model_;
    std::map<std::pair<const EntityModel*, Id>, std::optional<Draft>> referred_;
    Diagnostics failure_;
};

// The draft of a row selected with EntityModel::columns_sql.
[[nodiscard]] Draft draft_of(const EntityModel& entity, const storage::Row& row);

}  // namespace fw::records
