// DMN files and our JSON kind `decision`: what goes out is what came in, what changed in between is in it, and files
// are valid by the schema of the OMG.
#include "engine/interchange/dmn/convert.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>

#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/compile/program.h"
#include "engine/interchange/dmn/dmn.h"
#include "engine/json/read.h"
#include "engine/model/pack.h"

namespace fw::dmn {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A folder of the suites kept beside the project; empty where it is not here.
fs::path beside(const char* folder) {
    for (const char* up : {"/../shared", "/../../shared"}) {
        const fs::path found = std::string(FW_SOURCE_DIR) + up + "/conformance/" + folder;
        if (fs::exists(found)) return found;
    }
    return {};
}

// The models of each folder: our own, and those of the kit where it is here.
std::map<fs::path, std::vector<File>> models() {
    std::map<fs::path, std::vector<File>> out;
    for (const fs::path& root : {fs::path(FW_SOURCE_DIR) / "tests/cases/dmn", beside("dmn-tck")}) {
        if (root.empty()) continue;
        for (const auto& entry : fs::recursive_directory_iterator(root)) {
            if (entry.path().extension() == ".dmn")
                out[entry.path().parent_path()].push_back({entry.path().filename().string(), text_of(entry.path())});
        }
    }
    return out;
}

// What xmllint says of each file; nothing where it or the schema is not here.
std::map<std::string, bool> validity(const std::map<std::string, std::string>& texts) {
    const fs::path schema = beside("schemas/dmn/DMN15.xsd");
    if (schema.empty() || !fs::exists("/usr/bin/xmllint")) return {};
    const fs::path folder = fs::temp_directory_path() / ("fw-dmn-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    std::map<std::string, std::string> names;
    std::string command = "/usr/bin/xmllint --nonet --noout --schema '" + schema.string() + "'";
    for (const auto& [name, text] : texts) {
        const std::string file = (folder / (std::to_string(names.size()) + ".dmn")).string();
        std::ofstream(file, std::ios::binary) << text;
        names[file] = name;
        command += " " + file;
    }
    std::string said;
    if (FILE* pipe = ::popen((command + " 2>&1").c_str(), "r")) {
        char buffer[4096];
        for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof(buffer), pipe)) > 0;) said.append(buffer, got);
        ::pclose(pipe);
    }
    std::map<std::string, bool> out;
    for (const auto& [file, name] : names) {
        out[name] = said.find(file + " validates") != std::string::npos;
        if (!out[name]) {
            const std::size_t at = said.find(file + ":");
            if (at != std::string::npos) std::printf("%s: %s\n", name.c_str(), said.substr(at, 300).c_str());
        }
    }
    fs::remove_all(folder);
    return out;
}

json::Value read_json(const std::string& text) { return json::read(text).value(); }

TEST(DmnConvert, WhatIsNotChangedGoesOutAsItCameIn) {
    std::size_t count = 0;
    for (const auto& [folder, files] : models()) {
        const auto made = import_dmn(files);
        ASSERT_TRUE(made.has_value()) << folder << format(made.error());
        const auto out = export_dmn(made->decisions);
        ASSERT_TRUE(out.has_value()) << folder << format(out.error());
        for (std::size_t i = 0; i < files.size(); ++i, ++count) {
            const std::string once = write(dmn::read(files[i].bytes).value());
            EXPECT_EQ((*out)[i].bytes, once) << folder / files[i].name;
            EXPECT_EQ(write(dmn::read(once).value()), once) << folder / files[i].name;
            // Also alone, without the models it imports.
            EXPECT_EQ(export_dmn({made->decisions[i]}).value()[0].bytes, once) << folder / files[i].name;
            // The model is as its kind says, and a file of it stays as it is.
            const std::string json = model::canonical(made->decisions[i], compile::standard_descriptors());
            EXPECT_EQ(model::canonical(read_json(json), compile::standard_descriptors()), json);
        }
    }
    EXPECT_GT(count, 7U);
}

