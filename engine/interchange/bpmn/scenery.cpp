#include "engine/interchange/bpmn/scenery.h"

#include <algorithm>
#include <cmath>

#include "engine/interchange/bpmn/kinds.h"
#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

using diagram::Box;
using diagram::Point;
using diagram::Route;

constexpr double kBand = 30;    // with the name of a pool or a lane
constexpr double kMargin = 20;  // around what a pool has to grow for

bool is_artefact(const xml::Element& element) {
    return is(element, "textAnnotation") || is(element, "group") || is(element, "dataObjectReference") ||
           is(element, "dataStoreReference") || is(element, "dataObject") || is(element, "dataInput") ||
           is(element, "dataOutput");
}

bool same_size(const Box& a, const Box& b) {
    return std::fabs(a.width - b.width) <= 1 && std::fabs(a.height - b.height) <= 1;
}

bool holds(const Box& outer, const Box& inner) { return diagram::united(outer.grown(2), inner) == outer.grown(2); }

// Where the line from the middle of a box to a point leaves it; small squares are circles.
Point border(const Box& box, Point towards) {
    const Point c = box.centre();
    const double dx = towards.x - c.x, dy = towards.y - c.y;
    const double length = std::hypot(dx, dy);
    if (length < 1e-6 || box.width <= 0) return c;
    if (std::fabs(box.width - box.height) < 1 && box.width <= 50)
        return {c.x + dx / length * box.width / 2, c.y + dy / length * box.width / 2};
    const double across = dx == 0 ? 1e9 : box.width / 2 / std::fabs(dx);
    const double down = dy == 0 ? 1e9 : box.height / 2 / std::fabs(dy);
    const double t = std::min(across, down);
    return {c.x + dx * t, c.y + dy * t};
}

// Where a point of one line lies on another one: as far along it.
Point along(const Route& was, Point at, const Route& is) {
    double before = 0, whole = 0, nearest = 1e18;
    for (std::size_t i = 1; i < was.size(); ++i) {
        const double piece = std::hypot(was[i].x - was[i - 1].x, was[i].y - was[i - 1].y);
        const double off = diagram::distance_to_segment(at, was[i - 1], was[i]);
        if (off < nearest) {
            nearest = off;
            before = whole + std::min(piece, std::hypot(at.x - was[i - 1].x, at.y - was[i - 1].y));
        }
        whole += piece;
    }
    const double part = whole > 0 ? before / whole : 0;
    double left = 0;
    for (std::size_t i = 1; i < is.size(); ++i) left += std::hypot(is[i].x - is[i - 1].x, is[i].y - is[i - 1].y);
    left *= part;
    for (std::size_t i = 1; i < is.size(); ++i) {
        const double piece = std::hypot(is[i].x - is[i - 1].x, is[i].y - is[i - 1].y);
        if (piece >= left && piece > 0) {
            const double t = left / piece;
            return {is[i - 1].x + (is[i].x - is[i - 1].x) * t, is[i - 1].y + (is[i].y - is[i - 1].y) * t};
        }
        left -= piece;
    }
    return is.back();
}

}  // namespace

// One end of a line: what it docks on, as drawn and now.
struct Scenery::End {
    Box was, is;
    bool pool = false;
};

Scenery::Scenery(const Source& source, const Ways& ways, Standing now)
    : source_(source), ways_(ways), now_(std::move(now)) {
    bool moved = false;
    for (const Standing::Node& node : now_.nodes) {
        const Shape* shape = source_.shape(node.element);
        // What was never drawn is not new.
        if (shape == nullptr ? source_.find(node.element) != nullptr : stands_in(node.box, *shape)) continue;
        moved = true;
        nodes_.emplace(node.element, node.box);
    }
    if (!moved) return;
    for (const xml::Element* each : source_.document().root.elements()) {
        const bool process = is(*each, "process");
        if (process || is(*each, "collaboration"))
            collect(*each, "", process ? std::string(each->value_or("id")) : std::string());
    }
    place_artefacts();
    grow_pools();
    draw_lines();
}

void Scenery::collect(const xml::Element& scope, const std::string& inside, const std::string& process) {
    for (const xml::Element* each : scope.elements()) {
        const std::string id(each->value_or("id"));
        if (is(*each, "laneSet")) {
            const xml::Element* pool = source_.participant_of(process);
            if (pool != nullptr) collect_lanes(*each, std::string(pool->value_or("id")), 1);
            continue;
        }
        collect_link(*each, inside);
        const Shape* shape = source_.shape(id);
        if (is_artefact(*each) && shape != nullptr) {
            artefacts_.insert(id);
            inside_.emplace(id, inside);
            process_.emplace(id, process);
            if (is(*each, "group")) groups_.insert(id);
        }
        if (is(*each, "ioSpecification")) collect(*each, inside, process);
        if (kind_of(*each) == nullptr) continue;
        if (shape != nullptr) steps_.insert(id);
        inside_.emplace(id, inside);
        // What a closed one holds is drawn elsewhere and does not go with it.
        collect(*each, id, shape == nullptr || shape->expanded ? process : std::string());
    }
}

