// Fills a new database with the demo data of packs (docs/models.md, demo data).
#pragma once

#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/packs/built_in.h"

namespace fw::host {

class Host;

// Loads the files in order; the packs must be deployed. One transaction a file, so a failure leaves the files before
// it. Fails with the file and place of the first record that cannot be written. Blocking; some seconds for thousands of
// rows.
[[nodiscard]] Result<void> load_demo(Host& host, const std::vector<packs::DemoFile>& files);

}  // namespace fw::host
