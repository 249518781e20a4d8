#include "runtime/host/first_start.h"

#include "engine/json/read.h"
#include "engine/packs/built_in.h"
#include "runtime/host/demo.h"
#include "runtime/host/deployments.h"
#include "runtime/host/host.h"

namespace fw::host {

namespace {

// Set while a new database is being filled, so that an interrupted start is noticed.
Result<void> mark_filling(Host& host, bool filling) {
    return host.act_and_wait(0, [filling](access::Act& act) -> Result<void> {
        auto done =
            filling ? act.tx.execute("INSERT INTO fw_meta (key, value) VALUES ('filling', '1') ON CONFLICT DO NOTHING")
                    : act.tx.execute("DELETE FROM fw_meta WHERE key = 'filling'");
        if (!done) return tl::unexpected(done.error());
        return {};
    });
}

}  // namespace

Result<bool> is_empty(Host& host) {
    bool empty = false;
    Result<void> read = host.database().read([&](storage::Reader& reader) -> Result<void> {
        auto filling = reader.query_text("SELECT value FROM fw_meta WHERE key = 'filling'");
        if (!filling) return tl::unexpected(filling.error());
        if (*filling) {
            return fail("CLI-022",
                        format_text({"The first start on {0} was interrupted while the data was being made.",
                                     "{0} 的首次启动在生成数据时被中断。"},
                                    {host.options().data}),
                        {}, {"Delete the folder's contents and start again.", "请清空该文件夹后重新启动。"});
        }
        empty = !host.deployed();
        if (empty) return {};
        auto one = reader.query_integer("SELECT 1 FROM base_person LIMIT 1");
        if (!one) return tl::unexpected(one.error());
        empty = !one->has_value();
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    return empty;
}

Result<SignInShown> fill_empty(Host& host) {
    Result<void> marked = mark_filling(host, true);
    if (!marked) return tl::unexpected(marked.error());
    if (!host.deployed()) {
        auto applied = deploy(host, {packs::built_in_pack("base")}, false, 0, "first start");
        if (!applied) return tl::unexpected(applied.error());
    }
    Id person = 0;
    Result<void> made = host.act_and_wait(0, [&](access::Act& act) -> Result<void> {
        json::Value fields = json::Value::object();
        fields.set("login", json::Value::string("admin"));
        fields.set("name", json::Value::string("Administrator"));
        auto written = host.running()->records().create(act, *act.caller.program().entity("base.person"), fields,
                                                        {.version = {}, .trusted = true});
        if (!written) return tl::unexpected(written.error());
        person = written->id;
        act.news.organisation = true;
        return {};
    });
    if (!made) return tl::unexpected(made.error());
    SignInShown shown{"admin", identity::random_password(), "Administrator"};
    Result<void> added = host.accounts().add_and_wait({person, shown.login, shown.password, {"base.administrator"}});
    if (added) added = mark_filling(host, false);
    if (!added) return tl::unexpected(added.error());
    return shown;
}

Result<std::vector<SignInShown>> fill_with_demo(Host& host) {
    Result<void> marked = mark_filling(host, true);
    if (!marked) return tl::unexpected(marked.error());
    if (!host.deployed()) {
        auto applied = deploy(host, packs::built_in_packs(), false, 0, "demo");
        if (!applied) return tl::unexpected(applied.error());
    }
    const std::vector<packs::DemoFile> files = packs::built_in_demo();
    Result<void> loaded = load_demo(host, files);
    if (loaded) loaded = mark_filling(host, false);
    if (!loaded) return tl::unexpected(loaded.error());
    std::vector<SignInShown> out;
    for (const packs::DemoFile& file : files) {
        const auto root = json::read(file.text, file.name);
        const json::Value* users = root ? root->find("users") : nullptr;
        if (users == nullptr || !users->is_array()) continue;
        for (const json::Value& user : users->items()) {
            if (user.string_or("password").empty()) continue;
            const identity::Person* person = host.directory()->person_by_login(user.string_or("login"));
            out.push_back({std::string(user.string_or("login")), std::string(user.string_or("password")),
                           person != nullptr ? person->name + (person->title.empty() ? "" : ", " + person->title)
                                             : std::string()});
        }
    }
    return out;
}

}  // namespace fw::host
