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
            reader.mistake("FLOW-021",
                           Text("'share' is a number from 0 up to but not including 1: the vote passes above it",
                                "“share”必须大于等于 0 且小于 1：超过该比例时通过"),
                           share);
        }
    }
    node.human = std::move(human);
}

model::Property share_property() {
    model::Property share =
        model::Prop("share", model::Shape::kNumber, {"Share needed", "通过比例"},
                    {"A vote passes above this share; 0.5 means more than half.", "超过该比例即通过；0.5 表示过半数。"})
            .visible_when("how = \"vote\"");
    share.fallback = json::Value::number_literal("0.5");
    return share;
}

}  // namespace

void add_approval(NodeKinds& registry) {
    using model::Shape;
    NodeKind kind;
    kind.id = "approval";
    kind.description.label = Text("Approval", "审批");
    kind.description.help = Text("People agree, refuse or return.", "由人员同意、拒绝或退回。");
    kind.description.icon = "approval";
    kind.description.properties = activity_properties(
        human_properties({model::Prop("how", Shape::kChoice, {"How they decide", "审批方式"},
                                      {"Managers upwards are always asked in turn.", "逐级主管始终依次审批。"})
                              .choices({{"any", {"Any one", "或签"}},
                                        {"all", {"All must agree", "会签"}},
                                        {"in_turn", {"In turn", "依次审批"}},
                                        {"vote", {"Vote", "票签"}}})
                              .fallback("any"),
                          share_property(),
                          model::Prop("refusal", Shape::kChoice, {"A refusal counts", "拒绝生效时机"},
                                      {"Whether one refusal settles the step or the others still speak.",
                                       "一人拒绝即生效，还是等所有人表态。"})
                              .choices({{"at_once", {"At once", "立即生效"}},
                                        {"when_all_spoke", {"When everyone has spoken", "所有人表态后"}}})
                              .fallback("at_once")
                              .visible_when("how = \"all\""),
                          model::Prop("allow_add", Shape::kBoolean, {"May add approvers", "允许加签"},
                                      {"An approver may ask others before, after or beside himself.",
                                       "审批人可以在本人之前、之后或同级增加审批人。"})
                              .fallback(true)
                              .group(model::Group::kBehaviour)}));
    kind.activity = true;
    kind.approves = kind.may_refuse = true;
    kind.read = &read;
    kind.enter = &open_seats;
    kind.fire = &time_out;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
