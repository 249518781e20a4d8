#include "tests/support/flow/flow_store.h"

#include <stdexcept>

#include "engine/json/read.h"
#include "tests/support/flow/loose_env.h"

namespace fw::test {

namespace {

std::shared_ptr<const compile::Program> program_of(std::string_view model) {
    auto flow = read_flow_text(model);
    if (!flow) throw std::runtime_error(format(flow.error()));
    auto program = std::make_shared<compile::Program>();
    compile::Role administrators;
    administrators.id = "admin";
    administrators.administrator = true;
    program->roles.push_back(std::move(administrators));
    program->flows.push_back(std::make_unique<flow::Flow>(std::move(*flow)));
    return program;
}

std::shared_ptr<const identity::Directory> people() {
    const auto person = [](std::int64_t id, const char* login, std::int64_t manager) {
        identity::Person made;
        made.id = id;
        made.login = made.name = login;
        made.manager = manager;
        made.roles = {login};
        made.administrator = id == 1;
        return made;
    };
    return std::make_shared<const identity::Directory>(
        std::vector<identity::Person>{person(1, "admin", 0), person(2, "li", 3), person(3, "wang", 0),
                                      person(4, "zhao", 0)},
        std::vector<identity::Unit>{});
}

std::vector<std::shared_ptr<const access::Caller>> callers_of(
    const std::shared_ptr<const compile::Program>& program,
    const std::shared_ptr<const identity::Directory>& directory) {
    std::vector<std::shared_ptr<const access::Caller>> callers{access::Caller::system(program, directory)};
    for (std::int64_t person = 1; person <= 4; ++person)
        callers.push_back(std::make_shared<const access::Caller>(program, directory, person));
    return callers;
}

}  // namespace

FlowStore::FlowStore(storage::Database& database, std::string_view model)
    : database_(database),
      program_(program_of(model)),
      directory_(people()),
      callers_(callers_of(program_, directory_)),
      flows_(program_, 1, nullptr, {}) {}

Result<void> FlowStore::act(std::int64_t person, const std::function<Result<void>(access::Act&)>& work) {
    return database_.write_and_wait([&](storage::Transaction& tx) {
        access::Act act{tx, caller(person), ids_, now(), {}};
        return work(act);
    });
}

Result<flows::Outcome> FlowStore::start(std::int64_t person) {
    Result<flows::Outcome> outcome;
    auto done = act(person, [&](access::Act& act) -> Result<void> {
        flows::StartRequest request;
        request.flow = &flow();
        outcome = flows_.start(act, request);
        if (!outcome) return tl::unexpected(outcome.error());
        return {};
    });
    if (!done) return tl::unexpected(std::move(done.error()));
    return outcome;
}

Result<flows::Outcome> FlowStore::task(std::int64_t person, storage::Id task, std::string_view action,
                                       std::string_view body) {
    const auto json = json::read(body);
    if (!json) return tl::unexpected(json.error());
    Result<flows::Outcome> outcome;
    auto done = act(person, [&](access::Act& act) -> Result<void> {
        flows::ActionRequest request;
        request.action = action;
        request.body = &*json;
        outcome = flows_.act_on_task(act, task, request);
        if (!outcome) return tl::unexpected(outcome.error());
        return {};
    });
    if (!done) return tl::unexpected(std::move(done.error()));
    return outcome;
}

storage::Id FlowStore::open_task(storage::Id instance, std::int64_t person) {
    std::optional<std::int64_t> id;
    (void)database_.read([&](storage::Reader& reader) -> Result<void> {
        auto found = reader.query_integer(
            "SELECT id FROM fw_task WHERE instance_id = ? AND assignee_id = ? AND status = 'open'", {instance, person});
        if (found) id = *found;
        return {};
    });
    return id.value_or(0);
}

}  // namespace fw::test
