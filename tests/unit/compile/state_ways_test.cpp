// Which states of an entity lie beside the main way.
#include "engine/compile/state_ways.h"

#include <gtest/gtest.h>

#include "engine/feel/functions.h"
#include "tests/unit/compile/cases.h"

namespace fw::compile {
namespace {

using States = std::set<std::string>;

// Entity `request` with these states and other members, and a flow with these members.
States beside(const std::string& states, const std::string& flow = "", const std::string& more = "") {
    model::PackSource pack;
    pack.id = "p";
    pack.files.push_back({"pack.json", R"({"kind":"pack","id":"p","version":"1.0.0","label":"P"})"});
    pack.files.push_back({"entities/request.json", R"({"kind":"entity","id":"request","label":"R","title":"name",)"
                                                   R"("fields":[{"id":"name","type":"text"}],"states":)" +
                                                       states + more + "}"});
    if (!flow.empty()) pack.files.push_back({"flows/go.json", R"({"kind":"flow","id":"go","label":"G",)" + flow + "}"});
    const auto program = compile_sources({pack}, feel::Functions::standard());
    EXPECT_TRUE(program) << format(program.error());
    return program ? states_beside(**program, *(*program)->entity("p.request")) : States{"?"};
}

constexpr const char* kRequest = R"([{"id":"draft"},{"id":"in_approval"},{"id":"approved"},{"id":"refused"}])";
constexpr const char* kOn = R"("on":{"entity":"request","action":"submit","label":"S"},)";
constexpr const char* kApproval =
    R"("nodes":[{"id":"start","type":"start"},{"id":"ask","type":"approval","who":{"initiator":true}},)"
    R"({"id":"end","type":"end"}],"edges":[{"from":"start","to":"ask"},{"from":"ask","to":"end"}])";

TEST(StateWays, WhatARefusalLeadsToIsBeside) {
    const std::string flow = std::string(kOn) +
                             R"("record_state":{"running":"in_approval","returned":"draft",)"
                             R"("refused":"refused","withdrawn":"draft","completed":"approved"},)" +
                             kApproval;
    EXPECT_EQ(beside(kRequest, flow), States{"refused"});
}

TEST(StateWays, ScriptsBehindARefusalAreBeside) {
    const std::string flow =
        std::string(kOn) +
        R"("record_state":{"running":"in_approval"},"nodes":[{"id":"start","type":"start"},{"id":"ask","type":)"
        R"("approval","who":{"initiator":true}},{"id":"yes","type":"script","set":{"record.state":"\"approved\""}},)"
        R"({"id":"no","type":"script","set":{"record.state":"\"refused\""}},{"id":"end","type":"end"},)"
        R"({"id":"end2","type":"end"}],"edges":[{"from":"start","to":"ask"},{"from":"ask","to":"yes"},)"
        R"({"from":"ask","to":"no","on":"refused"},{"from":"yes","to":"end"},{"from":"no","to":"end2"}])";
    EXPECT_EQ(beside(kRequest, flow), States{"refused"});
}

TEST(StateWays, ScriptsOneBehindTheOtherAreOneWay) {
    const std::string flow =
        std::string(kOn) +
        R"("nodes":[{"id":"start","type":"start"},{"id":"a","type":"script","set":{"record.state":"\"in_approval\""}},)"
        R"({"id":"b","type":"script","set":{"record.state":"\"approved\""}},{"id":"c","type":"script","set":)"
        R"({"record.state":"\"refused\""}},{"id":"end","type":"end"}],"edges":[{"from":"start","to":"a"},)"
        R"({"from":"a","to":"b"},{"from":"b","to":"c"},{"from":"c","to":"end"}])";
    EXPECT_EQ(beside(kRequest, flow), States{});
}

TEST(StateWays, OfEndsThatExcludeEachOtherOneIsShown) {
    const std::string split = R"(,"transitions":[{"id":"t1","label":"A","from":["draft"],"to":"in_approval"},)"
                              R"({"id":"t2","label":"B","from":["in_approval"],"to":"approved"},)"
                              R"({"id":"t3","label":"C","from":["in_approval"],"to":"refused"},)"
                              R"({"id":"t4","label":"D","from":["refused"],"to":"draft"}])";
    EXPECT_EQ(beside(kRequest, "", split), States{"refused"});
    // The order in which they are written does not matter where a colour says which is the good one.
    EXPECT_EQ(beside(R"([{"id":"draft"},{"id":"in_approval"},{"id":"refused"},{"id":"approved","color":"green"}])", "",
                     split),
              States{"refused"});
}

TEST(StateWays, AWayThatWaitsAsideIsShorterThanTheMainOne) {
    EXPECT_EQ(beside(R"([{"id":"new"},{"id":"on_hold"},{"id":"in_work"},{"id":"done"}])", "",
                     R"(,"transitions":[{"id":"t1","label":"A","from":["new"],"to":"on_hold"},)"
                     R"({"id":"t2","label":"B","from":["on_hold"],"to":"new"},)"
                     R"({"id":"t3","label":"C","from":["new"],"to":"in_work"},)"
                     R"({"id":"t4","label":"D","from":["in_work"],"to":"done"}])"),
              States{"on_hold"});
}

TEST(StateWays, OfTheBundledContract) {
    const auto program = compile_sources(bundled_packs(), feel::Functions::standard());
    ASSERT_TRUE(program) << format(program.error());
    EXPECT_EQ(states_beside(**program, *(*program)->entity("sales.contract")), (States{"cancelled", "refused"}));
}

TEST(StateWays, NothingIsKnownNothingIsLeftOut) {
    EXPECT_EQ(beside(R"([{"id":"a"},{"id":"b"},{"id":"c"}])"), States{});
    EXPECT_EQ(beside("[]"), States{});
}

}  // namespace
}  // namespace fw::compile
