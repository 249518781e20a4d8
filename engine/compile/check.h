// A check of whole programs: one .cpp each in engine/compile/checks, found by the build. Checks run after the passes
// and mostly warn; each describes itself and has a page in docs/diagnostics.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/compile/build.h"

namespace fw::compile {

struct CheckKind {
    std::string id;    // "unreachable_state"
    std::string code;  // "MODEL-201"
    Text help;         // what it looks for
    void (*run)(Build& build) = nullptr;
};

class Checks {
  public:
    void add(CheckKind check) { all_.push_back(std::move(check)); }
    [[nodiscard]] const std::vector<CheckKind>& all() const { return all_; }

  private:
    std::vector<CheckKind> all_;
};

// Each flow that was compiled, with the file it is from.
void each_flow(Build& build, const std::function<void(const Source&, const flow::Flow&)>& visit);

[[nodiscard]] const Checks& checks();
void run_checks(Build& build);

}  // namespace fw::compile
