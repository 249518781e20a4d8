#include "tests/unit/compile/cases.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace fw::compile {

namespace fs = std::filesystem;

namespace {

const fs::path kPlugins = fs::path(FW_SOURCE_DIR) / "plugins";

std::vector<fs::path> sorted(const fs::path& folder) {
    std::vector<fs::path> all;
    for (const auto& entry : fs::directory_iterator(folder)) all.push_back(entry.path());
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

model::PackSource load_pack(const fs::path& folder, const std::string& shown) {
    model::PackSource source{folder.filename().string(), shown, {}};
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
        const std::string path = fs::relative(file, folder).generic_string();
        if (path.rfind("demo/", 0) != 0 && file.extension() == ".json") source.files.push_back({path, read_file(file)});
    }
    return source;
}

std::vector<model::PackSource> load_case(const fs::path& folder) {
    std::vector<model::PackSource> packs;
    if (fs::exists(folder / "pack.json")) {
        packs.push_back(load_pack(folder, ""));
    } else {
        for (const fs::path& inner : sorted(folder)) {
            if (fs::is_directory(inner)) packs.push_back(load_pack(inner, inner.filename().string()));
        }
    }
    bool wants_base = false;
    bool has_base = false;
    for (const model::PackSource& pack : packs) {
        has_base = has_base || pack.id == "base";
        for (const model::SourceFile& file : pack.files) {
            wants_base = wants_base || (file.path == "pack.json" && file.text.find("\"base\"") != std::string::npos);
        }
    }
    if (wants_base && !has_base) packs.push_back(load_pack(kPlugins / "base", "base"));
    return packs;
}

std::vector<model::PackSource> bundled_packs() {
    std::vector<model::PackSource> packs;
    for (const fs::path& folder : sorted(kPlugins)) {
        const bool needs_library =
            fs::exists(folder / "CMakeLists.txt");  // its models may call functions of the plugin
        if (fs::exists(folder / "pack.json") && !needs_library)
            packs.push_back(load_pack(folder, folder.filename().string()));
    }
    return packs;
}

}  // namespace fw::compile
