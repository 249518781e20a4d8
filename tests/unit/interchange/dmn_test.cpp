// Damaged and hostile DMN ends in diagnostics with a place; what is read goes out again and comes back the same.
#include "engine/interchange/dmn/dmn.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "engine/decision/decision_model.h"

namespace fw::dmn {
namespace {

std::string model(const std::string& body) {
    return "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" namespace=\"urn:m\">\n" +
           body + "\n</definitions>\n";
}

// The first mistake of reading or compiling, as people see it.
std::string mistake(const std::string& text) {
    auto read = dmn::read(text, "m.dmn");
    if (!read) return format(read.error()[0]);
    std::vector<decision::Definitions> models;
    models.push_back(std::move(*read));
    const auto made = decision::DecisionModel::compile(std::move(models));
    return made ? "" : format(made.error()[0]);
}

TEST(DmnRead, MistakesHaveAPlace) {
    const auto starts = [](const std::string& text, const std::string& with) {
        return text.substr(0, with.size()) == with;
    };
    const std::string table =
        "<decision id=\"d\" name=\"d\">\n<decisionTable hitPolicy=\"BEST\"><output/></decisionTable></decision>";
    EXPECT_TRUE(starts(mistake(model(table)), "m.dmn:3:27: error DMN-004")) << mistake(model(table));
    const std::string missing =
        "<decision id=\"d\" name=\"d\">\n<informationRequirement>\n<requiredInput "
        "href=\"#x\"/></informationRequirement></decision>";
    EXPECT_TRUE(starts(mistake(model(missing)), "m.dmn:4:1: error DMN-010")) << mistake(model(missing));
    const auto needs = [](const char* id, const char* other) {
        return std::string("<decision id=\"") + id + "\" name=\"" + id +
               "\"><informationRequirement><requiredDecision href=\"#" + other +
               "\"/></informationRequirement></decision>\n";
    };
    EXPECT_TRUE(starts(mistake(model(needs("a", "b") + needs("b", "a"))), "m.dmn:2:1: error DMN-011"));
    EXPECT_TRUE(starts(mistake("<definitions xmlns=\"urn:x\"/>"), "m.dmn:1:1: error DMN-001"));
    EXPECT_TRUE(starts(mistake("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + model("")),
                       "m.dmn:1:1: error XML-005"));
    std::string laughs = "<?xml version=\"1.0\"?>\n<!DOCTYPE l [\n<!ENTITY l0 \"lol\">\n";
    for (int i = 1; i < 10; ++i) {
        laughs += "<!ENTITY l" + std::to_string(i) + " \"";
        for (int n = 0; n < 10; ++n) laughs += "&l" + std::to_string(i - 1) + ";";
        laughs += "\">\n";
    }
    laughs +=
        "]>\n" + model("<decision name=\"d\"><literalExpression><text>&l9;</text></literalExpression></decision>");
    EXPECT_TRUE(starts(mistake(laughs), "m.dmn:2:1: error XML-005")) << mistake(laughs);
    const std::string unknown_entity =
        model("<decision name=\"d\"><literalExpression><text>&lol;</text></literalExpression></decision>");
    EXPECT_TRUE(starts(mistake(unknown_entity), "m.dmn:2:")) << mistake(unknown_entity);
    EXPECT_TRUE(starts(mistake(model("") + "<x/>"), "m.dmn:4:1: error XML-")) << mistake(model("") + "<x/>");
    EXPECT_TRUE(starts(
        mistake("<definitions xmlns=\"https://www.omg.org/spec/DMN/19990101/MODEL/\" name=\"m\" namespace=\"n\"/>"),
        "m.dmn:1:1: error DMN-001"));
    std::string deep;
    for (int i = 0; i < 5000; ++i) deep += "<list>";
    EXPECT_TRUE(starts(mistake(model("<decision name=\"d\">" + deep)), "m.dmn:2:"))
        << mistake(model("<decision name=\"d\">" + deep));
    EXPECT_TRUE(starts(mistake(std::string(100'000'000, ' ')), "m.dmn:1:1: error XML-004"));
    EXPECT_TRUE(starts(mistake(model("<decision/>")), "m.dmn:2:1: error DMN-003"));
    const std::string imported =
        "<import name=\"i\" namespace=\"urn:i\" importType=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>";
    EXPECT_TRUE(starts(mistake(model(imported)), "m.dmn:2:1: error DMN-015")) << mistake(model(imported));
    const std::string type = "<itemDefinition name=\"t\"><typeRef>t</typeRef></itemDefinition>";
    EXPECT_TRUE(starts(mistake(model(type)), "m.dmn:2:1: error DMN-014")) << mistake(model(type));
}

TEST(DmnRead, AMissingRequirementHidesNoOtherMistake) {
    const std::string text = model(
        "<inputData id=\"i\" name=\"n\"><variable name=\"n\" typeRef=\"number\"/></inputData>\n"
        "<decision id=\"a\" name=\"a\"><informationRequirement><requiredInput "
        "href=\"#gone\"/></informationRequirement>\n"
        "<literalExpression><text>gone + (1 + \"x\")</text></literalExpression></decision>\n"
        "<decision id=\"b\" name=\"b\"><informationRequirement><requiredDecision href=\"#c\"/></informationRequirement>"
        "<informationRequirement><requiredInput href=\"#i\"/></informationRequirement>\n"
        "<literalExpression><text>c + n.foo</text></literalExpression></decision>\n"
        "<decision id=\"c\" name=\"c\"><informationRequirement><requiredDecision "
        "href=\"#b\"/></informationRequirement>\n"
        "<decisionTable><input><inputExpression><text>b</text></inputExpression></input><output/>\n"
        "<rule><inputEntry><text>&gt; "
        "&gt;</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable></decision>");
    std::vector<decision::Definitions> models;
    models.push_back(dmn::read(text, "m.dmn").value());
    const auto made = decision::DecisionModel::compile(std::move(models));
    ASSERT_FALSE(made.has_value());
    std::vector<std::string> said;
    for (const Diagnostic& d : made.error()) said.push_back(d.code + ":" + std::to_string(d.place.at.line));
    std::sort(said.begin(), said.end());
    EXPECT_EQ(said, (std::vector<std::string>{"DMN-010:3", "DMN-011:5", "FEEL-001:9", "FEEL-104:6", "FEEL-110:4"}))
        << format(made.error());
}

TEST(DmnRead, ExpressionsAreLocatedInsideTheFile) {
    const std::string text = model(
        "<decision id=\"d\" name=\"d\"><literalExpression><text>1 &lt;\n  "
        "unknown</text></literalExpression></decision>");
    std::vector<decision::Definitions> models;
    models.push_back(dmn::read(text, "m.dmn").value());
    const auto made = decision::DecisionModel::compile(std::move(models)).value();
    ASSERT_FALSE(made->warnings().empty());
    EXPECT_EQ(made->warnings()[0].code, "FEEL-101");
    EXPECT_EQ(made->warnings()[0].place.at, (LineColumn{3, 3}));
}

TEST(DmnWrite, KeepsEverythingAndIsStable) {
    const std::string text =
        "<d:definitions xmlns:d=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" xmlns:x=\"urn:tool\" "
        "xmlns:dmndi=\"https://www.omg.org/spec/DMN/20191111/DMNDI/\" "
        "xmlns:dc=\"http://www.omg.org/spec/DMN/20180521/DC/\" "
        "name=\"m\" namespace=\"urn:m\" x:colour=\"red\">"
        "<d:extensionElements><x:notes by=\"x:me\">hello <x:b>you</x:b></x:notes></d:extensionElements>"
        "<d:decision id=\"d\" name=\"d\" x:size=\"3\"><d:question>Why?</d:question><d:variable name=\"d\"/>"
        "<d:authorityRequirement><d:requiredAuthority href=\"#s\"/></d:authorityRequirement>"
        "<d:literalExpression><d:text>1 &lt; 2</d:text></d:literalExpression></d:decision>"
        "<d:knowledgeSource id=\"s\" name=\"law\"/>"
        "<d:textAnnotation id=\"t\"><d:text>note</d:text></d:textAnnotation>"
        "<dmndi:DMNDI><dmndi:DMNDiagram><dmndi:DMNShape dmnElementRef=\"d\"><dc:Bounds x=\"1\" y=\"2\" width=\"3\" "
        "height=\"4\"/>"
        "</dmndi:DMNShape></dmndi:DMNDiagram></dmndi:DMNDI></d:definitions>";
    const auto read = dmn::read(text).value();
    EXPECT_EQ(read.positions.at("d"), (std::pair(1.0, 2.0)));
    const std::string once = write(read);
    for (const char* kept : {"20230324/MODEL/", "20230324/DMNDI/", "x:colour=\"red\"", "x:size=\"3\"", "by=\"x:me\"",
                             "hello <x:b>you</x:b>", "Why?", "requiredAuthority", "knowledgeSource", "textAnnotation",
                             "Bounds", "1 &lt; 2"}) {
        EXPECT_NE(once.find(kept), std::string::npos) << kept << "\n" << once;
    }
    EXPECT_EQ(once.find("20191111"), std::string::npos);
    EXPECT_EQ(write(dmn::read(once).value()), once);
}

TEST(DmnWrite, OwnCasesComeBackTheSame) {
    std::size_t count = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(FW_SOURCE_DIR) + "/tests/cases/dmn")) {
        if (entry.path().extension() != ".dmn") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        const std::string once = write(dmn::read(text).value());
        EXPECT_EQ(write(dmn::read(once).value()), once) << entry.path();
        ++count;
    }
    EXPECT_GT(count, 5U);
}

}  // namespace
}  // namespace fw::dmn
