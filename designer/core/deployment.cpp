#include "designer/core/deployment.h"

#include <algorithm>

#include "designer/core/flow_diagram.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::designer {

bool DeployAnswer::destructive() const {
    return std::any_of(data.begin(), data.end(), [](const DataEffect& effect) { return effect.destructive; });
}

std::string deployment_body(const Workspace& workspace, bool allow_data_loss) {
    json::Value files = json::Value::array();
    for (const auto& [path, document] : workspace.documents()) {
        json::Value file = json::Value::object();
        file.set("path", json::Value::string(path));
        file.set("text", json::Value::string(workspace.text_of(document)));
        files.push(std::move(file));
    }
    json::Value pack = json::Value::object();
    pack.set("id", json::Value::string(workspace.pack_id()));
    pack.set("files", std::move(files));
    json::Value packs = json::Value::array();
    packs.push(std::move(pack));
    json::Value body = json::Value::object();
    body.set("packs", std::move(packs));
    if (allow_data_loss) body.set("allow_data_loss", json::Value::boolean(true));
    return json::write_compact(body);
}

namespace {

Diagnostic read_diagnostic(const json::Value& value) {
    Diagnostic diagnostic;
    diagnostic.code = value.string_or("code");
    const std::string_view severity = value.string_or("severity");
    diagnostic.severity = severity == "warning" ? Severity::kWarning
                          : severity == "note"  ? Severity::kNote
                                                : Severity::kError;
    diagnostic.text = text_of_value(value.find("text"));
    diagnostic.hint = text_of_value(value.find("hint"));
    diagnostic.place.file = value.string_or("file");
    diagnostic.place.element = value.string_or("element");
    const auto number = [&](const char* key) {
        const json::Value* n = value.find(key);
        return n == nullptr ? 0U : static_cast<std::uint32_t>(std::max<std::int64_t>(0, n->as_int64().value_or(0)));
    };
    diagnostic.place.at = {number("line"), number("column")};
    return diagnostic;
}

const json::Value* list_in(const json::Value& value, std::string_view key) {
    const json::Value* list = value.find(key);
    return list != nullptr && list->is_array() ? list : nullptr;
}

}  // namespace

DeployAnswer read_answer(std::string_view body) {
    DeployAnswer answer;
    const auto root = json::read(body);
    if (!root || !root->is_object()) {
        answer.diagnostics =
            fail("HTTP-090", {"The server's answer is no JSON; is this the address of a Formwork server?",
                              "服务器返回的不是 JSON，请确认这是 Formwork 服务器的地址。"})
                .value();
        return answer;
    }
    answer.id = root->string_or("id");
    if (const json::Value* id = root->find("id"); id != nullptr && id->is_number()) answer.id = id->literal();
    if (const json::Value* list = list_in(*root, "diagnostics")) {
        for (const json::Value& item : list->items()) answer.diagnostics.push_back(read_diagnostic(item));
    }
    if (const json::Value* list = list_in(*root, "changes")) {
        for (const json::Value& item : list->items()) {
            DeployChange change;
            const std::string_view kind = item.string_or("kind");
            change.kind = kind == "added"     ? DeployChange::Kind::kAdded
                          : kind == "removed" ? DeployChange::Kind::kRemoved
                          : kind == "renamed" ? DeployChange::Kind::kRenamed
                                              : DeployChange::Kind::kChanged;
            change.model = item.string_or("model");
            change.id = item.string_or("id");
            change.element = item.string_or("element");
            change.text = text_of_value(item.find("text"));
            answer.changes.push_back(std::move(change));
        }
    }
    if (const json::Value* list = list_in(*root, "data")) {
        for (const json::Value& item : list->items()) {
            DataEffect effect;
            effect.text = text_of_value(item.find("text"));
            const json::Value* rows = item.find("rows");
            effect.rows = rows == nullptr ? 0 : rows->as_int64().value_or(0);
            const json::Value* destructive = item.find("destructive");
            effect.destructive = destructive != nullptr && destructive->is_boolean() && destructive->as_boolean();
            answer.data.push_back(std::move(effect));
        }
    }
    return answer;
}

Text sentence_for(int status, std::string_view body) {
    if (status == 401) return {"The user name or the password is wrong.", "用户名或密码错误。"};
    if (status == 403)
        return {"This person may not deploy; sign in as an administrator.", "该用户无权部署，请以管理员身份登录。"};
    if (status == 429)
        return {"Too many failed sign-ins; wait a minute and try again.", "登录失败次数过多，请稍候一分钟再试。"};
    const auto root = json::read(body);
    if (root && root->is_object()) {
        const Text detail = text_of_value(root->find("detail"));
        if (!detail.empty()) return detail;
        const Text title = text_of_value(root->find("title"));
        if (!title.empty()) return title;
    }
    return format_text({"The server answered with status {0}.", "服务器返回状态 {0}。"}, {std::to_string(status)});
}

std::string server_address(std::string_view typed) {
    while (!typed.empty() && typed.front() == ' ') typed.remove_prefix(1);
    while (!typed.empty() && typed.back() == ' ') typed.remove_suffix(1);
    std::string scheme = "http://";
    if (typed.starts_with("http://")) {
        typed.remove_prefix(7);
    } else if (typed.starts_with("https://")) {
        scheme = "https://";
        typed.remove_prefix(8);
    } else if (typed.find("://") != std::string_view::npos) {
        return {};
    }
    typed = typed.substr(0, typed.find_first_of("/?#"));
    const bool fine =
        !typed.empty() && typed.find_first_of(" \t\"<>\\@") == std::string_view::npos && typed.front() != ':';
    return fine ? scheme + std::string(typed) : std::string();
}

}  // namespace fw::designer