TEST(DmnConvert, ExportsAreValid) {
    std::map<std::string, std::string> before;
    std::map<std::string, std::string> after;
    for (const auto& [folder, files] : models()) {
        for (const File& file : files) {
            const std::string name = (folder / file.name).string();
            before[name] = file.bytes;
            after[name] = write(dmn::read(file.bytes).value());
        }
    }
    const auto were = validity(before);
    const auto are = validity(after);
    if (are.empty()) {
        std::printf("not here: the schema of DMN 1.5 or xmllint\n");
        return;
    }
    for (const auto& [name, valid] : are) EXPECT_TRUE(valid || !were.at(name)) << name;
}

constexpr const char* kFile =
    R"(<d:definitions xmlns:d="https://www.omg.org/spec/DMN/20211108/MODEL/" xmlns:x="urn:tool"
 xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/"
 id="_m" name="Lending" namespace="urn:m">
<d:inputData id="_i-1" name="Loan Amount" x:mark="kept"><d:variable id="_v1" name="Loan Amount" typeRef="number"/></d:inputData>
<d:decision id="_D-1" name="Fee" x:size="3"><d:description>why</d:description><d:extensionElements><x:note>mine</x:note></d:extensionElements>
 <d:variable id="_v2" name="Fee" typeRef="number"/><d:informationRequirement id="_r1"><d:requiredInput href="#_i-1"/></d:informationRequirement>
 <d:decisionTable id="_t" hitPolicy="FIRST"><d:input id="_c1" label="How much"><d:inputExpression id="_e1"><d:text>Loan Amount</d:text></d:inputExpression></d:input>
 <d:output id="_o1"/><d:rule id="_ru1"><d:inputEntry id="_ie1"><d:text>&lt; 1000</d:text></d:inputEntry><d:outputEntry id="_oe1"><d:text>10</d:text></d:outputEntry></d:rule></d:decisionTable></d:decision>
<d:decision id="_D-2" name="Total"><d:variable name="Total"/><d:informationRequirement><d:requiredDecision href="#_D-1"/></d:informationRequirement>
 <d:informationRequirement><d:requiredInput href="#_i-1"/></d:informationRequirement><d:literalExpression><d:text>Fee + Loan Amount</d:text></d:literalExpression></d:decision>
<dmndi:DMNDI><dmndi:DMNDiagram><dmndi:DMNShape dmnElementRef="_D-1"><dc:Bounds x="10.5" y="20" width="153" height="61"/></dmndi:DMNShape>
<dmndi:DMNShape dmnElementRef="_i-1"><dc:Bounds x="1" y="2" width="3" height="4"/></dmndi:DMNShape></dmndi:DMNDiagram></dmndi:DMNDI></d:definitions>)";

