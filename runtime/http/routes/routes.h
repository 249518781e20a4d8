// Every route of Formwork: one function a resource, one file each.
#pragma once

#include <string>

#include "runtime/http/metrics.h"
#include "runtime/http/router.h"
#include "runtime/http/routes/api.h"
#include "runtime/http/static_files.h"

namespace fw::http::routes {

void add_session(Api& api);        // /session, /me
void add_application(Api& api);    // /app
void add_settings(Api& api);       // /settings
void add_records(Api& api);        // /records
void add_batches(Api& api);        // /records/{entity}/batch
void add_flows(Api& api);          // /flows, /instances, actions and trails of records
void add_operations(Api& api);     // /incidents, /automations, /bulk, history of /instances
void add_console(Api& api);        // diagrams, replays and durations of flows
void add_tasks(Api& api);          // /tasks
void add_files(Api& api);          // /files
void add_absences(Api& api);       // /absences
void add_notifications(Api& api);  // /notifications
void add_reports(Api& api);        // /reports
void add_decisions(Api& api);      // /decisions
void add_people(Api& api);         // /people, /users
void add_events(Api& api);         // /events
void add_deployments(Api& api);    // /deployments
void add_actions(Api& api);        // /actions (plugins)
void add_maintenance(Api& api);    // /maintenance: backup, doctor; for the local command line
void add_machine(Api& api, Router& router, MetricSources& sources);  // /healthz, /readyz, /openapi.json, /about

// All of them.
void add_all(Api& api, Router& router, MetricSources& sources);

// The "packs" of a body: HTTP-422 where they are missing or misshapen.
[[nodiscard]] Result<std::vector<model::PackSource>> packs_of(const json::Value& body);

// "me" of docs/http.md.
void write_me(JsonWriter& out, const Caller& caller);
// {"id", "name"} or null.
void write_person(JsonWriter& out, std::string_view key, const identity::Directory& directory,
                  identity::PersonId person);

// ,"actions": [{"flow", "action", "label", "enabled", "reason"?}] for the end of a record's object.
[[nodiscard]] Result<std::string> record_actions(const host::Running& running, storage::Reader& reader,
                                                 const Caller& caller, const compile::Entity& entity,
                                                 const records::Shown& shown, storage::DateTime now);

// The OpenAPI 3.1 document of the routes and the deployed entities.
[[nodiscard]] std::string openapi(const Router& router, const compile::Program& program,
                                  const Caller* caller);  // null: nobody is signed in, so no entities

}  // namespace fw::http::routes
