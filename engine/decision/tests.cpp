#include "engine/decision/tests.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/base/suggest.h"
#include "engine/decision/inputs.h"
#include "engine/feel/shape.h"
#include "engine/json/write.h"

namespace fw::decision {

using feel::Value;

bool is_expected(const json::Value& expected, const Value& actual) {
    switch (expected.kind()) {
        case json::Kind::kArray: {
            if (!actual.is_list() || actual.as_list().size() != expected.items().size()) return false;
            for (std::size_t i = 0; i < expected.items().size(); ++i) {
                if (!is_expected(expected.items()[i], actual.as_list()[i])) return false;
            }
            return true;
        }
        case json::Kind::kObject: {
            if (!actual.is_context() || actual.as_context().size() != expected.members().size()) return false;
            return std::all_of(expected.members().begin(), expected.members().end(), [&](const json::Member& m) {
                const Value* entry = actual.find(m.key);
                return entry != nullptr && is_expected(m.value, *entry);
            });
        }
        case json::Kind::kString:
            return (actual.is_string() || actual.is(feel::Kind::kDate) || actual.is(feel::Kind::kTime) ||
                    actual.is(feel::Kind::kDateTime) || actual.is(feel::Kind::kDaysDuration) ||
                    actual.is(feel::Kind::kYearsDuration)) &&
                   actual.to_text() == expected.as_string();
        default:
            return feel::from_json(expected) == actual;
    }
}

TestReport run_tests(const DecisionModel& model, std::size_t result, const feel::EvalOptions& options) {
    TestReport out;
    std::map<std::size_t, std::set<std::size_t>> reached;
    const Definitions& definitions = model.definitions();
    for (const Test& test : definitions.tests) {
        ++out.run;
        Place place = test.place;
        place.range = test.range;
        const auto fails = [&](Text text, Text hint = {}) {
            out.failures.push_back({"DMN-301", Severity::kError, place, std::move(text), std::move(hint)});
        };
        const auto element = test.decision.empty() ? std::optional(result) : model.find(test.decision);
        if (!element) {
            fails(format_text({"Test '{0}': there is no decision '{1}'", "测试“{0}”：没有名为“{1}”的决策"},
                              {test.id, test.decision}));
            continue;
        }
        std::vector<std::string> known;
        for (const std::size_t input : model.elements()[*element].inputs) {
            known.push_back(model.elements()[input].name);
            known.push_back(model.elements()[input].id);
        }
        bool given_well = true;
        if (test.given.is_object()) {
            for (const json::Member& m : test.given.members()) {
                if (std::find(known.begin(), known.end(), m.key) != known.end()) continue;
                fails(format_text({"Test '{0}': there is no input '{1}'", "测试“{0}”：没有名为“{1}”的输入"},
                                  {test.id, m.key}),
                      did_you_mean(m.key, known));
                given_well = false;
            }
        }
        if (!given_well) continue;
        const Value inputs = inputs_of(model, *element, test.given);
        const Outcome outcome = model.decide(*element, inputs, options);
        for (std::size_t i = 0; i < model.elements().size(); ++i) {
            if (model.elements()[i].kind != ElementKind::kDecision) continue;
            for (const std::size_t rule : model.matched_rules(i, inputs, options)) reached[i].insert(rule);
        }
        if (is_expected(test.expect, outcome.value)) {
            ++out.passed;
            continue;
        }
        Text why;
        if (!outcome.warnings.empty()) why = outcome.warnings[0].text;
        fails(format_text({"Test '{0}' expects {1}, but the decision gives {2}", "测试“{0}”预期 {1}，但决策结果为 {2}"},
                          {test.id, json::write_compact(test.expect), outcome.value.print().substr(0, 200)}),
              std::move(why));
    }
    for (std::size_t i = 0; i < model.elements().size(); ++i) {
        const ElementInfo& info = model.elements()[i];
        if (info.kind != ElementKind::kDecision || info.uri != definitions.uri) continue;
        for (const Decision& d : definitions.decisions) {
            if (d.name != info.name || d.logic.empty() || d.logic[0].kind != BoxedKind::kTable) continue;
            Coverage coverage{d.name, d.logic[0].table[0].rules.size(), {}};
            for (std::size_t rule = 0; rule < coverage.rules; ++rule) {
                if (!reached[i].contains(rule)) coverage.never.push_back(rule);
            }
            out.coverage.push_back(std::move(coverage));
        }
    }
    return out;
}

}  // namespace fw::decision
