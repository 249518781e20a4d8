#include <algorithm>
#include <cctype>
#include <cstdio>

#include "engine/json/write.h"
#include "runtime/cli/command.h"
#include "runtime/cli/names.h"
#include "runtime/http/message.h"

namespace fw::cli {
namespace {

struct Options {
    Target target;
    std::string as, box = "todo", id, comment, place, resume, signature, person, stand_in, from, until, note;
    std::vector<std::string> to, files, mentions;
};

using http::percent_encode;

Result<Session> open(const Options& options) {
    auto session = Session::open(options.target);
    if (session && !options.as.empty()) session->client().act_as(options.as);
    return session;
}

bool digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

// An id as it is; a sign-in name or the whole name of one person.
Result<std::string> person_id(Client& client, const std::string& who) {
    if (digits(who)) return who;
    auto found = client.get("/api/v1/people?q=" + percent_encode(who));
    if (!found) return tl::unexpected(found.error());
    std::vector<std::string> ids;
    for (const json::Value& each : found->items()) {
        if (each.string_or("login") == who) return std::string(each.string_or("id"));
        if (each.string_or("name") == who) ids.emplace_back(each.string_or("id"));
    }
    if (ids.size() == 1) return ids.front();
    if (ids.empty()) {
        return fail(
            "CLI-070",
            format_text({"There is nobody with the sign-in name or name '{0}'.", "没有登录名或姓名为“{0}”的人员。"},
                        {who}),
            {}, {"`formwork user list` shows who there is.", "可用 `formwork user list` 查看。"});
    }
    return fail("CLI-070", format_text({"Several people have the name '{0}'.", "有多人的姓名为“{0}”。"}, {who}), {},
                {"Give the sign-in name.", "请给出登录名。"});
}

Result<std::string> upload(Client& client, const std::string& path, std::string_view purpose) {
    auto bytes = read_file(path);
    if (!bytes) return tl::unexpected(bytes.error());
    const std::string name = path.substr(path.find_last_of('/') + 1);
    auto answer = client.ask("POST", "/api/v1/files?name=" + percent_encode(name) + "&purpose=" + std::string(purpose),
                             *bytes, purpose == "signature" ? "image/png" : "application/octet-stream");
    if (!answer) return tl::unexpected(answer.error());
    return std::string(answer->json().string_or("id"));
}

std::string name_of(const json::Value& task, std::string_view member) {
    const json::Value* person = task.find(member);
    return person == nullptr || !person->is_object() ? std::string() : std::string(person->string_or("name"));
}

// "  suspended", "  waits for Li, Wang"; "" where it does not.
std::string waits_of(const json::Value& task) {
    const json::Value* suspended = task.find("suspended");
    if (suspended != nullptr && suspended->is_boolean() && suspended->as_boolean()) return "  suspended";
    const json::Value* people = task.find("waits_for");
    if (people == nullptr || !people->is_array()) return "";
    std::string names;
    for (const json::Value& each : people->items())
        names += (names.empty() ? "" : ", ") + std::string(each.string_or("name"));
    return "  waits for " + names;
}

// "  done by Li" where it was somebody else's task.
std::string done_by(const json::Value& task) {
    const std::string did = name_of(task, "done_by");
    return did.empty() || did == name_of(task, "assignee") || !name_of(task, "for").empty() ? "" : "  done by " + did;
}

int list(const Options& options) {
    auto session = open(options);
    if (!session) return report(session.error());
    std::string after;
    std::size_t shown = 0;
    do {
        const auto page =
            session->client().get("/api/v1/tasks?limit=200&box=" + options.box + "&after=" + percent_encode(after));
        if (!page) return report(page.error());
        for (const json::Value& task : page->find("tasks")->items()) {
            ++shown;
            const json::Value* record = task.find("record");
            const std::string title =
                record != nullptr && record->is_object() ? std::string(record->string_or("title")) : "";
            const std::string for_whom = name_of(task, "for");
            std::printf("%s  %-22s %-20s %-12s %s  %s%s%s%s\n", std::string(task.string_or("id")).c_str(),
                        std::string(task.string_or("flow_label")).c_str(),
                        std::string(task.string_or("node_label")).c_str(), name_of(task, "initiator").c_str(),
                        std::string(task.string_or("created_at")).c_str(), title.c_str(),
                        for_whom.empty() ? "" : "  for ", for_whom.c_str(), (waits_of(task) + done_by(task)).c_str());
        }
        after = page->string_or("next");
    } while (!after.empty());
    if (shown == 0) {
        const bool nobody = options.as.empty() && options.target.server.empty();
        say(nobody ? Text("the administrator of the data folder has no tasks; say whose with --as NAME",
                          "数据文件夹的管理员没有任务；请用 --as 登录名 指定人员")
                   : Text("nothing is there", "暂无内容"));
    }
    return kDone;
}

int show(const Options& options) {
    auto session = open(options);
    if (!session) return report(session.error());
    const auto answer = session->client().get("/api/v1/tasks/" + percent_encode(options.id));
    if (!answer) return report(about_task(answer.error(), options.id));
    std::printf("%s", json::write_canonical(*answer).c_str());
    return kDone;
}

Result<json::Value> body_of(Client& client, const Options& options, std::string_view action) {
    json::Value body = json::Value::object();
    if (!options.comment.empty())
        body.set(action == "comment" ? "text" : "comment", json::Value::string(options.comment));
    if (!options.place.empty()) body.set("place", json::Value::string(options.place));
    if (!options.resume.empty()) body.set("resume", json::Value::string(options.resume));
    if (action == "return") {
        if (!options.to.empty()) body.set("to", json::Value::string(options.to.front()));
    } else if (!options.to.empty()) {
        json::Value people = json::Value::array();
        for (const std::string& who : options.to) {
            auto id = person_id(client, who);
            if (!id) return tl::unexpected(id.error());
            people.push(json::Value::string(*id));
        }
        const bool several = action == "add" || action == "copy";
        body.set("to", several ? std::move(people) : people.items().front());
    }
    json::Value files = json::Value::array(), mentions = json::Value::array();
    for (const std::string& path : options.files) {
        auto id = upload(client, path, "file");
        if (!id) return tl::unexpected(id.error());
        files.push(json::Value::string(*id));
    }
    for (const std::string& who : options.mentions) {
        auto id = person_id(client, who);
        if (!id) return tl::unexpected(id.error());
        mentions.push(json::Value::string(*id));
    }
    if (!files.items().empty()) body.set("files", std::move(files));
    if (!mentions.items().empty()) body.set("mentions", std::move(mentions));
    if (options.signature.empty()) return body;
    auto id = upload(client, options.signature, "signature");
    if (!id) return tl::unexpected(id.error());
    body.set("signature", json::Value::string(*id));
    return body;
}

// By the call that starts the flow: the instance and its record stay the same.
int resubmit(const Options& options) {
    auto session = open(options);
    if (!session) return report(session.error());
    auto body = body_of(session->client(), options, "resubmit");
    if (!body) return report(body.error());
    const auto instance = session->client().get("/api/v1/instances/" + percent_encode(options.id));
    if (!instance) return report(about_instance(instance.error(), options.id));
    if (const json::Value* record = instance->find("record"); record != nullptr && record->is_object())
        body->set("record", json::Value::string(record->string_or("id")));
    const std::string path = "/api/v1/flows/" + percent_encode(instance->string_or("flow")) + "/start";
    const auto answer = session->client().post(path, json::write_compact(*body));
    if (!answer) return report(about_instance(answer.error(), options.id));
    std::printf("%s\n", std::string(answer->string_or("state")).c_str());
    return kDone;
}

int act(const Options& options, const std::string& action, bool on_instance) {
    if (action == "resubmit") return resubmit(options);
    auto session = open(options);
    if (!session) return report(session.error());
    auto body = body_of(session->client(), options, action);
    if (!body) return report(body.error());
    const std::string path =
        std::string(on_instance ? "/api/v1/instances/" : "/api/v1/tasks/") + percent_encode(options.id) + "/" + action;
    const auto answer = session->client().post(path, json::write_compact(*body));
    if (!answer)
        return report(on_instance ? about_instance(answer.error(), options.id)
                                  : about_task(answer.error(), options.id));
    const json::Value* instance = answer->find("instance");
    std::printf("%s\n", instance == nullptr ? "done" : std::string(instance->string_or("state")).c_str());
    return kDone;
}

int absences(const Options& options) {
    auto session = open(options);
    if (!session) return report(session.error());
    std::string path = "/api/v1/absences";
    if (!options.person.empty()) {
        auto id = options.person == "all" ? Result<std::string>("all") : person_id(session->client(), options.person);
        if (!id) return report(id.error());
        path += "?person=" + *id;
    }
    const auto answer = session->client().get(path);
    if (!answer) return report(answer.error());
    for (const char* part : {"absences", "standing_in"}) {
        for (const json::Value& each : answer->find(part)->items()) {
            std::printf("%s  %-14s -> %-14s %s  %s  %s\n", std::string(each.string_or("id")).c_str(),
                        name_of(each, "person").c_str(), name_of(each, "stand_in").c_str(),
                        std::string(each.string_or("from")).c_str(), std::string(each.string_or("to")).c_str(),
                        std::string(each.string_or("note")).c_str());
        }
    }
    return kDone;
}

int add_absence(const Options& options) {
    auto session = open(options);
    if (!session) return report(session.error());
    json::Value body = json::Value::object();
    const std::pair<const char*, const std::string*> people[] = {{"person", &options.person},
                                                                 {"stand_in", &options.stand_in}};
    for (const auto& [member, who] : people) {
        if (who->empty()) continue;
        auto id = person_id(session->client(), *who);
        if (!id) return report(id.error());
        body.set(member, json::Value::string(*id));
    }
    body.set("from", json::Value::string(options.from));
    body.set("to", json::Value::string(options.until));
    if (!options.note.empty()) body.set("note", json::Value::string(options.note));
    const auto answer = session->client().post("/api/v1/absences", json::write_compact(body));
    if (!answer) return report(answer.error());
    std::printf("%s\n", std::string(answer->string_or("id")).c_str());
    return kDone;
}

int end_absence(const Options& options) {
    auto session = open(options);
    if (!session) return report(session.error());
    const auto answer = session->client().ask("DELETE", "/api/v1/absences/" + percent_encode(options.id));
    if (answer) return kDone;
    return report(about(answer.error(), format_text({"absence '{0}'", "请假“{0}”"}, {options.id})));
}

struct Action {
    const char* name;
    const char* about;
    bool people, several;
    bool on_instance;
};
constexpr Action kActions[] = {
    {"approve", "Agree", false, false, false},
    {"refuse", "Refuse", false, false, false},
    {"complete", "Complete a task that is no approval", false, false, false},
    {"return", "Send back: --to initiator, previous, or a step", true, false, false},
    {"transfer", "Hand over for good", true, false, false},
    {"delegate", "Lend; it comes back with an answer", true, false, false},
    {"add", "Ask others before, after or beside", true, true, false},
    {"remove", "Take somebody out who has not acted", true, false, false},
    {"take-back", "Undo one's decision while nobody has gone on with it", false, false, false},
    {"copy", "Let others read along", true, true, false},
    {"comment", "Say something, with files", false, false, false},
    {"read", "Mark as looked at", false, false, false},
    {"urge", "Remind those who are asked (ID of the instance)", false, false, true},
    {"resubmit", "Submit what was returned to one again (ID of the instance)", false, false, true},
    {"withdraw", "Take the flow back (ID of the instance)", false, false, true},
    {"terminate", "End the flow, with --comment (administrators; ID of the instance)", false, false, true},
};

Command sub(Command& parent, const std::shared_ptr<Options>& options, const char* name, const char* about) {
    Command made = parent.inside(name, about);
    made.add("--as", options->as, "Sign-in name of whom to act as (on the data folder)");
    options->target.add_to(made);
    return made;
}

void add_actions(Command& task, const std::shared_ptr<Options>& options) {
    for (const Action& action : kActions) {
        Command made = sub(task, options, action.name, action.about);
        made.add("ID", options->id, action.on_instance ? "Number of the instance" : "Number of the task").required();
        made.add("--comment", options->comment, "What to say");
        made.add("--file", options->files, "A file to add");
        made.add("--mention", options->mentions, "Somebody who is told");
        if (action.people) {
            Argument to = made.add("--to", options->to, "Sign-in name, name or id");
            if (!action.several) to.once();
        }
        const std::string name = action.name;
        if (name == "add")
            made.add("--place", options->place, "before, after or beside").one_of({"before", "after", "beside"});
        if (name == "return") made.add("--resume", options->resume, "again or straight").one_of({"again", "straight"});
        if (name == "approve" || name == "refuse" || name == "complete")
            made.add("--signature", options->signature, "A PNG picture");
        made.run([options, name, on = action.on_instance] { return act(*options, name, on); });
    }
}

void add_absence_commands(Commands& commands, const std::shared_ptr<Options>& options) {
    Command absence = commands.add("absence", "Absences and stand-ins: list, add, end",
                                   "  formwork absence add --stand-in wang --from 2026-12-01 --to 2026-12-05 --as li "
                                   "--data ./data\n  formwork absence list --person all --data ./data");
    Command listing = sub(absence, options, "list", "One's own; administrators: of a person, or of all");
    listing.add("--person", options->person, "Whose, or all");
    listing.run([options] { return absences(*options); });
    Command adding = sub(absence, options, "add", "Name a stand-in for a time");
    adding.add("--stand-in", options->stand_in, "Who may act").required();
    adding.add("--from", options->from, "First day, or a moment").required();
    adding.add("--to", options->until, "Last day, or a moment").required();
    adding.add("--person", options->person, "Whose absence (administrators)");
    adding.add("--note", options->note, "Why");
    adding.run([options] { return add_absence(*options); });
    Command ending = sub(absence, options, "end", "End it now, or forget it");
    ending.add("ID", options->id, "Number of the absence").required();
    ending.run([options] { return end_absence(*options); });
}

}  // namespace

void add_task(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command task = commands.add(
        "task", "Tasks of people: list, show, approve, return, delegate …",
        "  formwork task list --as wang --data ./data\n"
        "  formwork task approve 219873456712345 --comment ok --as wang --data ./data\n"
        "  formwork task add 219873456712345 --to chen --place before --server http://host:8080 --token …");
    Command listing = sub(task, options, "list", "A box of tasks");
    listing.add("--box", options->box, "todo, waiting (suspended, or for those asked first), done, started or copied")
        .one_of({"todo", "waiting", "done", "started", "copied"})
        .show_default();
    listing.run([options] { return list(*options); });
    Command showing = sub(task, options, "show", "A task with everything needed to decide, as JSON");
    showing.add("ID", options->id, "Number of the task").required();
    showing.run([options] { return show(*options); });
    add_actions(task, options);
    add_absence_commands(commands, options);
}

}  // namespace fw::cli
