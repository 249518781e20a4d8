#include <gtest/gtest.h>

#include "engine/feel/feel.h"

namespace {

using namespace fw::feel;

class Check : public testing::Test {
  protected:
    Check() {
        line_.name = "line";
        line_.fields = {
            {"quantity", TypeKind::kNumber}, {"unit price", TypeKind::kNumber}, {"product", TypeKind::kString}};
        record_.name = "contract";
        record_.fields = {{"total", TypeKind::kNumber},       {"state", TypeKind::kString},
                          {"signed_on", TypeKind::kDate},     {"lines", Type::list(Type::record(&line_))},
                          {"parent", Type::record(&record_)}, {"date of birth", TypeKind::kDate}};
        scope_.open(scope_.add("record", Type::record(&record_)));
        scope_.add("monthly income", TypeKind::kNumber);
    }

    // The first diagnostic's code and place, or the type.
    std::string tell(std::string_view text, CheckOptions options = {}) {
        const auto result = compile_text(text, scope_, options);
        if (result) return result->type().to_string();
        const fw::Diagnostic& d = result.error().front();
        std::string out =
            d.code + " " + std::string(text.substr(d.place.range.begin, d.place.range.end - d.place.range.begin));
        if (!d.hint.empty()) out += " (" + d.hint.en + ")";
        return out;
    }

