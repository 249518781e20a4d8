// Limits that no value can satisfy, and patterns that are none.
#include "engine/compile/check.h"
#include "engine/decimal/decimal.h"
#include "engine/feel/regex/regex.h"

namespace fw::compile {

namespace {

void contradiction(Build& build, const Source& source, const Field& field, const char* key, Text text) {
    build.error(source, "MODEL-117", range_of(field.properties, key), source.element + "/fields/" + field.id,
                std::move(text), {"change one of the two", "请修改其中一个"});
}

// "CT-{yyyy}-{0000}": text with at most one year and month, and exactly one counter.
const char* number_pattern_problem(std::string_view pattern) {
    int counters = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '}') return "}";
        if (pattern[i] != '{') continue;
        const std::size_t end = pattern.find('}', i);
        if (end == std::string_view::npos) return "{";
        const std::string_view part = pattern.substr(i + 1, end - i - 1);
        if (!part.empty() && part.size() <= 12 && part.find_first_not_of('0') == std::string_view::npos) {
            ++counters;
        } else if (part != "yyyy" && part != "yy" && part != "mm") {
            return "part";
        }
        i = end;
    }
    return counters == 1 ? nullptr : "counter";
}

void check_number_pattern(Build& build, const Source& source, const Field& field) {
    const char* problem = field.pattern.empty() ? nullptr : number_pattern_problem(field.pattern);
    if (problem == nullptr) return;
    build.error(
        source, "MODEL-116", range_of(field.properties, "pattern"), source.element + "/fields/" + field.id,
        std::string_view(problem) == "counter"
            ? Text{"the pattern needs exactly one counter such as {0000}", "编号格式须恰好包含一个计数器，例如 {0000}"}
            : Text{"the pattern has a part in braces that is unknown", "编号格式的花括号中有无法识别的内容"},
        {"known parts: {yyyy} {yy} {mm} and the counter {0000}", "可用部分：{yyyy}、{yy}、{mm} 以及计数器 {0000}"});
}

void check_text_pattern(Build& build, const Source& source, const Field& field) {
    if (field.pattern.empty() || feel::Regex::compile(field.pattern, "") != nullptr) return;
    build.error(source, "MODEL-116", range_of(field.properties, "pattern"), source.element + "/fields/" + field.id,
                {"the pattern is no regular expression", "该格式不是有效的正则表达式"},
                {"for example: [A-Z]{2}[0-9]+", "例如：[A-Z]{2}[0-9]+"});
}

void run(Build& build) {
    const std::vector<Source>& sources = build.of("entity");
    for (std::size_t i = 0; i < sources.size(); ++i) {
        for (const Field& field : build.program->entities[i]->fields) {
            if (field.type == nullptr) continue;
            if (field.type->id == "auto_number") check_number_pattern(build, sources[i], field);
            if (field.type->id == "text") check_text_pattern(build, sources[i], field);
            if (field.min_length && field.max_length && *field.min_length > *field.max_length) {
                contradiction(build, sources[i], field, "min_length",
                              {"the shortest text is longer than the longest", "最小长度大于最大长度"});
            }
            if (field.storage == form::Storage::kDecimal && field.scale > field.precision) {
                contradiction(build, sources[i], field, "scale",
                              {"more decimal places than digits in all", "小数位数多于总位数"});
            }
            const json::Value* min = field.properties.find("min");
            const json::Value* max = field.properties.find("max");
            if (min != nullptr && max != nullptr && min->is_number() && max->is_number()) {
                const auto low = Decimal::parse(min->literal());
                const auto high = Decimal::parse(max->literal());
                if (low && high && *low > *high)
                    contradiction(build, sources[i], field, "min",
                                  {"the least value is greater than the greatest", "最小值大于最大值"});
            }
        }
    }
}

}  // namespace

void add_limits(Checks& registry) {
    registry.add({"limits", "MODEL-117", {"Limits that no value can satisfy.", "任何值都无法满足的限制。"}, &run});
}

}  // namespace fw::compile
