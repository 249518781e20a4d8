// Choices that nobody can make, defaults that are none of the options, and currencies that do not exist.
#include <algorithm>

#include "engine/base/suggest.h"
#include "engine/compile/check.h"
#include "engine/compile/written.h"

namespace fw::compile {

namespace {

// ISO 4217, with the codes for metals, funds and tests.
constexpr std::string_view kCurrencies =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHE "
    "CHF CHW CLF CLP CNH CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
    "GNF "
    "GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR "
    "LRD "
    "LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP "
    "PKR "
    "PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP "
    "TRY "
    "TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD "
    "XPF "
    "XPT XSU XTS XUA XXX YER ZAR ZMW ZWG ZWL";

std::vector<std::string> currencies() {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < kCurrencies.size(); at += 4) out.emplace_back(kCurrencies.substr(at, 3));
    return out;
}

void check_currency(Build& build, const Source& source, const Field& field) {
    const json::Value* written = field.properties.find("currency");
    if (written == nullptr || !written->is_string()) return;
    static const std::vector<std::string> kKnown = currencies();
    const std::string& code = written->as_string();
    if (std::find(kKnown.begin(), kKnown.end(), code) != kKnown.end()) return;
    Text hint = did_you_mean(code, kKnown);
    if (hint.empty()) hint = {"three capital letters, for example CNY or EUR", "三位大写字母，例如 CNY、EUR"};
    build.error(source, "MODEL-122", written->range(), source.element + "/fields/" + field.id,
                format_text({"'{0}' is no currency of ISO 4217", "“{0}”不是 ISO 4217 货币代码"}, {code}),
                std::move(hint));
}

void check_default(Build& build, const Source& source, const Field& field) {
    if (!field.fallback.code || !field.fallback.code.reads().empty()) return;
    const feel::Value value = feel::evaluate(field.fallback.code, {});
    std::vector<std::string> known;
    for (const Option& option : field.options) known.push_back(option.id);
    for (const std::string& text : unknown_options(field, value)) {
        build.error(source, "MODEL-119", range_of(field.properties, "default"), source.element + "/fields/" + field.id,
                    format_text({"the default '{0}' is none of the options", "默认值“{0}”不在选项中"}, {text}),
                    did_you_mean(text, known));
    }
}

void run(Build& build) {
    const std::vector<Source>& sources = build.of("entity");
    for (std::size_t i = 0; i < sources.size(); ++i) {
        for (const Field& field : build.program->entities[i]->fields) {
            if (field.type == nullptr) continue;
            check_currency(build, sources[i], field);
            if (field.type->id != "choice" && field.type->id != "multi_choice") continue;
            const json::Value* options = field.properties.find("options");
            if (options != nullptr && options->is_array() && options->items().empty()) {
                build.error(sources[i], "MODEL-119", options->range(), sources[i].element + "/fields/" + field.id,
                            {"a choice needs at least one option", "选择字段至少需要一个选项"},
                            {"for example: {\"id\": \"open\"}", "例如：{\"id\": \"open\"}"});
            } else {
                check_default(build, sources[i], field);
            }
        }
    }
}

}  // namespace

void add_choices(Checks& registry) {
    registry.add({"choices",
                  "MODEL-119",
                  {"Choices without options, and defaults that are none of them.",
                   "没有选项的选择字段，以及不在选项中的默认值。"},
                  &run});
}

}  // namespace fw::compile
