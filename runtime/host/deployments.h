// Deployments: packs of models become the running program and the database's tables, in one transaction, or nothing
// changes. Every deployment is kept whole, so that it can be read back (designer) and rolled back to.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/compile/program.h"
#include "engine/model/pack.h"
#include "runtime/storage/database.h"
#include "runtime/storage/ids.h"

namespace fw::host {

class Host;

struct Deployment {
    storage::Id id = 0;
    storage::DateTime at;
    std::int64_t by = 0;
    std::string note;
    std::string packs;                                // JSON: [{"id", "version"}]
    std::string changes;                              // JSON: what changed
    std::string status;                               // active, replaced
    std::shared_ptr<const compile::Program> program;  // only where it was loaded
};

// The running deployment compiled again, or nothing in a new database.
[[nodiscard]] Result<std::optional<Deployment>> load_active_deployment(storage::Database& database,
                                                                       const feel::Functions& functions);
// The models of a deployment, compiled again. HTTP-404 if there is none.
[[nodiscard]] Result<std::shared_ptr<const compile::Program>> load_program(storage::Reader& reader,
                                                                           storage::Id deployment,
                                                                           const feel::Functions& functions);
// All, newest first, without programs.
[[nodiscard]] Result<std::vector<Deployment>> list_deployments(storage::Database& database);
[[nodiscard]] Result<std::vector<model::PackSource>> deployment_sources(storage::Database& database, storage::Id id);

// One difference between two states of the models.
struct Change {
    std::string kind;     // added, changed, removed, renamed
    std::string model;    // "entity"
    std::string id;       // "sales.contract"
    std::string element;  // "fields/total"; empty: the model itself
    Text text;
};
struct DataChange {
    Text text;
    std::int64_t rows = 0;
    bool destructive = false;
};
struct Diff {
    std::vector<Change> changes;
    std::vector<DataChange> data;
    Diagnostics warnings;
};

// The packs that are deployed now with these in place of those of the same id.
[[nodiscard]] std::vector<model::PackSource> merged(const compile::Program& running,
                                                    std::vector<model::PackSource> packs);
struct Checked {
    std::shared_ptr<const compile::Program> program;
    Diagnostics warnings;  // of the compiler, and what is found out about decision tables
};
// Compiles, proves decision tables and runs the tests inside decision models; every mistake.
[[nodiscard]] Result<Checked> check(Host& host, std::vector<model::PackSource> packs);
[[nodiscard]] Result<Diff> diff(Host& host, std::vector<model::PackSource> packs);

struct Applied {
    storage::Id id = 0;
    Diff diff;
};
// Fails with every mistake (nothing changed), or REC-040 where values would be lost and that is not allowed.
[[nodiscard]] Result<Applied> deploy(Host& host, std::vector<model::PackSource> packs, bool allow_data_loss,
                                     std::int64_t by, const std::string& note);
[[nodiscard]] Result<Applied> roll_back(Host& host, storage::Id id, bool allow_data_loss, std::int64_t by);

// Semantic difference of two programs' sources (models by id, elements by id or key).
[[nodiscard]] std::vector<Change> compare(const std::vector<model::PackSource>& before,
                                          const std::vector<model::PackSource>& after);

}  // namespace fw::host
