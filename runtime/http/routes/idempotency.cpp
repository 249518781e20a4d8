#include "runtime/http/routes/idempotency.h"

#include <algorithm>

#include "engine/base/utf8.h"
#include "engine/json/read.h"
#include "runtime/http/json_writer.h"
#include "runtime/identity/secrets.h"
#include "runtime/storage/errors.h"

namespace fw::http::routes {

using storage::Param;
using storage::Row;

namespace {

constexpr std::size_t kLongestKey = 200;
constexpr std::int64_t kKept = 24LL * 3600 * 1'000'000;

std::string headers_text(const Response& answer) {
    JsonWriter out;
    out.begin_object().member("Content-Type", answer.content_type);
    for (const auto& [name, value] : answer.headers) out.member(name, value);
    return out.end_object().take();
}

void read_headers(std::string_view text, Response& out) {
    const auto read = json::read(text);
    if (!read || !read->is_object()) return;
    for (const json::Member& member : read->members()) {
        if (!member.value.is_string()) continue;
        if (member.key == "Content-Type") {
            out.content_type = member.value.as_string();
        } else {
            out.with(member.key, member.value.as_string());
        }
    }
}

}  // namespace

Result<std::optional<IdempotencyKey>> idempotency_key(const Request& request) {
    if (!request.has_header("Idempotency-Key")) return std::optional<IdempotencyKey>();
    const std::string_view key = request.header("Idempotency-Key");
    if (key.empty() || !utf8::valid(key) || utf8::length(key) > kLongestKey) {
        return fail("HTTP-400",
                    {"An Idempotency-Key has 1 to 200 characters.", "Idempotency-Key 的长度应为 1 到 200 个字符。"});
    }
    std::string all(method_name(request.method));
    all.append("\n")
        .append(request.target)
        .append("\n")
        .append(request.header("If-Match"))
        .append("\n")
        .append(request.body);
    return std::optional(IdempotencyKey{std::string(key), identity::token_hash(all)});
}

Result<std::optional<Response>> earlier_answer(access::Act& act, const IdempotencyKey& key) {
    std::optional<Response> out;
    bool same = true;
    auto done = act.tx.query(
        "SELECT request_hash, status, headers, response FROM fw_idempotency WHERE person_id = ? AND key = ?",
        {act.caller.person(), key.key}, [&](const Row& row) {
            same = row.blob(0) == key.request_hash;
            out.emplace();
            out->status = static_cast<int>(row.integer(1));
            read_headers(row.text(2), *out);
            out->body = row.text(3);
        });
    if (!done) return tl::unexpected(done.error());
    if (!same) {
        return fail("HTTP-422",
                    {"This Idempotency-Key was used for another request.", "该 Idempotency-Key 已用于其他请求。"}, {},
                    {"Use a new key for each new request.", "请为每个新请求使用新的键。"});
    }
    return out;
}

Result<void> remember_answer(access::Act& act, const IdempotencyKey& key, const Response& answer) {
    auto done = act.tx.execute(
        "INSERT INTO fw_idempotency (person_id, key, request_hash, status, headers, response, created_at) VALUES (?, "
        "?, ?, ?, ?, ?, ?)",
        {act.caller.person(), key.key, Param::blob(key.request_hash), answer.status, headers_text(answer), answer.body,
         act.now});
    if (!done) return tl::unexpected(done.error());
    return {};
}

bool is_key_collision(const Diagnostics& diagnostics) {
    if (storage::error_kind(diagnostics) != storage::ErrorKind::kUnique) return false;
    const auto columns = storage::violated_columns(diagnostics);
    return std::any_of(columns.begin(), columns.end(),
                       [](const std::string& c) { return c.starts_with("fw_idempotency."); });
}

Result<void> forget_old_answers(storage::Transaction& tx, storage::DateTime now) {
    auto done = tx.execute("DELETE FROM fw_idempotency WHERE created_at < ?", {storage::DateTime{now.micros - kKept}});
    if (!done) return tl::unexpected(done.error());
    return {};
}

}  // namespace fw::http::routes
