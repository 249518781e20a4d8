#include "engine/compile/generated.h"

#include "engine/compile/program.h"
#include "engine/json/write.h"
#include "engine/model/reference.h"
#include "engine/model/schema.h"

namespace fw::compile {

std::map<std::string, std::string> generated_files() {
    const model::Descriptors& all = standard_descriptors();
    std::map<std::string, std::string> files;
    for (const model::ElementType* kind : all.model_kinds()) {
        files["schemas/" + kind->id + ".schema.json"] = json::write_canonical(model::json_schema(*kind, all));
        files["docs/reference/" + kind->id + ".md"] = model::reference_page(*kind, all, Language::kEn);
        files["docs/reference/zh/" + kind->id + ".md"] = model::reference_page(*kind, all, Language::kZh);
    }
    files["docs/reference/README.md"] = model::reference_index(all, Language::kEn);
    files["docs/reference/zh/README.md"] = model::reference_index(all, Language::kZh);
    return files;
}

}  // namespace fw::compile
