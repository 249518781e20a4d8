// Our JSON kind `decision`: read, run, explained, tested.
#include <thread>

#include <gtest/gtest.h>

#include "engine/decision/explain_json.h"
#include "engine/decision/inputs.h"
#include "engine/decision/read_json.h"
#include "engine/decision/tests.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::decision {
namespace {

constexpr const char* kDiscount = R"({
  "kind": "decision", "id": "discount",
  "inputs": [{"id": "segment", "type": "string"}, {"id": "amount", "name": "order amount", "type": "number"}],
  "types": [{"name": "tRate", "type": "number", "allowed": "[0..50]"}],
  "knowledge": [{"id": "twice", "parameters": [{"name": "n", "type": "number"}], "expression": "n * 2"}],
  "decisions": [
    {"id": "rate", "type": "tRate", "table": {
       "hit_policy": "first", "inputs": [{"expression": "segment"}, {"expression": "order amount"}],
       "outputs": [{"default": "0"}],
       "rules": [{"when": ["\"gold\"", "-"], "then": ["10"]}, {"when": ["-", ">= 1000"], "then": ["5"]},
                 {"when": ["\"odd\"", "-"], "then": ["99"]}]}},
    {"id": "price", "requires": ["amount", "rate", "twice"],
     "logic": {"is": "context", "entries": [{"name": "off", "expression": "order amount * rate / 100"},
                                             {"expression": "order amount - twice(off) / 2"}]}}],
  "tests": [
    {"id": "gold", "given": {"segment": "gold", "amount": 100}, "expect": 90},
    {"id": "plain", "given": {"segment": "x", "order amount": 10}, "expect": 10},
    {"id": "wrong", "given": {"segment": "x", "amount": 2000}, "expect": 1}]
})";

std::shared_ptr<const DecisionModel> model_of(const char* text, Diagnostics* problems = nullptr) {
    model::Document document;
    document.text = text;
    document.root = json::read(text).value();
    Diagnostics found;
    std::vector<Definitions> models;
    models.push_back(read_json(
        document, "sales.discount", [](const json::Value&, const std::string&) { return std::string(); }, found));
    auto made = DecisionModel::compile(std::move(models));
    if (problems != nullptr && !made) *problems = made.error();
    if (!made) return nullptr;
    return *made;
}

TEST(DecisionJson, RunsAndTestsItself) {
    const auto model = model_of(kDiscount);
    ASSERT_NE(model, nullptr);
    const TestReport report = run_tests(*model, *model->find("price"));
    EXPECT_EQ(report.run, 3U);
    EXPECT_EQ(report.passed, 2U);
    ASSERT_EQ(report.failures.size(), 1U);
    EXPECT_EQ(report.failures[0].text.en, "Test 'wrong' expects 1, but the decision gives 1900");
    ASSERT_EQ(report.coverage.size(), 1U);
    EXPECT_EQ(report.coverage[0].never, (std::vector<std::size_t>{2}));
}

TEST(DecisionJson, AggregatesWithCollectOnly) {
    const auto model = model_of(R"({"kind": "decision", "id": "d", "decisions": [{"id": "a", "table": {
        "hit_policy": "first", "aggregation": "count", "outputs": [{"type": "string"}], "rules": [{"then": ["\"x\""]}]}}]})");
    ASSERT_NE(model, nullptr);
    ASSERT_EQ(model->warnings().size(), 1U);
    EXPECT_EQ(model->warnings()[0].code, "DMN-023");
    EXPECT_EQ(model->elements()[*model->find("a")].type.to_string(), "string");
    EXPECT_EQ(model->decide(*model->find("a"), feel::Value::context({})).value.print(), "\"x\"");
}

TEST(DecisionJson, InputsOfOtherDecisionsArePassedOver) {
    const auto model = model_of(R"({"kind": "decision", "id": "d", "inputs": [{"id": "a", "type": "number"},
        {"id": "b", "name": "the b", "type": "number"}], "decisions": [
        {"id": "x", "requires": ["a"], "expression": "a"}, {"id": "y", "requires": ["b"], "expression": "the b"}]})");
    ASSERT_NE(model, nullptr);
    const auto wrong = [&](const char* given) {
        std::string out;
        for (const Diagnostic& d : check_inputs(*model, *model->find("x"), json::read(given).value(), "rows/1"))
            out += d.code + " " + d.place.element + "\n";
        return out;
    };
    EXPECT_EQ(wrong(R"({"a": 1, "b": "no number", "the b": {}})"), "");
    EXPECT_EQ(wrong(R"({"a": 1, "c": 1})"), "DMN-302 rows/1/c\n");
    EXPECT_EQ(wrong(R"({"a": 1, "y": 1})"), "DMN-302 rows/1/y\n");
    const auto inputs = inputs_of(*model, *model->find("x"), json::read(R"({"a": 1, "b": "no number"})").value());
    const Outcome outcome = model->decide(*model->find("x"), inputs);
    EXPECT_EQ(outcome.value.print(), "1");
    EXPECT_TRUE(outcome.warnings.empty());
}

