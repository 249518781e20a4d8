// What `formwork check` says about one flow beside the proof: conditions that do not compile or read what may be unset,
// gateways that may find no way. Needs the pack the flow lies in.
#pragma once

#include <map>
#include <string>

#include "engine/base/diagnostic.h"
#include "engine/feel/functions.h"

namespace fw::cli {

// The nearest folder above the file that has a pack.json; "": none.
[[nodiscard]] std::string pack_folder_of(const std::string& file);

class DataChecks {
  public:
    explicit DataChecks(const feel::Functions& functions) : functions_(functions) {}

    // `flow`: as pack.json and the file name it, "sales.contract_approval". Nothing where no pack is above the file. A
    // pack it requires is looked for beside it and among the built-in ones; where it is missing, or another model is
    // wrong so that nothing can be said, that is a note (CLI-031).
    [[nodiscard]] Diagnostics of(const std::string& file, const std::string& flow);

  private:
    struct Pack {
        Diagnostics found;  // of all models
        bool whole = false;
        Text why;  // not
    };
    [[nodiscard]] static Pack look_at(const std::string& folder, const feel::Functions& functions);

    const feel::Functions& functions_;
    std::map<std::string, Pack> packs_;  // by folder
};

}  // namespace fw::cli
