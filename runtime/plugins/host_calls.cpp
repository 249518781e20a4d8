#include "runtime/plugins/host_calls.h"

#include <algorithm>

#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::plugins {

namespace {

constexpr std::uint32_t kMostRecords = 1000;

fw_text keep(fw_call* call, std::string text) {
    const std::string& kept = call->kept.emplace_back(std::move(text));
    return {kept.data(), kept.size()};
}

void answer(fw_call* call, fw_text json) {
    if (call->answered) return;
    call->answered = true;
    call->answer = view(json);
}

void fail_call(fw_call* call, fw_text en, fw_text zh) {
    if (call->answered) return;
    call->answered = call->failed = true;
    call->problem = text_of(en, zh);
}

// The answer is null, the code goes to whom called.
void error(fw_call* call, fw_text code, fw_text json) {
    if (call->answered) return;
    call->answered = true;
    call->answer = json.size == 0 ? "null" : view(json);
    if (call->caller != nullptr && call->caller->error != nullptr) *call->caller->error = view(code);
}

fw_text key(fw_call* call) {
    if (call->caller == nullptr) return {nullptr, 0};
    return {call->caller->key.data(), call->caller->key.size()};
}

fw_text user(fw_call* call) {
    if (call->caller == nullptr) return {nullptr, 0};
    json::Value person = json::Value::object();
    person.set("id", json::Value::string(call->caller->id));
    person.set("login", json::Value::string(call->caller->login));
    person.set("name", json::Value::string(call->caller->name));
    person.set("language", json::Value::string(language_code(call->caller->language)));
    return keep(call, json::write_compact(person));
}

// Runs one record function; what went wrong is kept for problem().
template <class Work>
fw_text with_records(fw_call* call, Work work) {
    if (call->caller == nullptr || call->caller->records == nullptr) {
        call->record_problem = {"There are no records here", "此处没有可访问的记录"};
        return {nullptr, 0};
    }
    Result<std::string> answer = work(*call->caller->records);
    if (answer) return keep(call, std::move(*answer));
    call->record_problem = answer.error().front().text;
    return {nullptr, 0};
}

fw_text record_read(fw_call* call, fw_text entity, fw_text id) {
    return with_records(call, [&](RecordDoor& records) { return records.read(view(entity), view(id)); });
}

fw_text record_list(fw_call* call, fw_text entity, fw_text filter, fw_text sort, std::uint32_t limit) {
    const int most = static_cast<int>(std::clamp(limit, 1U, kMostRecords));
    return with_records(
        call, [&](RecordDoor& records) { return records.list(view(entity), view(filter), view(sort), most); });
}

fw_text record_create(fw_call* call, fw_text entity, fw_text fields) {
    return with_records(call, [&](RecordDoor& records) -> Result<std::string> {
        const auto values = json::read(view(fields));
        if (!values) return tl::unexpected(values.error());
        return records.create(view(entity), *values);
    });
}

fw_text record_change(fw_call* call, fw_text entity, fw_text id, fw_text fields) {
    return with_records(call, [&](RecordDoor& records) -> Result<std::string> {
        const auto values = json::read(view(fields));
        if (!values) return tl::unexpected(values.error());
        return records.change(view(entity), view(id), *values);
    });
}

fw_text problem(fw_call* call, int chinese) {
    return keep(call, std::string(call->record_problem.in(chinese != 0 ? Language::kZh : Language::kEn)));
}

}  // namespace

void fill_calls(fw_host& table) {
    table.size = sizeof(fw_host);
    table.api = FW_PLUGIN_API;
    table.answer = answer;
    table.fail = fail_call;
    table.user = user;
    table.record_read = record_read;
    table.record_list = record_list;
    table.record_create = record_create;
    table.record_change = record_change;
    table.problem = problem;
    table.error = error;
    table.key = key;
}

}  // namespace fw::plugins
