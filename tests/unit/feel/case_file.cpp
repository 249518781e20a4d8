#include "tests/unit/feel/case_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace feel_cases {
namespace {

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// The offset of `what` outside of string literals, the last one if `last`.
std::size_t find_outside(const std::string& line, const std::string& what, bool last) {
    bool quoted = false;
    std::size_t found = std::string::npos;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '\\' && quoted) {
            ++i;
        } else if (line[i] == '"') {
            quoted = !quoted;
        } else if (!quoted && line.compare(i, what.size(), what) == 0) {
            found = i;
            if (!last) return found;
        }
    }
    return found;
}

std::vector<Case> read(const std::string& path, const std::string& name, bool page) {
    std::vector<Case> out;
    std::ifstream in(path);
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (page && (!line.starts_with("    ") || line.find(" => ") == std::string::npos)) continue;
        const std::string text = trimmed(line);
        if (text.empty() || text[0] == '#') continue;
        Case c;
        c.file = name;
        c.line = number;
        const std::size_t arrow = find_outside(text, "=>", true);
        if (arrow == std::string::npos) {
            c.expression = text;
            c.expected = "error(\"this line has no =>\")";
            out.push_back(c);
            continue;
        }
        std::string left = trimmed(text.substr(0, arrow));
        std::string right = trimmed(text.substr(arrow + 2));
        if (const std::size_t bang = find_outside(right, "! ", true); bang != std::string::npos) {
            c.code = trimmed(right.substr(bang + 2));
            right = trimmed(right.substr(0, bang));
        }
        c.expected = right;
        if (const std::size_t bar = find_outside(left, " | ", false); bar != std::string::npos) {
            const std::string head = trimmed(left.substr(0, bar));
            left = trimmed(left.substr(bar + 3));
            (head[0] == '?' ? c.tested : c.variables) = head[0] == '?' ? trimmed(head.substr(1)) : head;
        }
        c.expression = left;
        out.push_back(c);
    }
    return out;
}

}  // namespace

std::vector<Case> read_file(const std::string& path, const std::string& name) { return read(path, name, false); }

std::vector<Case> read_page(const std::string& path, const std::string& name) { return read(path, name, true); }

std::vector<Case> read_folder(const std::string& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".cases") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Case> out;
    for (const auto& file : files) {
        const std::string name = std::filesystem::relative(file, folder).string();
        for (Case& c : read_file(file.string(), name)) out.push_back(std::move(c));
    }
    return out;
}

}  // namespace feel_cases
