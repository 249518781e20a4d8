// Whoever meets a code, a folder or a link finds the page: each diagnostic code has one, each page a code, each top
// folder its README, and each link of a page leads somewhere.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

const fs::path kRoot(FW_SOURCE_DIR);

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<fs::path> files_below(const fs::path& folder, const std::set<std::string>& extensions) {
    std::vector<fs::path> out;
    for (auto entry = fs::recursive_directory_iterator(folder); entry != fs::recursive_directory_iterator(); ++entry) {
        if (entry->path().filename() == "node_modules") entry.disable_recursion_pending();
        if (entry->is_regular_file() && extensions.contains(entry->path().extension().string()))
            out.push_back(entry->path());
    }
    return out;
}

// Every code in the sources, with a file that has it.
std::map<std::string, std::string> used_codes() {
    static const std::regex kCode("\"([A-Z]{2,8}-[0-9]{3})\"");
    std::map<std::string, std::string> codes;
    for (const char* top : {"engine", "runtime", "designer"}) {
        for (const fs::path& file : files_below(kRoot / top, {".h", ".cpp"})) {
            const std::string text = text_of(file);
            for (auto match = std::sregex_iterator(text.begin(), text.end(), kCode); match != std::sregex_iterator();
                 ++match) {
                codes.emplace((*match)[1].str(), fs::relative(file, kRoot).string());
            }
        }
    }
    return codes;
}

TEST(Pages, EveryCodeHasAPageAndEveryPageACode) {
    const auto codes = used_codes();
    ASSERT_GT(codes.size(), 50U);
    for (const auto& [code, file] : codes) {
        EXPECT_TRUE(fs::exists(kRoot / "docs/diagnostics" / (code + ".md")))
            << code << " of " << file << " has no page";
    }
    for (const fs::path& page : files_below(kRoot / "docs/diagnostics", {".md"})) {
        const std::string code = page.stem().string();
        if (code == "README") continue;
        EXPECT_TRUE(codes.contains(code)) << page.filename() << " explains a code that nothing uses";
        EXPECT_TRUE(text_of(page).starts_with("# " + code + " ")) << page.filename() << " begins with another title";
    }
}

TEST(Pages, EveryTopFolderSaysWhatItIs) {
    for (const char* folder : {"engine", "runtime", "designer", "plugins", "schemas", "tests", "docs"}) {
        EXPECT_TRUE(fs::exists(kRoot / folder / "README.md")) << folder;
    }
}

TEST(Pages, LinksLeadSomewhere) {
    static const std::regex kLink(R"(\]\(([^)#:]+)(#[^)]*)?\))");
    std::vector<fs::path> pages{kRoot / "README.md"};
    for (const char* folder : {"engine", "runtime", "designer", "plugins", "schemas", "tests", "docs"}) {
        for (fs::path& page : files_below(kRoot / folder, {".md"})) pages.push_back(std::move(page));
    }
    for (const fs::path& page : pages) {
        const std::string text = text_of(page);
        for (auto match = std::sregex_iterator(text.begin(), text.end(), kLink); match != std::sregex_iterator();
             ++match) {
            EXPECT_TRUE(fs::exists(page.parent_path() / (*match)[1].str()))
                << fs::relative(page, kRoot) << " links to " << (*match)[1];
        }
    }
}

}  // namespace
