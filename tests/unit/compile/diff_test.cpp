#include "engine/compile/diff.h"

#include <gtest/gtest.h>

#include "engine/compile/program.h"
#include "tests/unit/compile/cases.h"

namespace fw::compile {
namespace {

const model::SourceFile kPackFile{"pack.json", R"({"kind": "pack", "id": "demo", "version": "1.0.0"})"};

std::vector<model::PackSource> pack(const std::string& path, const std::string& text) {
    return {{"demo", "", {kPackFile, {path, text}}}};
}

std::string changes(const std::vector<model::PackSource>& before, const std::vector<model::PackSource>& after,
                    Language language = Language::kEn) {
    std::string all;
    for (const Change& change : diff(before, after, standard_descriptors())) {
        all += std::string(change_name(change.kind)) + " " + change.id + " " + change.element + ": " +
               std::string(change.text.in(language)) + "\n";
    }
    return all;
}

std::string entity(const std::string& fields) {
    return R"({"kind": "entity", "id": "contract", "label": {"en": "Contract", "zh": "合同"}, "fields": [)" + fields +
           "]}";
}
const std::string kFile = "entities/contract.json";

TEST(Diff, FindsNothingInTheSamePacks) { EXPECT_EQ(changes(bundled_packs(), bundled_packs()), ""); }

TEST(Diff, ReportsAddedAndRemovedModels) {
    EXPECT_EQ(changes({}, pack(kFile, entity(""))),
              "added demo.contract : Entity 'Contract' is new\nadded demo : Pack 'demo' is new\n");
    EXPECT_EQ(changes(pack(kFile, entity("")), pack("x/none.json", "{}")),
              "removed demo.contract : Entity 'Contract' is removed\n");
}

TEST(Diff, ReportsWhatHappensToFields) {
    const auto before = pack(
        kFile,
        entity(R"({"id": "total", "type": "decimal"}, {"id": "gone", "type": "text"}, {"id": "old", "type": "text"})"));
    const auto after = pack(
        kFile,
        entity(R"({"id": "total", "type": "decimal", "scale": 4, "required": false}, {"id": "fresh", "type": "date"},
                                             {"id": "new", "was": ["old"], "type": "text", "label": {"en": "New", "zh": "新"}})"));
    EXPECT_EQ(changes(before, after),
              "changed demo.contract fields/total: Field 'total' in Entity 'Contract': 'scale' was 2 and is 4\n"
              "added demo.contract fields/fresh: Field 'fresh' in Entity 'Contract' is new\n"
              "renamed demo.contract fields/new: Field 'New' in Entity 'Contract' was called 'old'\n"
              "changed demo.contract fields/new: Field 'New' in Entity 'Contract': 'label' was – and is "
              "{\"en\":\"New\",\"zh\":\"新\"}\n"
              "removed demo.contract fields/gone: Field 'gone' in Entity 'Contract' is removed\n");
    EXPECT_NE(changes(before, after, Language::kZh).find("实体“合同”的字段“total”：“scale”由 2 改为 4"),
              std::string::npos);
}

TEST(Diff, FollowsARenamedModel) {
    const auto after = pack(
        "entities/deal.json",
        R"({"kind": "entity", "id": "deal", "was": ["contract"], "label": {"en": "Contract", "zh": "合同"}, "fields": []})");
    EXPECT_EQ(changes(pack(kFile, entity("")), after),
              "renamed demo.deal : Entity 'Contract' was called 'demo.contract'\n");
}

TEST(Diff, IgnoresPositionsLayoutAndWrittenDefaults) {
    const auto flow = [](const std::string& extra) {
        return pack(
            "flows/f.json",
            R"({"kind": "flow", "id": "f", "on": {"entity": "contract"}, "nodes": [{"id": "a", "type": "start"}, {"id": "b", "type": "end"}],
                                        "edges": [{"from": "a", "to": "b"}])" +
                extra + "}");
    };
    EXPECT_EQ(changes(flow(""), flow(R"(, "diagram": {"a": [1, 2]}, "withdraw": "before_decision")")), "");
}

TEST(Diff, SeesAChangedOrder) {
    const std::string a = R"({"id": "a", "type": "text"})";
    const std::string b = R"({"id": "b", "type": "text"})";
    EXPECT_EQ(changes(pack(kFile, entity(a + "," + b)), pack(kFile, entity(b + "," + a))),
              "changed demo.contract : Entity 'Contract': the order of 'fields' changes\n");
}

TEST(Diff, AStringIsTheTextOfBothLanguages) {
    const auto label = [](const std::string& text) {
        return pack(kFile, R"({"kind": "entity", "id": "contract", "label": )" + text + R"(, "fields": []})");
    };
    EXPECT_EQ(changes(label(R"("X")"), label(R"({"en": "X", "zh": "X"})")), "");
}

}  // namespace
}  // namespace fw::compile