TEST(DmnConvert, ChangesAreInTheExportAndTheRestIsKept) {
    auto made = import_dmn({{"lending.dmn", kFile}}).value();
    json::Value& model = made.decisions[0];
    EXPECT_EQ(model.string_or("id"), "lending");
    ASSERT_EQ(model.find("inputs")->items()[0].string_or("id"), "loan_amount");
    EXPECT_EQ(model.find("inputs")->items()[0].string_or("name"), "Loan Amount");
    json::Value& fee = model.find("decisions")->items()[0];
    EXPECT_EQ(fee.find("requires")->items()[0].as_string(), "loan_amount");
    fee.find("table")->find("rules")->push(read_json(R"({"when": [">= 1000"], "then": ["0"]})"));
    model.find("decisions")
        ->push(read_json(R"({"id": "twice", "type": "number", "requires": ["fee"], "expression": "Fee * 2"})"));
    model.find("diagram")->find("fee")->items()[0] = json::Value::number(99);
    const std::string out = export_dmn(made.decisions).value()[0].bytes;
    for (const char* kept : {"id=\"_D-1\"", "x:size=\"3\"", "x:mark=\"kept\"", "<x:note>mine</x:note>", "why",
                             "&gt;= 1000", "href=\"#_i-1\"", "id=\"_v1\"", "width=\"153\"", "x=\"99\"", "x=\"1\"",
                             "20230324", "href=\"#_D-1\"", "name=\"twice\"", "Fee * 2", "Fee + Loan Amount"}) {
        EXPECT_NE(out.find(kept), std::string::npos) << kept << "\n" << out;
    }
    const auto valid = validity({{"lending", out}});
    if (!valid.empty()) {
        EXPECT_TRUE(valid.at("lending")) << out;
    }
    // And it comes back as the changed model.
    const auto again = import_dmn({{"lending.dmn", out}}).value();
    json::Value now = again.decisions[0];
    now.erase("dmn");
    model.erase("dmn");
    EXPECT_EQ(model::canonical(now, compile::standard_descriptors()),
              model::canonical(model, compile::standard_descriptors()));
    EXPECT_EQ(export_dmn(again.decisions).value()[0].bytes, out);
}

TEST(DmnConvert, ModelsDrawnHereAreValidDmn) {
    const json::Value rates = read_json(R"({"kind": "decision", "id": "rates", "label": {"en": "Rates"},
      "types": [{"name": "tRate", "type": "number", "allowed": "[0..50]"}, {"name": "tLine", "fields": [{"name": "price", "type": "number"}]},
                {"name": "tLines", "type": "tLine", "collection": true}, {"name": "tFn", "parameters": [{"name": "n", "type": "number"}], "result": "number"}],
      "inputs": [{"id": "amount", "name": "order amount", "type": "number"}, {"id": "lines", "type": "tLines"}],
      "knowledge": [{"id": "twice", "parameters": [{"name": "n", "type": "number"}], "expression": "n * 2"}],
      "decisions": [
        {"id": "rate", "type": "tRate", "requires": ["amount"], "table": {"hit_policy": "collect", "aggregation": "sum", "note_names": ["why"],
          "inputs": [{"label": "Amount", "expression": "order amount", "type": "number", "allowed": ">= 0"}],
          "outputs": [{"name": "r", "type": "number", "allowed": "1, 2", "default": "0"}],
          "rules": [{"when": ["< 5"], "then": ["1"], "notes": ["small"]}]}},
        {"id": "all", "requires": ["amount", "lines", "rate", "twice"], "logic": {"is": "context", "entries": [
          {"name": "a", "logic": {"is": "conditional", "parts": [{"is": "literal", "expression": "true"}, {"is": "literal", "expression": "1"}, {"is": "literal", "expression": "2"}]}},
          {"name": "b", "logic": {"is": "for", "variable": "i", "parts": [{"is": "literal", "expression": "lines"}, {"is": "literal", "expression": "i.price"}]}},
          {"name": "c", "logic": {"is": "filter", "parts": [{"is": "literal", "expression": "lines"}, {"is": "literal", "expression": "price > 1"}]}},
          {"name": "d", "logic": {"is": "every", "variable": "i", "parts": [{"is": "list", "parts": [{"is": "literal", "expression": "1"}]}, {"is": "literal", "expression": "i > 0"}]}},
          {"name": "e", "logic": {"is": "invocation", "parts": [{"is": "literal", "expression": "twice"}], "entries": [{"name": "n", "expression": "2"}]}},
          {"name": "f", "logic": {"is": "relation", "columns": [{"name": "x"}], "parts": [{"is": "list", "parts": [{"is": "literal", "expression": "1"}]}]}},
          {"name": "g", "logic": {"is": "function", "columns": [{"name": "x"}], "parts": [{"is": "literal", "expression": "x"}]}},
          {"expression": "[a, b, c, d, e, f]"}]}}],
      "services": [{"id": "serve", "outputs": ["rate"], "inputs": ["amount"]}],
      "diagram": {"rate": [10, 20], "amount": [10, 200]}})");
    const std::string out = export_dmn({rates}).value()[0].bytes;
    const auto valid = validity({{"rates", out}});
    if (!valid.empty()) {
        EXPECT_TRUE(valid.at("rates")) << out;
    }
    json::Value back = import_dmn({{"rates.dmn", out}}).value().decisions[0];
    for (const char* part : {"types", "inputs", "knowledge", "decisions", "services"}) {
        EXPECT_EQ(json::Value(*back.find(part)), *rates.find(part))
            << part << "\n"
            << model::canonical(back, compile::standard_descriptors());
    }
    EXPECT_EQ(*back.find("diagram"), *rates.find("diagram"));
    EXPECT_EQ(export_dmn({back}).value()[0].bytes, out);
}

