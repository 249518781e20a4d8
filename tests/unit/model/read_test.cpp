#include <gtest/gtest.h>

#include "engine/model/pack.h"
#include "tests/unit/model/descriptors.h"

namespace fw::model {
namespace {

const SourceFile kPackFile{"pack.json", R"({"kind": "pack", "id": "demo", "version": "1.0.0"})"};

std::string problems(std::vector<SourceFile> files) {
    files.insert(files.begin(), kPackFile);
    const auto pack = read_pack({"demo", "packs/demo", std::move(files)}, test_descriptors());
    return pack ? std::string() : format(pack.error());
}

std::string entity_problems(const std::string& inside) {
    return problems({{"entities/a.json", R"({"kind": "entity", "id": "a", "fields": [)" + inside + "]}"}});
}

TEST(ReadPack, SortsDocumentsByKindAndId) {
    const auto pack = read_pack({"demo",
                                 "",
                                 {{"views/v.json", R"({"kind": "view", "id": "v", "entity": "a", "columns": []})"},
                                  {"entities/b.json", R"({"kind": "entity", "id": "b", "fields": []})"},
                                  {"entities/a.json", R"({"kind": "entity", "id": "a", "fields": []})"},
                                  kPackFile}},
                                test_descriptors());
    ASSERT_TRUE(pack) << format(pack.error());
    std::string order;
    for (const Document& document : pack->documents) order += document.kind + ":" + document.id + " ";
    EXPECT_EQ(order, "pack:demo entity:a entity:b view:v ");
}

TEST(ReadPack, NamesTheElementAndThePlace) {
    EXPECT_EQ(entity_problems("\n {\"id\": \"n\", \"type\": \"text\", \"max_lenght\": 3}"),
              "packs/demo/entities/a.json:2:30: error MODEL-003: unknown key 'max_lenght' in field (did you mean "
              "'max_length'?) [entity:demo.a/fields/n]\n");
}

TEST(ReadPack, SaysWhereAKeyBelongs) {
    EXPECT_EQ(
        entity_problems(R"({"id": "n", "type": "text", "scale": 3})"),
        "packs/demo/entities/a.json:1:70: error MODEL-003: 'scale' does not belong to a field of type 'text', only to: "
        "currency, decimal, formula, percent, rollup [entity:demo.a/fields/n]\n");
}

TEST(ReadPack, ReportsEveryMistakeOfEveryFile) {
    const std::string all =
        problems({{"entities/a.json", R"({"kind": "entity", "id": "b", "fields": [{"id": "X", "type": "txt"}, 5]})"},
                  {"views/v.json", R"({"kind": "veiw", "id": "v"})"},
                  {"pages/p.json", "{\"kind\": "}});
    EXPECT_NE(all.find("MODEL-002"), std::string::npos) << all;
    EXPECT_NE(all.find("MODEL-007"), std::string::npos) << all;
    EXPECT_NE(all.find("did you mean 'text'?"), std::string::npos) << all;
    EXPECT_NE(all.find("MODEL-005"), std::string::npos) << all;
    EXPECT_NE(all.find("did you mean 'view'?"), std::string::npos) << all;
    EXPECT_NE(all.find("pages/p.json:1:10: error JSON-001"), std::string::npos) << all;
}

TEST(ReadPack, ExpressionsAreStrings) {
    EXPECT_NE(
        entity_problems(R"({"id": "n", "type": "boolean", "default": false})").find("write it as FEEL: \"false\""),
        std::string::npos);
}

TEST(ReadPack, IgnoresWhatIsNoModel) {
    EXPECT_EQ(
        problems(
            {{"README.md", "# hello"}, {"demo/001.json", "[]"}, {"plugin.json", "{}"}, {"web/package.json", "{}"}}),
        "");
    EXPECT_NE(problems({{"entites/a.json", "{}"}}), "");
}

TEST(ReadPack, KeepsPlacesBehindAByteOrderMark) {
    EXPECT_NE(problems({{"entities/a.json", "\xEF\xBB\xBF{\"kind\": \"entity\", \"id\": \"a\", \"feilds\": []}"}})
                  .find(":1:31: error MODEL-003"),
              std::string::npos);
}

TEST(ReadPack, WantsAPackFile) {
    const auto pack = read_pack({"demo", "", {}}, test_descriptors());
    ASSERT_FALSE(pack);
    EXPECT_EQ(pack.error()[0].code, "MODEL-009");
}

TEST(ValidId, IsStrict) {
    EXPECT_TRUE(valid_id("a_1"));
    for (const char* bad : {"", "A", "1a", "_a", "a-b", "a.b", "ä"}) EXPECT_FALSE(valid_id(bad)) << bad;
    EXPECT_FALSE(valid_id(std::string(61, 'a')));
}

TEST(Qualified, LeavesQualifiedNamesAlone) {
    EXPECT_EQ(qualified("contract", "sales"), "sales.contract");
    EXPECT_EQ(qualified("base.person", "sales"), "base.person");
}

}  // namespace
}  // namespace fw::model
