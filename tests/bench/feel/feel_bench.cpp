// feel_expression: the sample expression against the same calculation written in C++ over the same values.
// feel_compile: parse, check and compile of that expression, against 20 µs.
#include <chrono>
#include <cstdio>
#include <functional>
#include <string_view>

#include "engine/base/check.h"
#include "engine/feel/feel.h"
#include "engine/feel/shape.h"

namespace {

using namespace fw::feel;

constexpr std::string_view kText =
    R"(if amount > 1000 and contains(lower case(region), "north") then amount * 0.05 else sum(for i in items return i.price * i.qty))";

// Rounds per second: the best of five stretches of a fifth of a second.
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

void report(const char* name, double ours, const char* unit, double limit) {
    std::printf("%s ours=%.0f %s limit=%.0f ratio=%.2f\n", name, ours, unit, limit, ours / limit);
}

// What a programmer would write for the sample.
Value by_hand(const Value& amount, const Value& region, const Value& items) {
    if (amount.as_number() > fw::Decimal(1000)) {
        std::string lower(region.as_string());
        for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        if (lower.find("north") != std::string::npos) return Value::number(amount.as_number() * fw::Decimal::of(5, -2));
    }
    fw::Decimal sum;
    for (const Value& item : items.as_list()) {
        sum = sum + item.find("price")->as_number() * item.find("qty")->as_number();
    }
    return Value::number(sum);
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
    Scope scope;
    scope.add("amount", TypeKind::kNumber);
    scope.add("region", TypeKind::kString);
    scope.add("items", Type::list(Type::context({{"price", TypeKind::kNumber}, {"qty", TypeKind::kNumber}})));
    const auto item = [](int cents, int quantity) {
        return Value::context({{"price", Value::number(fw::Decimal::of(cents, -2))}, {"qty", Value::number(quantity)}});
    };
    const Value items = Value::list({item(1999, 2), item(500, 3), item(12050, 1)});
    const Value north[] = {Value::number(1500), Value::string("North-East"), items};
    const Value south[] = {Value::number(1500), Value::string("South"), items};
    const auto compiled = compile_text(kText, scope);
    FW_CHECK(compiled.has_value());
    const EvalOptions options;
    FW_CHECK(evaluate(*compiled, north, options) == by_hand(north[0], north[1], north[2]));
    FW_CHECK(evaluate(*compiled, south, options) == by_hand(south[0], south[1], south[2]));
    bool flip = false;
    if (wanted(argc, argv, "feel_expression")) {
        const double ours = rate([&] {
            flip = !flip;
            const Value v =
                evaluate(*compiled, flip ? std::span<const Value>(north) : std::span<const Value>(south), options);
            FW_CHECK(v.is_number());
        });
        const double limit = rate([&] {
            flip = !flip;
            const Value* in = flip ? north : south;
            const Value v = by_hand(in[0], in[1], in[2]);
            FW_CHECK(v.is_number());
        });
        report("feel_expression", ours, "evaluations/s", limit);
    }
    if (wanted(argc, argv, "feel_compile")) {
        const double ours = rate([&] { FW_CHECK(compile_text(kText, scope).has_value()); });
        report("feel_compile", ours, "expressions/s", 1e6 / 20);
    }
    return 0;
}
