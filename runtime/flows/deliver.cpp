// Messages and signals to those who wait for them, and what is brought to a wait as text.
#include <algorithm>

#include "engine/feel/feel.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/flows/follow.h"

namespace fw::flows {

namespace {

constexpr std::pair<flow::CommandKind, std::string_view> kDeliveries[] = {
    {flow::CommandKind::kAnswer, "answer"},     {flow::CommandKind::kFail, "fail"},
    {flow::CommandKind::kMessage, "message"},   {flow::CommandKind::kSignal, "signal"},
    {flow::CommandKind::kEscalate, "escalate"}, {flow::CommandKind::kCallRefused, "refused"},
    {flow::CommandKind::kCallEnded, "ended"}};

flow::Command deliver(flow::CommandKind kind, std::uint32_t wait, const feel::Value& content) {
    flow::Command command;
    command.kind = kind;
    command.wait = wait;
    command.payload = content;
    return command;
}

}  // namespace

std::string command_text(const flow::Command& command) {
    json::Value out = json::Value::object();
    for (const auto& [kind, name] : kDeliveries) {
        if (kind == command.kind) out.set("kind", json::Value::string(name));
    }
    out.set("wait", json::Value::number(static_cast<std::int64_t>(command.wait)));
    if (!command.text.empty()) out.set("text", json::Value::string(command.text));
    out.set("payload", feel::to_json(command.payload));
    return json::write_compact(out);
}

Result<flow::Command> read_command_text(std::string_view text) {
    auto value = json::read(text);
    if (!value) return tl::unexpected(std::move(value.error()));
    flow::Command command;
    const auto number = [&](std::string_view name) {
        const json::Value* found = value->find(name);
        return found != nullptr && found->is_number() ? found->as_int64().value_or(0) : 0;
    };
    for (const auto& [kind, name] : kDeliveries) {
        if (value->string_or("kind") == name) command.kind = kind;
    }
    command.wait = static_cast<std::uint32_t>(number("wait"));
    command.text = value->string_or("text");
    if (const json::Value* payload = value->find("payload")) command.payload = feel::from_json(*payload);
    return command;
}

std::string key_text(const feel::Value& key) {
    return key.is_null() ? std::string() : json::write_compact(feel::to_json(key));
}

Result<void> Followers::take_kept(const Loaded& loaded, std::uint32_t wait, const std::string& name,
                                  const feel::Value& wanted) {
    const std::string key = key_text(wanted);
    Id id = 0;
    std::string content;
    const auto read = act_.tx.query(
        "SELECT id, content FROM fw_flow_message WHERE name = ? AND until_at > ? AND (? = '' OR key = ?) "
        "ORDER BY id LIMIT 1",
        {name, act_.now, key, key}, [&](const storage::Row& row) {
            id = row.integer(0);
            content = row.text(1);
        });
    if (!read) return tl::unexpected(read.error());
    if (id == 0) return {};
    auto value = json::read(content);
    if (!value) return tl::unexpected(std::move(value.error()));
    queue_.push_back(
        {loaded.id, nullptr, 0, 0, 0, deliver(flow::CommandKind::kMessage, wait, feel::from_json(*value)), nullptr, 0});
    return execute("DELETE FROM fw_flow_message WHERE id = ?", {id});
}

void Followers::start(const flow::Flow& flow, flow::NodeIndex node, const feel::Value& content) {
    FollowUp start;
    start.flow = &flow;
    start.command.node = node;
    start.command.by = act_.caller.person();
    start.command.payload = content;
    queue_.push_back(std::move(start));
}

Result<bool> Followers::message(std::string_view name, const feel::Value& key, const feel::Value& content,
                                std::int64_t keep_seconds) {
    const std::string wanted = key_text(key);
    std::vector<std::pair<Id, std::uint32_t>> waiting;
    const auto read = act_.tx.query(
        "SELECT instance_id, number FROM fw_flow_wait WHERE name = ? AND kind = 'message' AND (key = '' OR key = ?) "
        "ORDER BY instance_id, number LIMIT 100",
        {name, wanted}, [&](const storage::Row& row) {
            waiting.emplace_back(row.integer(0), static_cast<std::uint32_t>(row.integer(1)));
        });
    if (!read) return tl::unexpected(read.error());
    for (const auto& [instance, wait] : waiting) {
        const bool taken =
            std::any_of(queue_.begin(), queue_.end(), [&, at = instance, number = wait](const auto& each) {
                return each.instance == at && each.command.wait == number;
            });
        if (taken) continue;
        queue_.push_back({instance, nullptr, 0, 0, 0, deliver(flow::CommandKind::kMessage, wait, content), nullptr, 0});
        return true;
    }
    for (const auto& each : program_.flows) {
        if (!each->entity.empty()) continue;
        for (const flow::NodeIndex node : each->event_starts()) {
            const flow::EventDefinition& event = *each->nodes[node].event;
            if (event.trigger != flow::Trigger::kMessage || event.name != name) continue;
            start(*each, node, content);
            return true;
        }
    }
    if (keep_seconds > 0) {
        auto kept = execute("INSERT INTO fw_flow_message (id, name, key, content, until_at) VALUES (?, ?, ?, ?, ?)",
                            {act_.ids.next(), name, wanted, json::write_compact(feel::to_json(content)),
                             DateTime{act_.now.micros + keep_seconds * 1'000'000}});
        if (!kept) return tl::unexpected(std::move(kept.error()));
    }
    return false;
}

Result<std::int64_t> Followers::signal(std::string_view name, const feel::Value& content, Id from) {
    std::int64_t heard = 0;
    const auto read = act_.tx.query(
        "SELECT instance_id, number FROM fw_flow_wait WHERE name = ? AND kind = 'signal' AND instance_id <> ? "
        "ORDER BY instance_id, number",
        {name, from}, [&](const storage::Row& row) {
            ++heard;
            queue_.push_back({row.integer(0), nullptr, 0, 0, 0,
                              deliver(flow::CommandKind::kSignal, static_cast<std::uint32_t>(row.integer(1)), content),
                              nullptr, 0});
        });
    if (!read) return tl::unexpected(read.error());
    for (const auto& each : program_.flows) {
        if (!each->entity.empty()) continue;
        for (const flow::NodeIndex node : each->event_starts()) {
            const flow::EventDefinition& event = *each->nodes[node].event;
            if (event.trigger != flow::Trigger::kSignal || event.name != name) continue;
            ++heard;
            start(*each, node, content);
        }
    }
    return heard;
}

}  // namespace fw::flows
