#include "designer/ui/icons.h"

#include <map>
#include <string>
#include <tuple>

#include "designer/ui/icon_paths.h"
#include "designer/ui/text.h"

namespace fw::designer::ui {

namespace {

std::string svg(std::string_view name, const wxColour& colour) {
    const IconPath* path = find_icon(name);
    const std::string hex = utf8(colour.GetAsString(wxC2S_HTML_SYNTAX));
    std::string content(path == nullptr ? std::string_view(R"(<circle cx="12" cy="12" r="4"/>)") : path->svg);
    for (std::size_t at = content.find("fill=\"C\""); at != std::string::npos; at = content.find("fill=\"C\"", at)) {
        content.replace(at, 8, "fill=\"" + hex + "\"");
    }
    return R"(<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><g fill="none" stroke=")" +
           hex + R"(" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">)" + content + "</g></svg>";
}

}  // namespace

bool has_icon(std::string_view name) { return find_icon(name) != nullptr; }

wxBitmapBundle icon(std::string_view name, const wxColour& colour, int size) {
    return wxBitmapBundle::FromSVG(svg(name, colour).c_str(), wxSize(size, size));
}

const wxBitmap& icon_bitmap(std::string_view name, const wxColour& colour, int pixels) {
    static std::map<std::tuple<std::string, wxUint32, int>, wxBitmap> kept;
    auto key = std::make_tuple(std::string(name), colour.GetRGB(), pixels);
    const auto it = kept.find(key);
    if (it != kept.end()) return it->second;
    return kept.emplace(std::move(key), icon(name, colour, pixels).GetBitmap(wxSize(pixels, pixels))).first->second;
}

}  // namespace fw::designer::ui
