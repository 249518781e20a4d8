// One command of a caller inside one transaction: what every change of records, flows and tasks is called with.
//
//     Result<Outcome> create(Act& act, const Entity& entity, const json::Value& fields);
//
// The caller of such a function owns the transaction: the HTTP layer adds the Idempotency-Key's row and renders the
// answer in it, so the answer and the effect are committed together. A work may run again, so functions take everything
// from the Act and keep nothing of their own. A fresh Act (with empty news) is made for each run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/feel/value.h"
#include "runtime/access/access.h"
#include "runtime/storage/database.h"
#include "runtime/storage/ids.h"

namespace fw::access {

// What a committed transaction means to those who are looking; published as server-sent events after the commit.
struct News {
    struct Record {
        std::string entity;  // qualified
        storage::Id id = 0;
        const char* what = "update";   // create, update, delete
        identity::PersonId owner = 0;  // of the record, to know who may hear of it
        identity::UnitId unit = 0;
        bool moved = false;  // a person took it to another state
        // What differed, with the values before (as records keep them; of a child table: null). Only where the program
        // has automations. `derived`: nobody wrote it; what is computed from other records has changed.
        std::vector<std::pair<std::string, feel::Value>> was = {};
        bool derived = false;
    };
    std::vector<Record> records;
    std::size_t followed = 0;  // of these, from the first on: what they set going has been done (automations)
    std::vector<std::pair<identity::PersonId, storage::Id>> tasks;          // whose inbox changed, and the task
    std::vector<std::pair<identity::PersonId, storage::Id>> notifications;  // whom, and the notification
    bool organisation = false;  // base.person, base.unit or role members changed: the directory is read again
    bool timers = false;        // fw_timer or fw_outbox got rows: wake the jobs
};

struct Act {
    storage::Transaction& tx;
    const Caller& caller;
    storage::IdSource& ids;
    storage::DateTime now;
    News news;
};

}  // namespace fw::access
