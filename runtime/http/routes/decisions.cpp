// Decisions: which there are, and their answers for one or many rows.
#include <algorithm>

#include "engine/decision/explain_json.h"
#include "engine/decision/inputs.h"
#include "engine/feel/calendar/zones.h"
#include "engine/json/write.h"
#include "runtime/http/routes/routes.h"
#include "runtime/storage/deadline.h"

namespace fw::http::routes {
namespace {

constexpr std::size_t kMostMistakes = 100;
constexpr std::chrono::seconds kPatience{10};  // for all rows of a request

bool may_evaluate(const compile::DecisionEntry& entry, const access::Caller& caller) {
    return entry.roles.empty() || caller.administrator() ||
           std::any_of(entry.roles.begin(), entry.roles.end(),
                       [&](const std::string& r) { return caller.has_role(r); });
}

// Those that the person may evaluate.
Response list(Call& call) {
    JsonWriter out;
    out.begin_array();
    for (const compile::DecisionEntry& entry : call.caller->program().decisions) {
        if (!may_evaluate(entry, *call.caller)) continue;
        out.begin_object().member("id", entry.id).member("label", entry.label).key("inputs").begin_array();
        for (const std::size_t input : entry.model->elements()[entry.result].inputs) {
            const decision::ElementInfo& info = entry.model->elements()[input];
            out.begin_object().member("name", info.name).member("type", info.type.to_string()).end_object();
        }
        out.end_array().end_object();
    }
    return Response::json(out.end_array().take());
}

// {"inputs": {…}} or {"rows": [{…}, …]}, with "decision" for one inside the model and "explain".
Response evaluate(Call& call, const json::Value& body, feel::Zone zone) {
    const compile::DecisionEntry* entry = call.caller->program().decision(call.request.parameter("id"));
    if (entry == nullptr) return call.failure(not_found().value());
    if (!may_evaluate(*entry, *call.caller)) {
        return call.failure(
            403, "AUTH-403",
            format_text({"None of your roles may evaluate the decision '{0}'.", "您的角色都没有执行决策“{0}”的权限。"},
                        {entry->id}));
    }
    std::optional<std::size_t> element = entry->result;
    if (const std::string_view inner = body.string_or("decision"); !inner.empty()) element = entry->model->find(inner);
    if (!element) {
        return call.failure(
            404, "HTTP-404",
            format_text({"There is no decision '{0}'", "没有名为“{0}”的决策"}, {body.string_or("decision")}));
    }
    const auto given = [&](const char* name) {
        const json::Value* found = body.find(name);
        return found != nullptr && !found->is_null() ? found : nullptr;
    };
    const json::Value* rows = given("rows");
    const json::Value nothing = json::Value::object();
    const json::Value* inputs = given("inputs");
    if (inputs == nullptr) inputs = &nothing;
    const std::span<const json::Value> all =
        rows != nullptr ? std::span<const json::Value>(rows->items()) : std::span<const json::Value>(inputs, 1);
    Diagnostics wrong;
    for (std::size_t i = 0; i < all.size() && wrong.size() < kMostMistakes; ++i) {
        const std::string path = rows != nullptr ? "rows/" + std::to_string(i) : "inputs";
        for (Diagnostic& d : decision::check_inputs(*entry->model, *element, all[i], path)) {
            d.place.at = line_column(call.request.body, d.place.range.begin);
            wrong.push_back(std::move(d));
        }
    }
    if (!wrong.empty()) return call.failure(wrong);
    const json::Value* wants = body.find("explain");
    const bool explain = wants != nullptr && wants->is_boolean() && wants->as_boolean();
    const storage::Deadline deadline(kPatience);
    feel::EvalOptions options;
    options.limits.steps = 2'000'000;
    options.limits.watch = &deadline;
    const std::int64_t now = storage::now().micros;
    options.now = feel::at_utc(now / 1'000'000, static_cast<std::int32_t>(now % 1'000'000 * 1000), zone);
    json::Value out = json::Value::array();
    for (const json::Value& row : all) {
        const feel::Value values = decision::inputs_of(*entry->model, *element, row);
        out.push(decision::to_json(entry->model->decide(*element, values, options, explain), call.language));
    }
    return Response::json(json::write_compact(rows != nullptr ? out : out.items()[0]));
}

}  // namespace

void add_decisions(Api& api) {
    api.read("/api/v1/decisions", Needs::kPerson,
             About{.tag = "decisions",
                   .summary = "Decision models that the person may evaluate, with their inputs",
                   .parameters = {},
                   .body = {},
                   .answers = {{200, "", R"({"type":"array","items":{"type":"object"}})"}}},
             list);
    api.slow(
        Method::kPost, "/api/v1/decisions/{id}/evaluate", Needs::kPerson,
        About{
            .tag = "decisions",
            .summary = "The answer for `inputs`, or for each of `rows`; `decision` picks one inside the model, "
                       "`explain` says why",
            .parameters = {},
            .body =
                R"({"type":"object","properties":{"inputs":{"type":"object"},"rows":{"description":"Inputs, each an object","type":"array","maxItems":10000,"items":{}},"decision":{"type":"string"},"explain":{"type":"boolean"}},"additionalProperties":false})",
            .answers = {{200, "value and warnings, or a list of them", R"({"type":["object","array"]})"},
                        {403, "The decision is for other roles"}}},
        [&api](Call& call, const json::Value& body) { return evaluate(call, body, api.host().zone()); });
}

}  // namespace fw::http::routes
