// decide_12: a table of 12 rules, 3 inputs and 2 outputs (FIRST), given prepared contexts, against the same rules as
// C++ conditions. decide_10000: a table of the same shape with 10,000 rules, against C++ that looks them up by hand.
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/check.h"
#include "engine/decision/decision_model.h"
#include "engine/feel/shape.h"

namespace {

using namespace fw::decision;
using fw::Decimal;
using fw::feel::Value;

// A rule: a customer's segment, an amount from … to, years at least.
struct Plain {
    std::string segment;
    int low, high, years;
    int rate;
    std::string tier;
};

std::vector<Plain> rules_of(int segments, int bands) {
    std::vector<Plain> out;
    for (int s = 0; s < segments; ++s) {
        for (int b = 0; b < bands; ++b) {
            const int years = (s + b) % 3 * 2;
            out.push_back({"segment " + std::to_string(s), b * 100, (b + 1) * 100, years, s * 7 + b,
                           b % 2 == 0 ? "silver" : "gold"});
        }
    }
    return out;
}

std::shared_ptr<const DecisionModel> model_of(const std::vector<Plain>& rules) {
    Definitions model;
    model.name = "bench";
    model.strict = true;
    Decision decision;
    decision.name = "discount";
    for (const auto& [name, type] :
         {std::pair("segment", "string"), std::pair("amount", "number"), std::pair("years", "number")}) {
        InputData input;
        input.name = name;
        input.variable.type = type;
        model.inputs.push_back(std::move(input));
        Requirement need;
        need.target.id = name;
        decision.requires_.push_back(std::move(need));
    }
    Table table;
    table.hit_policy = HitPolicy::kFirst;
    table.inputs.resize(3);
    table.inputs[0].expression.text = "segment";
    table.inputs[1].expression.text = "amount";
    table.inputs[2].expression.text = "years";
    table.outputs.resize(2);
    table.outputs[0].name = "rate";
    table.outputs[1].name = "tier";
    for (const Plain& rule : rules) {
        TableRule made;
        made.tests = {{"\"" + rule.segment + "\"", {}},
                      {"[" + std::to_string(rule.low) + ".." + std::to_string(rule.high) + ")", {}},
                      {rule.years == 0 ? "-" : ">= " + std::to_string(rule.years), {}}};
        made.results = {{std::to_string(rule.rate), {}}, {"\"" + rule.tier + "\"", {}}};
        table.rules.push_back(std::move(made));
    }
    Boxed logic;
    logic.kind = BoxedKind::kTable;
    logic.table.push_back(std::move(table));
    decision.logic.push_back(std::move(logic));
    model.decisions.push_back(std::move(decision));
    std::vector<Definitions> models;
    models.push_back(std::move(model));
    auto made = DecisionModel::compile(std::move(models));
    if (!made) std::fputs(format(made.error()).c_str(), stderr);
    FW_CHECK(made.has_value());
    return *made;
}

// What a programmer would write over the same values, results prepared as well.
class ByHand {
  public:
    explicit ByHand(const std::vector<Plain>& rules) {
        const auto shape = fw::feel::Shape::of({"rate", "tier"});
        for (const Plain& rule : rules) {
            by_segment_[rule.segment].push_back(
                {Decimal(rule.low), Decimal(rule.high), Decimal(rule.years),
                 fw::feel::Shape::make(shape, {Value::number(rule.rate), Value::string(rule.tier)})});
        }
    }
    [[nodiscard]] Value decide(const Value& inputs) const {
        const auto found = by_segment_.find(std::string(inputs.find("segment")->as_string()));
        if (found == by_segment_.end()) return {};
        const Decimal amount = inputs.find("amount")->as_number();
        const Decimal years = inputs.find("years")->as_number();
        for (const Rule& rule : found->second) {
            if (amount >= rule.low && amount < rule.high && years >= rule.years) return rule.result;
        }
        return {};
    }

  private:
    struct Rule {
        Decimal low, high, years;
        Value result;
    };
    std::unordered_map<std::string, std::vector<Rule>> by_segment_;
};

double rate(const std::function<void()>& round) {
    using Clock = std::chrono::steady_clock;
    double best = 0;
    for (int stretch = 0; stretch < 5; ++stretch) {
        std::size_t count = 0;
        const auto begin = Clock::now();
        double seconds = 0;
        do {
            for (int i = 0; i < 200; ++i) round();
            count += 200;
            seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        } while (seconds < 0.2);
        best = std::max(best, static_cast<double>(count) / seconds);
    }
    return best;
}

void bench(const char* name, int segments, int bands) {
    const std::vector<Plain> rules = rules_of(segments, bands);
    const auto model = model_of(rules);
    const std::size_t element = *model->find("discount");
    const ByHand hand(rules);
    const auto shape = fw::feel::Shape::of({"segment", "amount", "years"});
    std::vector<Value> inputs;
    for (int i = 0; i < 1024; ++i) {
        const int segment = i * 7919 % (segments + 1);
        const int amount = i * 104729 % (bands * 100 + 50);
        inputs.push_back(fw::feel::Shape::make(
            shape, {Value::string("segment " + std::to_string(segment)), Value::number(amount), Value::number(i % 7)}));
    }
    std::size_t hits = 0;
    const fw::feel::EvalOptions options;
    for (const Value& given : inputs) {
        const Value ours = model->value(element, given, options);
        FW_CHECK(ours == hand.decide(given));
        hits += ours.is_null() ? 0 : 1;
    }
    FW_CHECK(hits > inputs.size() / 3);
    std::size_t next = 0;
    const double ours = rate([&] { FW_CHECK(!model->value(element, inputs[next++ & 1023U], options).is_true()); });
    const double limit = rate([&] { FW_CHECK(!hand.decide(inputs[next++ & 1023U]).is_true()); });
    std::printf("%s ours=%.0f decisions/s limit=%.0f ratio=%.2f\n", name, ours, limit, ours / limit);
}

bool wanted(int argc, char** argv, std::string_view name) {
    if (argc < 2) return true;
    for (int i = 1; i < argc; ++i) {
        if (name == argv[i]) return true;
    }
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    if (wanted(argc, argv, "decide_12")) bench("decide_12", 3, 4);
    if (wanted(argc, argv, "decide_10000")) bench("decide_10000", 100, 100);
    return 0;
}
