#include "designer/ui/icons.h"

#include <map>
#include <string>
#include <tuple>

#include <wx/image.h>

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

// wx multiplies the colours of thin strokes by their alpha, GTK once more: on a dark ground they fade. An icon has one
// colour, so every pixel gets it back.
wxBitmap rasterised(const wxBitmapBundle& drawn, const wxColour& colour, const wxSize& size) {
    wxImage image = drawn.GetBitmap(size).ConvertToImage();
    if (!image.HasAlpha()) return wxBitmap(image);
    unsigned char* const pixels = image.GetData();
    for (int i = 0; i < image.GetWidth() * image.GetHeight(); ++i) {
        pixels[3 * i] = colour.Red();
        pixels[3 * i + 1] = colour.Green();
        pixels[3 * i + 2] = colour.Blue();
    }
    return wxBitmap(image);
}

}  // namespace

bool has_icon(std::string_view name) { return find_icon(name) != nullptr; }

wxBitmapBundle icon(std::string_view name, const wxColour& colour, int size) {
    const wxBitmapBundle drawn = wxBitmapBundle::FromSVG(svg(name, colour).c_str(), wxSize(size, size));
    wxVector<wxBitmap> sizes;
    for (const int factor : {1, 2}) sizes.push_back(rasterised(drawn, colour, wxSize(factor * size, factor * size)));
    return wxBitmapBundle::FromBitmaps(sizes);
}

const wxBitmap& icon_bitmap(std::string_view name, const wxColour& colour, int pixels) {
    static std::map<std::tuple<std::string, wxUint32, int>, wxBitmap> kept;
    auto key = std::make_tuple(std::string(name), colour.GetRGB(), pixels);
    const auto it = kept.find(key);
    if (it != kept.end()) return it->second;
    return kept
        .emplace(std::move(key), rasterised(wxBitmapBundle::FromSVG(svg(name, colour).c_str(), wxSize(pixels, pixels)),
                                            colour, wxSize(pixels, pixels)))
        .first->second;
}

}  // namespace fw::designer::ui
