// Actions of plugins, with the records as the calling person may reach them.
#include <algorithm>

#include "runtime/http/routes/routes.h"
#include "runtime/plugins/plugins.h"

namespace fw::http::routes {
namespace {

class Door final : public plugins::RecordDoor {
  public:
    Door(host::Host& host, const Call& call) : host_(host), call_(call) {}

    Result<std::string> read(std::string_view entity, std::string_view id) override {
        return ask(entity, id, [&](storage::Reader& reader, const compile::Entity& found, storage::Id record) {
            return shown(reader, *call_.running, *call_.caller, found, record);
        });
    }

    Result<std::string> list(std::string_view entity, std::string_view filter, std::string_view sort,
                             int limit) override {
        records::ListRequest request;
        request.filter = filter;
        request.sort = sort;
        if (limit > 0) request.limit = std::min(limit, 1000);
        return ask(entity, "1", [&](storage::Reader& reader, const compile::Entity& found, storage::Id) {
            return call_.running->records().list(reader, *call_.caller, found, request, storage::now());
        });
    }

    Result<std::string> create(std::string_view entity, const json::Value& fields) override {
        return write(entity, [&](Act& act, const records::Records& records, const compile::Entity& found) {
            return records.create(act, found, fields);
        });
    }

    Result<std::string> change(std::string_view entity, std::string_view id, const json::Value& fields) override {
        const auto record = storage::parse_id(id);
        if (!record) return not_found();
        return write(entity, [&](Act& act, const records::Records& records, const compile::Entity& found) {
            return records.update(act, found, *record, fields);
        });
    }

  private:
    using Ask = std::function<Result<std::string>(storage::Reader&, const compile::Entity&, storage::Id)>;
    using Write = std::function<Result<records::Written>(Act&, const records::Records&, const compile::Entity&)>;

    static Result<std::string> shown(storage::Reader& reader, const host::Running& running, const Caller& caller,
                                     const compile::Entity& entity, storage::Id id) {
        auto record = running.records().show(reader, caller, entity, id, storage::now());
        if (!record) return tl::unexpected(record.error());
        return "{" + record->members + "}";
    }

    Result<std::string> ask(std::string_view entity, std::string_view id, const Ask& ask) {
        const compile::Entity* found = call_.caller->program().entity(entity);
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
        Result<void> done = host_.act_and_wait(call_.caller->person(), [&](Act& act) -> Result<void> {
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

    host::Host& host_;
    const Call& call_;
};

Response run(host::Host& host, Call& call, const json::Value& body) {
    const identity::Person* person = call.caller->directory().person(call.caller->person());
    Door door(host, call);
    plugins::Caller caller;
    caller.id = std::to_string(call.caller->person());
    if (person != nullptr) {
        caller.login = person->login;
        caller.name = person->name;
    }
    caller.language = call.language;
    caller.records = &door;
    auto answer = host.plugins().run(call.request.parameter("action"), body, caller);
    if (answer) return Response::json(json::write_compact(*answer));
    const std::string& code = answer.error().front().code;
    if (code == "PLUG-013") return problem(404, answer.error(), call.language);
    return problem(code == "PLUG-010" ? 422 : 500, answer.error(), call.language);
}

}  // namespace

void add_actions(Api& api) {
    host::Host& host = api.host();
    api.read("/api/v1/actions", Needs::kPerson,
             {.tag = "actions",
              .summary = "What plugins can do",
              .parameters = {},
              .body = {},
              .answers = {{200, "", schema::list("plugin_action")}}},
             [&host](Call&) {
                 JsonWriter out;
                 out.begin_array();
                 for (const plugins::Action& action : host.plugins().actions()) {
                     out.begin_object().member("id", action.id).member("label", action.label);
                     out.member("help", action.help).end_object();
                 }
                 return Response::json(out.end_array().take());
             });
    api.slow(Method::kPost, "/api/v1/actions/{action}", Needs::kPerson,
             {.tag = "actions",
              .summary = "Run a plugin's action",
              .parameters = {},
              .body = "{}",
              .body_required = false,
              .answers = {{200, "What the plugin answers", "{}"},
                          {404, "No such action"},
                          {422, "The plugin's own sentence"}}},
             [&host](Call& call, const json::Value& body) { return run(host, call, body); });
}

}  // namespace fw::http::routes
