#include "runtime/host/people.h"

#include <filesystem>

#include "engine/feel/functions.h"
#include "engine/flow/proof/approvers.h"
#include "runtime/host/deployments.h"
#include "runtime/storage/data_folder.h"
#include "runtime/storage/open.h"

namespace fw::host {

Result<People> read_people(const std::string& data) {
    const std::string path = storage::database_path(data);
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return fail("CLI-004",
                    format_text({"There is no Formwork database in {0}.", "{0} 中没有 Formwork 数据库。"}, {data}));
    }
    auto database = storage::open_as_is(path);
    if (!database) return tl::unexpected(std::move(database.error()));
    auto deployment = load_active_deployment(**database, feel::Functions::standard());
    if (!deployment) return tl::unexpected(std::move(deployment.error()));
    if (!*deployment) {
        return fail("HTTP-404", format_text({"Nothing is deployed in {0} yet.", "{0} 中尚未部署任何模型。"}, {data}));
    }
    People people;
    people.program = (*deployment)->program;
    Result<void> read = (*database)->read([&](storage::Reader& reader) -> Result<void> {
        auto directory = identity::load_directory(reader, *people.program);
        if (!directory) return tl::unexpected(std::move(directory.error()));
        people.directory = std::move(*directory);
        return {};
    });
    if (!read) return tl::unexpected(std::move(read.error()));
    return people;
}

Diagnostics approver_holes(const compile::Program& program, const identity::Directory& directory) {
    std::vector<flow::Person> everybody;
    for (const identity::Person& each : directory.people()) everybody.push_back(each.id);
    Diagnostics holes;
    for (const auto& flow : program.flows) {
        const flow::ApproverReport found = flow::find_approver_holes(*flow, directory, everybody);
        for (Diagnostic& each : flow::approver_diagnostics(*flow, directory, found)) {
            if (each.severity != Severity::kNote) holes.push_back(std::move(each));
        }
    }
    return holes;
}

}  // namespace fw::host
