// Static checks as data: tests/cases/feel_checks. A line is `expression => finding`, where a finding is the type of an
// expression that is fine, or `CODE at text`, with `warning` before it if the expression still runs and `~ hint`
// behind it where the case asks for the suggestion, too; several stand in their order, with "; " between them. `let
// name: type` declares a name for the lines that follow.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "engine/feel/feel.h"

namespace {

using namespace fw::feel;

std::string finding(const fw::Diagnostic& d, std::string_view text, bool hints) {
    std::string out = d.severity == fw::Severity::kWarning ? "warning " : "";
    out += d.code + " at ";
    out += text.substr(d.place.range.begin, d.place.range.end - d.place.range.begin);
    return hints && !d.hint.empty() ? out + " ~ " + d.hint.en : out;
}

std::string findings(const std::string& text, const Scope& scope, bool cell, bool hints) {
    const auto e = cell ? compile_unary_tests(text, scope) : compile_text(text, scope);
    if (e && e->warnings().empty()) return e->type().to_string();
    std::string out;
    for (const fw::Diagnostic& d : e ? e->warnings() : e.error()) {
        EXPECT_FALSE(d.text.en.empty() || d.text.zh.empty()) << d.code;
        out += (out.empty() ? "" : "; ") + finding(d, text, hints);
    }
    return out;
}

Type type_of(const std::string& name) {
    const auto f = compile_text("function(x: " + name + ") x", Scope());
    EXPECT_TRUE(f) << name;
    return f ? f->type().parameters().at(0) : Type();
}

void run_file(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::string line;
    Scope scope;
    int seen = 0;
    for (int number = 1; std::getline(in, line); ++number) {
        if (line.empty() || line[0] == '#') continue;
        const std::string place = path.filename().string() + ":" + std::to_string(number);
        if (line.starts_with("let ")) {
            const std::size_t colon = line.find(": ");
            ASSERT_NE(colon, std::string::npos) << place;
            scope.add(line.substr(4, colon - 4), type_of(line.substr(colon + 2)));
            continue;
        }
        const std::size_t arrow = line.rfind(" => ");
        ASSERT_NE(arrow, std::string::npos) << place;
        std::string text = line.substr(0, arrow);
        text.erase(text.find_last_not_of(' ') + 1);
        const bool cell = text.starts_with("cell ");
        if (cell) text.erase(0, 5);
        const std::string expected = line.substr(arrow + 4);
        const std::string found = findings(text, scope, cell, expected.find(" ~ ") != std::string::npos);
        EXPECT_EQ(found, expected) << place << ": " << text;
        ++seen;
    }
    EXPECT_GT(seen, 0) << path;
}

TEST(FeelFindings, AreThoseOfTheCases) {
    int files = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(FW_SOURCE_DIR) + "/tests/cases/feel_checks")) {
        run_file(entry.path());
        ++files;
    }
    EXPECT_GT(files, 0);
}

}  // namespace
