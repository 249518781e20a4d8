#include "tests/unit/designer/support.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/compile/program.h"

namespace fw::designer::testing {

namespace fs = std::filesystem;

const model::Descriptors& descriptors() { return compile::standard_descriptors(); }

Packs::Packs() {
    std::string name = (fs::temp_directory_path() / "fw_designer_XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    for (const char* pack : {"base", "sales"}) {
        fs::copy(fs::path(FW_SOURCE_DIR) / "plugins" / pack, root_ / pack, fs::copy_options::recursive);
    }
}

Packs::~Packs() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
}

Workspace Packs::open(const std::string& pack) const {
    auto opened = Workspace::open(folder(pack), descriptors());
    EXPECT_TRUE(opened) << format(opened ? Diagnostics() : opened.error());
    return std::move(*opened);
}

std::string bytes(const Workspace& workspace) {
    std::string all;
    for (const auto& [path, document] : workspace.documents()) all += "== " + path + "\n" + workspace.text_of(document);
    return all;
}

std::string text_at(const Workspace& workspace, const char* document, const char* path) {
    const json::Value* value = workspace.value({document, path});
    return value != nullptr && value->is_string() ? value->as_string() : std::string();
}

}  // namespace fw::designer::testing
