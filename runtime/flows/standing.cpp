// Where tokens stand, told so that the instances of a repeated activity can be known apart.
#include "runtime/flows/view.h"

namespace fw::flows {

bool stands_for_all(const flow::Instance& state, const flow::Token& token) {
    const flow::Frame* inner = token.inner == 0 ? nullptr : state.frame(token.inner);
    return inner != nullptr && inner->kind == flow::Frame::Kind::kRepeat;
}

std::uint32_t repeated_instance(const flow::Instance& state, const flow::Token& token) {
    for (const std::uint32_t number : {token.inner, token.scope}) {
        const flow::Frame* frame = number == 0 ? nullptr : state.frame(number);
        const flow::Frame* around = frame == nullptr || frame->parent == 0 ? nullptr : state.frame(frame->parent);
        if (around != nullptr && around->kind == flow::Frame::Kind::kRepeat) return frame->begun;
    }
    return 0;
}

json::Value View::tokens(const Loaded& loaded) const {
    const flow::Instance& state = loaded.state;
    json::Value list = json::Value::array();
    for (const flow::Token& token : state.tokens) {
        json::Value item = json::Value::object();
        item.set("number", json::Value::number(static_cast<std::int64_t>(token.number)));
        item.set("node", json::Value::string(loaded.flow->nodes[token.node].id));
        item.set("node_label", text(loaded.flow->nodes[token.node].label));
        if (stands_for_all(state, token)) item.set("all", json::Value::boolean(true));
        if (const std::uint32_t which = repeated_instance(state, token); which != 0)
            item.set("instance", json::Value::number(static_cast<std::int64_t>(which)));
        json::Value people = json::Value::array();
        for (const flow::Seat& seat : state.seats_of(token.number)) {
            if (seat.node == token.node && seat.status == flow::SeatStatus::kWaiting && seat.person != flow::kNobody)
                people.push(person(seat.person));
        }
        if (!people.items().empty()) item.set("people", std::move(people));
        list.push(std::move(item));
    }
    return list;
}

}  // namespace fw::flows
