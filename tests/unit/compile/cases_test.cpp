// Every folder of tests/cases/compile is a test: the diagnostics of its packs in both languages, or the listing of the
// program, must be what expect.txt says. FORMWORK_ACCEPT=1 rewrites it.
#include "tests/unit/compile/cases.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "engine/automation/step_kind.h"
#include "engine/compile/program.h"
#include "engine/feel/functions.h"

namespace fw::compile {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(FW_SOURCE_DIR) / "tests/cases/compile";

std::string listing(const Program& program) {
    std::string out;
    for (const auto& entity : program.entities) {
        if (entity->id.rfind("base.", 0) == 0) continue;
        out += "entity " + entity->id + " (" + entity->table + ")";
        if (entity->parent != nullptr) out += " in " + entity->parent->id;
        out += "\n";
        for (const Field& field : entity->fields) {
            out += "  " + field.id + ": " + field.type->id + ", " + field.feel_type.to_string();
            if (field.to != nullptr) out += " → " + field.to->id;
            if (field.rollup) out += " over " + field.rollup->over->id + "." + field.rollup->by;
            out += "\n";
        }
        if (entity->compute_order.empty()) continue;
        out += "  computed:";
        for (const Field* field : entity->compute_order) out += " " + field->id;
        out += "\n";
    }
    for (const auto& flow : program.flows) out += "flow " + flow->id + " on " + flow->entity + "\n";
    for (const Role& role : program.roles) {
        if (role.id.rfind("base.", 0) != 0) out += "role " + role.id + "\n";
    }
    for (const Reminder& reminder : program.reminders)
        out += "reminder " + reminder.id + " on " + reminder.entity->id + "\n";
    for (const auto& automation : program.automations) {
        out += "automation " + automation->id + " on " + automation->entity + ":";
        for (const automation::Step& step : automation->steps) out += " " + step.kind->id + " " + step.id;
        out += "\n";
    }
    for (const Report& report : program.reports) out += "report " + report.id + " of " + report.entity->id + "\n";
    for (const Layout& layout : program.layouts) {
        if (layout.id.rfind("base.", 0) != 0)
            out +=
                layout.kind + " " + layout.id + (layout.json.find("generated") != nullptr ? " (generated)" : "") + "\n";
    }
    return out;
}

std::string outcome(const fs::path& folder) {
    const auto program = compile_sources(load_case(folder), feel::Functions::standard());
    if (program) return format((*program)->warnings) + listing(**program);
    return format(program.error()) + "---\n" + format(program.error(), Language::kZh);
}

class CompileCase : public testing::Test {
  public:
    explicit CompileCase(fs::path folder) : folder_(std::move(folder)) {}
    void TestBody() override {
        const std::string found = outcome(folder_);
        const fs::path expected = folder_ / "expect.txt";
        if (std::getenv("FORMWORK_ACCEPT") != nullptr) {
            std::ofstream(expected, std::ios::binary) << found;
            return;
        }
        EXPECT_EQ(found, read_file(expected)) << "in " << expected << "; ./do test --accept takes the new outcome over";
    }

  private:
    fs::path folder_;
};

const bool kRegistered = [] {
    for (const auto& entry : fs::directory_iterator(kCases)) {
        if (!entry.is_directory()) continue;
        const fs::path folder = entry.path();
        testing::RegisterTest("CompileCases", folder.filename().c_str(), nullptr, nullptr,
                              (folder / "expect.txt").c_str(), 1,
                              [folder]() -> testing::Test* { return new CompileCase(folder); });
    }
    return true;
}();

TEST(CompileCases, AreFound) { EXPECT_TRUE(kRegistered); }

}  // namespace
}  // namespace fw::compile
