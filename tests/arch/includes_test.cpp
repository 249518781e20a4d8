// The one direction of includes (docs/decisions, STYLE.md A1): this table is the architecture. A new line in it is a
// topic for review, not a fix for a red test.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

struct Layer {
    std::string_view folder;            // the longest one that fits a file is its layer
    std::vector<std::string_view> may;  // folders (and all below them) it may include besides itself
};

// clang-format off
const std::vector<Layer> kLayers = {
    {"engine/base",        {}},
    {"engine/json",        {"engine/base"}},
    {"engine/decimal",     {"engine/base"}},
    {"engine/feel",        {"engine/base", "engine/json", "engine/decimal"}},
    {"engine/model",       {"engine/base", "engine/json", "engine/decimal", "engine/feel"}},
    {"engine/packs",       {"engine/base", "engine/model"}},
    {"engine/graph",       {"engine/base"}},
    {"engine/form",        {"engine/base", "engine/json", "engine/decimal", "engine/feel", "engine/model"}},
    {"engine/decision",    {"engine/base", "engine/json", "engine/decimal", "engine/feel", "engine/model", "engine/graph"}},
    {"engine/flow",        {"engine/base", "engine/json", "engine/decimal", "engine/feel", "engine/model", "engine/graph"}},
    {"engine/automation",  {"engine/base", "engine/json", "engine/feel", "engine/model", "engine/flow"}},
    {"engine/compile",     {"engine/base", "engine/json", "engine/decimal", "engine/feel", "engine/model", "engine/graph",
                            "engine/form", "engine/decision", "engine/flow", "engine/automation"}},
    // These work on the compiled program.
    {"engine/query",       {"engine/base", "engine/json", "engine/decimal", "engine/feel", "engine/model", "engine/form",
                            "engine/flow", "engine/compile"}},
    {"engine/remind",      {"engine/base", "engine/json", "engine/feel", "engine/model", "engine/flow", "engine/compile"}},
    {"engine/report",      {"engine/base", "engine/json", "engine/decimal", "engine/feel", "engine/model", "engine/compile",
                            "engine/query"}},
    {"engine/interchange", {"engine/base", "engine/json", "engine/feel", "engine/model", "engine/graph", "engine/decision",
                            "engine/flow", "engine/compile"}},

    {"runtime/storage",    {"engine"}},
    {"runtime/http",       {"engine/base", "engine/json"}},
    {"runtime/http/routes", {"engine", "runtime", "plugins/api"}},
    {"runtime",            {"engine", "plugins/api"}},

    {"designer/core",      {"engine"}},
    {"designer/ui",        {"designer/core", "engine"}},
    {"designer/app",       {"designer", "engine"}},

    {"plugins/api",        {}},
    {"plugins",            {"plugins/api"}},
};

// Each foreign library lives in the folders that are named here (DESIGN.md 2).
struct Fence {
    std::string_view header;               // an include that starts with this
    std::vector<std::string_view> inside;  // these folders, or this file
};
const std::vector<Fence> kFences = {
    {"rapidjson/",          {"engine/json"}},
    {"bid_",                {"engine/decimal"}},
    {"boost/graph",         {"engine/graph"}},
    {"boost/property_map",  {"engine/graph"}},
    {"boost/beast",         {"runtime/http"}},
    {"boost/asio",          {"runtime/http"}},
    {"boost/",              {"engine/graph", "runtime/http"}},
    {"openssl/",            {"runtime/http"}},
    {"pugixml",             {"engine/interchange"}},
    {"re2/",                {"engine/feel"}},
    {"pcre2",               {"engine/feel"}},
    {"absl/",               {"engine/feel"}},
    {"sqlite3",             {"runtime/storage"}},
    {"libpq",               {"runtime/storage"}},
    {"postgresql/",         {"runtime/storage"}},
    {"sodium",              {"runtime/identity"}},
    {"CLI/",                {"runtime/cli/arguments.cpp"}},
    {"dlfcn.h",             {"runtime/plugins"}},
    {"wx/",                 {"designer/ui", "designer/app"}},
    {"curl/",               {"designer/app", "designer/ui"}},
};
// clang-format on