// What DMN has no place for comes back all the same: tests, result, roles, labels in two languages, notes.
TEST(DmnConvert, TestsAndLabelsComeBack) {
    const json::Value model =
        read_json(R"({"kind": "decision", "id": "fee", "label": {"en": "Fee", "zh": "费用"}, "note": "agreed <2026>",
      "namespace": "urn:formwork:decision:fee",
      "inputs": [{"id": "amount", "label": {"en": "Amount", "zh": "金额"}, "type": "number"}],
      "decisions": [{"id": "rate", "label": {"en": "Rate", "zh": "费率"}, "type": "number", "requires": ["amount"], "expression": "amount * 2"},
                    {"id": "fee", "type": "number", "requires": ["rate"], "expression": "rate + 1"}],
      "result": "rate", "roles": ["clerk", "base.employee"],
      "tests": [{"id": "one", "given": {"amount": 1}, "expect": 2}, {"id": "text", "decision": "fee", "given": {"amount": 2}, "expect": 5}]})");
    const std::string out = export_dmn({model}).value()[0].bytes;
    const auto valid = validity({{"fee", out}});
    if (!valid.empty()) {
        EXPECT_TRUE(valid.at("fee")) << out;
    }
    json::Value back = import_dmn({{"fee.dmn", out}}).value().decisions[0];
    EXPECT_EQ(back.string_or("dmn").find("formwork:model"), std::string_view::npos);
    EXPECT_EQ(export_dmn({back}).value()[0].bytes, out);
    for (const char* part : {"label", "note", "inputs", "decisions", "result", "roles", "tests"})
        EXPECT_EQ(*back.find(part), *model.find(part)) << part;
    // Another tool renamed the model: its new name stays, in every language.
    std::string renamed = out;
    renamed.replace(renamed.find("name=\"Fee\""), 10, "name=\"New\"");
    EXPECT_EQ(import_dmn({{"fee.dmn", renamed}}).value().decisions[0].find("label")->string_or("zh"), "New");
}

