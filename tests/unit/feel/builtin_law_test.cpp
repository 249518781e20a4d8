// What holds for every built-in function: arguments that are missing, too many, of a wrong name, of a wrong type or
// null give null and say why; named arguments give what positional ones give.
#include <gtest/gtest.h>

#include "engine/feel/feel.h"

namespace {

using namespace fw::feel;

struct Ran {
    Value value;
    std::string codes;
};

Ran run(const std::string& text) {
    Ran out;
    const Scope scope;
    CheckOptions check_options;
    check_options.strict = false;
    const auto made = compile_text(text, scope, check_options);
    if (!made) {
        out.codes = made.error().front().code;
        return out;
    }
    for (const auto& d : made->warnings()) out.codes += d.code + " ";
    Notes notes;
    out.value = evaluate(*made, {}, {}, &notes);
    for (const auto& w : notes.warnings) out.codes += w.code + " ";
    return out;
}

std::string call(const FunctionInfo& f, const std::vector<std::string>& arguments) {
    std::string out = f.name + "(";
    for (std::size_t i = 0; i < arguments.size(); ++i) out += (i > 0 ? ", " : "") + arguments[i];
    return out + ")";
}

// A value of the type, and one of a type that is never converted to it.
std::string sample(const Type& type) {
    switch (type.kind()) {
        case TypeKind::kNumber:
            return "2";
        case TypeKind::kString:
            return "\"ab\"";
        case TypeKind::kBoolean:
            return "true";
        case TypeKind::kDate:
            return "@\"2026-01-31\"";
        case TypeKind::kTime:
            return "@\"10:00:00\"";
        case TypeKind::kDateTime:
            return "@\"2026-01-31T10:00:00\"";
        case TypeKind::kDaysDuration:
            return "@\"P1D\"";
        case TypeKind::kYearsDuration:
            return "@\"P1Y\"";
        case TypeKind::kList:
            return "[1, 2]";
        case TypeKind::kContext:
            return "{a: 1}";
        case TypeKind::kRange:
            return "[1..2]";
        case TypeKind::kFunction:
            return "function(a, b) a < b";
        default:
            return "2";
    }
}

std::string wrong(const Type& type) { return type.is(TypeKind::kBoolean) ? "1" : "true"; }

TEST(FeelBuiltins, RefuseAWrongNumberOfArguments) {
    for (const FunctionInfo* f : Functions::standard().all()) {
        std::size_t most = 0;
        bool variadic = false;
        bool empty = false;
        for (const Overload& o : f->overloads) {
            most = std::max(most, o.parameters.size());
            variadic = variadic || o.variadic;
            empty = empty || o.parameters.empty() || o.parameters[0].optional;
        }
        if (!empty) {
            const Ran none = run(f->name + "()");
            EXPECT_TRUE(none.value.is_null()) << f->name;
            EXPECT_NE(none.codes.find("FEEL-103"), std::string::npos) << f->name << " " << none.codes;
        }
        if (variadic) continue;
        const Ran many = run(call(*f, std::vector<std::string>(most + 1, "1")));
        EXPECT_TRUE(many.value.is_null()) << f->name;
        EXPECT_NE(many.codes.find("FEEL-103"), std::string::npos) << f->name << " " << many.codes;
    }
}

TEST(FeelBuiltins, RefuseUnknownNames) {
    for (const FunctionInfo* f : Functions::standard().all()) {
        const Ran ran = run(f->name + "(no such parameter: 1)");
        EXPECT_TRUE(ran.value.is_null()) << f->name;
        EXPECT_NE(ran.codes.find("FEEL-105"), std::string::npos) << f->name << " " << ran.codes;
    }
}

TEST(FeelBuiltins, GiveNullForNullAndForWrongTypes) {
    for (const FunctionInfo* f : Functions::standard().all()) {
        for (const Overload& o : f->overloads) {
            for (std::size_t bad = 0; bad < o.parameters.size(); ++bad) {
                if (o.parameters[bad].type.is_any() || o.parameters[bad].name == "…") continue;
                std::vector<std::string> arguments;
                for (const Parameter& p : o.parameters) arguments.push_back(sample(p.type));
                // A list takes any value as its one element; a date becomes a date and time.
                if (!o.parameters[bad].type.is(TypeKind::kList)) {
                    arguments[bad] = wrong(o.parameters[bad].type);
                    const Ran ran = run(call(*f, arguments));
                    EXPECT_TRUE(ran.value.is_null()) << call(*f, arguments) << " gives " << ran.value.print();
                    EXPECT_FALSE(ran.codes.empty()) << call(*f, arguments);
                }
                const bool taken = std::any_of(f->overloads.begin(), f->overloads.end(), [&](const Overload& other) {
                    return other.accepts_null && other.parameters.size() == o.parameters.size();
                });
                if (taken || o.parameters[bad].optional) continue;
                arguments[bad] = "null";
                const Ran ran = run(call(*f, arguments));
                EXPECT_TRUE(ran.value.is_null()) << call(*f, arguments) << " gives " << ran.value.print();
                EXPECT_FALSE(ran.codes.empty()) << call(*f, arguments);
            }
        }
    }
}

TEST(FeelBuiltins, TakeNamedArguments) {
    for (const FunctionInfo* f : Functions::standard().all()) {
        for (const Overload& o : f->overloads) {
            if (o.variadic || o.parameters.empty()) continue;
            std::vector<std::string> positional;
            std::vector<std::string> named;
            for (const Parameter& p : o.parameters) {
                positional.push_back(sample(p.type));
                named.insert(named.begin(), p.name + ": " + sample(p.type));  // in any order
            }
            const Ran first = run(call(*f, positional));
            const Ran second = run(call(*f, named));
            if (f->overloads.size() == 1) {
                EXPECT_EQ(first.value.print(), second.value.print()) << call(*f, named) << " " << second.codes;
            }
            EXPECT_EQ(second.codes.find("FEEL-105"), std::string::npos) << call(*f, named);
        }
    }
}

}  // namespace
