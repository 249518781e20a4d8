// Left to right: the column of a node is its longest way from the start (edges that lead back do not count), its row is
// near the rows of those before it. The default branch of a gateway goes straight on; the others fan out below and
// above.
#include <algorithm>
#include <map>
#include <set>

#include "designer/core/flow_diagram.h"

namespace fw::designer {

namespace {

constexpr double kColumn = 170;
constexpr double kRow = 120;
constexpr Point kFirst{80, 200};

struct Layout {
    const FlowDiagram& diagram;
    std::map<std::string, std::size_t> index{};
    std::vector<std::vector<const FlowEdge*>> out{};
    std::vector<int> state{}, rank{}, row{};
    std::vector<std::size_t> order{};  // forward edges lead to later ones
    std::set<const FlowEdge*> back{};

    explicit Layout(const FlowDiagram& d) : diagram(d) {
        const std::size_t n = d.nodes.size();
        for (std::size_t i = 0; i < n; ++i) index.emplace(d.nodes[i].id, i);
        out.resize(n);
        for (const FlowEdge& edge : d.edges) {
            if (index.contains(edge.from) && index.contains(edge.to)) out[index.at(edge.from)].push_back(&edge);
        }
        for (auto& edges : out) {
            std::stable_sort(edges.begin(), edges.end(), [](const FlowEdge* a, const FlowEdge* b) {
                return a->is_default != b->is_default ? a->is_default : (a->on.empty() && !b->on.empty());
            });
        }
        state.assign(n, 0);
        rank.assign(n, 0);
        row.assign(n, 0);
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
            const FlowEdge* edge = out[node][next++];
            const std::size_t to = index.at(edge->to);
            if (state[to] == 1) {
                back.insert(edge);
            } else if (state[to] == 0) {
                state[to] = 1;
                stack.emplace_back(to, 0);
            }
        }
    }

    void ranks() {
        for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
            if (diagram.nodes[i].type == "start" && state[i] == 0) visit(i);
        }
        for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
            if (state[i] == 0) visit(i);
        }
        std::reverse(order.begin(), order.end());
        for (const std::size_t node : order) {
            for (const FlowEdge* edge : out[node]) {
                if (!back.contains(edge)) rank[index.at(edge->to)] = std::max(rank[index.at(edge->to)], rank[node] + 1);
            }
        }
    }

    void rows() {
        std::set<std::pair<int, int>> taken;  // column, row; also where a long edge passes
        std::vector<bool> wanted(diagram.nodes.size(), false);
        for (const std::size_t node : order) {
            int r = wanted[node] ? row[node] : 0;
            for (int step = 0; taken.contains({rank[node], r}); ++step) r += (step % 2 == 0 ? 1 : -1) * (step + 1);
            row[node] = r;
            taken.insert({rank[node], r});
            int fan = 0;
            for (const FlowEdge* edge : out[node]) {
                if (back.contains(edge)) continue;
                const std::size_t to = index.at(edge->to);
                const int straight = r + (fan == 0 ? 0 : (fan % 2 == 1 ? (fan + 1) / 2 : -fan / 2));
                ++fan;
                if (!wanted[to]) {
                    wanted[to] = true;
                    row[to] = straight;
                }
                for (int column = rank[node] + 1; column < rank[to]; ++column) taken.insert({column, straight});
            }
        }
    }
};

}  // namespace

std::vector<Point> layout_flow(const FlowDiagram& diagram) {
    Layout layout(diagram);
    layout.ranks();
    layout.rows();
    int top = 0;
    for (const int row : layout.row) top = std::min(top, row);
    std::vector<Point> centres;
    for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
        centres.push_back({kFirst.x + kColumn * layout.rank[i], kFirst.y + kRow * (layout.row[i] - top)});
    }
    return centres;
}

}  // namespace fw::designer
