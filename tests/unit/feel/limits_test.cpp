// Authors are users: whatever they write ends, in bounded time and memory, with a clear note.
#include <ctime>
#include <thread>

#include <gtest/gtest.h>

#include "engine/feel/feel.h"

namespace {

using namespace fw::feel;

std::string limit_of(std::string_view text, EvalOptions options = {}) {
    const Scope scope;
    CheckOptions check_options;
    check_options.strict = false;
    const auto e = compile_text(text, scope, check_options);
    if (!e) return e.error().front().code;
    Notes notes;
    const Value value = evaluate(*e, {}, options, &notes);
    EXPECT_TRUE(value.is_null()) << text;
    if (!notes.limit_reached) return "none";
    return notes.warnings.back().code;
}

TEST(FeelLimits, EndEndlessWork) {
    EvalOptions options;
    options.limits.steps = 200000;
    options.limits.list_size = 50000;
    options.limits.string_bytes = 100000;
    EXPECT_EQ(limit_of("for i in 1..10**12 return i", options), "FEEL-302");
    EXPECT_EQ(limit_of("count(for i in 1..1000, j in 1..1000 return null)", options), "FEEL-302");
    EXPECT_EQ(limit_of("sum(for i in 1..10**12 return i)", options), "FEEL-301");
    EXPECT_EQ(limit_of("every i in 1..10**12 satisfies i > 0", options), "FEEL-301");
    EXPECT_EQ(limit_of("{a: function(f, g, n) g(g, f, n + 1), r: a(a, a, 1)}.r", options), "FEEL-304");
    EXPECT_EQ(limit_of("{l: for i in 1..300 return i, r: count(for a in l, b in l, c in l return 1)}.r", options),
              "FEEL-302");
    EXPECT_EQ(limit_of("{l: for i in 1..40000 return i, r: concatenate(l, l)}.r", options), "FEEL-302");
    EXPECT_EQ(
        limit_of("{s: string join(for i in 1..9000 return \"0123456789\"), r: replace(s, \"\\d\", \"0123456789\")}.r",
                 options),
        "FEEL-303");
    EXPECT_EQ(
        limit_of("{s: string join(for i in 1..9000 return \"0123456789\"), r: for j in 1..10**6 return replace(s, "
                 "\"(a|b|c)*z\", \"\")}.r",
                 options),
        "FEEL-301");
    EXPECT_EQ(limit_of("some i in 1..10**12 satisfies i < 0", options), "FEEL-301");
    EXPECT_EQ(limit_of("{f: function(g, n) g(g, n + 1), r: f(f, 1)}.r", options), "FEEL-304");
    EXPECT_EQ(limit_of("{d: function(g, s, n) if n = 0 then s else g(g, s + s, n - 1), r: d(d, \"abcdefgh\", 30)}.r",
                       options),
              "FEEL-303");
    EXPECT_EQ(limit_of("for i in 1..40000 return partial", options), "FEEL-301");
    EXPECT_EQ(limit_of("for i in 1..100, j in 1..10 return for k in 1..1000 return {a: k}", options), "FEEL-301");
    EXPECT_EQ(limit_of("{l: for i in 1..20000 return i, r: for j in 1..1000 return l = l}.r", options), "FEEL-301");
    EXPECT_EQ(limit_of("{l: for i in 1..20000 return i, r: for j in 1..1000 return list contains(l, -1)}.r", options),
              "FEEL-301");
    EXPECT_EQ(limit_of("{s: string join(for i in 1..1000 return \"0123456789\"), r: for j in 1..40000 return "
                       "contains(s, \"x\")}.r",
                       options),
              "FEEL-301");
}

// Flow steps, formulas of entities and reports have no watch: there the limit of steps is one of time, too. Measured in
// the process's own time, so that a busy machine makes no difference; a fifth of the steps, a generous limit.
TEST(FeelLimits, StepsBoundTime) {
    EvalOptions options;
    options.limits.steps = Limits().steps / 5;
    std::string powers = "every i in 1..10**9 satisfies i ** 1.5";
    for (int i = 0; i < 400; ++i) powers += " + i ** 1.5";
    std::string sums = "every i in 1..10**9 satisfies i";
    for (int i = 0; i < 400; ++i) sums += " + i / 7";
    for (const std::string& text : {
             powers + " > 0",
             sums + " > 0",
             std::string("every i in 1..10**9 satisfies exp(i / 10**9) > 0"),
             std::string("every i in 1..10**9 satisfies log(i) >= 0"),
             std::string("every i in 1..10**9 satisfies sqrt(i) > 0"),
             std::string("every i in 1..10**9 satisfies stddev([i, 2, 3]) > 0"),
             std::string("every i in 1..10**9 satisfies duration(\"PT\" + string(i) + \"H\") != null"),
             std::string("every i in 1..10**9 satisfies range(\"[1..\" + string(i) + \"]\") != null"),
             std::string("every i in 1..10**9 satisfies @\"2020-01-01T10:00:00@Europe/Paris\" + @\"P1D\" != null"),
             std::string("every i in 1..10**9 satisfies matches(\"abc\", \"^\" + string(i) + \"[a-z]+$\") != null"),
             std::string(
                 "{f: function(n) [n, n * 2, n / 3, string(n)], r: every i in 1..10**9 satisfies f(i) != null}.r"),
         }) {
        const std::clock_t before = std::clock();
        EXPECT_EQ(limit_of(text, options), "FEEL-301") << text.substr(0, 60);
        const double seconds = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
        EXPECT_LT(seconds, 2.0) << text.substr(0, 60);
    }
}

// Over when it was asked often enough: what a clock does, without waiting for one.
class Asked : public Watch {
  public:
    explicit Asked(int often) : left_(often) {}
    [[nodiscard]] bool over() const override { return left_-- <= 0; }

