#include "engine/flow/kinds/complex.h"

#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_complex(NodeKinds& registry);

namespace {

std::string_view payload(const json::Value&) { return "arrived"; }

void read(NodeReader& reader, Node& node) {
    auto detail = std::make_unique<Complex>();
    detail->activate = reader.expression("activate", feel::TypeKind::kBoolean);
    node.detail = std::move(detail);
}

// With several ways in it waits: Run::work() lets it go on when enough have arrived.
void enter(Run& run, std::uint32_t token) {
    const Token here = *run.state().token(token);
    if (run.node(here.node).in.size() < 2 || here.edge == kNone) run.leave(token);
}

}  // namespace

void add_complex(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "complex";
    kind.description.label = Text("Complex gateway", "复杂网关");
    kind.description.help =
        Text("Goes on as soon as enough ways have arrived; those that come later are taken out of the way.",
             "到达的路径足够时即继续；之后到达的路径不再产生作用。");
    kind.description.icon = "emergency";
    kind.description.properties = {
        model::Prop("activate", model::Shape::kExpression, {"Goes on when", "激活条件"},
                    {"May read arrived, the number of ways that have arrived; without it: all of them.",
                     "可使用 arrived（已到达的路径数）；未填写时须全部到达。"})
            .scope("flow")};
    kind.gateway = true;
    kind.routing = Routing::kComplex;
    kind.payload = &payload;
    kind.read = &read;
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
