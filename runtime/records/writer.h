// One change of records inside one Act: from what was sent to rows, with everything that follows. Made for one command,
// used once. The steps stand in files of their own:
//   apply.cpp     what was sent goes into the draft        compute.cpp  defaults, formulas, roll-ups, titles
//   validate.cpp  required, lengths, options, checks …     store.cpp    rows, audit, numbers
//   follow.cpp    what other records show of this one      remove.cpp   deleting, and what refers to it
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.h"
#include "runtime/access/act.h"
#include "runtime/records/evaluator.h"
#include "runtime/records/records.h"

namespace fw::records {

class Writer {
  public:
    Writer(Act& act, const Model& model, const Options& options, const WriteOptions& write);

    [[nodiscard]] Result<Written> create(const EntityModel& entity, const json::Value& fields);
    [[nodiscard]] Result<Written> update(const EntityModel& entity, Id id, const json::Value& fields);
    [[nodiscard]] Result<void> remove(const EntityModel& entity, Id id);
    [[nodiscard]] Result<Written> transition(const EntityModel& entity, Id id, std::string_view transition);
    [[nodiscard]] Result<Written> set(const EntityModel& entity, Id id,
                                      const std::vector<std::pair<std::string, feel::Value>>& values);
    // A new record of these values, trusted; its owner unless they name one (0: the caller).
    [[nodiscard]] Result<Written> create_from(const EntityModel& entity, Id owner,
                                              const std::vector<std::pair<std::string, feel::Value>>& values);
    // Computes the stored formulas and the title of one row again; `rollups`: also those over records that refer to it.
    [[nodiscard]] Result<void> refresh(const EntityModel& entity, Id id, bool rollups);
    // See Records::context_with.
    [[nodiscard]] Result<feel::Value> context_with(const EntityModel& entity, Id id,
                                                   const std::vector<std::pair<std::string, feel::Value>>& values,
                                                   const Paths& needs);
    [[nodiscard]] Result<std::string> preview(const EntityModel& entity, Id id, const json::Value& record,
                                              Language language);

  private:
    using Names = std::set<std::string, std::less<>>;

    // apply.cpp
    void apply(Draft& draft, const Draft* before, const json::Value& fields, const std::string& path);
    void apply_field(Draft& draft, const Draft* before, int field, const json::Value& value, const std::string& path);
    void apply_system(Draft& draft, const Draft* before, std::string_view name, const json::Value& value,
                      const std::string& path);
    void apply_owner(Draft& draft, const Field& field, const json::Value& value, const std::string& element);
    void apply_lines(Draft& draft, const Draft* before, int field, const json::Value& value, const std::string& path);
    void unknown_field(const EntityModel& entity, std::string_view name, const std::string& path);
    [[nodiscard]] bool may_write(const Field& field, const EntityModel& entity, bool creating) const;
    void assign(Draft& draft, const std::vector<std::pair<std::string, feel::Value>>& values);  // FEEL, trusted
    [[nodiscard]] Draft new_draft(const EntityModel& entity) const;                             // of the caller, now
    [[nodiscard]] Id unit_of(Id person) const;
    void add(Diagnostic diagnostic) { errors_.push_back(std::move(diagnostic)); }

    // compute.cpp
    void defaults(Draft& draft, Draft* parent);
    void compute(Draft& draft, Draft* parent);
    void compute_all(Draft& draft);  // with its lines
    void compute_rollup(Draft& draft, const Field& field, int index);
    [[nodiscard]] std::string title_of(Draft& draft, Draft* parent);

    // validate.cpp
    void validate(Draft& draft, Draft* before, Draft* parent, const std::string& path);
    void too_large(const Field& field);
    [[nodiscard]] bool stood_before(const Draft* before) const;
    void validate_field(Draft& draft, Draft* before, Draft* parent, int field, const std::string& path);
    void validate_text(const EntityModel& entity, int field, const feel::Value& value, const std::string& element);
    void validate_options(const Field& field, const feel::Value& value, const std::string& element);
    void validate_bounds(Draft& draft, Draft* parent, const Field& field, const feel::Value& value,
                         const std::string& element);
    void validate_reference(Draft& draft, Draft* parent, const Field& field, const feel::Value& value,
                            const std::string& element);

    // store.cpp
    [[nodiscard]] Result<void> number(Draft& draft);
    [[nodiscard]] Result<void> insert(Draft& draft);
    [[nodiscard]] Result<bool> save(Draft& draft, const Draft& before, bool as_change);  // whether anything differed
    [[nodiscard]] Result<void> save_lines(Draft& draft, Draft* before);
    [[nodiscard]] Result<void> audit(const Draft& draft, const Draft* before, const char* action);
    [[nodiscard]] Result<void> finish(Draft& draft, Draft* before);  // compute, validate, store, follow
    [[nodiscard]] Diagnostics explain(Diagnostics stored, const EntityModel& entity) const;  // DB-001 at the field

    // follow.cpp
    void tell(const Draft& after, const Draft* before, bool derived = false);  // leaves the news
    [[nodiscard]] Result<void> follow(const Draft& after, const Draft* before, bool deleted = false);
    [[nodiscard]] Result<void> follow_rollups(const Draft& after, const Draft* before, bool deleted);
    [[nodiscard]] Result<void> follow_dependents(const Draft& after, const Draft& before);
    [[nodiscard]] Result<void> refresh_rollup(const RollupUse& use, Id holder);
    [[nodiscard]] std::vector<RollupUse> own_rollups(const EntityModel& entity) const;  // over records that refer to it
    [[nodiscard]] Result<feel::Value> rollup_over_rows(const RollupUse& use, Id holder);
    [[nodiscard]] Result<feel::Value> rollup_by_sql(const RollupUse& use, const EntityModel& rows, Id holder);

    // preview.cpp
    void append_values(std::string& out, const Draft& draft, const std::vector<std::string>& hidden);

    // remove.cpp
    [[nodiscard]] Result<void> remove_draft(Draft& draft);
    [[nodiscard]] Result<void> release(const EntityModel& entity, Id id);

    // rights.cpp
    // The version of a record that is just as `fields` say, as far as the caller may read it; nothing where it is not.
    [[nodiscard]] std::optional<std::int64_t> stored_so(const EntityModel& entity, Id id, const json::Value& fields);
    [[nodiscard]] Result<Draft> load_for(const EntityModel& entity, Id id, const char* what);
    [[nodiscard]] Text transition_refused(const compile::Transition& transition, Draft& draft);
    [[nodiscard]] Result<void> failed();  // errors_ or a failure of loading, if there are any

    Act& act_;
    const Model& model_;
    const Options& options_;
    const WriteOptions& write_;
    Loader loader_;
    Evaluator evaluator_;
    Diagnostics errors_;
    std::set<std::pair<const Draft*, int>> provided_;  // fields that were sent, also as null: no default for them
    bool lines_given_ = false;
    bool lines_changed_ = false;
    int depth_ = 0;  // of follow and remove
};

}  // namespace fw::records
