// Expressions of other engines as FEEL: JUEL (${a == 1}, #{…}) of the Camunda 7 family, Python-like comparisons of
// SpiffWorkflow, FEEL itself (= a = 1) of Camunda 8. A small general grammar: literals, names and paths, comparisons,
// and/or/not, arithmetic, the conditional, a few calls that mean the same everywhere. What is beyond it (methods of
// Java objects, scripts) is not translated.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace fw::bpmn {

enum class Dialect : std::uint8_t {
    kUnknown,  // found out by its looks
    kFeel,
    kOwn,  // FEEL as Formwork writes it: its names are those of the flow already
    kJuel,
    kPython,
};

// The dialect that an expression-language URI or name stands for ("http://www.omg.org/spec/FEEL/20140401", "juel").
[[nodiscard]] Dialect dialect_of(std::string_view language);

// What a variable of the source is called in FEEL.
using Rename = std::function<std::string(std::string_view variable)>;

// The expression in FEEL, or nothing where it has no translation. White space around it does not count.
[[nodiscard]] std::optional<std::string> to_feel(std::string_view source, Dialect dialect, const Rename& rename);

// A text as a FEEL string literal, with its quotes.
[[nodiscard]] std::string feel_string(std::string_view text);

}  // namespace fw::bpmn
