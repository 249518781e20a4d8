#include "runtime/host/demo.h"

#include <algorithm>

#include "engine/feel/calendar/civil.h"
#include "engine/json/read.h"
#include "runtime/host/demo_values.h"
#include "runtime/host/host.h"

namespace fw::host {

namespace {

Diagnostics mistake(Text text) {
    Diagnostic diagnostic;
    diagnostic.code = "REC-090";
    diagnostic.text = std::move(text);
    return {std::move(diagnostic)};
}

class DemoLoader {
  public:
    explicit DemoLoader(Host& host)
        : host_(host), today_{feel::floor_div(storage::now().micros, feel::kSecondsPerDay * 1'000'000)} {}

    [[nodiscard]] Result<void> load(const packs::DemoFile& file) {
        file_ = &file;
        const Result<json::Value> root = json::read(file.text, file.pack + "/demo/" + file.name);
        if (!root) return tl::unexpected(root.error());
        if (root->find("records") != nullptr) return load_records(*root);
        if (const json::Value* users = root->find("users"); users != nullptr)
            return each(*users, &DemoLoader::load_user);
        if (const json::Value* actions = root->find("actions"); actions != nullptr)
            return each(*actions, &DemoLoader::do_action);
        return at(*root, mistake({"A demo file has records, users or actions",
                                  "演示数据文件应包含 records、users 或 actions"}));
    }

  private:
    using Step = Result<void> (DemoLoader::*)(const json::Value&);

    [[nodiscard]] Result<void> each(const json::Value& list, Step step) {
        if (!list.is_array()) return at(list, mistake({"A list is expected here", "此处应为列表"}));
        for (const json::Value& item : list.items()) {
            if (auto done = (this->*step)(item); !done) return at(item, std::move(done.error()));
        }
        return {};
    }

    // A failure gets the place of what caused it in the demo file.
    [[nodiscard]] Result<void> at(const json::Value& value, Diagnostics diagnostics) const {
        for (Diagnostic& diagnostic : diagnostics) {
            if (diagnostic.place.at.line > 0) continue;
            diagnostic.place.file = file_->pack + "/demo/" + file_->name;
            diagnostic.place.range = value.range();
            diagnostic.place.at = line_column(file_->text, value.range().begin);
        }
        return tl::unexpected(std::move(diagnostics));
    }

    [[nodiscard]] Result<void> load_records(const json::Value& root) {
        const std::string id = model::qualified(root.string_or("entity"), file_->pack);
        const compile::Entity* entity = host_.program()->entity(id);
        const json::Value* records = root.find("records");
        if (entity == nullptr || !records->is_array()) {
            return at(root, mistake(format_text({"There is no entity '{0}'", "没有实体“{0}”"}, {id})));
        }
        Marks made;
        auto done = host_.act_and_wait(0, [&](access::Act& act) -> Result<void> {
            made = marks_;  // a transaction may run again
            for (const json::Value& record : records->items()) {
                if (auto written = write(act, *entity, record, made); !written)
                    return at(record, std::move(written.error()));
            }
            return {};
        });
        if (done) marks_ = std::move(made);
        return done;
    }

    [[nodiscard]] Result<void> write(access::Act& act, const compile::Entity& entity, const json::Value& record,
                                     Marks& marks) {
        const records::Records& records = host_.running()->records();
        auto fields = demo_fields(entity, record, marks, today_);
        if (!fields) return tl::unexpected(fields.error());
        const std::string mark(record.string_or("@"));
        const auto known = marks.find(mark);
        const bool change = !mark.empty() && known != marks.end();
        records::WriteOptions trusted;
        trusted.trusted = true;
        const auto written = change ? records.update(act, entity, known->second.id, *fields, trusted)
                                    : records.create(act, entity, *fields, trusted);
        if (!written) return tl::unexpected(written.error());
        if (!mark.empty()) marks[mark] = {&entity, written->id};
        const std::string_view state = record.string_or("state");
        if (state.empty() || entity.states.empty() || state == entity.states.front().id) return {};
        const auto set = records.set(act, entity, written->id, {{"state", feel::Value::string(state)}});
        if (!set) return tl::unexpected(set.error());
        return {};
    }

