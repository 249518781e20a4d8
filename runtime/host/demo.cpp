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

    [[nodiscard]] Result<void> load(const DemoFile& file) {
        file_ = &file;
        const Result<json::Value> root = json::read(file.text, file.pack + "/demo/" + file.name);
        if (!root) return tl::unexpected(root.error());
        if (root->find("records") != nullptr) return load_records(*root);
        if (const json::Value* users = root->find("users"); users != nullptr)
            return each(*users, &DemoLoader::load_user);
        if (root->find("actions") != nullptr) return {};  // done once flows run
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

    Host& host_;
    feel::Date today_;
    Marks marks_;
    const DemoFile* file_ = nullptr;
};

}  // namespace

Result<void> load_demo(Host& host, const std::vector<DemoFile>& files) {
    DemoLoader loader(host);
    for (const DemoFile& file : files) {
        if (auto done = loader.load(file); !done) return done;
    }
    return {};
}

}  // namespace fw::host
