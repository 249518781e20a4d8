// A plugin built the way others build theirs: in a folder outside the tree, with the public header and a compiler.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace fw::plugins {

class Outside {
  public:
    Outside() {
        std::string pattern = (std::filesystem::temp_directory_path() / "formwork-plugin-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) std::abort();
        folder_ = pattern;
        const std::filesystem::path source(FW_SOURCE_DIR);
        std::filesystem::copy_file(source / "plugins/api/formwork_plugin.h", folder_ / "formwork_plugin.h");
    }
    ~Outside() { std::filesystem::remove_all(folder_); }
    Outside(const Outside&) = delete;
    Outside& operator=(const Outside&) = delete;

    // Compiles a copy of `file` (from the source tree) into <folder>/<name>/plugin.so.
    void build(const std::string& name, const std::string& file, const std::string& compiler_and_flags) {
        const std::filesystem::path source = std::filesystem::path(FW_SOURCE_DIR) / file;
        std::filesystem::create_directory(folder_ / name);
        std::filesystem::copy_file(source, folder_ / name / source.filename());
        const std::string command = "cd '" + (folder_ / name).string() + "' && " + compiler_and_flags +
                                    " -shared -fPIC -I.. " + source.filename().string() + " -o plugin.so";
        ASSERT_EQ(std::system(command.c_str()), 0) << command;
    }
    [[nodiscard]] std::string folder() const { return folder_.string(); }

  private:
    std::filesystem::path folder_;
};

}  // namespace fw::plugins
