// The law of the static checks: what they refuse is null or false for every value of the types, and what they let pass
// gives something for one of them. (Empty lists are left out: they are lists of anything.) Tried for every operator
// over every pair of types, and for every built-in function over its arguments, against the evaluator.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "engine/feel/feel.h"

namespace {

using namespace fw::feel;

struct Sample {
    std::string type;
    std::vector<std::string> values;
};

const std::vector<Sample>& samples() {
    static const std::vector<Sample> all = {
        {"number", {"1", "0", "2", "-1.5", "10"}},
        {"boolean", {"true", "false"}},
        {"string",
         {"\"a\"", "\"2026-01-31\"", "\"10:00:00\"", "\"2026-01-31T10:00:00\"", "\"P1D\"", "\"10\"", "\"[1..3]\"",
          "\"\"", "\"Etc/UTC\"", "\",\"", "\"key\""}},
        {"date", {"@\"2026-01-31\"", "@\"2025-01-01\""}},
        {"time", {"@\"10:00:00\"", "@\"11:30:00Z\""}},
        {"date and time", {"@\"2026-01-31T10:00:00\"", "@\"2026-01-31T00:00:00Z\""}},
        {"days and time duration", {"@\"P1D\"", "@\"PT0S\"", "@\"PT90M\""}},
        {"years and months duration", {"@\"P1Y\"", "@\"P0M\""}},
        {"range<number>", {"[1..3]", "(0..10)"}},
        {"range<date>", {"[@\"2026-01-01\"..@\"2026-12-31\"]"}},
        {"list<number>", {"[1]", "[1, 2]"}},
        {"list<string>",
         {"[\"a\"]", "[\"a\", \"b\"]", "[\"2026-01-31\"]", "[\"10:00:00\"]", "[\"2026-01-31T10:00:00\"]", "[\"P1D\"]",
          "[\"10\"]", "[\"[1..3]\"]", "[\"Etc/UTC\"]", "[\",\"]", "[\"key\"]"}},
        {"list<boolean>", {"[true]", "[true, false]"}},
        {"list<date>", {"[@\"2026-01-31\"]", "[@\"2026-01-31\", @\"2025-01-01\"]"}},
        {"list<context>", {"[{key: \"a\", value: 1}]", "[{a: 1, b: \"x\"}]"}},
        {"list<list<number>>", {"[[1]]", "[[1, 2], [3]]"}},
        {"context<a: number, b: string>", {"{a: 1, b: \"x\"}"}},
        {"function<number, number> -> boolean", {"function(x: number, y: number) x < y"}},
    };
    return all;
}

struct Typed {
    Type type;
    std::vector<Value> values;
};

const std::vector<Typed>& typed() {
    static const std::vector<Typed> all = [] {
        std::vector<Typed> out;
        for (const Sample& sample : samples()) {
            // The type as it is read after "instance of", which a function's parameter takes, too.
            const auto f = compile_text("function(x: " + sample.type + ") x", Scope());
            Typed t;
            t.type = f ? f->type().parameters().at(0) : Type();
            EXPECT_TRUE(f) << sample.type;
            for (const std::string& text : sample.values) {
                t.values.push_back(evaluate(*compile_text(text, Scope()), {}));
                EXPECT_TRUE(is_instance(t.values.back(), t.type)) << text << " is no " << sample.type;
            }
            out.push_back(std::move(t));
        }
        return out;
    }();
    return all;
}

constexpr std::string_view kNames[] = {"a", "b", "c"};

// Whether the expression gives something that `counts` for some values of the types.
template <class Counts>
bool gives(const Expression& e, std::span<const std::size_t> types, Counts counts) {
    std::vector<std::size_t> at(types.size(), 0);
    std::vector<Value> inputs(types.size());
    for (;;) {
        for (std::size_t i = 0; i < types.size(); ++i) inputs[i] = typed()[types[i]].values[at[i]];
        if (counts(evaluate(e, inputs))) return true;
        std::size_t i = 0;
        while (i < at.size() && ++at[i] == typed()[types[i]].values.size()) at[i++] = 0;
        if (i == at.size()) return false;
    }
}

std::string tell(const std::string& text, std::span<const std::size_t> types) {
    std::string out = text;
    for (std::size_t i = 0; i < types.size(); ++i)
        out += std::string(i == 0 ? "  with " : ", ") + std::string(kNames[i]) + ": " + samples()[types[i]].type;
    return out;
}

template <class Counts, class Refutes>
void hold(const std::string& text, std::span<const std::size_t> types, Counts counts, Refutes refutes) {
    Scope scope;
    for (std::size_t i = 0; i < types.size(); ++i) scope.add(kNames[i], typed()[types[i]].type);
    const auto strict = compile_text(text, scope);
    CheckOptions lenient;
    lenient.strict = false;
    const auto e = strict ? strict : compile_text(text, scope, lenient);
    ASSERT_TRUE(e) << text;
    const bool some = strict ? gives(*e, types, counts) : gives(*e, types, refutes);
    if (strict) {
        EXPECT_TRUE(some) << "never gives anything, and nothing was said: " << tell(text, types);
    } else {
        EXPECT_FALSE(some) << "refused, but gives something: " << tell(text, types) << "\n"
                           << fw::format(strict.error());
    }
    if (!strict || !some) return;
    // What it is said to give is what it gives.
    const Type said = strict->type();
    const bool lies = gives(*e, types, [&](const Value& v) {
        bool ok = true;
        (void)conform(v, said, ok);
        return !v.is_null() && !said.accepts(type_kind_of(v.kind())) && !ok;
    });
    EXPECT_FALSE(lies) << "does not give a " << said.to_string() << ": " << tell(text, types);
}

// index of(…) is the empty list where nothing was found, list contains(…) false.
bool something(const Value& v) { return !v.is_null(); }
bool yes(const Value& v) { return v.is_true(); }
bool no(const Value& v) { return v.is_false(); }
bool nothing(const Value&) { return false; }
bool found(const Value& v) { return v.is_true() || (v.is_list() && !v.as_list().empty()); }

TEST(FeelTypeLaw, Operators) {
    for (std::size_t a = 0; a < typed().size(); ++a) {
        for (std::size_t b = 0; b < typed().size(); ++b) {
            const std::size_t types[] = {a, b};
            for (const char* op : {"+", "-", "*", "/", "**", "<", "<=", ">", ">="})
                hold(std::string("a ") + op + " b", types, something, something);
            hold("a = b", types, something, yes);
            hold("a != b", types, something, no);
            for (const char* text : {"a in b", "a in (b)"}) hold(text, types, yes, yes);
            for (const char* text : {"a between b and b", "[a..b]", "for i in a..b return i"})
                hold(text, types, something, something);
        }
        const std::size_t one[] = {a};
        for (const char* text : {"-a", "for i in a return 1", "for i in [a] return i", "a[1]"})
            hold(text, one, something, something);
        for (const Sample& sample : samples()) {
            if (sample.type.find("function") != std::string::npos || sample.type.find('<') != std::string::npos)
                continue;
            hold("a instance of " + sample.type, one, yes, yes);
        }
    }
}

// Of three arguments and more the last ones are of the first type that fits: what they may be is tried in their place.
void try_function(const FunctionInfo& f, const Overload& o, std::size_t count, bool named) {
    std::string text = f.name + "(";
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) text += ", ";
        if (named) text += o.parameters[i].name + ": ";
        text += kNames[i];
    }
    text += ")";
    std::vector<std::size_t> types(count, 0);
    for (;;) {
        const bool search = f.name == "index of" || f.name == "list contains";
        // Of one element every list is sorted, and one false is enough for all(…).
        const bool lucky = f.name == "sort" || f.name == "all" || f.name == "any";
        hold(text, types, search ? found : something, lucky ? nothing : search ? found : something);
        if (testing::Test::HasFatalFailure()) return;
        std::size_t i = 0;
        while (i < count && ++types[i] == typed().size()) types[i++] = 0;
        if (i == count) return;
    }
}

TEST(FeelTypeLaw, Functions) {
    for (const FunctionInfo* f : Functions::standard().all()) {
        // The first two take anything, the last has no value for one number.
        if (f->name == "not" || f->name == "is" || f->name == "stddev") continue;
        std::set<std::string> tried;
        for (const Overload& o : f->overloads) {
            for (std::size_t count = 1; count <= std::min<std::size_t>(o.parameters.size(), 2); ++count) {
                const auto missing = std::count_if(o.parameters.begin() + static_cast<std::ptrdiff_t>(count),
                                                   o.parameters.end(), [](const Parameter& p) { return !p.optional; });
                if (missing > 0) continue;
                if (tried.insert(std::to_string(count)).second) try_function(*f, o, count, false);
                std::string names;
                for (std::size_t i = 0; i < count; ++i) names += o.parameters[i].name + ",";
                if (!o.variadic && tried.insert(names).second) try_function(*f, o, count, true);
            }
        }
    }
}

}  // namespace
