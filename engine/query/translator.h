// Walks a checked tree and writes SQL; inside engine/query only.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/check/checked.h"
#include "engine/query/term.h"

namespace fw::query {

using feel::syntax::Node;
using feel::syntax::NodeId;
using feel::syntax::NodeKind;

// A record the query can reach: by the alias of its table, or behind a reference column.
struct RecordAt {
    std::string entity;
    std::string alias;  // empty: `reference` holds the id
    Term reference;
};

class Translator {
  public:
    Translator(const feel::CheckedTree& tree, const feel::Scope& scope, std::span<const Slot> slots,
               const Catalogue& catalogue, const Options& options);

    // A condition. `exact`: null must stay null; otherwise it may come out as false.
    Term condition(NodeId id, bool exact);
    // A value: column, calculation or constant.
    Term term(NodeId id);

    [[nodiscard]] const std::optional<Diagnostic>& problem() const { return problem_; }
    // Remembers the first thing that has no SQL and gives a null.
    Term refuse(NodeId id, const Text& text);

    [[nodiscard]] Dialect dialect() const { return options_.dialect; }
    [[nodiscard]] const feel::syntax::Ast& ast() const { return *tree_.ast; }

  private:
    [[nodiscard]] bool constant(NodeId id) const;
    std::optional<feel::Value> evaluate(NodeId id);
    std::optional<RecordAt> record(NodeId id);
    Term field(NodeId at, const RecordAt& record, std::string_view name);
    void restrict(Writer& out, std::string_view entity, std::string_view alias) const;  // " AND …" behind a reference
    Term path(NodeId id);
    Term arithmetic(NodeId id);
    Term call(NodeId id, bool exact);
    Term text_test(NodeId id, std::string_view name);
    Term list_contains(NodeId id, bool exact);
    Term membership(NodeId at, const Term& value, const feel::Value& candidates, bool exact);
    Term in(NodeId id, bool exact);
    Term test(NodeId id, const Term& value, bool exact);
    Term between(const Term& value, const Term& low, bool low_closed, const Term& high, bool high_closed, bool exact);
    Term quantified(NodeId id, bool exact);
    Term choose(NodeId id, bool exact, bool condition);
    std::optional<std::string> rows_of(NodeId id, const std::string& alias, std::string& entity, Term& from);
    Term any_of(std::vector<Term> parts);

    const feel::CheckedTree& tree_;
    const feel::Scope& scope_;
    std::span<const Slot> slots_;
    const Catalogue& catalogue_;
    const Options& options_;
    std::map<NodeId, RecordAt> locals_;  // iterators over rows
    int aliases_ = 0;
    std::optional<Diagnostic> problem_;
};

}  // namespace fw::query
