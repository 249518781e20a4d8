// The test files of the DMN TCK (testCases.xsd).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/feel/value.h"

namespace fw::tck {

struct InputNode {
    std::string name;
    std::string uri;
    feel::Value value;
};

struct ResultNode {
    std::string name;
    std::string uri;
    feel::Value expected;
    bool error = false;  // FEEL's answer to an error: a diagnostic should say why
};

struct TestCase {
    std::string id;
    std::string service;  // to be called; empty: decisions are evaluated
    std::vector<InputNode> inputs;
    std::vector<ResultNode> results;
};

struct TestFile {
    std::string model;  // file name
    std::vector<TestCase> cases;
};

[[nodiscard]] Result<TestFile> read_test_file(std::string_view text, std::string_view file);

// The kit's own equality: numbers to 1e-8, times by fields, contexts in any order.
[[nodiscard]] bool same(const feel::Value& expected, const feel::Value& actual);

}  // namespace fw::tck
