#include "engine/decision/inputs.h"

#include <algorithm>

#include "engine/base/suggest.h"
#include "engine/feel/shape.h"

namespace fw::decision {

using feel::Value;

namespace {

const ElementInfo* input_named(const DecisionModel& model, std::size_t element, std::string_view name) {
    for (const std::size_t input : model.elements()[element].inputs) {
        const ElementInfo& info = model.elements()[input];
        if (info.name == name || info.id == name) return &info;
    }
    return nullptr;
}

}  // namespace

Value inputs_of(const DecisionModel& model, std::size_t element, const json::Value& given) {
    std::vector<std::pair<std::string, Value>> out;
    if (!given.is_object()) return Value::context({});
    for (const json::Member& m : given.members()) {
        const ElementInfo* info = input_named(model, element, m.key);
        out.emplace_back(info == nullptr ? m.key : info->name,
                         feel::from_json(m.value, info == nullptr ? feel::Type() : info->type));
    }
    return Value::context(std::move(out));
}

std::vector<std::string> input_names(const DecisionModel& model, std::size_t element) {
    std::vector<std::string> names;
    for (const std::size_t input : model.elements()[element].inputs) {
        names.push_back(model.elements()[input].name);
        names.push_back(model.elements()[input].id);
    }
    return names;
}

Value by_name(const DecisionModel& model, std::size_t element, const Value& given) {
    if (!given.is_context()) return given;
    const feel::ContextView view = given.as_context();
    std::vector<std::pair<std::string, Value>> out;
    for (std::size_t i = 0; i < view.size(); ++i) {
        const ElementInfo* info = input_named(model, element, view.key(i));
        out.emplace_back(info == nullptr ? std::string(view.key(i)) : info->name, view.value(i));
    }
    return Value::context(std::move(out));
}

bool has_input(const DecisionModel& model, std::string_view name) {
    const std::string& uri = model.definitions().uri;
    return std::any_of(model.elements().begin(), model.elements().end(), [&](const ElementInfo& info) {
        return info.kind == ElementKind::kInput && info.uri == uri && (info.name == name || info.id == name);
    });
}

Diagnostics check_inputs(const DecisionModel& model, std::size_t element, const json::Value& given,
                         const std::string& path) {
    Diagnostics out;
    const auto wrong = [&](const char* code, const json::Value& at, const std::string& key, Text text, Text hint = {}) {
        Place place;
        place.range = at.range();
        place.element = key.empty() ? path : path + "/" + key;
        out.push_back({code, Severity::kError, std::move(place), std::move(text), std::move(hint)});
    };
    if (!given.is_object()) {
        wrong("DMN-302", given, {}, {"Inputs are an object: {\"amount\": 5}", "输入应为对象，例如 {\"amount\": 5}"});
        return out;
    }
    const std::string& name = model.elements()[element].name;
    for (const json::Member& m : given.members()) {
        const ElementInfo* info = input_named(model, element, m.key);
        if (info == nullptr) {
            const std::vector<std::string> known = input_names(model, element);
            if (has_input(model, m.key)) continue;
            // An imported model's inputs stand in a context of its name.
            if (m.value.is_object() && !model.definitions().imports.empty()) continue;
            wrong("DMN-302", m.value, m.key,
                  format_text({"'{0}' has no input '{1}'", "“{0}”没有名为“{1}”的输入"}, {name, m.key}),
                  did_you_mean(m.key, known));
            continue;
        }
        const Value value = feel::from_json(m.value, info->type);
        bool ok = true;
        (void)feel::conform(value, info->type, ok);
        if (ok && (!value.is_null() || m.value.is_null())) continue;
        wrong("DMN-303", m.value, m.key,
              format_text({"The input '{0}' must be a {1}", "输入“{0}”应为 {1}"}, {m.key, info->type.to_string()}));
    }
    return out;
}

}  // namespace fw::decision
