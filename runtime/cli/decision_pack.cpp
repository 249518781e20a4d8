#include "runtime/cli/decision_pack.h"

#include <algorithm>

#include "engine/feel/functions.h"
#include "runtime/cli/command.h"
#include "runtime/host/packs.h"

namespace fw::cli {

Result<std::shared_ptr<const compile::Program>> compile_pack_folder(const std::string& folder) {
    auto pack = read_pack_folder(folder);
    if (!pack) return tl::unexpected(std::move(pack.error()));
    std::vector<model::PackSource> packs;
    packs.push_back(std::move(*pack));
    for (model::PackSource& built_in : host::built_in_packs()) {
        const std::string needed = "\"" + built_in.id + "\"";
        const bool required =
            built_in.id == "base" || std::any_of(packs.begin(), packs.end(), [&](const model::PackSource& p) {
                return std::any_of(p.files.begin(), p.files.end(), [&](const model::SourceFile& f) {
                    return f.path == "pack.json" && f.text.find(needed) != std::string::npos;
                });
            });
        if (required && built_in.id != packs[0].id) packs.push_back(std::move(built_in));
    }
    return compile::compile_sources(packs, feel::Functions::standard());
}

}  // namespace fw::cli
