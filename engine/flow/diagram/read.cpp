// From the model to boxes: what is written first, then places from the inside out, then routes.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "engine/flow/diagram/diagram.h"

namespace fw::diagram {

namespace {

constexpr double kPadding = 30;       // around the content of a sub-process
constexpr double kHeading = 22;       // its label, above the content
constexpr Size kLeastOpen{200, 120};  // an open sub-process, however little it holds
constexpr std::size_t kDeepest = 40;

std::optional<double> coordinate(const json::Value& value) {
    if (!value.is_number()) return std::nullopt;
    double number = 0;
    const std::string& text = value.literal();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || std::abs(number) > 1e6) return std::nullopt;
    return number;
}

std::optional<Point> place_of(const json::Value& root, std::string_view node) {
    const json::Value* places = root.find("diagram");
    const json::Value* place = places == nullptr ? nullptr : places->find(node);
    if (place == nullptr || !place->is_array() || place->items().size() != 2) return std::nullopt;
    const auto x = coordinate(place->items()[0]);
    const auto y = coordinate(place->items()[1]);
    if (!x || !y) return std::nullopt;
    return Point{*x, *y};
}

Box box_at(Point centre, Size size) {
    return {centre.x - size.width / 2, centre.y - size.height / 2, size.width, size.height};
}

class Reading {
  public:
    Reading(const json::Value& root, const Options& options) : root_(root), options_(options) {}

    FlowDiagram run() {
        read_body(root_, "", "", 0);
        place_level("");
        if (options_.route) route_edges(diagram_);
        return std::move(diagram_);
    }

  private:
    void read_body(const json::Value& body, const std::string& parent, const std::string& within, std::size_t depth) {
        const json::Value* nodes = body.find("nodes");
        if (nodes != nullptr && nodes->is_array()) {
            for (const json::Value& item : nodes->items()) read_node(item, parent, within, depth);
        }
        const json::Value* edges = body.find("edges");
        if (edges != nullptr && edges->is_array()) read_edges(*edges, parent, within);
    }

    void read_node(const json::Value& item, const std::string& parent, const std::string& within, std::size_t depth) {
        FlowNode node;
        node.id = item.string_or("id");
        if (node.id.empty()) return;
        node.type = item.string_or("type");
        node.label = text_of_value(item.find("label"));
        node.shape = node_shape(node.type);
        node.attached_to = item.string_or("attached_to");
        node.parent = parent;
        node.within = within;
        node.written = &item;
        const auto own = options_.drawn ? options_.drawn(node.id) : std::nullopt;
        const json::Value* inner = item.find("nodes");
        const bool known = !ids_.insert(node.id).second;  // two of that name: neither can be opened twice
        // An empty list is one to put something into: it is drawn open, too.
        node.expanded = !known && options_.expand && (!own || own->expanded) && depth < kDeepest && inner != nullptr &&
                        inner->is_array();
        node.apart = own && own->apart;
        const auto place = place_of(root_, node.id);
        node.box = box_at(place.value_or(Point{}), own ? own->size : node_size(node.type));
        placed_.push_back(place.has_value());
        sized_.push_back(own.has_value());
        apart_.push_back(own && own->apart);
        untouched_.push_back(own && own->centre && place && std::abs(place->x - own->centre->x) <= 1 &&
                             std::abs(place->y - own->centre->y) <= 1);
        const std::string id = node.id;
        const std::string_view handler = item.string_or("handler");
        if (options_.associations && !handler.empty()) {
            FlowEdge edge;
            edge.key = id + "~" + std::string(handler);
            edge.from = id;
            edge.to = handler;
            edge.association = true;
            edge.parent = parent;
            edge.within = within;
            diagram_.edges.push_back(std::move(edge));
        }
        const bool expanded = node.expanded;
        diagram_.nodes.push_back(std::move(node));
        if (expanded) read_body(item, id, within + "nodes/" + id + "/", depth + 1);
    }

    void read_edges(const json::Value& edges, const std::string& parent, const std::string& within) {
        std::map<std::string, int> taken;
        for (std::size_t i = 0; i < edges.items().size(); ++i) {
            const json::Value& item = edges.items()[i];
            FlowEdge edge;
            edge.from = item.string_or("from");
            edge.to = item.string_or("to");
            edge.key = item.string_or("id");
            if (edge.key.empty() && !edge.from.empty() && !edge.to.empty()) edge.key = edge.from + "-" + edge.to;
            if (edge.key.empty()) edge.key = std::to_string(i);
            if (const int nth = ++taken[edge.key]; nth > 1) edge.key += "#" + std::to_string(nth);
            edge.label = text_of_value(item.find("label"));
            edge.when = item.string_or("when");
            edge.on = item.string_or("on");
            const json::Value* otherwise = item.find("default");
            edge.is_default = otherwise != nullptr && otherwise->is_boolean() && otherwise->as_boolean();
            edge.parent = parent;
            edge.within = within;
            edge.written = &item;
            diagram_.edges.push_back(std::move(edge));
        }
    }

    [[nodiscard]] std::vector<std::size_t> level(std::string_view parent) const {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < diagram_.nodes.size(); ++i) {
            if (diagram_.nodes[i].parent == parent) found.push_back(i);
        }
        return found;
    }

    void shift_content(const std::string& parent, double dx, double dy) {
        for (const std::size_t i : level(parent)) {
            FlowNode& node = diagram_.nodes[i];
            node.box.x += dx;
            node.box.y += dy;
            if (node.expanded) shift_content(node.id, dx, dy);
        }
    }

