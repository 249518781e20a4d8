#include "engine/flow/structure/structure.h"

namespace fw::flow {

void link(Flow& flow) {
    for (NodeIndex i = 0; i < flow.nodes.size(); ++i) {
        Node& node = flow.nodes[i];
        if (node.kind->starts && flow.start == kNone) flow.start = i;
        for (const EdgeIndex edge : node.out) {
            if (flow.edges[edge].on_refused && node.kind->approves) {
                node.refused = edge;
            } else if (flow.edges[edge].otherwise) {
                node.otherwise = edge;
            }
            if (!node.kind->gateway && edge != node.refused && node.next == kNone) node.next = edge;
        }
    }
}

}  // namespace fw::flow
