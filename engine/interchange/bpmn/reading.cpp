#include "engine/interchange/bpmn/reading.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "engine/interchange/bpmn/expression.h"
#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

// Taken in every flow: names of its scope, what events and answers bring, counters of loops, words of FEEL.
constexpr std::string_view kReserved[] = {"record",
                                          "initiator",
                                          "instance",
                                          "result",
                                          "message",
                                          "signal",
                                          "error",
                                          "escalation",
                                          "arrived",
                                          "loop_counter",
                                          "number_of_instances",
                                          "number_of_active_instances",
                                          "number_of_completed_instances",
                                          "and",
                                          "or",
                                          "if",
                                          "then",
                                          "else",
                                          "for",
                                          "in",
                                          "return",
                                          "some",
                                          "every",
                                          "satisfies",
                                          "between",
                                          "true",
                                          "false",
                                          "null",
                                          "function",
                                          "item",
                                          "partial",
                                          "not",
                                          "of",
                                          "external"};

}  // namespace

Reading::Reading(const Source& all, const xml::Element& one, Diagnostics& out) : source(all), process(one), notes(out) {
    for (const std::string_view each : kReserved) variables.reserve(each);
}

bool is_reserved(std::string_view name) {
    return std::find(std::begin(kReserved), std::end(kReserved), name) != std::end(kReserved);
}

void Reading::note(const char* code, const xml::Element& at, Text text, Text hint, Severity severity) {
    const std::string element = "flow:" + source.flow_name(process.value_or("id"));
    notes.push_back({code, severity, source.document().place(at.range, element), std::move(text), std::move(hint)});
}

std::string Reading::variable(std::string_view name, bool own) {
    for (std::size_t i = inner_names.size(); i-- > 0;) {
        const auto found = inner_names[i].find(name);
        if (found != inner_names[i].end()) return found->second;
    }
    if (own && is_reserved(name)) return std::string(name);
    used.emplace(name);
    return variables.of(name);
}

std::string Reading::expression(std::string_view text, const xml::Element& at, std::string_view language) {
    const Dialect dialect = language.empty() ? source.dialect() : dialect_of(language);
    const bool own = dialect == Dialect::kOwn;
    return translated(text, at, dialect, [&](std::string_view name) { return variable(name, own); });
}

std::string Reading::expression_of_result(std::string_view text, const xml::Element& at) {
    return translated(text, at, source.dialect(),
                      [](std::string_view name) { return "result." + technical_name(name); });
}

std::string Reading::translated(std::string_view text, const xml::Element& at, Dialect dialect, const Rename& rename) {
    text = trimmed(text);
    if (text.empty()) return {};
    const std::optional<std::string> feel = to_feel(text, dialect, rename);
    if (feel) return *feel;
    note("BPMN-103", at,
         format_text({"This expression has no translation into FEEL: {0}", "该表达式无法转换为 FEEL：{0}"}, {text}),
         {"write it in FEEL before the flow is deployed", "部署前请改写为 FEEL"});
    return std::string(text);
}

std::string Reading::child_expression(const xml::Element& parent, std::string_view local) {
    const xml::Element* found = child(parent, local);
    return found == nullptr ? std::string() : expression(found->text(), *found, found->value_or("language"));
}

std::string label_of(const xml::Element& element) {
    std::string out;
    for (const char c : trimmed(element.value_or("name"))) {
        const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!space)
            out += c;
        else if (out.back() != ' ')
            out += ' ';
    }
    return out;
}

void set_text(json::Value& into, std::string_view key, std::string_view text) {
    if (!text.empty()) into.set(key, json::Value::string(text));
}

}  // namespace fw::bpmn