    // The box around what stands in a sub-process. It stays where its own place is written, and is never smaller than
    // what it holds.
    void surround(std::size_t index) {
        if (apart_[index]) return;
        FlowNode& node = diagram_.nodes[index];
        const std::optional<Box> content = around_content(diagram_, node.id);
        const Point centre = node.box.centre();
        if (!content) {
            if (!sized_[index]) node.box = box_at(centre, kLeastOpen);
            return;
        }
        const std::vector<std::size_t> inner = level(node.id);
        const bool fixed = std::any_of(inner.begin(), inner.end(), [&](std::size_t i) { return placed_[i]; });
        if (!placed_[index]) {
            node.box = *content;
            placed_[index] = fixed;  // it stands where its content stands
            return;
        }
        const Size own{node.box.width, node.box.height};
        if (!fixed) {
            shift_content(node.id, centre.x - content->centre().x, centre.y - content->centre().y);
            if (!sized_[index]) node.box = box_at(centre, {content->width, content->height});
            if (sized_[index])
                node.box = box_at(centre, {std::max(own.width, content->width), std::max(own.height, content->height)});
            return;
        }
        const bool as_drawn =
            untouched_[index] && std::all_of(inner.begin(), inner.end(), [&](std::size_t i) { return untouched_[i]; });
        if (as_drawn || (sized_[index] && holds(node.box, inner))) return;
        node.box = united(sized_[index] ? node.box : box_at(centre, kLeastOpen), *content);
    }

    [[nodiscard]] bool holds(const Box& box, const std::vector<std::size_t>& inner) const {
        return std::all_of(inner.begin(), inner.end(), [&](std::size_t i) {
            const Box& each = diagram_.nodes[i].box;
            return united(box.grown(1), each) == box.grown(1);
        });
    }

    void place_level(const std::string& parent) {
        const std::vector<std::size_t> nodes = level(parent);
        for (const std::size_t i : nodes) {
            if (!diagram_.nodes[i].expanded) continue;
            place_level(diagram_.nodes[i].id);
            surround(i);
        }
        const bool complete = std::all_of(nodes.begin(), nodes.end(), [&](std::size_t i) { return placed_[i]; });
        if (complete) return;
        std::vector<Point> centres(diagram_.nodes.size());
        layout_level(diagram_, parent, {80, 200}, centres);
        for (const std::size_t i : nodes) {
            FlowNode& node = diagram_.nodes[i];
            if (placed_[i] || !node.attached_to.empty()) continue;
            move_to(node, free_place(node, centres[i], nodes));
            settled_.push_back(i);
        }
        std::map<std::string, int> on_border;
        for (const std::size_t i : nodes) {
            FlowNode& node = diagram_.nodes[i];
            const FlowNode* host = node.attached_to.empty() ? nullptr : diagram_.node(node.attached_to);
            if (placed_[i] || node.attached_to.empty()) continue;
            if (host == nullptr || host == &node) {
                move_to(node, centres[i]);
                continue;
            }
            const Size size{node.box.width, node.box.height};
            node.box = box_at({host->box.right() - 24 - 44 * on_border[host->id]++, host->box.bottom()}, size);
        }
    }

    void move_to(FlowNode& node, Point centre) {
        const Point was = node.box.centre();
        node.box.x += centre.x - was.x;
        node.box.y += centre.y - was.y;
        if (node.expanded) shift_content(node.id, centre.x - was.x, centre.y - was.y);
    }

    // Among nodes that stand where somebody has put them: below whatever is there already.
    [[nodiscard]] Point free_place(const FlowNode& node, Point centre, const std::vector<std::size_t>& nodes) const {
        const bool among_placed = std::any_of(nodes.begin(), nodes.end(), [&](std::size_t i) { return placed_[i]; });
        if (!among_placed) return centre;
        for (std::size_t tries = 0; tries < nodes.size(); ++tries) {
            const Box wanted = box_at(centre, {node.box.width, node.box.height}).grown(10);
            const FlowNode* there = nullptr;
            for (const std::size_t i : nodes) {
                const FlowNode& other = diagram_.nodes[i];
                const bool stands = placed_[i] || std::find(settled_.begin(), settled_.end(), i) != settled_.end();
                if (&other != &node && stands && other.box.intersects(wanted)) there = &other;
            }
            if (there == nullptr) break;
            centre.y = std::ceil((there->box.bottom() + 30 + node.box.height / 2) / kGrid) * kGrid;
        }
        return centre;
    }

    const json::Value& root_;
    const Options& options_;
    FlowDiagram diagram_;
    std::set<std::string> ids_;
    std::vector<bool> placed_, sized_, apart_, untouched_;
    std::vector<std::size_t> settled_;  // laid out by us
};

}  // namespace

std::optional<Box> around_content(const FlowDiagram& diagram, std::string_view sub_process) {
    std::optional<Box> content;
    const auto take = [&](const Box& box) { content = content ? united(*content, box) : box; };
    for (const FlowNode& node : diagram.nodes) {
        if (node.parent != sub_process) continue;
        take(node.box);
        if (node.shape != NodeShape::kTask) take({node.box.x, node.box.bottom(), 1, 24});  // its name
    }
    if (!content) return content;
    const double x = std::floor((content->x - kPadding) / kGrid) * kGrid;
    const double y = std::floor((content->y - kPadding - kHeading) / kGrid) * kGrid;
    const double right = std::ceil((content->right() + kPadding) / kGrid) * kGrid;
    const double bottom = std::ceil((content->bottom() + kPadding) / kGrid) * kGrid;
    return Box{x, y, right - x, bottom - y};
}

FlowDiagram read_flow(const json::Value& root, const Options& options) { return Reading(root, options).run(); }

}  // namespace fw::diagram
