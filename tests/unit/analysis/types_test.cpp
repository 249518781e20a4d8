// Every file of tests/cases/analysis is a test: what the analysis says of the tables of a model, the same for our JSON
// and for the DMN file it gives. FORMWORK_ACCEPT=1 writes the expected texts anew.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "engine/decision/analysis/analysis.h"
#include "engine/decision/decision_model.h"
#include "engine/interchange/dmn/convert.h"
#include "engine/interchange/dmn/dmn.h"
#include "engine/json/read.h"

namespace {

namespace fs = std::filesystem;
using fw::decision::DecisionModel;
using Model = std::shared_ptr<const DecisionModel>;

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string last_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

Model compiled(fw::decision::Definitions definitions) {
    std::vector<fw::decision::Definitions> models;
    models.push_back(std::move(definitions));
    auto made = DecisionModel::compile(std::move(models));
    for (const auto& d : made ? (*made)->warnings() : made.error()) ADD_FAILURE() << d.code << " " << d.text.en;
    return made ? *made : nullptr;
}

std::string findings(const DecisionModel& model) {
    std::string out;
    for (const auto& d : analyse_model(model)) {
        out += last_name(d.place.element) + ": " + d.code + " " + d.text.en;
        out += (d.hint.en.empty() ? "" : " (" + d.hint.en + ")") + "\n";
    }
    return out;
}

// A decision that is its table and nothing around it.
bool is_table(const DecisionModel& model, const std::string& id) {
    for (const auto& decision : model.definitions().decisions) {
        if (decision.id == id) return decision.logic[0].kind == fw::decision::BoxedKind::kTable;
    }
    return false;
}

// Evaluating a decision with the inputs of a gap gives null, and no value is refused on the way.
void expect_true_gaps(const DecisionModel& model) {
    for (const auto& info : model.tables()) {
        const auto decision = model.find(last_name(info.element));
        ASSERT_TRUE(decision) << info.element;
        if (!is_table(model, last_name(info.element))) continue;
        for (const auto& f : analyse(*info.table).findings) {
            if (f.kind != fw::decision::FindingKind::kGap) continue;
            std::vector<DecisionModel::Given> given;
            for (std::size_t i = 0; i < f.witness.size(); ++i) {
                const auto input = model.find(info.table->source->inputs[i].expression.text);
                if (input) given.push_back({*input, f.witness[i]});
            }
            if (given.size() != f.witness.size()) continue;
            const auto outcome = model.evaluate(*decision, given);
            EXPECT_TRUE(outcome.value.is_null()) << info.element;
            for (const auto& d : outcome.warnings) ADD_FAILURE() << info.element << ": " << d.text.en;
        }
    }
}

TEST(AnalysisOfModels, SaysWhatIsExpectedForJsonAndDmn) {
    std::size_t seen = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(FW_SOURCE_DIR) / "tests/cases/analysis")) {
        if (entry.path().extension() != ".json") continue;
        SCOPED_TRACE(entry.path().string());
        ++seen;
        const auto json = fw::json::read(text_of(entry.path()));
        ASSERT_TRUE(json);
        fw::Diagnostics problems;
        const Model model = compiled(fw::dmn::from_json(*json, {*json}, problems));
        ASSERT_TRUE(problems.empty());
        ASSERT_NE(model, nullptr);
        const std::string said = findings(*model);
        const fs::path expected = fs::path(entry.path()).replace_extension(".txt");
        if (std::getenv("FORMWORK_ACCEPT") != nullptr) std::ofstream(expected, std::ios::binary) << said;
        EXPECT_EQ(said, text_of(expected));
        expect_true_gaps(*model);
        const auto files = fw::dmn::export_dmn({*json});
        ASSERT_TRUE(files);
        auto read = fw::dmn::read((*files)[0].bytes);
        ASSERT_TRUE(read);
        const Model from_dmn = compiled(std::move(*read));
        ASSERT_NE(from_dmn, nullptr);
        EXPECT_EQ(findings(*from_dmn), said);
    }
    EXPECT_GT(seen, 0U);
}

}  // namespace
