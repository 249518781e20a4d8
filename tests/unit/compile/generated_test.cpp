// The committed schemas and reference pages are what the descriptions say; FORMWORK_ACCEPT=1 rewrites them.
#include "engine/compile/generated.h"

#include <cstdlib>
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "engine/compile/check.h"
#include "engine/compile/program.h"
#include "tests/unit/compile/cases.h"

namespace fw::compile {
namespace {

namespace fs = std::filesystem;

TEST(Generated, FilesAreUpToDate) {
    for (const auto& [path, text] : generated_files()) {
        const fs::path file = fs::path(FW_SOURCE_DIR) / path;
        if (std::getenv("FORMWORK_ACCEPT") != nullptr) {
            fs::create_directories(file.parent_path());
            std::ofstream(file, std::ios::binary) << text;
            continue;
        }
        EXPECT_TRUE(read_file(file) == text) << path << " is not up to date; ./do test --accept writes it";
    }
}

TEST(Generated, NoFileIsLeftOver) {
    const auto files = generated_files();
    for (const char* folder : {"schemas", "docs/reference", "docs/reference/zh"}) {
        for (const auto& entry : fs::directory_iterator(fs::path(FW_SOURCE_DIR) / folder)) {
            if (!entry.is_regular_file() || entry.path().filename() == "README.md" ||
                entry.path().filename() == "http.json")  // written by hand
                continue;
            EXPECT_EQ(files.count(folder + std::string("/") + entry.path().filename().string()), 1U) << entry.path();
        }
    }
}

void expect_both(const Text& text, const std::string& what) {
    EXPECT_FALSE(text.en.empty()) << what;
    EXPECT_FALSE(text.zh.empty()) << what;
}

void expect_taught(const model::ElementType& type, const std::string& what) {
    expect_both(type.label, what);
    expect_both(type.help, what);
    EXPECT_FALSE(type.icon.empty()) << what;
    for (const auto* properties : {&type.properties, &type.trailing}) {
        for (const model::Property& property : *properties) {
            expect_both(property.label, what + "." + property.id);
            expect_both(property.help, what + "." + property.id);
            for (const model::Choice& choice : property.choices)
                expect_both(choice.label, what + "." + property.id + "=" + choice.id);
        }
    }
}

TEST(Descriptors, EveryKindAndPropertyTeachesInBothLanguages) {
    for (const auto& [id, type] : standard_descriptors().all()) {
        expect_taught(type, id);
        for (const auto& [name, variant] : type.variants) expect_taught(variant, id + "/" + name);
    }
}

TEST(Descriptors, ReferToElementsThatExist) {
    const model::Descriptors& all = standard_descriptors();
    const auto check = [&](const model::ElementType& type) {
        std::set<std::string> seen;
        for (const auto* properties : {&type.properties, &type.trailing}) {
            for (const model::Property& property : *properties) {
                EXPECT_TRUE(seen.insert(property.id).second) << type.id << "." << property.id << " twice";
                const bool nested =
                    property.shape == model::Shape::kElement || property.shape == model::Shape::kElements;
                EXPECT_EQ(nested, !property.element.empty()) << type.id << "." << property.id;
                if (nested) {
                    EXPECT_NE(all.find(property.element), nullptr) << type.id << "." << property.id;
                }
                const bool names =
                    property.shape == model::Shape::kReference || property.shape == model::Shape::kReferences;
                if (names) {
                    EXPECT_FALSE(property.refers.empty()) << type.id << "." << property.id;
                }
            }
        }
    };
    for (const auto& [id, type] : all.all()) {
        check(type);
        for (const auto& [name, variant] : type.variants) check(variant);
    }
}

// Everything written in the cases, in one text.
std::string all_cases() {
    std::string all;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(FW_SOURCE_DIR) / "tests/cases/compile")) {
        if (entry.is_regular_file()) all += read_file(entry.path());
    }
    return all;
}

TEST(EveryKind, HasACase) {
    const std::string cases = all_cases();
    const auto expect_used = [&](const std::string& text, const std::string& what) {
        EXPECT_NE(cases.find(text), std::string::npos) << what << " is in no case of tests/cases/compile";
    };
    for (const model::ElementType* kind : standard_descriptors().model_kinds())
        expect_used("\"kind\": \"" + kind->id + "\"", kind->id);
    for (const char* element : {"field", "node"}) {
        for (const auto& [id, variant] : standard_descriptors().at(element).variants)
            expect_used("\"type\": \"" + id + "\"", id);
    }
    for (const CheckKind& check : checks().all()) expect_used(check.code, check.id);
}

TEST(EveryCheck, HasAPageAndTeachesInBothLanguages) {
    for (const CheckKind& check : checks().all()) {
        expect_both(check.help, check.id);
        EXPECT_TRUE(fs::exists(fs::path(FW_SOURCE_DIR) / "docs/diagnostics" / (check.code + ".md"))) << check.id;
    }
}

}  // namespace
}  // namespace fw::compile
