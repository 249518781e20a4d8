#include "runtime/flows/view.h"

namespace fw::flows {

Result<json::Value> View::to_resubmit(Id instance_id) const {
    auto loaded = load_instance(reader_, finder_, instance_id, false);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    auto made = instance(*loaded, false);
    if (!made) return made;
    std::optional<DateTime> since;
    const auto read = reader_.query("SELECT returned_at FROM fw_flow_instance WHERE id = ?", {instance_id},
                                    [&](const storage::Row& row) { since = row.maybe_date_time(0); });
    if (!read) return tl::unexpected(read.error());
    made->set("instance", id(instance_id));
    made->set("kind", json::Value::string("resubmit"));
    made->set("node", json::Value::string(loaded->flow->nodes[loaded->flow->start].id));
    made->set("node_label", text(Text("Resubmit", "重新提交")));
    made->set("assignee", person(loaded->state.initiator));
    made->set("status", json::Value::string("open"));
    made->set("created_at", moment(since));
    made->set("due_at", json::Value::null());
    auto fields = loaded->entity == nullptr ? Result<json::Value>(json::Value::array())
                                            : key_fields(*loaded->entity, loaded->record);
    if (!fields) return fields;
    made->set("key_fields", std::move(*fields));
    return made;
}

}  // namespace fw::flows
