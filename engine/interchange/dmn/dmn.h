// DMN XML in and out (DMN 1.5, chapter 13). 1.2 to 1.5 are read, 1.5 is written. Diagrams, extension elements and
// attributes of other tools are kept.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/decision/definitions.h"

namespace fw::dmn {

struct ReadLimits {
    std::size_t bytes = 32U << 20U;
    std::size_t depth = 200;
};

// Fails for what is no DMN (XML-00x, DMN-001) and for parts that cannot be understood (DMN-00x), all of them at once.
[[nodiscard]] Result<decision::Definitions> read(std::string_view bytes, std::string_view file = {},
                                                 Diagnostics* warnings = nullptr, const ReadLimits& limits = {});

// DMN 1.5, valid by the OMG's schema; the same model always gives the same bytes.
[[nodiscard]] std::string write(const decision::Definitions& definitions);

}  // namespace fw::dmn
