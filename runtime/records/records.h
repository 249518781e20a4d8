// Records of the deployed entities: created, changed, shown and listed under the rights of a caller, with everything
// that follows from the models: defaults, formulas, roll-ups, auto-numbers, checks, states, audit. One Records per
// deployed Program; immutable, shared between threads. Writing functions run inside the transaction of an Act and may
// fail at any point: the transaction must then be rolled back (a Work does that by returning the failure).
//
// Failures: REC-001 … REC-019 what was sent is wrong, one diagnostic each, `place.element` is the field
// ("lines[2].quantity"): 422 · REC-020 no such record, or not to be seen: 404 · REC-021 stale version: 412 · REC-022
// locked, REC-023 still referred to, REC-024 transition not possible: 409 · REC-030 … REC-039 a list is asked for
// wrongly: 400 · AUTH-403 a right is missing.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "engine/feel/call.h"
#include "engine/feel/functions.h"
#include "runtime/access/act.h"
#include "runtime/storage/database.h"

namespace fw::records {

using access::Act;
using access::Caller;
using compile::Entity;
using storage::DateTime;
using storage::Id;
using storage::Reader;

class Model;

struct Options {
    feel::Zone zone = feel::Zone::utc();  // of the company: today(), and date-times sent without a zone
    const feel::Functions* functions = &feel::Functions::standard();  // those the program was compiled with
};

struct WriteOptions {
    std::optional<std::int64_t> version;  // If-Match: REC-021 unless it is the current one
    // Flows and imports: no rights, locks, read-only rules and record filters; types, references, checks and unique
    // values still count.
    bool trusted = false;
    // A task that opens these fields: only they may be written; locks and the right to update do not count.
    const std::vector<std::string>* open = nullptr;
    // An import: a row that says what is stored already is neither written nor refused, whatever locks the record.
    bool pass_unchanged = false;
};

struct Written {
    Id id = 0;
    std::int64_t version = 0;
    bool unchanged = false;  // with pass_unchanged: it says what is stored
};

// One record for one reader. `members` are the members of a JSON object without the braces: id, version, title, state,
// fields, child tables, rights, locked, transitions.
struct Shown {
    Id id = 0;
    std::int64_t version = 0;
    std::string state;
    std::string members;
    bool may_update = false;
    bool only_locked = false;  // it could be changed but for the lock of its state
};

// Why a record in that state cannot be changed: REC-022.
[[nodiscard]] Text locked_in(const Entity& entity, std::string_view state);

// As in docs/http.md; FEEL and names as the client wrote them.
struct ListRequest {
    std::string filter = {};
    std::string sort = {};    // "-created_at,number"
    std::string fields = {};  // "a,b"; empty: all that may be read
    std::string search = {};  // words in the title or any text field
    std::string after = {};   // cursor
    int limit = 50;
    bool count = false;
    std::string by_lookup_of =
        {};  // "sales.contract.customer": only what that field's filter allows (without a record)
};

class Records {
  public:
    Records(std::shared_ptr<const compile::Program> program, const storage::Dialect& dialect, Options options = {});
    ~Records();

    // --- writing. Each leaves its news and audit rows in the Act.
    [[nodiscard]] Result<Written> create(Act& act, const Entity& entity, const json::Value& fields,
                                         const WriteOptions& options = {}) const;
    [[nodiscard]] Result<Written> update(Act& act, const Entity& entity, Id id, const json::Value& fields,
                                         const WriteOptions& options = {}) const;
    [[nodiscard]] Result<void> remove(Act& act, const Entity& entity, Id id, const WriteOptions& options = {}) const;
    [[nodiscard]] Result<Written> transition(Act& act, const Entity& entity, Id id, std::string_view transition,
                                             const WriteOptions& options = {}) const;
    // What a flow writes: fields, owner and state by name, as FEEL values. Trusted; nothing changes when all are equal.
    [[nodiscard]] Result<Written> set(Act& act, const Entity& entity, Id id,
                                      const std::vector<std::pair<std::string, feel::Value>>& values) const;
    // What an automation creates: the same for a new record. `owner`: whom it belongs to unless they name one; 0: the
    // caller.
    [[nodiscard]] Result<Written> create_from(Act& act, const Entity& entity, Id owner,
                                              const std::vector<std::pair<std::string, feel::Value>>& values) const;
    // Fills computed fields and titles of all rows of these entities, after a deployment changed them.
    [[nodiscard]] Result<void> recompute(storage::Transaction& tx, DateTime now,
                                         const std::vector<std::string>& entities) const;

