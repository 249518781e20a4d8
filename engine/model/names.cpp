#include <algorithm>

#include "engine/model/element.h"
#include "engine/model/pack.h"

namespace fw::model {

bool valid_id(std::string_view id) {
    constexpr std::size_t kLongest = 60;  // PostgreSQL cuts names at 63 bytes
    if (id.empty() || id.size() > kLongest || id[0] < 'a' || id[0] > 'z') return false;
    return std::all_of(id.begin(), id.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string qualified(std::string_view id, std::string_view pack) {
    if (id.empty() || pack.empty() || id.find('.') != std::string_view::npos) return std::string(id);
    return std::string(pack) + "." + std::string(id);
}

Place place_in(const Pack& pack, const Document& document, Range range, std::string element) {
    Place place;
    place.file = pack.folder.empty() ? document.path : pack.folder + "/" + document.path;
    place.range = range;
    place.at = line_column(document.text, range.begin);
    place.element = std::move(element);
    return place;
}

namespace {
bool digit(char c) { return c >= '0' && c <= '9'; }

// Reads "<digits><unit>" pairs whose units follow the order of `units`; each unit at most once.
bool duration_part(std::string_view& rest, std::string_view units, bool& any) {
    std::size_t next_unit = 0;
    while (!rest.empty() && rest[0] != 'T') {
        std::size_t digits = 0;
        while (digits < rest.size() && digit(rest[digits])) ++digits;
        if (digits == 0 || digits > 9 || digits == rest.size()) return false;
        const std::size_t unit = units.find(rest[digits], next_unit);
        if (unit == std::string_view::npos) return false;
        next_unit = unit + 1;
        any = true;
        rest.remove_prefix(digits + 1);
    }
    return true;
}
}  // namespace

bool valid_duration(std::string_view text) {
    if (!text.empty() && text[0] == '-') text.remove_prefix(1);
    if (text.empty() || text[0] != 'P') return false;
    text.remove_prefix(1);
    bool any = false;
    if (!duration_part(text, "YMWD", any)) return false;
    if (!text.empty()) {
        text.remove_prefix(1);  // T
        bool any_time = false;
        if (!duration_part(text, "HMS", any_time) || !any_time || !text.empty()) return false;
        any = true;
    }
    return any;
}

bool valid_time(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return false;
    if (!digit(text[0]) || !digit(text[1]) || !digit(text[3]) || !digit(text[4])) return false;
    return (text[0] - '0') * 10 + (text[1] - '0') < 24 && text[3] < '6';
}

const std::vector<std::string>& palette() {
    static const std::vector<std::string> kNames{
        "red",    "pink",        "purple",   "deep-purple", "indigo",    "blue",    "light-blue",
        "cyan",   "teal",        "green",    "light-green", "lime",      "yellow",  "amber",
        "orange", "deep-orange", "brown",    "grey",        "blue-grey", "primary", "secondary",
        "accent", "positive",    "negative", "info",        "warning",   "dark"};
    return kNames;
}

bool valid_color(std::string_view text) {
    const auto& names = palette();
    if (std::find(names.begin(), names.end(), text) != names.end()) return true;
    return text.size() == 7 && text[0] == '#' && std::all_of(text.begin() + 1, text.end(), [](char c) {
               return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

}  // namespace fw::model
