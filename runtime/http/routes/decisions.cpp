// Decisions: which there are, and their answers for one or many rows.
#include "engine/decision/explain_json.h"
#include "engine/decision/tests.h"
#include "engine/json/write.h"
#include "runtime/http/routes/routes.h"

namespace fw::http::routes {
namespace {

constexpr std::size_t kMostRows = 10'000;

Response list(Call& call) {
    JsonWriter out;
    out.begin_array();
    for (const compile::DecisionEntry& entry : call.caller->program().decisions) {
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
Response evaluate(Call& call, const json::Value& body) {
    const compile::DecisionEntry* entry = call.caller->program().decision(call.request.parameter("id"));
    if (entry == nullptr) return call.failure(not_found().value());
    std::optional<std::size_t> element = entry->result;
    if (const std::string_view inner = body.string_or("decision"); !inner.empty()) element = entry->model->find(inner);
    if (!element) {
        return call.failure(
            404, "HTTP-404",
            format_text({"There is no decision '{0}'", "没有名为“{0}”的决策"}, {body.string_or("decision")}));
    }
    const json::Value* wants = body.find("explain");
    const bool explain = wants != nullptr && wants->is_boolean() && wants->as_boolean();
    feel::EvalOptions options;
    options.limits.steps = 2'000'000;
    options.now = {storage::now().micros / 1'000'000, 0, feel::Zone::utc()};
    const auto one = [&](const json::Value& row) {
        const feel::Value inputs = decision::inputs_of(*entry->model, *element, row);
        return decision::to_json(entry->model->decide(*element, inputs, options, explain), call.language);
    };
    const json::Value* rows = body.find("rows");
    if (rows == nullptr) {
        const json::Value* inputs = body.find("inputs");
        return Response::json(json::write_compact(one(inputs == nullptr ? json::Value::object() : *inputs)));
    }
    if (!rows->is_array() || rows->items().size() > kMostRows) {
        return call.failure(400, "HTTP-400",
                            format_text({"'rows' is a list of at most {0} objects", "“rows”应为最多 {0} 个对象的列表"},
                                        {std::to_string(kMostRows)}));
    }
    json::Value out = json::Value::array();
    for (const json::Value& row : rows->items()) out.push(one(row));
    return Response::json(json::write_compact(out));
}

}  // namespace

void add_decisions(Api& api) {
    api.read("/api/v1/decisions", Needs::kPerson,
             About{.tag = "decisions",
                   .summary = "Decision models with their inputs",
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
                R"({"type":"object","properties":{"inputs":{"type":"object"},"rows":{"type":"array","items":{"type":"object"}},"decision":{"type":"string"},"explain":{"type":"boolean"}}})",
            .answers = {{200, "value and warnings, or a list of them", R"({"type":["object","array"]})"}}},
        [](Call& call, const json::Value& body) { return evaluate(call, body); });
}

}  // namespace fw::http::routes
