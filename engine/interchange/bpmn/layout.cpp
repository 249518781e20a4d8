#include "engine/interchange/bpmn/layout.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace fw::bpmn {

namespace {

constexpr double kColumn = 160;
constexpr double kRow = 120;
constexpr double kMargin = 120;

const std::vector<json::Value>& list(const json::Value& of, std::string_view key) {
    static const std::vector<json::Value> kEmpty;
    const json::Value* found = of.find(key);
    return found != nullptr && found->is_array() ? found->items() : kEmpty;
}

double coordinate(const json::Value& value) {
    return value.is_number() ? std::clamp(std::strtod(value.literal().c_str(), nullptr), -1e7, 1e7) : 0;
}

using Columns = std::map<std::string, int, std::less<>>;

// The column of each node: one behind the farthest that leads to it, circles cut.
Columns columns_of(const json::Value& body) {
    Columns column;
    const std::vector<json::Value>& nodes = list(body, "nodes");
    for (const json::Value& node : nodes) column.emplace(node.string_or("id"), 0);
    for (std::size_t round = 0; round < nodes.size(); ++round) {
        bool changed = false;
        for (const json::Value& edge : list(body, "edges")) {
            const auto from = column.find(edge.string_or("from"));
            const auto to = column.find(edge.string_or("to"));
            if (from == column.end() || to == column.end() || to->second > from->second) continue;
            if (from->second + 1 >= static_cast<int>(nodes.size())) continue;  // a circle
            to->second = from->second + 1;
            changed = true;
        }
        if (!changed) break;
    }
    return column;
}

class Layout {
  public:
    Places places;

    // Returns the lower right corner that is used.
    Point lay_out(const json::Value& body, Point origin) {
        Point corner = origin;
        const Columns columns = columns_of(body);
        std::map<int, double> widest, next_row;
        for (const json::Value& node : list(body, "nodes")) {
            const std::string id(node.string_or("id"));
            if (!node.string_or("attached_to").empty()) continue;
            const int column = columns.at(id);
            const double row = next_row.emplace(column, origin.y).first->second;
            const Point at{origin.x + column * kColumn + kColumn / 2, row + kRow / 2};
            Point used{at.x + kColumn / 2, at.y + kRow / 2};
            if (node.find("nodes") != nullptr) {
                used = lay_out(node, {at.x - kColumn / 2 + 20, at.y - kRow / 2 + 20});
                places.try_emplace(id, Point{(at.x - kColumn / 2 + used.x) / 2, (at.y - kRow / 2 + used.y) / 2});
            }
            places.try_emplace(id, at);
            next_row[column] = used.y;
            corner = {std::max(corner.x, used.x), std::max(corner.y, used.y)};
        }
        for (const json::Value& node : list(body, "nodes")) {
            const auto on = places.find(node.string_or("attached_to"));
            if (on == places.end()) continue;
            places.try_emplace(std::string(node.string_or("id")), Point{on->second.x + 20, on->second.y + 40});
        }
        return {corner.x + 20, corner.y + 20};
    }
};

}  // namespace

std::string diagram_number(double value) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.2f", value);
    std::string out(text);
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
    return out == "-0" ? "0" : out;
}

Places places_of(const json::Value& flow) {
    Layout layout;
    if (const json::Value* diagram = flow.find("diagram"); diagram != nullptr && diagram->is_object()) {
        for (const json::Member& member : diagram->members()) {
            if (!member.value.is_array() || member.value.items().size() != 2) continue;
            layout.places.emplace(member.key,
                                  Point{coordinate(member.value.items()[0]), coordinate(member.value.items()[1])});
        }
    }
    layout.lay_out(flow, {kMargin / 2, kMargin / 2});
    return std::move(layout.places);
}

}  // namespace fw::bpmn
