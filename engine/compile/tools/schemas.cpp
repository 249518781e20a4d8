// fw_schemas FOLDER: writes the JSON Schemas and reference pages below FOLDER (the top of the repository).
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "engine/compile/generated.h"

int main(int count, char** arguments) {
    if (count != 2) {
        std::fprintf(stderr,
                     "usage: fw_schemas FOLDER\nwrites schemas/*.schema.json and docs/reference/*.md below FOLDER\n");
        return 2;
    }
    for (const auto& [path, text] : fw::compile::generated_files()) {
        const std::filesystem::path file = std::filesystem::path(arguments[1]) / path;
        std::error_code error;
        std::filesystem::create_directories(file.parent_path(), error);
        std::ofstream out(file, std::ios::binary);
        out << text;
        out.close();
        if (!out) {
            std::fprintf(stderr, "cannot write %s\n", file.c_str());
            return 1;
        }
    }
    return 0;
}
