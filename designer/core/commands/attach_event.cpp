#include "designer/core/flow_bodies.h"
#include "designer/core/flow_commands.h"
#include "designer/core/sample.h"
#include "engine/flow/kind.h"

namespace fw::designer {

namespace {

class AttachEvent final : public Command {
  public:
    AttachEvent(std::string flow, std::string event, std::string host, std::string body, Point centre)
        : flow_(std::move(flow)),
          event_(std::move(event)),
          host_(std::move(host)),
          body_(std::move(body)),
          centre_(centre) {}

    [[nodiscard]] Text label() const override { return {"Put the event on a border", "将事件置于边框"}; }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        const FlowDiagram diagram = drawn_flow(workspace, flow_);
        const FlowNode* event = diagram.node(event_);
        const FlowNode* host = diagram.node(host_);
        const flow::NodeKind* kind = event == nullptr ? nullptr : flow::node_kinds().find(event->type);
        if (kind == nullptr || !kind->boundary || host == nullptr || !takes_events(*host) ||
            stands_in(diagram, *host, {event_}))
            return Verdict::refused({"Only an activity has a border for events.", "只有活动的边框上可以放置事件。"});
        return Verdict::allowed();
    }
    void apply(Edit& edit) const override {
        keep_places(edit, flow_);
        const FlowDiagram before = drawn_flow(edit.workspace(), flow_);
        const FlowNode* host = before.node(host_);
        const FlowNode* event = before.node(event_);
        if (host == nullptr || event == nullptr) return;
        // Into the sub-process of the activity; edges to what stays behind are cut there.
        if (event->parent != host->parent) edit.run(*move_into(edit.workspace(), flow_, {event_}, {}, host->parent));
        edit.set({flow_, join_path(body_, "nodes/" + event_) + "/attached_to"}, json::Value::string(host_));
        const FlowDiagram now = drawn_flow(edit.workspace(), flow_);
        const Point onto = on_border(now.node(host_)->box, centre_);
        if (const FlowNode* moved = now.node(event_)) {
            const Point was = moved->box.centre();
            shift_nodes(edit, flow_, now, {event_}, {onto.x - was.x, onto.y - was.y});
        }
        settle(edit, flow_, now);
    }
    [[nodiscard]] std::vector<Address> selects() const override {
        return {{flow_, join_path(body_, "nodes/" + event_)}};
    }

  private:
    std::string flow_, event_, host_, body_;
    Point centre_;
};

}  // namespace

CommandPtr attach_event(const Workspace& workspace, std::string flow, std::string event, std::string host,
                        Point centre) {
    const Document* document = workspace.document(flow);
    std::string body = document == nullptr ? std::string() : body_of(path_of_node(document->root, host));
    return std::make_unique<AttachEvent>(std::move(flow), std::move(event), std::move(host), std::move(body), centre);
}

namespace {

// The sample has no event on a border: it gets one first.
class AttachExample final : public Command {
  public:
    explicit AttachExample(const Workspace& workspace)
        : add_(add_node(workspace, sample::kFlow, "boundary",
                        drawn_flow(workspace, sample::kFlow).node("manager")->box.centre())) {}
    [[nodiscard]] Text label() const override { return {"Add an event and move it", "添加事件并移动"}; }
    void apply(Edit& edit) const override {
        edit.run(*add_);
        edit.run(*attach_event(edit.workspace(), sample::kFlow, last_step(add_->selects().front().path), "finance",
                               drawn_flow(edit.workspace(), sample::kFlow).node("finance")->box.centre()));
    }

  private:
    CommandPtr add_;
};

}  // namespace

void add_attach_event(CommandKinds& registry);
void add_attach_event(CommandKinds& registry) {
    registry.add({"attach_event", [](const Workspace& workspace) {
                      std::vector<CommandPtr> made;
                      made.push_back(std::make_unique<AttachExample>(workspace));
                      return made;
                  }});
}

}  // namespace fw::designer