void Scenery::collect_lanes(const xml::Element& set, const std::string& pool, int depth) {
    for (const xml::Element* lane : set.elements(kModel, "lane")) {
        if (source_.shape(lane->value_or("id")) != nullptr)
            lanes_.push_back({std::string(lane->value_or("id")), pool, depth});
        for (const xml::Element* inner : lane->elements(kModel, "childLaneSet")) collect_lanes(*inner, pool, depth + 1);
    }
}

void Scenery::collect_link(const xml::Element& element, const std::string& activity) {
    const std::string id(element.value_or("id"));
    if (ways_.of(id) == nullptr) return;
    const auto end = [](std::string_view reference) { return std::string(without_prefix(reference)); };
    if (is(element, "association") || is(element, "messageFlow"))
        links_.push_back(
            {id, end(element.value_or("sourceRef")), end(element.value_or("targetRef")), is(element, "messageFlow")});
    if (is(element, "dataInputAssociation"))
        links_.push_back({id, end(child_text(element, "sourceRef")), activity, false});
    if (is(element, "dataOutputAssociation"))
        links_.push_back({id, activity, end(child_text(element, "targetRef")), false});
}

std::vector<std::string> Scenery::owners_of(const std::string& artefact) const {
    std::vector<std::string> nodes, others;
    if (groups_.contains(artefact)) {
        const Box around = box_of(*source_.shape(artefact));
        for (const std::string& step : steps_) {
            if (holds(around, box_of(*source_.shape(step)))) nodes.push_back(step);
        }
        return nodes;
    }
    for (const Link& link : links_) {
        if (link.message || (link.from != artefact && link.to != artefact)) continue;
        const std::string& other = link.from == artefact ? link.to : link.from;
        (artefacts_.contains(other) ? others : nodes).push_back(other);
    }
    if (!nodes.empty()) return nodes;
    if (!others.empty()) return others;
    const auto scope = inside_.find(artefact);
    const Shape* around = scope == inside_.end() ? nullptr : source_.shape(scope->second);
    if (around != nullptr && around->expanded) nodes.push_back(scope->second);
    return nodes;
}

Point Scenery::shift_of_all(const std::vector<std::string>& elements) {
    Point all;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        const Point each = shift_of(elements[i]);
        if (i > 0 && (std::fabs(each.x - all.x) > 1 || std::fabs(each.y - all.y) > 1)) return {};
        if (i == 0) all = each;
    }
    return all;
}

Point Scenery::shift_of(const std::string& element) {
    if (const auto node = nodes_.find(element); node != nodes_.end()) {
        const Shape* shape = source_.shape(element);
        if (shape == nullptr || !same_size(box_of(*shape), node->second)) return {};
        return {node->second.x - shape->at.x, node->second.y - shape->at.y};
    }
    if (artefacts_.contains(element)) {
        const auto [known, fresh] = shifts_.emplace(element, Point{});  // nothing while it is being found out
        if (fresh) {
            const Point by = shift_of_all(owners_of(element));
            shifts_[element] = by;
            return by;
        }
        return known->second;
    }
    const xml::Element* flow = source_.find(element);  // a sequence flow goes with both its ends
    if (flow == nullptr || !is(*flow, "sequenceFlow")) return {};
    return shift_of_all({std::string(without_prefix(flow->value_or("sourceRef"))),
                         std::string(without_prefix(flow->value_or("targetRef")))});
}

void Scenery::place_artefacts() {
    for (const std::string& id : artefacts_) {
        const Point by = shift_of(id);
        if (by == Point{}) continue;
        Box box = box_of(*source_.shape(id));
        box.x += by.x;
        box.y += by.y;
        boxes_.emplace(id, box);
    }
}

