// The in-app inbox: fw_notification. One notification for a person and a cause, so that doing something twice tells it
// once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "runtime/access/act.h"
#include "runtime/storage/database.h"
#include "runtime/storage/ids.h"

namespace fw::notify {

struct Notice {
    std::int64_t person = 0;
    std::string cause;      // stable: "flow:17:3:0"
    std::string_view kind;  // reminder, notify, task, mention
    Text text;
    std::string_view entity;  // what it leads to: a record …
    storage::Id record = 0;
    storage::Id task = 0;  // … or a task
};

// Adds it to the inbox and to the news; does nothing where the person has it already.
[[nodiscard]] Result<void> tell(access::Act& act, const Notice& notice);

struct InboxRequest {
    bool unread = false;
    int limit = 50;
    std::string after;  // cursor
};

// {"notifications": […], "unread": n, "next"} of docs/http.md.
[[nodiscard]] Result<std::string> inbox(storage::Reader& reader, std::int64_t person, const InboxRequest& request,
                                        Language language);
// One as an event for SSE; empty if there is none.
[[nodiscard]] Result<std::string> notification(storage::Reader& reader, storage::Id id, Language language);
// FLOW-404 if it is not this person's.
[[nodiscard]] Result<void> mark_read(access::Act& act, storage::Id id);
[[nodiscard]] Result<void> mark_all_read(access::Act& act);

}  // namespace fw::notify