    // --- reading
    // The record as FEEL sees it (compile::RecordScope::kRecord), with what these paths read ({"customer", "name"});
    // null if there is no such record. No rights: for flows, reminders and templates.
    [[nodiscard]] Result<feel::Value> context(Reader& reader, const Entity& entity, Id id,
                                              std::span<const std::vector<std::string>> paths) const;
    // The same as it would be with these fields, owner and state, and what is computed from them; nothing is stored.
    [[nodiscard]] Result<feel::Value> context_with(Reader& reader, const Entity& entity, Id id,
                                                   std::span<const std::vector<std::string>> paths,
                                                   const std::vector<std::pair<std::string, feel::Value>>& values,
                                                   DateTime now) const;
    [[nodiscard]] Result<std::string> title(Reader& reader, const Entity& entity, Id id) const;  // "" if there is none
    [[nodiscard]] Result<Shown> show(Reader& reader, const Caller& caller, const Entity& entity, Id id,
                                     DateTime now) const;
    // {"records": […], "next": …, "count"?: n}
    [[nodiscard]] Result<std::string> list(Reader& reader, const Caller& caller, const Entity& entity,
                                           const ListRequest& request, DateTime now) const;
    // [{"id", "title"}] for pickers: `search` and `by_lookup_of` count.
    [[nodiscard]] Result<std::string> lookup(Reader& reader, const Caller& caller, const Entity& entity,
                                             const ListRequest& request, DateTime now) const;
    // RFC 4180 with a header line, UTF-8 with BOM, in pieces. Needs the right to export. A request with a limit (not 0)
    // gives that many rows, the header line on the first page alone, and the cursor of the next page ("" at the end).
    [[nodiscard]] Result<std::string> export_csv(Reader& reader, const Caller& caller, const Entity& entity,
                                                 const ListRequest& request, Language language, DateTime now,
                                                 const std::function<void(std::string_view)>& write) const;
    // The live answer while typing: {"values", "lines", "visible", "required", "read_only", "errors"}.
    [[nodiscard]] Result<std::string> compute(Reader& reader, const Caller& caller, const Entity& entity,
                                              const json::Value& request, DateTime now, Language language) const;
    // The audit of one record, newest first: [{"at", "by", "what", "changes"}].
    [[nodiscard]] Result<std::string> changes(Reader& reader, const Caller& caller, const Entity& entity, Id id,
                                              DateTime now) const;

    // Rows the caller may read, as a condition on the table under `alias`: for reports and searches.
    [[nodiscard]] Result<access::Condition> readable(const Caller& caller, const Entity& entity, std::string_view alias,
                                                     DateTime now) const;
    // A FEEL condition as SQL on the table under `alias`. `values` are those of the slots of `scope`, which the
    // condition was written for; slot 0 is the record, whose value is not used. QRY-001 where it cannot be translated.
    [[nodiscard]] Result<access::Condition> condition(const Entity& entity, const feel::Scope& scope,
                                                      std::string_view text, std::span<const feel::Value> values,
                                                      std::string_view alias, DateTime now) const;

    [[nodiscard]] const Model& model() const { return *model_; }
    [[nodiscard]] const Options& options() const { return options_; }
    [[nodiscard]] const feel::Functions& functions() const { return *options_.functions; }

  private:
    std::unique_ptr<const Model> model_;
    Options options_;
};

}  // namespace fw::records
