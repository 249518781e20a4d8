#include "engine/decision/written.h"

#include <algorithm>

namespace fw::decision {

namespace {

// Line and column after `text`, starting at `from`.
LineColumn after(LineColumn from, std::string_view text) {
    for (const char c : text) {
        if (c == '\n') {
            ++from.line;
            from.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++from.column;
        }
    }
    return from;
}

}  // namespace

Place Written::place(Range range, std::string_view file, std::string_view element) const {
    Place out;
    out.file = file;
    out.element = element;
    if (anchors.empty()) return out;
    range.begin = std::max(range.begin, anchors[0].offset);
    range.end = std::max(range.begin, range.end);
    const auto anchor_of = [&](std::uint32_t offset) {
        auto next = std::upper_bound(anchors.begin(), anchors.end(), offset,
                                     [](std::uint32_t o, const Anchor& a) { return o < a.offset; });
        return next == anchors.begin() ? *next : *(next - 1);
    };
    const Anchor begin = anchor_of(range.begin);
    const Anchor end = anchor_of(std::max(range.begin, range.end == 0 ? 0 : range.end - 1));
    out.range = {begin.source + (range.begin - begin.offset),
                 end.source + (range.end - std::min(end.offset, range.end))};
    const std::size_t from = std::min<std::size_t>(begin.offset, text.size());
    out.at = after(begin.at, std::string_view(text).substr(from, range.begin - begin.offset));
    return out;
}

Place Written::place(std::string_view file, std::string_view element) const {
    return place({0, static_cast<std::uint32_t>(text.size())}, file, element);
}

Diagnostics relocate(Diagnostics diagnostics, const Written& written, std::string_view file, std::string_view element) {
    for (Diagnostic& d : diagnostics) d.place = written.place(d.place.range, file, element);
    return diagnostics;
}

}  // namespace fw::decision
