#include "runtime/flows/extras.h"

#include <algorithm>

#include "runtime/notify/inbox.h"
#include "runtime/records/rights.h"

namespace fw::flows {

namespace {

Result<std::vector<Id>> ids_of(const json::Value& body, std::string_view key) {
    std::vector<Id> ids;
    const json::Value* list = body.find(key);
    if (list == nullptr || list->is_null()) return ids;
    if (!list->is_array() || list->items().size() > 100) {
        return fail("FLOW-422",
                    format_text({"'{0}' is a list of at most 100 ids", "“{0}”应为不超过 100 个编号的列表"}, {key}));
    }
    for (const json::Value& each : list->items()) {
        auto id = sent_id(each, key);
        if (!id) return tl::unexpected(std::move(id.error()));
        if (std::find(ids.begin(), ids.end(), *id) == ids.end()) ids.push_back(*id);
    }
    return ids;
}

feel::Value texts(const std::vector<Id>& ids) {
    std::vector<feel::Value> list;
    for (const Id id : ids) list.push_back(feel::Value::string(storage::id_text(id)));
    return feel::Value::list(std::move(list));
}

}  // namespace

Result<Id> sent_id(const json::Value& value, std::string_view what) {
    const auto id = value.is_string() ? storage::parse_id(value.as_string()) : std::nullopt;
    if (id) return *id;
    return fail("FLOW-422", format_text({"'{0}' holds something that is no id", "“{0}”中包含无效的编号"}, {what}));
}

feel::Value Extras::value() const {
    if (empty()) return {};
    std::vector<std::pair<std::string, feel::Value>> entries;
    if (!files.empty()) entries.emplace_back("files", texts(files));
    if (!mentions.empty()) entries.emplace_back("mentions", texts(mentions));
    if (signature != 0) entries.emplace_back("signature", feel::Value::string(storage::id_text(signature)));
    return feel::Value::context(std::move(entries));
}

Result<Extras> read_extras(const json::Value& body, const identity::Directory& directory) {
    Extras extras;
    auto files = ids_of(body, "files");
    if (!files) return tl::unexpected(std::move(files.error()));
    auto mentions = ids_of(body, "mentions");
    if (!mentions) return tl::unexpected(std::move(mentions.error()));
    for (const std::int64_t person : *mentions) {
        if (directory.active(person)) continue;
        return fail("FLOW-213", {"only an active person can be mentioned", "只能提及在职人员"});
    }
    extras.files = std::move(*files);
    extras.mentions = std::move(*mentions);
    const json::Value* signature = body.find("signature");
    if (signature == nullptr || signature->is_null()) return extras;
    auto id = sent_id(*signature, "signature");
    if (!id) return tl::unexpected(std::move(id.error()));
    extras.signature = *id;
    return extras;
}

Result<Text> subject_of(Reader& reader, const records::Records* records, const Loaded& loaded) {
    std::string title;
    if (loaded.entity != nullptr && records != nullptr) {
        auto read = records->title(reader, *loaded.entity, loaded.record);
        if (!read) return tl::unexpected(std::move(read.error()));
        title = *read;
    }
    const Text& label = loaded.flow->label;
    const std::string en(label.in(Language::kEn)), zh(label.in(Language::kZh));
    return title.empty() ? Text(en, zh) : Text(en + " '" + title + "'", zh + "“" + title + "”");
}

std::string with_commas(const std::vector<std::string>& fields) {
    std::string text;
    for (const std::string& each : fields) text += text.empty() ? each : "," + each;
    return text;
}

Result<std::vector<std::string>> hidden_from_actor(Act& act, const records::Records* records, const Loaded& loaded) {
    if (loaded.entity == nullptr || records == nullptr || act.caller.administrator()) return std::vector<std::string>();
    return records::hidden_from(*records, act.tx, act.caller, *loaded.entity, loaded.record, act.now);
}

namespace {

// A reader who is sent it again sees what any of those who sent it may see.
Result<void> show_more(Act& act, const Loaded& loaded, std::int64_t person, const std::vector<std::string>& hidden) {
    auto before = act.tx.query_text(
        "SELECT hidden FROM fw_task WHERE instance_id = ? AND assignee_id = ? AND kind = 'copy' AND hides",
        {loaded.id, person});
    if (!before) return tl::unexpected(std::move(before.error()));
    if (!*before) return {};
    const std::string was = "," + **before + ",";
    std::vector<std::string> both;
    for (const std::string& field : hidden) {
        if (was.find("," + field + ",") != std::string::npos) both.push_back(field);
    }
    const auto done = act.tx.execute(
        "UPDATE fw_task SET hides = ?, hidden = ? WHERE instance_id = ? AND assignee_id = ? AND kind = 'copy'",
        {!both.empty(), with_commas(both), loaded.id, person});
    if (!done) return tl::unexpected(done.error());
    return {};
}

}  // namespace

Result<Id> copy_to(Act& act, const Loaded& loaded, std::int64_t person, std::string_view node,
                   const std::vector<std::string>& hidden) {
    const Id id = act.ids.next();
    const auto maybe = [](std::int64_t value) { return value == 0 ? storage::Param() : storage::Param(value); };
    const std::string_view entity = loaded.entity == nullptr ? std::string_view() : std::string_view(loaded.entity->id);
    const std::string fields = with_commas(hidden);
    const auto added = act.tx.execute(
        "INSERT INTO fw_task (id, instance_id, seat, flow, node, kind, assignee_id, status, entity, record_id, "
        "initiator_id, round, created_at, hides, hidden) VALUES (?, ?, 0, ?, ?, 'copy', ?, 'copy', ?, ?, ?, ?, ?, ?, "
        "?) ON CONFLICT DO NOTHING",
        {id, loaded.id, loaded.flow->id, node, person, entity, maybe(loaded.record), maybe(loaded.state.initiator),
         loaded.state.round, act.now, !hidden.empty(), fields});
    if (!added) return tl::unexpected(added.error());
    if (*added > 0) return id;
    if (auto more = show_more(act, loaded, person, hidden); !more) return tl::unexpected(std::move(more.error()));
    return 0;
}

Result<void> keep_extras(Act& act, const records::Records* records, const Loaded& loaded, const Extras& extras,
                         std::string_view text) {
    if (auto done = files::attach(act, extras.files, "file", loaded.id); !done) return done;
    if (extras.signature != 0) {
        if (auto done = files::attach(act, {extras.signature}, "signature", loaded.id); !done) return done;
    }
    if (extras.mentions.empty()) return {};
    auto about = subject_of(act.tx, records, loaded);
    if (!about) return tl::unexpected(std::move(about.error()));
    auto hidden = hidden_from_actor(act, records, loaded);
    if (!hidden) return tl::unexpected(std::move(hidden.error()));
    const std::string name(act.caller.directory().name_of(act.caller.person()));
    for (const std::int64_t person : extras.mentions) {
        if (person == act.caller.person()) continue;
        auto copied = copy_to(act, loaded, person, "", *hidden);
        if (!copied) return tl::unexpected(std::move(copied.error()));
        auto task = act.tx.query_integer(
            "SELECT id FROM fw_task WHERE instance_id = ? AND assignee_id = ? AND status IN ('open', 'copy') ORDER BY "
            "kind LIMIT 1",
            {loaded.id, person});
        if (!task) return tl::unexpected(std::move(task.error()));
        notify::Notice notice;
        notice.person = person;
        notice.cause = "mention:" + storage::id_text(loaded.id) + ":" + std::to_string(loaded.version);
        notice.kind = "mention";
        notice.text = Text(name + " mentioned you: " + about->en, name + "提到了您：" + about->zh);
        if (!text.empty())
            notice.text = Text(notice.text.en + ": " + std::string(text), notice.text.zh + "：" + std::string(text));
        if (loaded.entity != nullptr) notice.entity = loaded.entity->id;
        notice.record = loaded.record;
        notice.task = task->value_or(0);
        if (auto told = notify::tell(act, notice); !told) return told;
    }
    return {};
}

}  // namespace fw::flows
