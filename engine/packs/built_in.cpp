#include "engine/packs/built_in.h"

#include <charconv>
#include <cstddef>

#include "engine/base/check.h"
#include "engine/base/embed.h"

// The bytes that cmake/embed_packs.sh wrote.
FW_EMBED(packs_blob, FW_PACKS_FILE)

namespace fw::packs {

namespace {

struct Entry {
    std::string_view pack, path, text;
};

std::vector<Entry> entries() {
    std::string_view left = packs_blob();
    std::vector<Entry> out;
    while (!left.empty()) {
        const std::string_view line = left.substr(0, left.find('\n'));
        const std::size_t first = line.find(' ');
        const std::size_t last = line.rfind(' ');
        FW_CHECK(first != std::string_view::npos && first < last);
        std::size_t size = 0;
        const auto read = std::from_chars(line.data() + last + 1, line.data() + line.size(), size);
        FW_CHECK(read.ec == std::errc() && line.size() + 1 + size <= left.size());
        out.push_back(
            {line.substr(0, first), line.substr(first + 1, last - first - 1), left.substr(line.size() + 1, size)});
        left.remove_prefix(line.size() + 1 + size);
    }
    return out;
}

constexpr std::string_view kDemo = "demo/";

}  // namespace

std::vector<model::PackSource> built_in_packs() {
    std::vector<model::PackSource> packs;
    for (const Entry& entry : entries()) {
        if (entry.path.starts_with(kDemo)) continue;
        if (packs.empty() || packs.back().id != entry.pack) {
            packs.emplace_back();
            packs.back().id = packs.back().folder = entry.pack;
        }
        model::SourceFile& file = packs.back().files.emplace_back();
        file.path = entry.path;
        file.text = entry.text;
    }
    return packs;
}

model::PackSource built_in_pack(std::string_view id) {
    for (model::PackSource& pack : built_in_packs()) {
        if (pack.id == id) return std::move(pack);
    }
    return {};
}

std::vector<DemoFile> built_in_demo() {
    std::vector<DemoFile> files;
    for (const Entry& entry : entries()) {
        if (!entry.path.starts_with(kDemo)) continue;
        files.push_back(
            {std::string(entry.pack), std::string(entry.path.substr(kDemo.size())), std::string(entry.text)});
    }
    return files;
}

}  // namespace fw::packs
