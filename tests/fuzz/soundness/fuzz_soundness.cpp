// The prover on arbitrary workflow graphs: it comes back within its limit, agrees with the oracle where that is small
// enough, and every path that it finds replays.
#include <cstdint>
#include <cstdlib>

#include "engine/base/check.h"
#include "tests/support/soundness/random_graph.h"

namespace {

using namespace fw::soundness;

// Two bytes of kinds for each node, then pairs of nodes for the edges.
Graph graph_of(const std::uint8_t* data, std::size_t size) {
    Graph graph;
    graph.start = graph.add(Logic::kOne, Logic::kAll);
    const std::size_t count = size == 0 ? 1 : 1 + data[0] % 24;
    const auto byte = [&](std::size_t at) { return at < size ? data[at] : std::uint8_t{0}; };
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint8_t kinds = byte(1 + i);
        graph.add(static_cast<Logic>(kinds % 3), static_cast<Logic>(kinds / 3 % 3));
        graph.nodes.back().terminates = kinds > 240;
    }
    graph.connect(graph.start, 1);
    for (std::size_t at = 1 + count; at + 1 < size && graph.edges.size() < 60; at += 2) {
        const auto from = static_cast<NodeId>(1 + data[at] % count), to = static_cast<NodeId>(1 + data[at + 1] % count);
        if (from != to && graph.nodes[from].out.size() < 8) graph.connect(from, to);
    }
    for (Node& node : graph.nodes) node.terminates = node.terminates && node.out.empty();
    return graph;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Graph graph = graph_of(data, size);
    const Verdict verdict = prove(graph);
    for (const Finding& each : verdict.findings) {
        if (each.kind != Kind::kDeadNode) FW_CHECK(fw::test::replay(graph, each).empty());
    }
    if (graph.edges.size() > 14 || verdict.answer == Verdict::Answer::kNotDecided) return 0;
    const fw::test::Oracle truth = fw::test::look_at_all(graph, 1000);
    if (truth.complete) FW_CHECK(truth.sound() == (verdict.answer == Verdict::Answer::kSound));
    return 0;
}
