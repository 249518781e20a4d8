// Left to right: the column of a node is its longest way from the start (edges that lead back do not count), its row is
// near the rows of those before it. The default branch of a gateway goes straight on; the others fan out below and
// above. What leaves by an event on the border of an activity leaves below it. Nodes without any edge stand in a row of
// their own below the rest.
#include <algorithm>
#include <map>
#include <set>

#include "engine/flow/diagram/diagram.h"

namespace fw::diagram {

namespace {

constexpr double kColumn = 170;
constexpr double kRow = 120;
constexpr double kTaskWidth = 120;
constexpr double kTaskHeight = 70;

struct Link {
    std::size_t to;
    bool forward = true;
};

struct Layout {
    const FlowDiagram& diagram;
    std::vector<std::size_t> nodes{};                         // of this level, without events on borders
    std::map<std::string, std::size_t, std::less<>> index{};  // node → its place in `nodes`; of an event, of its host
    std::vector<std::vector<Link>> out{};
    std::vector<bool> linked{};
    std::vector<int> state{}, rank{}, row{};
    std::vector<std::size_t> order{};  // forward edges lead to later ones

    Layout(const FlowDiagram& d, std::string_view parent) : diagram(d) {
        for (std::size_t i = 0; i < d.nodes.size(); ++i) {
            const FlowNode& node = d.nodes[i];
            if (node.parent != parent || hosted(node)) continue;
            index.emplace(node.id, nodes.size());
            nodes.push_back(i);
        }
        for (const FlowNode& node : d.nodes) {
            if (node.parent == parent && hosted(node) && index.contains(node.attached_to))
                index.emplace(node.id, index.at(node.attached_to));
        }
        out.resize(nodes.size());
        linked.assign(nodes.size(), false);
        state.assign(nodes.size(), 0);
        rank.assign(nodes.size(), 0);
        row.assign(nodes.size(), 0);
        link_up(parent);
    }

    [[nodiscard]] bool hosted(const FlowNode& node) const {
        const FlowNode* host = node.attached_to.empty() ? nullptr : diagram.node(node.attached_to);
        return host != nullptr && host != &node && host->attached_to.empty() && host->parent == node.parent;
    }

    void link_up(std::string_view parent) {
        std::vector<const FlowEdge*> edges;
        for (const FlowEdge& edge : diagram.edges) {
            if (edge.parent == parent && index.contains(edge.from) && index.contains(edge.to)) edges.push_back(&edge);
        }
        std::map<const FlowEdge*, int> turn;
        for (const FlowEdge* edge : edges) {
            turn[edge] = edge->association                                                       ? 4
                         : diagram.nodes[nodes[index.find(edge->from)->second]].id != edge->from ? 3  // from a border
                         : edge->is_default                                                      ? 0
                         : edge->on.empty()                                                      ? 1
                                                                                                 : 2;
        }
        std::stable_sort(edges.begin(), edges.end(),
                         [&](const FlowEdge* a, const FlowEdge* b) { return turn.at(a) < turn.at(b); });
        for (const FlowEdge* edge : edges) {
            const std::size_t from = index.find(edge->from)->second;
            const std::size_t to = index.find(edge->to)->second;
            out[from].push_back({to});
            linked[from] = linked[to] = true;
        }
    }

    void visit(std::size_t start) {
        std::vector<std::pair<std::size_t, std::size_t>> stack{{start, 0}};
        state[start] = 1;
        while (!stack.empty()) {
            auto& [node, next] = stack.back();
            if (next == out[node].size()) {
                state[node] = 2;
                order.push_back(node);
                stack.pop_back();
                continue;
            }
            Link& link = out[node][out[node].size() - ++next];  // the last way first: the first one then comes first
            if (state[link.to] == 1) {
                link.forward = false;
            } else if (state[link.to] == 0) {
                state[link.to] = 1;
                stack.emplace_back(link.to, 0);
            }
        }
    }

