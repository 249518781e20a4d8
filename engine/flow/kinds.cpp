#include "engine/base/check.h"
#include "engine/flow/flow.h"

namespace fw::flow {

void add_all_kinds(NodeKinds& registry);

void NodeKinds::add(NodeKind kind) {
    kind.description.id = kind.id;
    const auto [at, added] = kinds_.emplace(kind.id, std::move(kind));
    FW_CHECK(added);
}

const NodeKind* NodeKinds::find(std::string_view id) const {
    const auto found = kinds_.find(id);
    return found == kinds_.end() ? nullptr : &found->second;
}

const NodeKinds& node_kinds() {
    static const NodeKinds kinds = [] {
        NodeKinds made;
        add_all_kinds(made);
        return made;
    }();
    return kinds;
}

}  // namespace fw::flow