TEST(DmnConvert, SaysWhatIsNotExecuted) {
    const auto made =
        import_dmn(
            {{"j.dmn", R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="j" namespace="urn:j">
<businessKnowledgeModel name="cos"><encapsulatedLogic kind="Java"><formalParameter name="x"/><context/></encapsulatedLogic></businessKnowledgeModel>
<decision name="d"><literalExpression expressionLanguage="urn:js"><text>1+1</text></literalExpression></decision></definitions>)"}})
            .value();
    std::vector<std::string> said;
    for (const Diagnostic& d : made.notes) said.push_back(d.code + ":" + std::to_string(d.place.at.line));
    EXPECT_EQ(said, (std::vector<std::string>{"DMN-021:3", "DMN-021:2"}));
    EXPECT_FALSE(import_dmn({{"x.dmn", "<definitions/>"}}).has_value());
    EXPECT_FALSE(export_dmn({read_json(R"({"kind": "flow", "id": "x"})")}).has_value());
}

TEST(DmnConvert, SaysWhatKeepsAModelFromRunning) {
    const auto made =
        import_dmn(
            {{"bad.dmn",
              R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="bad" namespace="urn:bad">
<decision id="a" name="a"><informationRequirement><requiredInput href="#nope"/></informationRequirement>
<literalExpression><text>1</text></literalExpression></decision>
<decision id="b" name="b"><informationRequirement><requiredDecision href="#c"/></informationRequirement>
<literalExpression><text>c</text></literalExpression></decision>
<decision id="c" name="c"><informationRequirement><requiredDecision href="#b"/></informationRequirement>
<literalExpression><text>1 +
  * 2</text></literalExpression></decision></definitions>)"}})
            .value();
    std::vector<std::string> said;
    for (const Diagnostic& d : made.notes) {
        EXPECT_EQ(d.severity, Severity::kWarning) << d.code;
        EXPECT_GT(d.place.at.column, 0U) << d.code;
        said.push_back(d.code + ":" + std::to_string(d.place.at.line));
    }
    EXPECT_EQ(said, (std::vector<std::string>{"DMN-010:2", "DMN-011:4", "FEEL-001:8"}));
}

// What is said of each file of tests/cases/dmn_reading, imported alone. FORMWORK_ACCEPT=1 writes it anew.
TEST(DmnConvert, SaysWhatIsExpectedOfEachFile) {
    std::size_t seen = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(FW_SOURCE_DIR) / "tests/cases/dmn_reading")) {
        if (entry.path().extension() != ".dmn") continue;
        ++seen;
        const auto made = import_dmn({{entry.path().filename().string(), text_of(entry.path())}});
        const std::string said = format(made ? made->notes : made.error());
        const fs::path expected = fs::path(entry.path()).replace_extension(".txt");
        if (std::getenv("FORMWORK_ACCEPT") != nullptr) std::ofstream(expected, std::ios::binary) << said;
        EXPECT_EQ(said, text_of(expected)) << entry.path();
    }
    EXPECT_GT(seen, 0U);
}

TEST(DmnConvert, KnowsEveryElementOfFilesInUse) {
    for (const auto& [folder, files] : models()) {
        Diagnostics notes;
        for (const File& file : files) (void)dmn::read(file.bytes, file.name, &notes);
        for (const Diagnostic& d : notes) EXPECT_TRUE(d.code != "DMN-002" && d.code != "DMN-023") << format({d});
    }
}

TEST(DmnConvert, IdsThatAreNumbersBecomeIdsOfXml) {
    const fs::path file = fs::path(FW_SOURCE_DIR) / "tests/cases/dmn_reading/numeric_ids.dmn";
    const auto made = import_dmn({{"numeric_ids.dmn", text_of(file)}}).value();
    const auto files = export_dmn(made.decisions).value();
    const std::string& text = files[0].bytes;
    for (const char* part : {"id=\"_3\" name=\"rate\"", "<requiredInput href=\"#_1\"/>", "href=\"#_6\"", "id=\"_6\"",
                             "dmnElementRef=\"_3\"", "<x:any id=\"5\"/>", "<targetRef href=\"#_3\"/>"})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
    for (const auto& [name, valid] : validity({{"numeric_ids.dmn", text}})) EXPECT_TRUE(valid) << text;
    EXPECT_TRUE(import_dmn({{"again.dmn", text}})->notes.empty());
}

TEST(DmnConvert, NamesAFewOfManyUnknownElements) {
    std::string text =
        R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m"><decision name="d">)";
    for (int i = 0; i < 5000; ++i) text += "<variable id=\"v" + std::to_string(i) + "\" name=\"d\" zz=\"1\"/>";
    const auto made = import_dmn({{"m.dmn", text + "</decision></definitions>"}}).value();
    EXPECT_GT(made.notes.size(), 100U);
    EXPECT_LT(made.notes.size(), 300U);
}

}  // namespace
}  // namespace fw::dmn
