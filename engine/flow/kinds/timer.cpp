#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/zones.h"
#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_timer(NodeKinds& registry);

namespace {

struct Wait : NodeDetail {
    std::optional<Span> after;
    model::Expr at;
};

void read(NodeReader& reader, Node& node) {
    auto wait = std::make_unique<Wait>();
    const json::Value* after = reader.find("after");
    if (after != nullptr) wait->after = reader.span(*after, reader.element() + "/after");
    wait->at = reader.expression("at", feel::Type());
    if ((after != nullptr) == static_cast<bool>(wait->at)) {
        reader.mistake("FLOW-024", Text("a timer needs either 'after' or 'at'", "定时节点需要“after”或“at”其中之一"));
    }
    node.detail = std::move(wait);
}

std::optional<Instant> instant_of(const feel::Value& value, feel::Zone zone) {
    feel::DateTime time;
    if (value.is(feel::Kind::kDateTime)) {
        time = value.as_date_time();
    } else if (value.is(feel::Kind::kDate)) {
        time.seconds = value.as_date().days * feel::kSecondsPerDay;
    } else {
        return std::nullopt;
    }
    if (time.zone.is_none()) time.zone = zone.is_none() ? feel::Zone::utc() : zone;
    const auto seconds = feel::utc_seconds(time);
    constexpr std::int64_t kLimit = 9'000'000'000'000;  // what 64 bits of microseconds hold
    if (!seconds || *seconds > kLimit || *seconds < -kLimit) return std::nullopt;
    return *seconds * 1'000'000 + time.nanos / 1000;
}

void enter(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    const auto& wait = static_cast<const Wait&>(*run.node(here.node).detail);
    Instant due = 0;
    if (wait.after) {
        due = run.after(*wait.after);
    } else {
        const auto at = instant_of(run.evaluate(wait.at), run.inputs().zone);
        if (!at) {
            return run.fail("FLOW-305", Text("'at' gives no date", "“at”没有得到日期"), &run.node(here.node));
        }
        due = *at;
    }
    run.set_timer(here, Timer::Purpose::kNode, due);
}

void fire(Run& run, const Timer& timer) { run.go_on(timer.token); }

}  // namespace

void add_timer(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "timer";
    kind.description.label = Text("Wait", "等待");
    kind.description.help = Text("Waits for a time span or until a moment.", "等待一段时间或等到某一时刻。");
    kind.description.icon = "timer";
    kind.description.properties = {model::Prop("after", model::Shape::kDuration, {"For", "时长"},
                                               {"For example P3D or PT4H.", "例如 P3D 或 PT4H。"}),
                                   model::Prop("at", model::Shape::kExpression, {"Until", "直到"},
                                               {"A date or a date and time.", "日期或日期时间。"})
                                       .scope("flow")};
    kind.read = &read;
    kind.enter = &enter;
    kind.fire = &fire;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
