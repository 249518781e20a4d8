#include "engine/base/diagnostic.h"

#include <algorithm>

namespace fw {

tl::unexpected<Diagnostics> fail(Diagnostics diagnostics) {
    return tl::unexpected<Diagnostics>(std::move(diagnostics));
}

tl::unexpected<Diagnostics> fail(Diagnostic diagnostic) {
    Diagnostics all;
    all.push_back(std::move(diagnostic));
    return fail(std::move(all));
}

tl::unexpected<Diagnostics> fail(std::string code, Text text, Place place, Text hint) {
    return fail(Diagnostic{std::move(code), Severity::kError, std::move(place), std::move(text), std::move(hint)});
}

bool has_errors(const Diagnostics& diagnostics) {
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [](const Diagnostic& d) { return d.severity == Severity::kError; });
}

std::string_view severity_name(Severity severity) {
    switch (severity) {
        case Severity::kError:
            return "error";
        case Severity::kWarning:
            return "warning";
        case Severity::kNote:
            return "note";
    }
    return "error";
}

std::string format(const Diagnostic& d, Language language) {
    std::string out;
    if (!d.place.file.empty()) out += d.place.file + ":";
    if (d.place.at.line > 0) {
        out += std::to_string(d.place.at.line) + ":" + std::to_string(d.place.at.column) + ":";
    }
    if (!out.empty()) out += " ";
    out += severity_name(d.severity);
    out += " " + d.code + ": ";
    out += d.text.in(language);
    if (!d.hint.empty()) {
        out += " (";
        out += d.hint.in(language);
        out += ")";
    }
    if (!d.place.element.empty()) out += " [" + d.place.element + "]";
    return out;
}

std::string format(const Diagnostics& diagnostics, Language language) {
    std::string out;
    for (const Diagnostic& d : diagnostics) {
        out += format(d, language);
        out += "\n";
    }
    return out;
}

LineColumn line_column(std::string_view source, std::uint32_t offset) {
    LineColumn at;
    const std::size_t end = std::min<std::size_t>(offset, source.size());
    for (std::size_t i = 0; i < end; ++i) {
        const auto byte = static_cast<unsigned char>(source[i]);
        if (byte == '\n') {
            ++at.line;
            at.column = 1;
        } else if ((byte & 0xC0U) != 0x80U) {
            ++at.column;
        }
    }
    return at;
}

}  // namespace fw
