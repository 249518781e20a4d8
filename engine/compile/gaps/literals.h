// The literals of a condition, and whether it is made of comparisons with them and nothing else.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fw::compile {

struct Literals {
    std::set<std::string> numbers;  // as written
    std::set<std::string> texts;    // with quotes
    std::set<std::string> dates;    // date("2026-01-31"), also of date and time
    bool simple = true;             // names, literals, comparisons, and/or/not/in/between; no name beside a name
    // Adds what stands in the text. `names`: paths the condition reads, "record.total".
    void read(std::string_view feel, const std::vector<std::string>& names);
};

}  // namespace fw::compile