    void ranks() {
        std::set<std::size_t> led_to;
        for (const auto& links : out) {
            for (const Link& link : links) led_to.insert(link.to);
        }
        const auto type = [&](std::size_t i) -> const std::string& { return diagram.nodes[nodes[i]].type; };
        for (int pass = 0; pass < 3; ++pass) {
            for (std::size_t i = 0; i < nodes.size(); ++i) {
                const bool first = pass == 0 ? type(i) == "start" : pass == 1 ? !led_to.contains(i) : true;
                if (state[i] == 0 && linked[i] && first) visit(i);
            }
        }
        std::reverse(order.begin(), order.end());
        for (const std::size_t node : order) {
            for (const Link& link : out[node]) {
                if (link.forward) rank[link.to] = std::max(rank[link.to], rank[node] + 1);
            }
        }
    }

    void rows() {
        std::set<std::pair<int, int>> taken;  // column, row; also where a long edge passes
        std::vector<bool> wanted(nodes.size(), false);
        for (const std::size_t node : order) {
            int r = wanted[node] ? row[node] : 0;
            for (int step = 0; taken.contains({rank[node], r}); ++step) r += (step % 2 == 0 ? 1 : -1) * (step + 1);
            row[node] = r;
            taken.insert({rank[node], r});
            int fan = 0;
            for (const Link& link : out[node]) {
                if (!link.forward) continue;
                const int straight = r + (fan == 0 ? 0 : (fan % 2 == 1 ? (fan + 1) / 2 : -fan / 2));
                ++fan;
                if (!wanted[link.to]) {
                    wanted[link.to] = true;
                    row[link.to] = straight;
                }
                for (int column = rank[node] + 1; column < rank[link.to]; ++column) taken.insert({column, straight});
            }
        }
        int below = 0;
        for (const std::size_t node : order) below = std::max(below, row[node] + 1);
        int column = 0;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (linked[i]) continue;
            row[i] = below;
            rank[i] = column++;
        }
    }

    // Columns are as wide as their widest box, rows as high as their highest. What nothing leads to stands one after
    // the other.
    void place(Point first, std::vector<Point>& centres) const {
        std::map<int, double> width, height;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const Box& box = diagram.nodes[nodes[i]].box;
            double& h = height.emplace(row[i], kTaskHeight).first->second;
            h = std::max(h, box.height);
            if (!linked[i]) continue;
            double& w = width.emplace(rank[i], kTaskWidth).first->second;
            w = std::max(w, box.width);
        }
        const auto middles = [](const std::map<int, double>& extents, double start, double gap, double usual) {
            std::map<int, double> middle;
            double at = start - usual / 2;
            for (const auto& [place, extent] : extents) {
                middle[place] = at + extent / 2;
                at += extent + gap;
            }
            return middle;
        };
        const auto xs = middles(width, first.x, kColumn - kTaskWidth, kTaskWidth);
        const auto ys = middles(height, first.y, kRow - kTaskHeight, kTaskHeight);
        double beside = first.x - kTaskWidth / 2;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (linked[i]) {
                centres[nodes[i]] = {xs.at(rank[i]), ys.at(row[i])};
                continue;
            }
            const double wide = std::max(kTaskWidth, diagram.nodes[nodes[i]].box.width);
            centres[nodes[i]] = {beside + wide / 2, ys.at(row[i])};
            beside += wide + kColumn - kTaskWidth;
        }
    }
};

}  // namespace

void layout_level(const FlowDiagram& diagram, std::string_view parent, Point first, std::vector<Point>& centres) {
    Layout layout(diagram, parent);
    layout.ranks();
    layout.rows();
    layout.place(first, centres);
}

std::vector<Point> layout_flow(const FlowDiagram& diagram) {
    std::vector<Point> centres(diagram.nodes.size());
    layout_level(diagram, "", {80, 200}, centres);
    // What is attached or inside goes with what it belongs to.
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
        const FlowNode& node = diagram.nodes[i];
        const std::string& owner = node.parent.empty() ? node.attached_to : node.parent;
        if (owner.empty()) continue;
        for (std::size_t k = 0; k < diagram.nodes.size(); ++k) {
            if (diagram.nodes[k].id != owner || k == i) continue;
            const Point from = diagram.nodes[k].box.centre();
            const Point own = node.box.centre();
            centres[i] = {centres[k].x + own.x - from.x, centres[k].y + own.y - from.y};
        }
    }
    return centres;
}

}  // namespace fw::diagram
