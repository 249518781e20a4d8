// A decision table made ready to run and to be reasoned about. Every cell is a parsed and compiled FEEL unary test;
// where it says nothing but which constant values match, it is also a CellSet: sorted intervals that indexes and the
// analysis (engine/decision/analysis) work on. Immutable, shared between threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/decision/table.h"
#include "engine/feel/feel.h"
#include "engine/feel/scope.h"
#include "engine/feel/syntax/ast.h"

namespace fw::decision {

// low … high; a null end is unbounded. One value: low = high, both closed.
struct Interval {
    feel::Value low;
    feel::Value high;
    bool low_closed = false;
    bool high_closed = false;
    [[nodiscard]] bool is_point() const;
};

// The values a cell (or a list of allowed values) lets through.
struct CellSet {
    enum class Kind : std::uint8_t {
        kAny,     // "-": everything, null too
        kValues,  // `parts` of the values of kind `of`, and null if `null_matches`; values of other kinds: ask the
                  // program
        kBeyond   // depends on other names, on "?" in an expression, or on values that have no order: ask the program
    };
    Kind kind = Kind::kAny;
    feel::Kind of = feel::Kind::kNull;  // kNumber, kString, kBoolean, kDate, kTime, kDateTime, …; kNull: only null
    // Sorted, without overlaps. Of numbers, strings, dates, times and durations they are intervals over all values of
    // that kind (dates and numbers are not treated as steps); of booleans: points.
    std::vector<Interval> parts;
    bool null_matches = false;
    [[nodiscard]] bool contains(const feel::Value& value) const;  // of kind `of` or null; kAny: always
};

// Unary tests as a set. `scope` needs the name "?"; its type decides what "true" means.
[[nodiscard]] CellSet cell_set(const feel::ParsedExpr& tests, const feel::Expression& program,
                               const feel::Scope& scope);

struct Cell {
    CellSet set;
    std::optional<feel::ParsedExpr> parsed;  // nothing: the text is wrong (a diagnostic says so)
    feel::Expression program;                // over the table's scope with "?" as the last slot
};

// An output cell; `constant` where it depends on nothing.
struct ResultCell {
    feel::Expression program;
    std::optional<feel::Value> constant;
};

// What a type lets through of the values that are not null (7.3.3): its allowed values or its constraint.
struct Limit {
    CellSet set;
    feel::Expression program;  // over "?" alone, slot 0
};

struct InputColumn {
    feel::Expression program;  // the input expression, over the table's scope
    feel::Type type;           // of the clause, or else of the expression
    std::optional<CellSet> allowed;
    feel::Expression allowed_program;  // empty: anything
    // Of the type of the clause, and of the one that the expression's name or path has: values beyond are null before
    // they get here.
    std::vector<Limit> limits;
};

struct OutputColumn {
    feel::Type type;
    feel::Expression fallback;         // empty: none
    feel::Expression allowed_program;  // empty: anything
    std::optional<CellSet> allowed;
    std::vector<feel::Value> order;  // allowed values in order of priority, as far as they are constants
};

struct CompiledTable {
    const Table* source = nullptr;  // owned by the model
    std::vector<InputColumn> inputs;
    std::vector<OutputColumn> outputs;
    std::vector<Cell> cells;          // rule by rule: rules × inputs
    std::vector<ResultCell> results;  // rule by rule: rules × outputs
    std::size_t rules = 0;
    std::size_t slots = 0;  // names of the scope; "?" is slot `slots` of cells

    [[nodiscard]] const Cell& cell(std::size_t rule, std::size_t input) const {
        return cells[rule * inputs.size() + input];
    }
    [[nodiscard]] const ResultCell& result(std::size_t rule, std::size_t output) const {
        return results[rule * outputs.size() + output];
    }
};

// Finds the type of a name used in a table ("tLoan"); nothing if there is none.
using TypeOf = std::optional<feel::Type> (*)(const void* owner, const std::string& name);

struct TableEnvironment {
    std::string_view file;
    std::string_view element;  // path of the table for diagnostics: "decision:sales.discount/decisions/rate"
    const void* owner = nullptr;
    TypeOf type_of = nullptr;
    bool strict = false;  // see feel::CheckOptions
};

// `scope`: what the table's expressions see. Mistakes go to `out`; what could be read is made.
[[nodiscard]] CompiledTable compile_table(const Table& table, const feel::Scope& scope,
                                          const TableEnvironment& environment, Diagnostics& out);

// Which rules match input values given directly, one for each input column, in rule order: every cell is run, without
// indexes. `names` are the values of the scope's names, for cells that use them.
[[nodiscard]] std::vector<std::size_t> matching_rules(const CompiledTable& table, std::span<const feel::Value> inputs,
                                                      std::span<const feel::Value> names = {});

}  // namespace fw::decision
