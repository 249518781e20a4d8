#include "engine/feel/budget.h"

namespace fw::feel {
namespace {

EvalOptions options_of(const DateTime& now, const Watch* watch) {
    EvalOptions out;
    out.now = now;
    out.limits.watch = watch;
    return out;
}

// Enough to know it by.
std::string shortened(const std::string& text) {
    constexpr std::size_t kLongest = 120;
    if (text.size() <= kLongest) return text;
    std::size_t cut = kLongest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    return text.substr(0, cut) + "…";
}

}  // namespace

Budget::Budget(const DateTime& now, const Watch* watch) : options_(options_of(now, watch)), call_(options_, &notes_) {}

Value Budget::evaluate(const Expression& expression, std::span<const Value> inputs) {
    Value value = feel::evaluate(expression, inputs, call_);
    if (notes_.limit_reached && culprit_.empty()) culprit_ = expression.text();
    return value;
}

std::optional<Diagnostic> Budget::exhausted() const { return limit_reached(notes_, culprit_); }

std::optional<Diagnostic> limit_reached(const Notes& notes, const std::string& expression) {
    if (!notes.limit_reached) return std::nullopt;
    const Warning& why = notes.warnings.back();
    Diagnostic out;
    out.code = why.code;
    const std::string text = shortened(expression);
    const auto said = [&](Language language) { return std::string(why.text.in(language)); };
    out.text = Text(said(Language::kEn) + ": " + text, said(Language::kZh) + "：" + text);
    out.hint = {"let it look at less: a shorter list, a smaller range, a simpler pattern",
                "请减少计算量：更短的列表、更小的区间或更简单的模式"};
    return out;
}

}  // namespace fw::feel
