// Branches of flows, and what can be said without running them.
#include <gtest/gtest.h>

#include "tests/support/flow/loose_env.h"

namespace fw {
namespace {

flow::Flow read(std::string_view text) {
    auto flow = test::read_flow_text(text);
    if (!flow) ADD_FAILURE() << format(flow.error());
    return flow ? std::move(*flow) : flow::Flow();
}

TEST(Branches, NestedForks) {
    const flow::Flow flow = read(R"({"kind": "flow", "id": "f", "nodes": [
        {"id": "s", "type": "start"}, {"id": "f1", "type": "parallel"}, {"id": "a", "type": "timer", "after": "PT1S"},
        {"id": "f2", "type": "parallel"}, {"id": "b", "type": "timer", "after": "PT1S"}, {"id": "c", "type": "timer", "after": "PT1S"},
        {"id": "j2", "type": "parallel"}, {"id": "j1", "type": "parallel"}, {"id": "e", "type": "end"}],
       "edges": [{"from": "s", "to": "f1"}, {"from": "f1", "to": "a"}, {"from": "f1", "to": "f2"}, {"from": "f2", "to": "b"}, {"from": "f2", "to": "c"},
        {"from": "b", "to": "j2"}, {"from": "c", "to": "j2"}, {"from": "j2", "to": "j1"}, {"from": "a", "to": "j1"}, {"from": "j1", "to": "e"}]})");
    const auto branch = [&](const char* id) { return flow.find(id)->branch; };
    EXPECT_EQ(branch("s"), 0U);
    EXPECT_EQ(branch("e"), 0U);
    EXPECT_EQ(branch("j1"), 0U);
    EXPECT_EQ(branch("j2"), branch("f2"));
    EXPECT_NE(branch("a"), branch("f2"));
    EXPECT_TRUE(flow.inside(branch("b"), branch("f2")));
    EXPECT_TRUE(flow.inside(branch("b"), 0));
    EXPECT_FALSE(flow.inside(branch("b"), branch("a")));
    EXPECT_FALSE(flow.inside(branch("f2"), branch("b")));
}

TEST(Branches, JoinsOfSomeBranchesFirst) {
    const flow::Flow flow = read(R"({"kind": "flow", "id": "f", "nodes": [
        {"id": "s", "type": "start"}, {"id": "f", "type": "parallel"}, {"id": "a", "type": "timer", "after": "PT1S"}, {"id": "b", "type": "timer", "after": "PT1S"},
        {"id": "c", "type": "timer", "after": "PT1S"}, {"id": "j1", "type": "parallel"}, {"id": "d", "type": "timer", "after": "PT1S"},
        {"id": "j2", "type": "parallel"}, {"id": "e", "type": "end"}],
       "edges": [{"from": "s", "to": "f"}, {"from": "f", "to": "a"}, {"from": "f", "to": "b"}, {"from": "f", "to": "c"}, {"from": "a", "to": "j1"}, {"from": "b", "to": "j1"},
        {"from": "j1", "to": "d"}, {"from": "d", "to": "j2"}, {"from": "c", "to": "j2"}, {"from": "j2", "to": "e"}]})");
    EXPECT_EQ(flow.find("e")->branch, 0U);
    EXPECT_FALSE(flow.inside(flow.find("d")->branch, flow.find("a")->branch));
    EXPECT_TRUE(flow.inside(flow.find("d")->branch, 0));
}

TEST(NodeKinds, DescribeThemselves) {
    for (const auto& [id, kind] : flow::node_kinds().all()) {
        EXPECT_EQ(kind.description.id, id);
        EXPECT_FALSE(kind.description.label.en.empty()) << id;
        EXPECT_FALSE(kind.description.label.zh.empty()) << id;
        EXPECT_FALSE(kind.description.help.en.empty()) << id;
        EXPECT_FALSE(kind.description.help.zh.empty()) << id;
        EXPECT_FALSE(kind.description.icon.empty()) << id;
        for (const model::Property& property : kind.description.properties) {
            EXPECT_FALSE(property.label.empty()) << id << "." << property.id;
            EXPECT_FALSE(property.help.empty()) << id << "." << property.id;
        }
    }
}

}  // namespace
}  // namespace fw
