// Activities that run several times (BPMN 13.3.6, 13.3.7): one frame counts, each instance has a token in it.
#include <algorithm>

#include "engine/feel/shape.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

namespace {

struct Items {
    std::vector<feel::Value> list;
    std::uint32_t total = 0;
    bool wrong = false;
};

Items items_of(Run& run, const Repeat& repeat, std::uint32_t frame) {
    Items items;
    if (repeat.kind == Repeat::Kind::kLoop) return items;
    if (repeat.count) {
        const feel::Value count = run.evaluate(repeat.count, frame);
        const auto number = count.is_number() ? count.as_number().to_int64() : std::nullopt;
        items.wrong = !number || *number < 0 || *number > kMaxInstances;
        if (!items.wrong) items.total = static_cast<std::uint32_t>(*number);
        return items;
    }
    const feel::Value list = run.evaluate(repeat.items, frame);
    if (list.is_null()) return items;
    if (list.is_list()) {
        const auto view = list.as_list();
        for (std::size_t i = 0; i < view.size(); ++i) items.list.push_back(view[i]);
    } else {
        items.list.push_back(list);
    }
    items.wrong = static_cast<std::int64_t>(items.list.size()) > kMaxInstances;
    items.total = static_cast<std::uint32_t>(items.list.size());
    return items;
}

feel::Value item_at(const Frame& frame, std::uint32_t index) {
    if (!frame.items.is_list()) return {};
    const auto list = frame.items.as_list();
    return index <= list.size() ? list[index - 1] : feel::Value();
}

void begin_instance(Run& run, std::uint32_t frame, const feel::Value& item) {
    const Frame repeat = *run.state().frame(frame);
    Event begun = run.event(EventKind::kInstanceBegun);
    begun.token = run.state().last_token + 1;
    begun.node = repeat.node;
    begun.frame = frame;
    begun.other = repeat.token;
    begun.index = repeat.begun + 1;
    const std::uint32_t token = begun.token;
    const std::uint32_t index = begun.index;
    run.emit(std::move(begun));
    run.open_frame(token, index, item);
    run.schedule(token);
}

void finish_repeat(Run& run, std::uint32_t frame) {
    const std::uint32_t token = run.state().frame(frame)->token;
    const Repeat& repeat = *run.node_of(token).repeat;
    if (repeat.into) {
        std::vector<feel::Value> collected = run.state().frame(frame)->values;
        run.assign(*repeat.into, feel::Value::list(std::move(collected)), run.state().token(token)->scope);
    }
    run.close_frame(frame);
    run.leave(token);
}

// Of a loop, after `done` runs.
bool goes_round_again(Run& run, const Repeat& repeat, std::uint32_t frame, Slot counter, std::uint32_t done) {
    if (repeat.at_most != 0 && done >= repeat.at_most) return false;
    if (!repeat.while_true) return true;
    return run.evaluate(repeat.while_true, frame, counter, feel::Value::number(static_cast<std::int64_t>(done)))
        .is_true();
}

}  // namespace

void begin_repeat(Run& run, std::uint32_t token) {
    const Token owner = *run.state().token(token);
    const Node& node = run.node(owner.node);
    const Repeat& repeat = *node.repeat;
    Items items = items_of(run, repeat, owner.scope);
    if (items.wrong) {
        return run.fail("FLOW-311",
                        Text("'for_each' needs a list or a number from 0 to 100,000",
                             "“for_each”需要列表，或 0 到 100,000 之间的数字"),
                        &node);
    }
    const bool loop = repeat.kind == Repeat::Kind::kLoop;
    Event opened = run.event(EventKind::kFrameOpened, owner);
    opened.frame = run.state().last_frame + 1;
    opened.other = owner.scope;
    opened.order = static_cast<std::uint16_t>(Frame::Kind::kRepeat);
    opened.index = items.total;
    const bool sequential = repeat.kind == Repeat::Kind::kSequential;
    if (sequential && !items.list.empty()) opened.value = feel::Value::list(items.list);
    const std::uint32_t frame = opened.frame;
    run.emit(std::move(opened));
    if (loop) {
        const bool once = !repeat.test_before || goes_round_again(run, repeat, owner.scope, node.first_local, 0);
        return once ? begin_instance(run, frame, {}) : finish_repeat(run, frame);
    }
    if (items.total == 0) return finish_repeat(run, frame);
    const std::uint32_t at_once = sequential ? 1 : items.total;
    run.more_moves(items.total);
    for (std::uint32_t i = 0; i < at_once && !run.failed(); ++i) {
        begin_instance(run, frame, items.list.empty() ? feel::Value() : items.list[i]);
    }
}

void instance_done(Run& run, std::uint32_t token, std::uint32_t inner) {
    const Token here = *run.state().token(token);
    const std::uint32_t frame = here.scope;
    const Node& node = run.node(here.node);
    const Repeat& repeat = *node.repeat;
    const Frame* own = inner == 0 ? nullptr : run.state().frame(inner);
    const std::uint32_t index = own != nullptr ? own->begun : run.state().frame(frame)->finished + 1;
    const std::uint32_t seen = own != nullptr ? inner : frame;
    Event done = run.event(EventKind::kInstanceDone, here);
    done.frame = frame;
    done.index = index;
    if (repeat.collect) done.value = run.evaluate(repeat.collect, seen);
    run.emit(std::move(done));
    run.forget_names();
    // A frame that is kept does not see the repetition any more.
    if (own != nullptr && run.state().frame(inner)->done) run.keep_counters(inner, frame);
    const Slot counter = node.first_local + (repeat.has_item ? 1U : 0U);
    const bool enough = repeat.until && run.evaluate(repeat.until, seen).is_true();
    const std::uint32_t finished = run.state().frame(frame)->finished;
    const bool again =
        !enough && repeat.kind == Repeat::Kind::kLoop && goes_round_again(run, repeat, seen, counter, finished);
    if (own != nullptr) {
        const Frame* still = run.state().frame(inner);
        if (still != nullptr && !still->done) run.close_frame(inner);
    }
    if (enough) {
        run.cancel_frame(frame, Reason::kEnough);
        return finish_repeat(run, frame);
    }
    if (again) {
        run.more_moves(0);
        return begin_instance(run, frame, {});
    }
    const Frame& now = *run.state().frame(frame);
    if (repeat.kind == Repeat::Kind::kSequential && now.begun < now.total) {
        return begin_instance(run, frame, item_at(now, now.begun + 1));
    }
    if (now.tokens == 0) finish_repeat(run, frame);
}

}  // namespace fw::flow
