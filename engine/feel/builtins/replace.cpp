#include "engine/feel/builtins/builtin.h"
#include "engine/feel/regex/regex.h"

namespace fw::feel {
namespace {

void append_replacement(std::string& out, std::string_view replacement, const Regex::Match& match) {
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        const char c = replacement[i];
        const char following = i + 1 < replacement.size() ? replacement[i + 1] : 0;
        if (c == '\\' && (following == '$' || following == '\\')) {
            out += following;
            ++i;
        } else if (c == '$' && following >= '0' && following <= '9') {
            std::size_t group = static_cast<std::size_t>(following - '0');
            ++i;
            // "$12" is group 12 if there are so many, else group 1 and a 2.
            while (i + 1 < replacement.size() && replacement[i + 1] >= '0' && replacement[i + 1] <= '9' &&
                   group * 10 + static_cast<std::size_t>(replacement[i + 1] - '0') < match.groups.size()) {
                group = group * 10 + static_cast<std::size_t>(replacement[++i] - '0');
            }
            if (group < match.groups.size() && match.groups[group]) out += *match.groups[group];
        } else {
            out += c;
        }
    }
}

// "$" names a group and "\\" escapes itself or "$"; anything else is a mistake.
bool well_formed(std::string_view replacement) {
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        const char following = i + 1 < replacement.size() ? replacement[i + 1] : 0;
        if (replacement[i] == '$' && (following < '0' || following > '9')) return false;
        if (replacement[i] == '\\' && following != '\\' && following != '$') return false;
        if (replacement[i] == '\\') ++i;
    }
    return true;
}

Value replaced(Call& call, const Arguments& a) {
    const std::string_view flags = a.has(3) && a[3].is_string() ? a[3].as_string() : std::string_view();
    if (!call.spend(Regex::cost_of(a[1].as_string()))) return {};
    const auto regex = Regex::compile(a[1].as_string(), flags);
    if (regex == nullptr) return call.warn("FEEL-219", {"This is no regular expression", "这不是有效的正则表达式"});
    const bool literal = flags.find('q') != std::string_view::npos;
    if (!literal && !well_formed(a[2].as_string())) {
        return call.warn("FEEL-219", {R"(In the replacement, write \$ for a dollar and \\ for a backslash)",
                                      R"(替换文本中的美元符号请写作 \$，反斜杠请写作 \\)"});
    }
    const std::string_view text = a[0].as_string();
    std::string out;
    std::size_t at = 0;
    bool failed = false;
    if (regex->find({}, 0, failed)) {
        return call.warn("FEEL-219", {"This regular expression matches the empty text", "此正则表达式会匹配空文本"});
    }
    while (at <= text.size()) {
        if (!call.spend(regex->cost(text.size() - at))) return {};
        const auto match = regex->find(text, at, failed);
        if (!match) break;
        if (match->end == match->begin) {
            return call.warn("FEEL-219",
                             {"This regular expression matches the empty text", "此正则表达式会匹配空文本"});
        }
        out += text.substr(at, match->begin - at);
        if (literal) {
            out += a[2].as_string();
        } else {
            append_replacement(out, a[2].as_string(), *match);
        }
        if (!call.spend((match->end - at) / 64)) return {};
        at = match->end;
        if (out.size() > call.options().limits.string_bytes && !call.string_fits(out.size())) return {};
    }
    if (failed) return call.warn("FEEL-220", {"This regular expression takes too long", "此正则表达式耗时过长"});
    out += text.substr(at);
    return call.string_fits(out.size()) ? Value::string(out) : Value();
}

}  // namespace

void add_replace(Functions& registry) {
    FunctionInfo f;
    f.name = "replace";
    f.group = FunctionGroup::kString;
    f.help = {"The text with each match of a regular expression replaced; $1 … $9 are the groups, $0 all of the match.",
              "将正则表达式的每个匹配替换为新文本；$1 … $9 为分组，$0 为整个匹配。"};
    f.overloads.push_back({{param("input", kString), param("pattern", kString), param("replacement", kString),
                            optional_param("flags", kString)},
                           kString,
                           [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return replaced(call, a);
                           }});
    f.examples = {{R"~(replace("abcd", "(ab)|(a)", "[1=$1][2=$2]"))~", R"("[1=ab][2=]cd")"},
                  {R"(replace("2026-11-21", "-", "/"))", R"("2026/11/21")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
