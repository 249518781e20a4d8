// What a test has seen so far, and how it differs from what it expects.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/flow/event.h"
#include "engine/flow/step.h"
#include "engine/flow/test_run/directory.h"

namespace fw::flow {

struct TestFacts {
    const Flow& flow;
    const TestDirectory& directory;
    Instance instance{};
    feel::Value record{};
    std::vector<std::string> passed{};             // nodes, in order
    std::map<std::string, std::string> reasons{};  // of passed or refused nodes; the last one counts
    std::vector<std::string> notified{};
    std::vector<std::string> reminded{};

    std::vector<std::string> copied{};
    std::map<std::string, std::int64_t> visited{};

    void note_steps(const Flow& of, const Events& events);  // of every instance
    void set(std::string_view field, feel::Value value);
    void note(const Event& event);
};

// One sentence for each member of `expected` that is not so.
[[nodiscard]] std::vector<Text> differences(const json::Value& expected, const TestFacts& facts,
                                            const StepInputs& inputs);

}  // namespace fw::flow
