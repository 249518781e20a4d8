// Random conditions and numbers over two variables, each calculated at the same time by a plain oracle in C++, then by
// the engine: as it is and embedded in a function, loop, context, list, filter and conditional, which compile
// differently.
#include <optional>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "engine/feel/feel.h"

namespace {

using namespace fw::feel;
using Number = std::optional<std::int64_t>;
using Truth = std::optional<bool>;

class Generator {
  public:
    Generator(std::uint64_t seed, Number a, Number b) : random_(seed), a_(a), b_(b) {}

    struct OfNumber {
        std::string text;
        Number value;
    };
    struct OfTruth {
        std::string text;
        Truth value;
    };

    OfNumber number(int depth) {
        switch (depth <= 0 ? pick(3) : pick(8)) {
            case 0:
                return {"a", a_};
            case 1:
                return {"b", b_};
            case 2: {
                const auto n = static_cast<std::int64_t>(pick(5));
                return {std::to_string(n), n};
            }
            case 3:
                return both(depth, "+", [](std::int64_t x, std::int64_t y) { return x + y; });
            case 4:
                return both(depth, "-", [](std::int64_t x, std::int64_t y) { return x - y; });
            case 5:
                return both(depth, "*", [](std::int64_t x, std::int64_t y) { return x * y; });
            case 6: {
                const OfNumber n = number(depth - 1);
                return {"-(" + n.text + ")", n.value ? Number(-*n.value) : Number()};
            }
            default: {
                const OfTruth c = truth(depth - 1);
                const OfNumber yes = number(depth - 1);
                const OfNumber no = number(depth - 1);
                return {"(if " + c.text + " then " + yes.text + " else " + no.text + ")",
                        c.value == true ? yes.value : no.value};
            }
        }
    }

    OfTruth truth(int depth) {
        switch (depth <= 0 ? pick(2) : pick(9)) {
            case 0:
                return {"true", true};
            case 1:
                return {"false", false};
            case 2:
                return ordered(depth, "<", [](std::int64_t x, std::int64_t y) { return x < y; });
            case 3:
                return ordered(depth, ">=", [](std::int64_t x, std::int64_t y) { return x >= y; });
            case 4: {
                const OfNumber x = number(depth - 1);
                const OfNumber y = number(depth - 1);
                return {"(" + x.text + " = " + y.text + ")", x.value == y.value};
            }
            case 5: {
                const OfTruth x = truth(depth - 1);
                const OfTruth y = truth(depth - 1);
                Truth value;
                if (x.value == false || y.value == false) value = false;
                if (x.value == true && y.value == true) value = true;
                return {"(" + x.text + " and " + y.text + ")", value};
            }
            case 6: {
                const OfTruth x = truth(depth - 1);
                const OfTruth y = truth(depth - 1);
                Truth value;
                if (x.value == true || y.value == true) value = true;
                if (x.value == false && y.value == false) value = false;
                return {"(" + x.text + " or " + y.text + ")", value};
            }
            case 7: {
                const OfTruth x = truth(depth - 1);
                return {"not(" + x.text + ")", x.value ? Truth(!*x.value) : Truth()};
            }
            default: {
                const OfTruth c = truth(depth - 1);
                const OfTruth yes = truth(depth - 1);
                const OfTruth no = truth(depth - 1);
                return {"(if " + c.text + " then " + yes.text + " else " + no.text + ")",
                        c.value == true ? yes.value : no.value};
            }
        }
    }

  private:
    std::size_t pick(std::size_t count) { return static_cast<std::size_t>(random_() % count); }

    template <class F>
    OfNumber both(int depth, const char* op, F calculate) {
        const OfNumber x = number(depth - 1);
        const OfNumber y = number(depth - 1);
        return {"(" + x.text + " " + op + " " + y.text + ")",
                x.value && y.value ? Number(calculate(*x.value, *y.value)) : Number()};
    }

    template <class F>
    OfTruth ordered(int depth, const char* op, F holds) {
        const OfNumber x = number(depth - 1);
        const OfNumber y = number(depth - 1);
        return {"(" + x.text + " " + op + " " + y.text + ")",
                x.value && y.value ? Truth(holds(*x.value, *y.value)) : Truth()};
    }

    std::mt19937_64 random_;
    Number a_;
    Number b_;
};

Value value_of(Number n) { return n ? Value::number(*n) : Value(); }
Value value_of(Truth t) { return t ? Value::boolean(*t) : Value(); }

void expect_everywhere(const std::string& text, const Value& expected, std::span<const Value> inputs) {
    Scope scope;
    scope.add("a");
    scope.add("b");
    for (const std::string& embedded :
         {text, "(function(p) " + text + ")(0)", "(for i in [1, 2] return " + text + ")[2]",
          "{k: a, r: " + text + "}.r", "[" + text + ", " + text + "][2]", "if true then " + text + " else 0",
          "{f: function(b, a) " + text + "}.f(b, a)", "(for i in 1..2, j in [3] return [i, " + text + "])[1][2]"}) {
        CheckOptions options;
        options.strict = false;
        const auto compiled = compile_text(embedded, scope, options);
        ASSERT_TRUE(compiled) << embedded;
        ASSERT_EQ(evaluate(*compiled, inputs).print(), expected.print())
            << embedded << "\n a=" << inputs[0].print() << " b=" << inputs[1].print();
    }
}

TEST(FeelOracle, EngineAgreesWithPlainCalculation) {
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        const Number a = seed % 5 == 0 ? Number() : Number(static_cast<std::int64_t>(seed % 4));
        const Number b = seed % 7 == 0 ? Number() : Number(static_cast<std::int64_t>(seed % 3));
        const Value inputs[] = {value_of(a), value_of(b)};
        Generator generator(seed, a, b);
        const auto truth = generator.truth(4);
        expect_everywhere(truth.text, value_of(truth.value), inputs);
        const auto number = generator.number(4);
        expect_everywhere(number.text, value_of(number.value), inputs);
        if (HasFatalFailure()) return;
    }
}

}  // namespace
