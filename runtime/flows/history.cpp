#include "runtime/flows/history.h"

namespace fw::flows {

namespace {

struct Segment {
    std::int64_t until = 0;  // the step that moved it to the next version
    Loaded on;
};

Result<std::vector<Segment>> segments_of(Reader& reader, const FlowFinder& finder, const Loaded& loaded) {
    struct Row {
        std::int64_t seq = 0;
        std::string version;
        Id deployment = 0;
    };
    std::vector<Row> rows;
    const auto read = reader.query(
        "SELECT seq, flow_version, deployment_id FROM fw_flow_migration WHERE instance_id = ? ORDER BY seq",
        {loaded.id}, [&](const storage::Row& row) {
            rows.push_back({row.integer(0), std::string(row.text(1)), row.integer(2)});
        });
    if (!read) return tl::unexpected(read.error());
    std::vector<Segment> segments;
    for (const Row& row : rows) {
        Segment segment;
        segment.until = row.seq;
        segment.on = loaded;
        if (auto found = finder.find(reader, loaded.flow->id, row.version, row.deployment, segment.on); !found)
            return tl::unexpected(std::move(found.error()));
        segments.push_back(std::move(segment));
    }
    return segments;
}

Result<void> steps(Reader& reader, const std::vector<Segment>& segments, const Loaded& loaded,
                   const std::function<bool(const Step&)>& visit, std::int64_t after) {
    Diagnostics failure;
    const auto read =
        reader.query("SELECT seq, at, events FROM fw_flow_event WHERE instance_id = ? AND seq > ? ORDER BY seq",
                     {loaded.id, after}, [&](const storage::Row& row) {
                         Step step;
                         step.number = row.integer(0);
                         step.at = row.date_time(1);
                         step.flow = loaded.flow;
                         for (const Segment& segment : segments) {
                             if (step.number >= segment.until) continue;
                             step.flow = segment.on.flow;
                             break;
                         }
                         auto events = flow::read_events(row.text(2), *step.flow);
                         if (!events) {
                             failure = std::move(events.error());
                             return false;
                         }
                         step.events = std::move(*events);
                         return visit(step);
                     });
    if (!read) return tl::unexpected(read.error());
    if (!failure.empty()) return tl::unexpected(std::move(failure));
    return {};
}

}  // namespace

Result<void> each_step(Reader& reader, const FlowFinder& finder, const Loaded& loaded,
                       const std::function<bool(const Step&)>& visit, std::int64_t after) {
    auto segments = segments_of(reader, finder, loaded);
    if (!segments) return tl::unexpected(std::move(segments.error()));
    return steps(reader, *segments, loaded, visit, after);
}

Result<Loaded> state_at(Reader& reader, const FlowFinder& finder, const Loaded& loaded, std::int64_t at) {
    if (at == 0 || at == loaded.version) return loaded;
    auto segments = segments_of(reader, finder, loaded);
    if (!segments) return tl::unexpected(std::move(segments.error()));
    Loaded then = loaded;
    then.state = flow::Instance();
    then.version = 0;
    const auto replayed = steps(
        reader, *segments, loaded,
        [&](const Step& step) {
            if (step.number != then.version + 1) return false;  // earlier ones are no longer kept
            for (const flow::Event& event : step.events) flow::apply(then.state, *step.flow, event);
            then.version = step.number;
            then.flow = step.flow;
            return step.number < at;
        },
        0);
    if (!replayed) return tl::unexpected(replayed.error());
    if (then.version != at) return not_found();
    for (const Segment& segment : *segments) {
        if (at < segment.until) {
            then.program = segment.on.program;
            then.deployment = segment.on.deployment;
            break;
        }
    }
    return then;
}

Result<std::int64_t> Flows::forget(Act& act, DateTime before, int most) const {
    std::vector<Id> old;
    const auto read = act.tx.query(
        "SELECT i.id FROM fw_flow_instance i WHERE i.ended_at < ? AND EXISTS (SELECT 1 FROM fw_flow_event e WHERE "
        "e.instance_id = i.id) ORDER BY i.ended_at LIMIT ?",
        {before, most}, [&](const storage::Row& row) { old.push_back(row.integer(0)); });
    if (!read) return tl::unexpected(read.error());
    for (const Id id : old) {
        for (const char* sql :
             {"DELETE FROM fw_flow_event WHERE instance_id = ?", "DELETE FROM fw_task WHERE instance_id = ?",
              "DELETE FROM fw_incident WHERE instance_id = ? AND state = 'solved'",
              "DELETE FROM fw_flow_migration WHERE instance_id = ?", "DELETE FROM fw_flow_call WHERE child_id = ?"}) {
            auto done = act.tx.execute(sql, {id});
            if (!done) return tl::unexpected(done.error());
        }
    }
    return static_cast<std::int64_t>(old.size());
}

}  // namespace fw::flows