    RecordType line_;
    RecordType record_;
    Scope scope_;
};

TEST_F(Check, FindsTypes) {
    EXPECT_EQ(tell("record.total + 1"), "number");
    EXPECT_EQ(tell("total > 3"), "boolean");
    EXPECT_EQ(tell("record.lines.quantity"), "list<number>");
    EXPECT_EQ(tell("lines[quantity > 3].product"), "list<string>");
    EXPECT_EQ(tell("lines[1].product"), "string");
    EXPECT_EQ(tell("sum(for l in lines return l.quantity * l.unit price)"), "number");
    EXPECT_EQ(tell("signed_on + duration(\"P1D\")"), "Any");
    EXPECT_EQ(tell("signed_on + @\"P1D\""), "date");
    EXPECT_EQ(tell("signed_on - date of birth"), "days and time duration");
    EXPECT_EQ(tell("signed_on.year"), "number");
    EXPECT_EQ(tell("record.parent.parent.total"), "number");
    EXPECT_EQ(tell("monthly income * 12"), "number");
    EXPECT_EQ(tell("function(a: number) a + 1"), "function<number> -> number");
    EXPECT_EQ(tell("if total > 1 then 1 else null"), "number");
}

TEST_F(Check, FieldsMayBeCalledLikeFunctions) {
    scope_.add("number", TypeKind::kString);
    scope_.add("date");
    EXPECT_EQ(tell("number + \" \" + string(number(\"1\"))"), "string");
    EXPECT_EQ(tell("date(\"2026-11-21\") = date"), "boolean");
    EXPECT_EQ(tell("{max: function(a) \"x\", r: max(1)}.r"), "string");
}

TEST_F(Check, WarnsOfConstantsThatAreNull) {
    const auto e = compile_text("date(\"2026-13-01\")", scope_);
    ASSERT_TRUE(e);
    ASSERT_EQ(e->warnings().size(), 1U);
    EXPECT_EQ(e->warnings()[0].code, "FEEL-223");
}

TEST_F(Check, TellsUnknownNamesWithSuggestions) {
    EXPECT_EQ(tell("sum（total）"), "FEEL-101 sum（total） (it has full-width punctuation; use ( ) , : = instead)");
    EXPECT_EQ(tell("totl + 1"), "FEEL-101 totl (did you mean 'total'?)");
    EXPECT_EQ(tell("record.totl"), "FEEL-104 record.totl (did you mean 'total'?)");
    EXPECT_EQ(tell("record.lines.quantty"), "FEEL-104 record.lines.quantty (did you mean 'quantity'?)");
    EXPECT_EQ(tell("lines[quantty > 1]"), "FEEL-101 quantty (did you mean 'quantity'?)");
    EXPECT_EQ(tell("substrin(\"a\", 1)"), "FEEL-102 substrin (did you mean 'substring'?)");
    EXPECT_EQ(tell("1 instance of nummber"), "FEEL-115 nummber (did you mean 'number'?)");
}

TEST_F(Check, TellsWrongTypes) {
    EXPECT_EQ(tell("total + state"), "FEEL-110 total + state (string(…) makes a text of any value)");
    EXPECT_EQ(tell("state * 2"), "FEEL-110 state * 2");
    EXPECT_EQ(tell("if total then 1 else 2"), "FEEL-111 total");
    EXPECT_EQ(tell("total and true"), "FEEL-111 total");
    EXPECT_EQ(tell("state = 1"),
              "FEEL-112 state = 1 (a number is written without quotation marks; number(…) reads one from a text)");
    EXPECT_EQ(tell("total in (\"a\", \"b\")").substr(0, 12), "FEEL-112 \"a\"");
    EXPECT_EQ(tell("contains(total, \"a\")"), "FEEL-113 total (string(…) makes a text of any value)");
    EXPECT_EQ(tell("total(1)"), "FEEL-114 total(1)");
    EXPECT_EQ(tell("{a: 1, a: 2}"), "FEEL-116 a: 2");
    EXPECT_EQ(tell("@\"2026-13-01\"").substr(0, 8), "FEEL-119");
    EXPECT_EQ(tell("signed_on - @\"2026-01-01\" > 30").substr(0, 8), "FEEL-112");
    CheckOptions options;
    options.expected = TypeKind::kBoolean;
    EXPECT_EQ(tell("total + 1", options), "FEEL-120 total + 1");
}

TEST_F(Check, TellsWrongArity) {
    EXPECT_EQ(tell("substring(\"a\")"), "FEEL-103 substring(\"a\") (substring(string, start position, length?))");
    EXPECT_EQ(tell("substring(text: \"a\", start position: 1)"),
              "FEEL-105 substring(text: \"a\", start position: 1) (substring(string, start position, length?))");
    EXPECT_EQ(tell("(function(a, b) a)(1)"), "FEEL-103 (function(a, b) a)(1)");
}

TEST_F(Check, TellsSyntaxErrorsWithTheirPlace) {
    EXPECT_EQ(tell("1 +"), "FEEL-001 ");
    EXPECT_EQ(tell("1 + * 2"), "FEEL-001 *");
    EXPECT_EQ(tell("\"abc"), "FEEL-005 \"abc");
    EXPECT_EQ(tell("(1 + 2"), "FEEL-001 ");
    EXPECT_EQ(tell("if true then 1"), "FEEL-001 ");
    EXPECT_EQ(tell("a == b"), "FEEL-001 = (compare with a single =)");
    EXPECT_EQ(tell("/* open"), "FEEL-005 /* open");
    EXPECT_EQ(tell("\xff"), "FEEL-002 \xff");
}

TEST_F(Check, KnowsWhatAnExpressionReads) {
    const auto reads = [&](std::string_view text) {
        const auto e = compile_text(text, scope_);
        std::string out;
        if (!e) return fw::format(e.error());
        for (const auto& path : e->reads()) {
            if (!out.empty()) out += " ";
            for (std::size_t i = 0; i < path.size(); ++i) out += (i > 0 ? "." : "") + path[i];
        }
        return out;
    };
    EXPECT_EQ(reads("total * 2"), "record.total");
    EXPECT_EQ(reads("record.parent.total + total"), "record.parent.total record.total");
    EXPECT_EQ(reads("sum(for l in lines return l.quantity * l.unit price)"),
              "record.lines record.lines.quantity record.lines.unit price");
    EXPECT_EQ(reads("count(lines[quantity > total])"), "record.lines record.lines.quantity record.total");
    EXPECT_EQ(reads("1 + 2"), "");
}

TEST_F(Check, LenientChecksStillRun) {
    CheckOptions options;
    options.strict = false;
    const auto e = compile_text("1 + nothing here", scope_, options);
    ASSERT_TRUE(e);
    EXPECT_EQ(e->warnings().front().code, "FEEL-101");
    Notes notes;
    EXPECT_TRUE(evaluate(*e, {}, {}, &notes).is_null());
    EXPECT_FALSE(notes.warnings.empty());
}

}  // namespace
