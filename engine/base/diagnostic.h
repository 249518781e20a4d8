// What Formwork tells an author who made a mistake: a code, a place, a sentence and, where there is one, a suggestion.
// Mistakes are collected, not thrown; Result<T> carries either a value or every mistake found.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "engine/base/text.h"

namespace fw {

enum class Severity : std::uint8_t { kError, kWarning, kNote };

// A half-open range of bytes [begin, end) in a source text.
struct Range {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool operator==(const Range&) const = default;
};

// 1-based; column counts code points, as editors show them.
struct LineColumn {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    bool operator==(const LineColumn&) const = default;
};

// Where a mistake stands. `file` is empty for texts that came over a wire; `element` is the path of ids a designer can
// select ("flow:contract_approval/nodes/big"); line 0 means the place is only known by its element.
struct Place {
    std::string file;
    Range range;
    LineColumn at{0, 0};
    std::string element;
};

struct Diagnostic {
    std::string code;  // "FEEL-104"; one page each in docs/diagnostics
    Severity severity = Severity::kError;
    Place place;
    Text text;  // one sentence, in every language we ship
    Text hint;  // what to do, e.g. "did you mean 'days'?"; may be empty
};

using Diagnostics = std::vector<Diagnostic>;

template <class T>
using Result = tl::expected<T, Diagnostics>;

// The failed Result with one diagnostic.
[[nodiscard]] tl::unexpected<Diagnostics> fail(std::string code, Text text, Place place = {}, Text hint = {});
[[nodiscard]] tl::unexpected<Diagnostics> fail(Diagnostic diagnostic);
[[nodiscard]] tl::unexpected<Diagnostics> fail(Diagnostics diagnostics);

[[nodiscard]] std::string_view severity_name(Severity severity);  // "error", "warning", "note"
[[nodiscard]] bool has_errors(const Diagnostics& diagnostics);

// "file:line:column: error CODE: sentence (hint)"; parts that are unknown are left out.
[[nodiscard]] std::string format(const Diagnostic& diagnostic, Language language = Language::kEn);
[[nodiscard]] std::string format(const Diagnostics& diagnostics, Language language = Language::kEn);

// The line and column of a byte offset. Offsets past the end give the place after the last character.
[[nodiscard]] LineColumn line_column(std::string_view source, std::uint32_t offset);

}  // namespace fw