bool inside(std::string_view path, std::string_view folder) {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

const Layer* layer_of(std::string_view path) {
    const Layer* best = nullptr;
    for (const Layer& layer : kLayers) {
        if (inside(path, layer.folder) && (best == nullptr || layer.folder.size() > best->folder.size())) best = &layer;
    }
    return best;
}

struct Include {
    std::string file;  // relative to the source tree
    int line = 0;
    std::string header;
    bool quoted = false;
};

std::vector<Include> all_includes() {
    const fs::path root(FW_SOURCE_DIR);
    std::vector<Include> out;
    for (const char* top : {"engine", "runtime", "designer", "plugins"}) {
        for (auto entry = fs::recursive_directory_iterator(root / top); entry != fs::recursive_directory_iterator();
             ++entry) {
            if (entry->path().filename() == "node_modules") entry.disable_recursion_pending();
            const std::string extension = entry->path().extension().string();
            if (extension != ".h" && extension != ".cpp" && extension != ".c") continue;
            std::ifstream file(entry->path());
            std::string text;
            for (int line = 1; std::getline(file, text); ++line) {
                const std::size_t hash = text.find_first_not_of(" \t");
                if (hash == std::string::npos || text[hash] != '#') continue;
                const std::size_t word = text.find_first_not_of(" \t", hash + 1);
                if (word == std::string::npos || text.compare(word, 7, "include") != 0) continue;
                const std::size_t open = text.find_first_of("<\"", word);
                if (open == std::string::npos) continue;
                const std::size_t close = text.find_first_of(">\"", open + 1);
                out.push_back({fs::relative(entry->path(), root).generic_string(), line,
                               text.substr(open + 1, close - open - 1), text[open] == '"'});
            }
        }
    }
    return out;
}

const Fence* fence_of(std::string_view header) {
    const Fence* best = nullptr;
    for (const Fence& fence : kFences) {
        if (header.starts_with(fence.header) && (best == nullptr || fence.header.size() > best->header.size()))
            best = &fence;
    }
    return best;
}

TEST(Includes, GoOneWay) {
    for (const Include& include : all_includes()) {
        if (!include.quoted || fence_of(include.header) != nullptr) continue;
        const Layer* from = layer_of(include.file);
        ASSERT_NE(from, nullptr) << include.file << " is in a folder that tests/arch/includes_test.cpp does not know";
        const Layer* to = layer_of(include.header);
        if (to == nullptr) {
            // A plugin's own files and the installed header are the only includes that do not start at the root.
            EXPECT_TRUE(inside(include.file, "plugins"))
                << include.file << ":" << include.line << ": include \"" << include.header << "\" from the source root";
            continue;
        }
        const bool own = to == from || inside(include.header, from->folder);
        const bool allowed = std::any_of(from->may.begin(), from->may.end(),
                                         [&](std::string_view folder) { return inside(include.header, folder); });
        EXPECT_TRUE(own || allowed) << include.file << ":" << include.line << ": " << from->folder
                                    << " must not include " << include.header;
    }
}

TEST(Includes, ForeignLibrariesStayInTheirFolders) {
    for (const Include& include : all_includes()) {
        const Fence* fence = fence_of(include.header);
        if (fence == nullptr) continue;
        const bool allowed = std::any_of(fence->inside.begin(), fence->inside.end(), [&](std::string_view where) {
            return inside(include.file, where) || include.file == where;
        });
        EXPECT_TRUE(allowed) << include.file << ":" << include.line << ": <" << include.header << "> belongs to "
                             << fence->inside.front();
    }
}

TEST(Includes, TheTableSeesTheTree) { EXPECT_GT(all_includes().size(), 50U); }

}  // namespace
