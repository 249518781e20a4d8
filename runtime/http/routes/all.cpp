#include "runtime/http/routes/routes.h"

namespace fw::http::routes {

void add_all(Api& api, Router& router, MetricSources& sources) {
    add_session(api);
    add_application(api);
    add_settings(api);
    add_records(api);
    add_batches(api);
    add_flows(api);
    add_operations(api);
    add_console(api);
    add_tasks(api);
    add_files(api);
    add_absences(api);
    add_notifications(api);
    add_reports(api);
    add_decisions(api);
    add_people(api);
    add_events(api);
    add_deployments(api);
    add_actions(api);
    add_maintenance(api);
    add_machine(api, router, sources);
}

}  // namespace fw::http::routes
