// docs/feel-functions.md is what the functions say of themselves; FORMWORK_ACCEPT=1 rewrites it. Every diagnostic has a
// page.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "engine/feel/functions.h"

namespace {

using namespace fw::feel;

const std::string kPage = std::string(FW_SOURCE_DIR) + "/docs/feel-functions.md";

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

const char* group_title(FunctionGroup group) {
    switch (group) {
        case FunctionGroup::kConversion:
            return "Conversion · 转换";
        case FunctionGroup::kBoolean:
            return "Conditions · 条件";
        case FunctionGroup::kString:
            return "Texts · 文本";
        case FunctionGroup::kNumeric:
            return "Numbers · 数字";
        case FunctionGroup::kList:
            return "Lists · 列表";
        case FunctionGroup::kContext:
            return "Contexts · 上下文";
        case FunctionGroup::kDateTime:
            return "Dates and times · 日期和时间";
        case FunctionGroup::kRange:
            return "Ranges · 区间";
        case FunctionGroup::kSort:
            return "Order · 排序";
        case FunctionGroup::kPlugin:
            return "Plugins · 插件";
    }
    return "";
}

std::string signature(const FunctionInfo& function, const Overload& overload) {
    std::string out = function.name + "(";
    for (std::size_t i = 0; i < overload.parameters.size(); ++i) {
        const Parameter& p = overload.parameters[i];
        if (i > 0) out += ", ";
        out += p.name;
        if (!p.type.is_any()) out += ": " + p.type.to_string();
        if (p.optional) out += "?";
    }
    if (overload.variadic && overload.parameters.back().name != "…") out += ", …";
    return out + ") → " + overload.result.to_string();
}

std::string page() {
    std::string out =
        "# FEEL functions\n\nWritten from the functions' own descriptions (`engine/feel/builtins`); the examples run "
        "as tests. "
        "The language: [feel.md](feel.md).\n";
    FunctionGroup group = FunctionGroup::kPlugin;
    for (const FunctionInfo* function : Functions::standard().all()) {
        if (function->group != group) {
            group = function->group;
            out += std::string("\n## ") + group_title(group) + "\n";
        }
        out += "\n### " + function->name + "\n" + function->help.en + "\n\n" + function->help.zh + "\n\n";
        for (const Overload& overload : function->overloads) out += "- `" + signature(*function, overload) + "`\n";
        out += "\n";
        for (const FunctionExample& example : function->examples)
            out += "      " + example.expression + "  =  " + example.result + "\n";
    }
    return out;
}

TEST(FeelReference, PageIsWhatTheFunctionsSay) {
    const std::string wanted = page();
    if (std::getenv("FORMWORK_ACCEPT") != nullptr) std::ofstream(kPage, std::ios::binary) << wanted;
    EXPECT_EQ(read_file(kPage), wanted) << "run with FORMWORK_ACCEPT=1 and look at the difference";
}

TEST(FeelReference, EveryDiagnosticHasAPage) {
    const std::regex code("\"(FEEL-[0-9]{3})\"");
    std::set<std::string> codes;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(FW_SOURCE_DIR) + "/engine/feel")) {
        if (entry.path().extension() != ".cpp") continue;
        const std::string text = read_file(entry.path());
        for (std::sregex_iterator it(text.begin(), text.end(), code), end; it != end; ++it) codes.insert((*it)[1]);
    }
    EXPECT_GT(codes.size(), 40U);
    for (const std::string& c : codes) {
        EXPECT_TRUE(std::filesystem::exists(std::string(FW_SOURCE_DIR) + "/docs/diagnostics/" + c + ".md")) << c;
    }
}

}  // namespace
