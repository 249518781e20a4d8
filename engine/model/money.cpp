#include "engine/model/money.h"

#include <charconv>
#include <utility>

namespace fw::model {

namespace {

constexpr std::pair<std::string_view, std::string_view> kSigns[] = {{"CNY", "¥"}, {"EUR", "€"}, {"USD", "$"},
                                                                    {"GBP", "£"}, {"JPY", "¥"}, {"HKD", "HK$"}};

}  // namespace

std::string money(Decimal amount, std::string_view currency, int scale) {
    const Decimal rounded = amount.round(scale);
    std::string digits = rounded.abs().to_string();
    std::size_t point = digits.find('.');
    if (point == std::string::npos) point = digits.size();
    for (std::size_t at = point; at > 3; at -= 3) digits.insert(at - 3, at - 3 > 0 ? "," : "");
    std::string_view sign = currency;
    bool code = true;
    for (const auto& [id, text] : kSigns) {
        if (id != currency) continue;
        sign = text;
        code = id == "HKD";  // letters stand apart from the digits
    }
    std::string out = rounded.is_negative() ? "\u2212" : "";
    out += sign;
    if (code && !sign.empty()) out += "\u00a0";
    return out + digits;
}

std::string money_style(std::string_view currency, int scale) {
    return std::string(currency) + " " + std::to_string(scale);
}

std::string styled_money(Decimal amount, std::string_view style) {
    const std::size_t space = style.rfind(' ');
    int scale = 0;
    std::from_chars(style.data() + space + 1, style.data() + style.size(), scale);
    return money(amount, style.substr(0, space), scale);
}

}  // namespace fw::model
