// Idempotency-Key: the answer of a change is stored in the change's own transaction, so that a repeated request finds
// it.
#pragma once

#include <optional>
#include <string>

#include "runtime/access/act.h"
#include "runtime/http/message.h"

namespace fw::http::routes {

struct IdempotencyKey {
    std::string key;
    std::string request_hash;  // of method, address, If-Match and body
};

// Nothing without the header; HTTP-400 if it is longer than 200 characters or no text.
[[nodiscard]] Result<std::optional<IdempotencyKey>> idempotency_key(const Request& request);

// The answer this person's earlier request with the key got. HTTP-422 if that was another request.
[[nodiscard]] Result<std::optional<Response>> earlier_answer(access::Act& act, const IdempotencyKey& key);
[[nodiscard]] Result<void> remember_answer(access::Act& act, const IdempotencyKey& key, const Response& answer);
[[nodiscard]] bool is_key_collision(const Diagnostics& diagnostics);

// Deletes answers older than a day; called now and then.
[[nodiscard]] Result<void> forget_old_answers(storage::Transaction& tx, storage::DateTime now);

}  // namespace fw::http::routes
