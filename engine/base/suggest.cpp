#include "engine/base/suggest.h"

#include <algorithm>

namespace fw {

namespace {
// Optimal string alignment distance over bytes; names are short, so the full table is fine.
std::size_t distance(std::string_view a, std::string_view b) {
    const std::size_t width = b.size() + 1;
    std::vector<std::size_t> table((a.size() + 1) * width);
    const auto at = [&](std::size_t i, std::size_t j) -> std::size_t& { return table[i * width + j]; };
    for (std::size_t i = 0; i <= a.size(); ++i) at(i, 0) = i;
    for (std::size_t j = 0; j <= b.size(); ++j) at(0, j) = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            at(i, j) = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                at(i, j) = std::min(at(i, j), at(i - 2, j - 2) + 1);
            }
        }
    }
    return at(a.size(), b.size());
}
}  // namespace

std::string nearest(std::string_view written, const std::vector<std::string>& known) {
    constexpr std::size_t kLongestName = 100;  // longer words are never typing mistakes of our names
    if (written.size() > kLongestName) return {};
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(1, written.size() / 3) + 1;
    for (const std::string& name : known) {
        if (name.size() > kLongestName) continue;
        const std::size_t d = distance(written, name);
        if (d < best_distance) {
            best_distance = d;
            best = name;
        }
    }
    return best;
}

Text did_you_mean(std::string_view written, const std::vector<std::string>& known) {
    const std::string name = nearest(written, known);
    if (name.empty()) return {};
    return format_text({"did you mean '{0}'?", "您是否想写“{0}”？"}, {name});
}

}  // namespace fw
