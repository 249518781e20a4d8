// Examines a database: is the file whole, does it fit this program, does everything refer to something.
#pragma once

#include <string>
#include <vector>

#include "engine/base/diagnostic.h"

namespace fw::host {

class Host;

struct Finding {
    std::string check;  // "integrity"
    bool good = true;
    Text text;
};

// Every check with its outcome. Fails only where the database cannot be read at all.
[[nodiscard]] Result<std::vector<Finding>> examine(Host& host);

}  // namespace fw::host
