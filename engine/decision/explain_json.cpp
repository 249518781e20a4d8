#include "engine/decision/explain_json.h"

namespace fw::decision {

namespace {

using json::Value;

Value number(std::size_t n) { return Value::number(static_cast<std::int64_t>(n)); }

Value table_of(const TableTrace& table) {
    Value out = Value::object();
    Value inputs = Value::object();
    for (std::size_t i = 0; i < table.inputs.size() && i < table.columns.size(); ++i)
        inputs.set(table.columns[i], feel::to_json(table.inputs[i]));
    out.set("inputs", std::move(inputs));
    Value matched = Value::array();
    for (const std::size_t rule : table.matched) matched.push(number(rule + 1));
    out.set("matched", std::move(matched));
    Value stopped = Value::array();
    for (const TableTrace::Stopped& s : table.stopped) {
        Value one = Value::object();
        one.set("rule", number(s.rule + 1));
        one.set("column", Value::string(s.input < table.columns.size() ? table.columns[s.input] : ""));
        one.set("cell", Value::string(s.cell));
        stopped.push(std::move(one));
    }
    out.set("stopped", std::move(stopped));
    return out;
}

Value explained(const Explanation& e) {
    Value out = Value::object();
    out.set("what", Value::string(e.what));
    if (!e.name.empty()) out.set("name", Value::string(e.name));
    if (!e.element.empty()) out.set("element", Value::string(e.element));
    if (!e.text.empty()) out.set("text", Value::string(e.text));
    out.set("value", feel::to_json(e.value));
    if (!e.table.empty()) out.set("table", table_of(e.table[0]));
    if (!e.subexpressions.empty()) {
        Value steps = Value::array();
        for (const auto& [text, value] : e.subexpressions) {
            Value one = Value::object();
            one.set("text", Value::string(text));
            one.set("value", feel::to_json(value));
            steps.push(std::move(one));
        }
        out.set("steps", std::move(steps));
    }
    if (!e.parts.empty()) {
        Value parts = Value::array();
        for (const Explanation& part : e.parts) parts.push(explained(part));
        out.set("parts", std::move(parts));
    }
    return out;
}

}  // namespace

Value to_json(const Outcome& outcome, Language language) {
    Value out = Value::object();
    out.set("value", feel::to_json(outcome.value));
    if (!outcome.warnings.empty()) {
        Value warnings = Value::array();
        for (const Diagnostic& d : outcome.warnings) {
            Value one = Value::object();
            one.set("code", Value::string(d.code));
            one.set("text", Value::string(d.text.in(language)));
            if (!d.place.element.empty()) one.set("element", Value::string(d.place.element));
            warnings.push(std::move(one));
        }
        out.set("warnings", std::move(warnings));
    }
    if (!outcome.explanation.empty()) {
        Value parts = Value::array();
        for (const Explanation& e : outcome.explanation) parts.push(explained(e));
        out.set("explanation", std::move(parts));
    }
    return out;
}

}  // namespace fw::decision
