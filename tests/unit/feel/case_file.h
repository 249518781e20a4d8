// Reads tests/cases/feel/**.cases, one case a line:
//
//     substring("foobar", 3)            => "obar"
//     {x: null} | substring(x, 1)       => null    ! FEEL-212      variables before "|", an expected code behind "!"
//     ? 5 | > 3, [7..9]                 => true                    unary tests on a value
//
// Empty lines and lines beginning with # are left out.
#pragma once

#include <string>
#include <vector>

namespace feel_cases {

struct Case {
    std::string file;  // as it stands below tests/cases/feel
    int line = 0;
    std::string variables;  // a FEEL context, or empty
    std::string tested;     // the value of unary tests, or empty
    std::string expression;
    std::string expected;
    std::string code;  // or empty
};

[[nodiscard]] std::vector<Case> read_file(const std::string& path, const std::string& name);
// The examples of a page: its indented lines with "=>".
[[nodiscard]] std::vector<Case> read_page(const std::string& path, const std::string& name);
[[nodiscard]] std::vector<Case> read_folder(const std::string& folder);

}  // namespace feel_cases
