// Packs: what they require is there, nobody requires himself in a circle, versions are numbers.
#include <algorithm>
#include <map>

#include "engine/base/suggest.h"
#include "engine/compile/build.h"
#include "engine/graph/order.h"

namespace fw::compile {

namespace {

bool valid_version(std::string_view text) {
    int parts = 1;
    std::size_t digits = 0;
    for (const char c : text) {
        if (c == '.') {
            if (digits == 0) return false;
            ++parts;
            digits = 0;
        } else if (c >= '0' && c <= '9' && digits < 9) {
            ++digits;
        } else {
            return false;
        }
    }
    return parts == 3 && digits > 0;
}

void check_circles(Build& build, const std::vector<Source>& packs) {
    std::map<std::string, std::size_t> number;
    for (std::size_t i = 0; i < packs.size(); ++i) number.emplace(packs[i].id, i);
    graph::Edges needs;
    for (std::size_t i = 0; i < packs.size(); ++i) {
        for (const json::Value& requirement : items_of(packs[i].root(), "requires")) {
            const auto found = number.find(std::string(requirement.string_or("pack")));
            if (found != number.end()) needs.emplace_back(i, found->second);
        }
    }
    for (const auto& circle : graph::dependency_order(packs.size(), needs).circles) {
        std::string names;
        for (const std::size_t i : circle) names += packs[i].id + " → ";
        names += packs[circle[0]].id;
        const Source& first = packs[circle[0]];
        build.error(first, "MODEL-104", range_of(first.root(), "requires"), first.element + "/requires",
                    format_text({"packs require each other in a circle: {0}", "模型包循环依赖：{0}"}, {names}),
                    {"move what both need into a pack of its own", "请把双方都需要的模型移到单独的模型包"});
    }
}

}  // namespace

void check_packs(Build& build) {
    const std::vector<Source>& packs = build.of("pack");
    std::vector<std::string> names;
    for (const Source& pack : packs) names.push_back(pack.id);
    for (std::size_t i = 0; i < packs.size(); ++i) {
        const Source& pack = packs[i];
        const json::Value& root = pack.root();
        for (std::size_t j = 0; j < i; ++j) {
            if (packs[j].id != pack.id) continue;
            build.error(pack, "MODEL-105", range_of(root, "id"), pack.element,
                        format_text({"two packs are called '{0}'", "有两个名为“{0}”的模型包"}, {pack.id}),
                        {"rename one of them", "请将其中一个改名"});
        }
        if (pack.id == "fw") {
            build.error(pack, "MODEL-110", range_of(root, "id"), pack.element,
                        {"'fw' is kept for Formwork's own tables", "“fw”为系统表保留"},
                        {"choose another name", "请另选名称"});
        }
        if (root.find("version") != nullptr && !valid_version(root.string_or("version"))) {
            build.error(pack, "MODEL-106", range_of(root, "version"), pack.element,
                        format_text({"'{0}' is no version", "“{0}”不是有效版本号"}, {root.string_or("version")}),
                        {"three numbers, such as 1.4.0", "三段数字，例如 1.4.0"});
        }
        PackInfo info;
        info.id = pack.id;
        info.version = root.string_or("version");
        info.label = label_of(root);
        for (const json::Value& requirement : items_of(root, "requires")) {
            const std::string needed(requirement.string_or("pack"));
            if (needed.empty()) continue;
            info.requires_packs.push_back(needed);
            if (build.has_pack(needed)) continue;
            build.error(pack, "MODEL-103", range_of(requirement, "pack"), pack.element + "/requires/" + needed,
                        format_text({"the required pack '{0}' is missing", "缺少所依赖的模型包“{0}”"}, {needed}),
                        did_you_mean(needed, names));
        }
        build.program->packs.push_back(std::move(info));
    }
    check_circles(build, packs);
}

}  // namespace fw::compile