TEST(DecisionJson, ExplainsTablesAndExpressions) {
    const auto model = model_of(kDiscount);
    ASSERT_NE(model, nullptr);
    const auto inputs =
        inputs_of(*model, *model->find("price"), json::read(R"({"segment": "x", "amount": 2000})").value());
    const std::string text =
        json::write_compact(to_json(model->decide(*model->find("price"), inputs, {}, true), Language::kEn));
    EXPECT_NE(text.find(R"("value":1900)"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("matched":[2])"), std::string::npos) << text;
    EXPECT_NE(text.find(R"({"rule":1,"column":"segment","cell":"\"gold\""})"), std::string::npos) << text;
    EXPECT_NE(text.find(R"("text":"order amount * rate")"), std::string::npos) << text;
}

TEST(DecisionJson, ValuesOutsideTheirTypeAreNullWithAReason) {
    const auto model = model_of(kDiscount);
    const auto inputs =
        inputs_of(*model, *model->find("rate"), json::read(R"({"segment": "odd", "amount": 1})").value());
    const Outcome outcome = model->decide(*model->find("rate"), inputs);
    EXPECT_TRUE(outcome.value.is_null());
    ASSERT_EQ(outcome.warnings.size(), 1U);
    EXPECT_EQ(outcome.warnings[0].code, "DMN-203");
    EXPECT_EQ(outcome.warnings[0].place.element, "decision:sales.discount/decisions/rate");
}

TEST(DecisionJson, MistakesInExpressionsAreErrorsWithAPlace) {
    Diagnostics problems;
    const char* text =
        R"({"kind": "decision", "id": "d", "inputs": [{"id": "amount", "type": "number"}], "decisions": [{"id": "a", "expression": "\"x\" + amuont"}]})";
    EXPECT_EQ(model_of(text, &problems), nullptr);
    ASSERT_FALSE(problems.empty());
    EXPECT_EQ(problems[0].code, "FEEL-101");
    EXPECT_EQ(std::string(text).substr(problems[0].place.range.begin, 6), "amuont");
}

// One program for all threads, as a server has it; the thread sanitizer watches (cmake --preset tsan).
TEST(DecisionThreads, ShareModels) {
    const auto model = model_of(kDiscount);
    ASSERT_NE(model, nullptr);
    const std::size_t price = *model->find("price");
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            const auto given =
                json::read(t % 2 == 0 ? R"({"segment": "gold", "amount": 100})" : R"({"amount": 2000, "segment": "x"})")
                    .value();
            const feel::Value inputs = inputs_of(*model, price, given);
            for (int i = 0; i < 300; ++i) {
                EXPECT_EQ(model->value(price, inputs).as_number(), Decimal(t % 2 == 0 ? 90 : 1900));
                if (i % 50 != 0) continue;
                EXPECT_FALSE(model->decide(price, inputs, {}, true).explanation.empty());
                EXPECT_EQ(run_tests(*model, price).passed, 2U);
            }
        });
    }
    for (std::thread& t : threads) t.join();
}

TEST(DecisionInputs, AreCheckedWithTheirPlaces) {
    const auto model = model_of(kDiscount);
    ASSERT_NE(model, nullptr);
    const std::size_t price = *model->find("price");
    const auto said = [&](const char* text) {
        std::string out;
        for (const Diagnostic& d : check_inputs(*model, price, json::read(text).value(), "rows/0"))
            out += d.code + " " + d.place.element + " " + std::to_string(d.place.range.begin) + "; ";
        return out;
    };
    EXPECT_EQ(said(R"({"segment": "gold", "order amount": 5})"), "");
    EXPECT_EQ(said(R"({"segment": null, "amount": [5]})"), "");
    EXPECT_EQ(said(R"({"segment": 5, "price": 1})"), "DMN-303 rows/0/segment 12; DMN-302 rows/0/price 24; ");
    EXPECT_EQ(said("[1]"), "DMN-302 rows/0 0; ");
}

}  // namespace
}  // namespace fw::decision
