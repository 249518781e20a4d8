#include "engine/flow/kinds/service_task.h"

#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_service_task(NodeKinds& registry);

namespace {

std::string_view payload(const json::Value&) { return "result"; }

void read(NodeReader& reader, Node& node) {
    auto detail = std::make_unique<Service>();
    detail->action = reader.text("action");
    detail->arguments = reader.assignments("arguments", true);
    if (const json::Value* times = reader.find("retries"); times != nullptr && times->is_number()) {
        detail->retries = static_cast<std::uint32_t>(times->as_int64().value_or(3));
    }
    if (const json::Value* limit = reader.find("time_limit")) {
        if (const auto span = reader.span(*limit, reader.element() + "/time_limit")) detail->time_limit = *span;
    }
    if (const json::Value* wait = reader.find("retry_after")) {
        if (const auto span = reader.span(*wait, reader.element() + "/retry_after")) detail->retry_after = *span;
    }
    node.detail = std::move(detail);
}

void enter(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    const auto& service = static_cast<const Service&>(*run.node(here.node).detail);
    if (service.action.empty()) return run.complete(token);
    run.set_wait(here, Wait::Kind::kJob, service.action, run.payload_of(service.arguments, run.frame_of(token)));
}

}  // namespace

void add_service_task(NodeKinds& registry) {
    using model::Prop;
    using model::Shape;
    NodeKind kind;
    kind.id = "service_task";
    kind.description.label = Text("Service task", "服务任务");
    kind.description.help = Text("An action of a plugin or connector does the work; 'out' reads its result.",
                                 "由插件或连接器的动作完成工作；“out”可读取 result。");
    kind.description.icon = "settings";
    kind.description.properties = activity_properties(
        {Prop("action", Shape::kString, {"Action", "动作"},
              {"Which action, for example mail.send; without one the flow goes on at once.",
               "执行的动作，例如 mail.send；未填写时直接继续。"}),
         Prop("arguments", Shape::kAssignments, {"Arguments", "参数"},
              {"Names, and the FEEL expressions of their values.", "名称及其取值的 FEEL 表达式。"})
             .scope("flow"),
         Prop("time_limit", Shape::kDuration, {"Time limit", "时限"},
              {"An action that takes longer is ended and has failed.", "超过此时限的动作将被结束并视为失败。"})
             .fallback("PT1M"),
         Prop("retries", Shape::kInteger, {"Tries again", "重试次数"},
              {"How often after a failure, before it becomes an incident.", "失败后重试的次数，之后转为异常事件。"})
             .at_least(0)
             .at_most(100)
             .fallback(3),
         Prop("retry_after", Shape::kDuration, {"First after", "首次重试间隔"},
              {"How long before the first retry; twice as long before each one after it.",
               "首次重试前的等待时间，之后每次加倍。"})
             .fallback("PT10S")});
    kind.activity = true;
    kind.payload = &payload;
    kind.read = &read;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
