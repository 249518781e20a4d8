#include "runtime/host/action_run.h"

#include <algorithm>

namespace fw::host {

namespace {

tl::unexpected<Diagnostics> not_found() {
    return fail("HTTP-404", {"There is no such thing, or you may not see it.", "内容不存在，或您无权查看。"});
}

class Door final : public plugins::RecordDoor {
  public:
    Door(Host& host, std::shared_ptr<const Running> running, std::shared_ptr<const access::Caller> caller)
        : host_(host), running_(std::move(running)), caller_(std::move(caller)) {}

    Result<std::string> read(std::string_view entity, std::string_view id) override {
        return ask(entity, id, [&](storage::Reader& reader, const compile::Entity& found, storage::Id record) {
            return shown(reader, *running_, *caller_, found, record);
        });
    }

    Result<std::string> list(std::string_view entity, std::string_view filter, std::string_view sort,
                             int limit) override {
        records::ListRequest request;
        request.filter = filter;
        request.sort = sort;
        if (limit > 0) request.limit = std::min(limit, 1000);
        return ask(entity, "1", [&](storage::Reader& reader, const compile::Entity& found, storage::Id) {
            return running_->records().list(reader, *caller_, found, request, storage::now());
        });
    }

    Result<std::string> create(std::string_view entity, const json::Value& fields) override {
        return write(entity, [&](access::Act& act, const records::Records& records, const compile::Entity& found) {
            return records.create(act, found, fields);
        });
    }

    Result<std::string> change(std::string_view entity, std::string_view id, const json::Value& fields) override {
        const auto record = storage::parse_id(id);
        if (!record) return not_found();
        return write(entity, [&](access::Act& act, const records::Records& records, const compile::Entity& found) {
            return records.update(act, found, *record, fields);
        });
    }

  private:
    using Ask = std::function<Result<std::string>(storage::Reader&, const compile::Entity&, storage::Id)>;
    using Write =
        std::function<Result<records::Written>(access::Act&, const records::Records&, const compile::Entity&)>;

    static Result<std::string> shown(storage::Reader& reader, const Running& running, const access::Caller& caller,
                                     const compile::Entity& entity, storage::Id id) {
        auto record = running.records().show(reader, caller, entity, id, storage::now());
        if (!record) return tl::unexpected(record.error());
        return "{" + record->members + "}";
    }

    Result<std::string> ask(std::string_view entity, std::string_view id, const Ask& ask) {
        const compile::Entity* found = caller_->program().entity(entity);
        const auto record = storage::parse_id(id);
        if (found == nullptr || !record) return not_found();
        std::string out;
        Result<void> read = host_.database().read([&](storage::Reader& reader) -> Result<void> {
            auto text = ask(reader, *found, *record);
            if (!text) return tl::unexpected(text.error());
            out = std::move(*text);
            return {};
        });
        if (!read) return tl::unexpected(read.error());
        return out;
    }

    Result<std::string> write(std::string_view entity, const Write& write) {
        std::string out;
        Result<void> done = host_.act_and_wait(caller_->person(), [&](access::Act& act) -> Result<void> {
            const compile::Entity* found = act.caller.program().entity(entity);
            if (found == nullptr) return not_found();
            const auto running = host_.running();
            auto written = write(act, running->records(), *found);
            if (!written) return tl::unexpected(written.error());
            auto text = shown(act.tx, *running, act.caller, *found, written->id);
            if (!text) return tl::unexpected(text.error());
            out = std::move(*text);
            return {};
        });
        if (!done) return tl::unexpected(done.error());
        return out;
    }

    Host& host_;
    std::shared_ptr<const Running> running_;
    std::shared_ptr<const access::Caller> caller_;
};

}  // namespace

Result<plugins::ActionResult> run_action(Host& host, const ActionRun& run) {
    const std::vector<plugins::Action> actions = host.plugins().actions();
    const bool known =
        std::any_of(actions.begin(), actions.end(), [&](const plugins::Action& each) { return each.id == run.action; });
    if (!known) {
        return fail("PLUG-013", format_text({"There is no action '{0}'", "没有操作“{0}”"}, {run.action}));
    }
    const auto running = host.running();
    const auto who = host.caller(run.person);
    const identity::Person* person = who->directory().person(run.person);
    Door door(host, running, who);
    plugins::Caller caller;
    caller.id = std::to_string(run.person);
    if (person != nullptr) {
        caller.login = person->login;
        caller.name = person->name;
    }
    caller.language = run.language;
    caller.records = &door;
    return host.actions().run(run.action, run.input, caller, run.order);
}

}  // namespace fw::host
