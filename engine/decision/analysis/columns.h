// The columns of a table cut into pieces. Within one piece every cell of the column says the same.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/decision/compiled_table.h"

namespace fw::decision::analysis {

// Pieces [begin, end).
struct Run {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool operator==(const Run&) const = default;
};
using Runs = std::vector<Run>;

enum class CellState : std::uint8_t {
    kExact,  // its runs say all
    kLocal,  // beyond, but it reads nothing but the value under test: can be run on a witness
    kOpen    // beyond, and it depends on other values
};

struct Piece {
    Interval part;
    feel::Value witness;  // a value inside
    bool joined = false;  // nothing that may occur lies between the piece before and this one
};

struct Column {
    std::vector<Piece> pieces;         // in order; only those that hold a value
    std::vector<std::uint32_t> named;  // named[i]: how many of the first i pieces are no null
    bool has_null = false;             // the last piece is the null value
    std::vector<Runs> cells;           // by rule; of kExact cells
    std::vector<CellState> states;     // by rule

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(pieces.size()); }
    [[nodiscard]] bool is_full(const Runs& runs) const { return runs.size() == 1 && runs[0] == Run{0, size()}; }
    // Whether [begin, end) has a piece that is not null.
    [[nodiscard]] bool has_named(std::uint32_t begin, std::uint32_t end) const { return named[end] > named[begin]; }
    // The pieces as a unary test: "[10..20)", "\"a\", \"b\"", "-".
    [[nodiscard]] std::string describe(Run run) const;
};

[[nodiscard]] std::vector<Column> cut(const CompiledTable& table);

[[nodiscard]] bool intersect(const Runs& a, const Runs& b);
// The first piece in both, one that is not null if there is one; Column::size() if there is none.
[[nodiscard]] std::uint32_t common_piece(const Column& column, const Runs& a, const Runs& b);

// A value strictly between two (null: unbounded) of one kind; null if there is none.
[[nodiscard]] feel::Value between(feel::Kind kind, const feel::Value& low, const feel::Value& high);

// Order of values of one kind; booleans: false before true.
[[nodiscard]] int order_of(const feel::Value& a, const feel::Value& b);

}  // namespace fw::decision::analysis