    [[nodiscard]] Result<void> load_user(const json::Value& user) {
        const std::string login(user.string_or("login"));
        const auto directory = host_.directory();
        const identity::Person* person = directory->person_by_login(login);
        if (person == nullptr) {
            return fail(
                "REC-090",
                format_text({"There is no person with the sign-in name '{0}'", "没有登录名为“{0}”的人员"}, {login}));
        }
        std::vector<std::string> roles = person->roles;
        if (const json::Value* added = user.find("roles"); added != nullptr && added->is_array()) {
            for (const json::Value& role : added->items()) {
                if (role.is_string()) roles.push_back(role.as_string());
            }
        }
        std::sort(roles.begin(), roles.end());
        roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
        identity::Accounts& accounts = host_.accounts();
        if (!accounts.find(login)) {
            if (auto done = accounts.add_and_wait({person->id, login, std::string(user.string_or("password")), roles});
                !done)
                return done;
        } else {
            identity::Accounts::Change change;
            change.roles = roles;
            if (auto done = accounts.change_and_wait(login, change); !done) return done;
        }
        if (user.find("language") != nullptr) {
            identity::Accounts::Change change;
            change.language = language_from(user.string_or("language"));
            if (auto done = accounts.change_and_wait(login, change); !done) return done;
        }
        return host_.reload_directory();
    }

    // What a person did: {"record": "@ct1", "action": "submit", "as": "sales"}, or a decision on the open task.
    [[nodiscard]] Result<void> do_action(const json::Value& action) {
        const std::string mark(action.string_or("record").substr(0, 1) == "@" ? action.string_or("record").substr(1)
                                                                              : action.string_or("record"));
        const auto known = marks_.find(mark);
        const identity::Person* person = host_.directory()->person_by_login(action.string_or("as"));
        if (known == marks_.end() || person == nullptr) {
            return fail("REC-090", {"The record or the person of this action is unknown", "此操作的记录或人员未知"});
        }
        const std::string verb(action.string_or("action"));
        return host_.act_and_wait(person->id, [&](access::Act& act) -> Result<void> {
            const compile::Entity& entity = *known->second.entity;
            for (const flow::Flow* flow : act.caller.program().flows_of(entity)) {
                if (flow->action != verb) continue;
                flows::StartRequest request;
                request.flow = flow;
                request.record = known->second.id;
                request.comment = action.string_or("comment");
                auto started = host_.running()->flows().start(act, request);
                return started ? Result<void>() : tl::unexpected(started.error());
            }
            return decide(act, entity, known->second.id, verb, action);
        });
    }

    [[nodiscard]] Result<void> decide(access::Act& act, const compile::Entity& entity, storage::Id record,
                                      const std::string& verb, const json::Value& action) {
        auto task = act.tx.query_integer(
            "SELECT id FROM fw_task WHERE entity = ? AND record_id = ? AND assignee_id = ? AND status = 'open' ORDER "
            "BY id",
            {entity.id, record, act.caller.person()});
        if (!task) return tl::unexpected(task.error());
        if (!*task) {
            return fail("REC-090", format_text({"{0} has no open task on this record", "{0} 没有该记录的待办任务"},
                                               {action.string_or("as")}));
        }
        json::Value body = json::Value::object();
        for (const char* key : {"comment", "to", "resume"}) {
            if (const json::Value* value = action.find(key)) body.set(key, *value);
        }
        if (verb == "return" && body.find("to") == nullptr) body.set("to", json::Value::string("initiator"));
        auto done = host_.running()->flows().act_on_task(act, **task, {verb, &body, {}});
        return done ? Result<void>() : tl::unexpected(done.error());
    }

    Host& host_;
    feel::Date today_;
    Marks marks_;
    const packs::DemoFile* file_ = nullptr;
};

}  // namespace

Result<void> load_demo(Host& host, const std::vector<packs::DemoFile>& files) {
    DemoLoader loader(host);
    for (const packs::DemoFile& file : files) {
        if (auto done = loader.load(file); !done) return done;
    }
    return {};
}

}  // namespace fw::host