void Scenery::grow_pools() {
    const auto grow = [&](const std::string& pool, const Box& was, const Box& content, bool upright) {
        int depth = 0;
        for (const Lane& lane : lanes_) {
            if (lane.pool == pool) depth = std::max(depth, lane.depth);
        }
        const double band = kBand * (1 + depth);
        const double left = upright ? 0 : band, top = upright ? band : 0;
        const double grown_left = content.x < was.x + left ? was.x + left - content.x + kMargin : 0;
        const double grown_top = content.y < was.y + top ? was.y + top - content.y + kMargin : 0;
        const double grown_right = content.right() > was.right() ? content.right() - was.right() + kMargin : 0;
        const double grown_bottom = content.bottom() > was.bottom() ? content.bottom() - was.bottom() + kMargin : 0;
        if (grown_left + grown_top + grown_right + grown_bottom == 0) return;
        const auto spread = [&](const Box& box, bool l, bool t, bool r, bool b) {
            Box out = box;
            if (l) out = {out.x - grown_left, out.y, out.width + grown_left, out.height};
            if (t) out = {out.x, out.y - grown_top, out.width, out.height + grown_top};
            if (r) out.width += grown_right;
            if (b) out.height += grown_bottom;
            return out;
        };
        boxes_[pool] = spread(was, true, true, true, true);
        for (const Lane& lane : lanes_) {
            if (lane.pool != pool) continue;
            const Box box = box_of(*source_.shape(lane.id));
            const auto at = [](double a, double b) { return std::fabs(a - b) <= 2; };
            boxes_[lane.id] = upright ? spread(box, at(box.x, was.x), true, at(box.right(), was.right()), true)
                                      : spread(box, true, at(box.y, was.y), true, at(box.bottom(), was.bottom()));
        }
    };
    const auto index = [&](const auto& self, const xml::Element& element) -> void {
        if (element.name.is(kBpmnDi, "BPMNShape") && !flag(element, "isHorizontal", true))
            upright_.insert(std::string(without_prefix(element.value_or("bpmnElement"))));
        for (const xml::Element* each : element.elements()) self(self, *each);
    };
    index(index, source_.document().root);
    for (const xml::Element* process : source_.processes()) {
        const std::string id(process->value_or("id"));
        const xml::Element* participant = source_.participant_of(id);
        const std::string pool(participant == nullptr ? "" : participant->value_or("id"));
        const Shape* shape = pool.empty() ? nullptr : source_.shape(pool);
        if (shape == nullptr || !shape->expanded) continue;
        std::optional<Box> content;
        const auto take = [&](const Box& box) { content = content ? diagram::united(*content, box) : box; };
        for (const Standing::Node& node : now_.nodes) {
            if (node.process == id && !node.apart && nodes_.contains(node.element)) take(node.box);
        }
        for (const auto& [artefact, box] : boxes_) {
            const auto of = process_.find(artefact);
            const Shape* drawn = source_.shape(artefact);
            if (of != process_.end() && of->second == id && drawn != nullptr && holds(box_of(*shape), box_of(*drawn)))
                take(box);
        }
        if (content) grow(pool, box_of(*shape), *content, upright_.contains(pool));
    }
}

Box Scenery::now(const std::string& element, const Box& was) const {
    if (const auto node = nodes_.find(element); node != nodes_.end()) return node->second;
    const auto other = boxes_.find(element);
    return other == boxes_.end() ? was : other->second;
}

std::optional<Scenery::End> Scenery::end_of(const std::string& element, Point dock) const {
    if (const Shape* shape = source_.shape(element)) {
        const Box was = box_of(*shape);
        const xml::Element* found = source_.find(element);
        return End{was, now(element, was), found != nullptr && is(*found, "participant")};
    }
    const Route* was = ways_.of(element);
    if (was == nullptr) return std::nullopt;
    const auto is = now_.ways.find(element);
    const Point to = is == now_.ways.end() || is->second.size() < 2 ? dock : along(*was, dock, is->second);
    return End{{dock.x, dock.y, 0, 0}, {to.x, to.y, 0, 0}};
}

Route Scenery::redrawn(const Link& link, const Route& way, const End& from, const End& to) const {
    if (const auto bent = diagram::bend_route(way, {from.was, to.was}, {from.is, to.is})) return *bent;
    const Point a = from.is.centre(), b = to.is.centre();
    if (!link.message) return {border(from.is, b), border(to.is, a)};
    // Messages run up and down; at a pool they dock where they did, or straight below what they come from.
    const bool down = a.y < b.y;
    double x1 = from.pool ? (to.pool ? way.front().x : b.x) : a.x;
    double x2 = to.pool ? (from.pool ? way.back().x : a.x) : b.x;
    if (from.pool) x1 = std::clamp(x1, from.is.x + kBand, from.is.right());
    if (to.pool) x2 = std::clamp(x2, to.is.x + kBand, to.is.right());
    const double y1 = down ? from.is.bottom() : from.is.y;
    const double y2 = down ? to.is.y : to.is.bottom();
    if (std::fabs(x1 - x2) < 1) return {{x1, y1}, {x1, y2}};
    return {{x1, y1}, {x1, (y1 + y2) / 2}, {x2, (y1 + y2) / 2}, {x2, y2}};
}

void Scenery::draw_lines() {
    for (const Link& link : links_) {
        const Route& way = *ways_.of(link.id);
        const auto from = end_of(link.from, way.front());
        const auto to = end_of(link.to, way.back());
        if (!from || !to || (from->was == from->is && to->was == to->is)) continue;
        lines_.emplace(link.id, redrawn(link, way, *from, *to));
    }
}

Box Scenery::box(std::string_view element, const Shape& drawn) const {
    const auto found = boxes_.find(element);
    return found == boxes_.end() ? box_of(drawn) : found->second;
}

const Route* Scenery::way(std::string_view line) const {
    const auto found = lines_.find(line);
    return found == lines_.end() ? ways_.of(line) : &found->second;
}

}  // namespace fw::bpmn
