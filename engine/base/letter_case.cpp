#include "engine/base/letter_case.h"

#include <algorithm>
#include <span>

#include "engine/base/letter_case_tables.h"
#include "engine/base/utf8.h"

namespace fw::utf8 {
namespace {

constexpr char32_t kDottedI = 0x130;
constexpr char32_t kDotAbove = 0x307;
constexpr char32_t kSigma = 0x3A3;
constexpr char32_t kFinalSigma = 0x3C2;

char32_t mapped(std::span<const cases::Run> runs, char32_t c) {
    const auto after =
        std::upper_bound(runs.begin(), runs.end(), c, [](char32_t x, const cases::Run& run) { return x < run.first; });
    if (after == runs.begin()) return c;
    const cases::Run& run = *(after - 1);
    if (c > run.last || (c - run.first) % run.step != 0) return c;
    return static_cast<char32_t>(static_cast<std::int32_t>(c) + run.distance);
}

const cases::Special* special(char32_t c) {
    const auto* const found = std::lower_bound(std::begin(cases::kSpecial), std::end(cases::kSpecial), c,
                                               [](const cases::Special& s, char32_t x) { return s.letter < x; });
    return found != std::end(cases::kSpecial) && found->letter == c ? found : nullptr;
}

bool cased(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return mapped(cases::kToUpper, c) != c || mapped(cases::kToLower, c) != c || special(c) != nullptr;
}

// Signs that stand within words: they do not end one (Unicode, "case-ignorable").
bool ignorable(char32_t c) {
    constexpr char32_t kSigns[] = {'\'',  '.',   ':',   '^',   '`',   0xA8,  0xAD,   0xAF,   0xB4,   0xB7,   0xB8,
                                   0x374, 0x375, 0x37A, 0x384, 0x385, 0x387, 0x2018, 0x2019, 0x2024, 0x2027, 0xFEFF};
    return (c >= 0x2B0 && c <= 0x36F) || (c >= 0x483 && c <= 0x489) || (c >= 0x1DC4 && c <= 0x1DFF) ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x20D0 && c <= 0x20F0) || (c >= 0xFE00 && c <= 0xFE0F) ||
           std::find(std::begin(kSigns), std::end(kSigns), c) != std::end(kSigns);
}

// Whether a letter follows behind `at`, before anything that ends the word.
bool letter_follows(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const char32_t c = next(text, at);
        if (!ignorable(c)) return cased(c);
    }
    return false;
}

}  // namespace

std::string upper_case(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next(text, at);
        if (c < 0x80) {
            out += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
        } else if (const cases::Special* several = special(c)) {
            for (const char32_t capital : several->capitals) {
                if (capital != 0) append(out, capital);
            }
        } else {
            append(out, mapped(cases::kToUpper, c));
        }
    }
    return out;
}

std::string lower_case(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool in_word = false;  // a letter stands before, and nothing that ended its word
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next(text, at);
        if (c == kSigma && in_word && !letter_follows(text, at)) {
            append(out, kFinalSigma);
        } else if (c == kDottedI) {
            out += 'i';
            append(out, kDotAbove);
        } else if (c < 0x80) {
            out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        } else {
            append(out, mapped(cases::kToLower, c));
        }
        if (!ignorable(c)) in_word = cased(c);
    }
    return out;
}

}  // namespace fw::utf8