  private:
    mutable int left_;
};

TEST(FeelLimits, AWatchEndsWhatItIsAskedOf) {
    for (const char* text :
         {"every i in 1..10**9 satisfies i > 0", "count(for i in 1..900000 return i * 2) = 1 and sum(1) = 2",
          "{f: function(g, n) if n > 100 then 1 else g(g, n + 1), r: sum(for i in 1..900000 return f(f, 0))}.r",
          "for i in 1..900000 return matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(a+)+(a+)\\1$\")",
          "for i in 1..900000 return replace(\"abababababab\", \"(a)(b)\\1\", \"x\")",
          "for i in 1..900000 return split(\"a,b,c,d\", \",\")",
          "{l: for i in 1..20000 return 20000 - i, r: for j in 1..10000 return sort(l, function(x, y) x < y)}.r",
          "{l: for i in 1..20000 return i, r: for j in 1..10000 return distinct values(concatenate(l, l))}.r",
          "{s: string join(for i in 1..90000 return \"0123456789\"), r: for j in 1..900000 return upper case(s)}.r"}) {
        const Asked watch(3);
        EvalOptions options;
        options.limits.steps = 1'000'000'000;
        options.limits.watch = &watch;
        EXPECT_EQ(limit_of(text, options), "FEEL-306") << text;
    }
    const Asked patient(1'000'000);
    EvalOptions options;
    options.limits.watch = &patient;
    options.limits.steps = 25'000;  // with a watch the steps are the same in number
    EXPECT_EQ(limit_of("sum(for i in 1..100000 return i)", options), "FEEL-301");
    options.limits.steps = 20'000'000;
    EXPECT_EQ(limit_of("if sum(for i in 1..100000 return i) = 5000050000 then null else 1", options), "none");
}

TEST(FeelLimits, EndDeepNesting) {
    const std::string open(5000, '(');
    EXPECT_EQ(limit_of(open + "1" + std::string(5000, ')')), "FEEL-004");
    EXPECT_EQ(limit_of(std::string(5000, '[')), "FEEL-004");
    EXPECT_EQ(limit_of(std::string(5000, '-') + "1"), "FEEL-004");
    std::string sum = "1";
    for (int i = 0; i < 5000; ++i) sum += "+1";
    EXPECT_EQ(limit_of(sum), "FEEL-004");
    EXPECT_EQ(limit_of(std::string(300000, '1')), "FEEL-003");
    // A list whose elements share their halves stays small in memory but would never end in print.
    EXPECT_EQ(limit_of("for i in 1..100 return partial"), "none");
    EvalOptions options;
    EXPECT_EQ(limit_of("count(for i in 1..1000 return if i = 1 then [1] else [partial[-1]])", options), "none");
}

// Parentheses behind "in" hold tests or an expression, known only at their end: read once, not twice a level.
TEST(FeelLimits, NestedTestsAreReadOnce) {
    std::string broken, filtered;
    for (int i = 0; i < 30; ++i) {
        broken += "1 in (";
        filtered += "1 in (";
    }
    filtered += "1";
    for (int i = 0; i < 30; ++i) filtered += ")[1]";
    EXPECT_FALSE(parse(broken + "[1, 2"));
    const auto parsed = parse(filtered);
    ASSERT_TRUE(parsed);
    const auto again = parse(parsed->print());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->print(), parsed->print());
}

TEST(FeelLimits, KeepRegularExpressionsFromHanging) {
    // Nested repetitions, which cost others exponential time, and back-references, which no fast engine has.
    EXPECT_EQ(
        limit_of("if matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"^(a+)+$\") then 1 else null"),
        "none");
    EXPECT_EQ(
        limit_of("if replace(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(a|aa)+$\", \"\") = \"\" then 1 else null"),
        "none");
    EXPECT_EQ(limit_of("if matches(\"x\", \"((a{1,60}){1,60}){1,60}\") then 1 else null"), "none");
    EXPECT_EQ(limit_of("matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"^((a+)+)\\\\1$\")"), "none");
    // Too many states for an automaton, over a long text: the work is counted before it is done.
    EXPECT_EQ(limit_of("{s: string join(for i in 1..900000 return \"abababaaab\"), r: matches(s, "
                       "\"(a|b)*a((a|b){200}(a|b)*){3}c\")}.r"),
              "FEEL-301");
}

TEST(FeelThreads, ShareExpressions) {
    Scope scope;
    scope.add("order");
    const auto e = compile_text("sum(for l in order.lines return l.price * l.quantity) + order.fee", scope);
    ASSERT_TRUE(e);
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            const Value line = t % 2 == 0
                                   ? Value::context({{"price", Value::number(2)}, {"quantity", Value::number(3)}})
                                   : Value::context({{"quantity", Value::number(3)}, {"price", Value::number(2)}});
            const Value order = Value::context({{"lines", Value::list({line, line})}, {"fee", Value::number(t)}});
            for (int i = 0; i < 5000; ++i) {
                const Value inputs[] = {order};
                EXPECT_EQ(evaluate(*e, inputs).as_number(), fw::Decimal(12 + t));
            }
        });
    }
    for (std::thread& t : threads) t.join();
}

}  // namespace
