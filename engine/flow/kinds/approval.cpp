#include "engine/flow/read.h"
#include "engine/flow/step/human.h"

namespace fw::flow {

void add_approval(NodeKinds& registry);

namespace {

void read(NodeReader& reader, Node& node) {
    auto human = reader.human();
    const std::string_view how = reader.text("how");
    if (how == "all") human->how = Human::How::kAll;
    if (how == "in_turn") human->how = Human::How::kInTurn;
    if (how == "vote") human->how = Human::How::kVote;
    for (const Who& who : human->who) {
        if (who.kind == Who::Kind::kManagersUpTo) human->how = Human::How::kInTurn;
    }
    human->refuse_at_once = reader.text("refusal") != "when_all_spoke";
    if (const json::Value* share = reader.find("share"); share != nullptr && share->is_number()) {
        human->share = std::stod(share->literal());
        if (!(human->share >= 0 && human->share < 1)) {
            reader.mistake("FLOW-021", Text("'share' is a number from 0 up to but not including 1: the vote passes above it",
                                            "“share”必须大于等于 0 且小于 1：超过该比例时通过"), share);
        }
    }
    node.human = std::move(human);
}

}  // namespace

void add_approval(NodeKinds& registry) {
    using model::Shape;
    NodeKind kind;
    kind.id = "approval";
    kind.description.label = Text("Approval", "审批");
    kind.description.help = Text("People agree, refuse or return.", "由人员同意、拒绝或退回。");
    kind.description.icon = "approval";
    model::Property how = property("how", Shape::kChoice, Text("How they decide", "审批方式"),
                                   Text("Managers upwards are always asked in turn.", "逐级主管始终依次审批。"));
    how.choices = {choice("any", "any one", "或签"), choice("all", "all must agree", "会签"), choice("in_turn", "in turn", "依次审批"),
                   choice("vote", "vote", "票签")};
    how.fallback = json::Value::string("any");
    model::Property share = property("share", Shape::kNumber, Text("Share needed", "通过比例"),
                                     Text("A vote passes above this share (0.5: more than half).", "超过该比例即通过（0.5 表示过半数）。"));
    share.fallback = json::Value::number_literal("0.5");
    share.visible_when = "how = \"vote\"";
    model::Property refusal = property("refusal", Shape::kChoice, Text("A refusal counts", "拒绝生效时机"));
    refusal.choices = {choice("at_once", "at once", "立即生效"), choice("when_all_spoke", "when everyone has spoken", "所有人表态后生效")};
    refusal.fallback = json::Value::string("at_once");
    refusal.visible_when = "how = \"all\"";
    std::vector<model::Property> shared = human_properties();
    kind.description.properties = {shared.front(), how, share, refusal};
    kind.description.properties.insert(kind.description.properties.end(), shared.begin() + 1, shared.end());
    kind.approves = true;
    kind.read = &read;
    kind.enter = &open_seats;
    kind.fire = &time_out;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
