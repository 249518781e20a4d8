#include <algorithm>
#include <charconv>

#include "engine/base/suggest.h"
#include "engine/flow/read.h"

namespace fw::flow {

using model::Prop;
using model::Shape;

namespace {

const std::vector<std::string>& who_keys() {
    static const std::vector<std::string> keys{"person", "role",      "manager_level", "managers_up_to", "unit_head",
                                               "field",  "initiator", "feel",          "chosen",         "weight"};
    return keys;
}

void complain(const ReadEnv& env, Diagnostics& out, std::string code, Text text, Range range,
              const std::string& element, Text hint = {}) {
    Diagnostic made;
    made.code = std::move(code);
    made.text = std::move(text);
    made.hint = std::move(hint);
    made.place = env.place(range, element);
    out.push_back(std::move(made));
}

// Shared by flows and reminders.
class WhoReader {
  public:
    WhoReader(const std::string& element, std::string_view entity, const ReadEnv::Names& names, const ReadEnv& env,
              Diagnostics& out)
        : element_(element), entity_(entity), names_(names), env_(env), out_(out) {}

    void read(const json::Value& value, std::vector<Who>& into) {
        if (value.is_array()) {
            for (const json::Value& each : value.items()) read(each, into);
            return;
        }
        const json::Value* weight = value.is_object() ? value.find("weight") : nullptr;
        if (!value.is_object() || value.members().size() != (weight == nullptr ? 1U : 2U)) {
            complain(env_, out_, "FLOW-010",
                     Text("who is an object with one key, such as {\"role\": \"finance\"}, or a list of these",
                          "人员必须是只有一个键的对象，例如 {\"role\": \"finance\"}，或其列表"),
                     value.range(), element_);
            return;
        }
        const bool second = value.members().front().key == "weight" && value.members().size() == 2;
        const json::Member& member = value.members()[second ? 1 : 0];
        Who who;
        if (weight != nullptr) read_weight(*weight, who);
        if (member.key == "person") {
            text(member, Who::Kind::kPerson, who);
        } else if (member.key == "role") {
            who.kind = Who::Kind::kRole;
            who.name = env_.role(member.value, element_, out_);
        } else if (member.key == "manager_level") {
            level(member, Who::Kind::kManagerLevel, who);
        } else if (member.key == "managers_up_to") {
            up_to(member, who);
        } else if (member.key == "unit_head") {
            flag(member, Who::Kind::kUnitHead, who);
        } else if (member.key == "field") {
            field(member, who);
        } else if (member.key == "initiator") {
            flag(member, Who::Kind::kInitiator, who);
        } else if (member.key == "feel") {
            who.kind = Who::Kind::kFeel;
            who.expression = env_.expression(member.value, element_ + "/feel", names_, feel::Type(), out_);
        } else if (member.key == "chosen") {
            chosen(member, who);
        } else {
            complain(env_, out_, "FLOW-011",
                     Text("'" + member.key + "' is no way to say who", "“" + member.key + "”不是有效的人员指定方式"),
                     member.key_range, element_, did_you_mean(member.key, who_keys()));
            return;
        }
        into.push_back(std::move(who));
    }

  private:
    void read_weight(const json::Value& value, Who& who) {
        const auto number = value.is_number() ? value.as_int64() : std::nullopt;
        if (number && *number >= 1 && *number <= 1000) {
            who.weight = static_cast<std::uint16_t>(*number);
        } else {
            complain(env_, out_, "FLOW-012",
                     Text("'weight' must be a whole number from 1 to 1000", "“weight”必须是 1 到 1000 的整数"),
                     value.range(), element_);
        }
    }
    void up_to(const json::Member& member, Who& who) {
        who.kind = Who::Kind::kManagersUpTo;
        who.level = Who::kTop;
        if (member.value.is_string() && member.value.as_string() == "top") return;
        if (member.value.is_object() && member.value.members().size() == 1 &&
            member.value.members().front().key == "role") {
            who.name = env_.role(member.value.members().front().value, element_, out_);
            return;
        }
        if (member.value.is_number()) return level(member, Who::Kind::kManagersUpTo, who);
        wrong(member, Text("a whole number, \"top\" or {\"role\": id}", "整数、\"top\" 或 {\"role\": 角色}"));
    }
    void chosen(const json::Member& member, Who& who) {
        who.kind = Who::Kind::kChosen;
        if (!member.value.is_object()) {
            return wrong(member, Text("an object: {\"from\": who, \"min\": 1, \"max\": 3}",
                                      "对象，例如 {\"from\": 人员范围, \"min\": 1, \"max\": 3}"));
        }
        for (const json::Member& each : member.value.members()) {
            const auto number = each.value.is_number() ? each.value.as_int64() : std::nullopt;
            const bool counts = number && *number >= 0 && *number <= 1000;
            if (each.key == "from") {
                read(each.value, who.from);
            } else if (each.key == "min" && counts) {
                who.min = static_cast<std::uint32_t>(*number);
            } else if (each.key == "max" && counts && *number >= 1) {
                who.max = static_cast<std::uint32_t>(*number);
            } else {
                complain(env_, out_, "FLOW-012",
                         Text("'chosen' takes 'from', and whole numbers 'min' and 'max'",
                              "“chosen”可包含“from”以及整数“min”和“max”"),
                         each.key_range, element_);
            }
        }
        for (const Who& each : who.from) {
            if (each.kind != Who::Kind::kChosen) continue;
            complain(env_, out_, "FLOW-012", Text("'from' cannot be 'chosen' itself", "“from”不能再使用“chosen”"),
                     member.value.range(), element_);
        }
        if (who.max != 0 && who.max < who.min) {
            complain(env_, out_, "FLOW-012", Text("'max' is less than 'min'", "“max”小于“min”"), member.value.range(),
                     element_);
        }
    }
    void text(const json::Member& member, Who::Kind kind, Who& who) {
        who.kind = kind;
        if (member.value.is_string()) {
            who.name = member.value.as_string();
        } else {
            wrong(member, Text("a text", "文本"));
        }
    }
    void level(const json::Member& member, Who::Kind kind, Who& who) {
        who.kind = kind;
        const auto number = member.value.is_number() ? member.value.as_int64() : std::nullopt;
        if (number && *number >= 1 && *number <= 100) {
            who.level = static_cast<int>(*number);
        } else {
            wrong(member, Text("a whole number from 1 to 100", "1 到 100 的整数"));
        }
    }
    void flag(const json::Member& member, Who::Kind kind, Who& who) {
        who.kind = kind;
        if (!member.value.is_boolean() || !member.value.as_boolean()) wrong(member, Text("true", "true"));
    }
    void field(const json::Member& member, Who& who) {
        text(member, Who::Kind::kField, who);
        if (!member.value.is_string()) return;
        if (entity_.empty()) {
            complain(env_, out_, "FLOW-022", Text("the flow has no record", "该流程没有关联记录"), member.value.range(),
                     element_);
        } else {
            env_.person_field(entity_, member.value, element_, out_);
        }
    }
    void wrong(const json::Member& member, const Text& needed) {
        complain(env_, out_, "FLOW-012",
                 format_text({"'{0}' must be {1}", "“{0}”必须是{2}"}, {member.key, needed.en, needed.zh}),
                 member.value.range(), element_);
    }

    const std::string& element_;
    std::string_view entity_;
    const ReadEnv::Names& names_;
    const ReadEnv& env_;
    Diagnostics& out_;
};

}  // namespace

std::vector<Who> read_who(const json::Value& value, const std::string& element, std::string_view entity,
                          const ReadEnv::Names& names, const ReadEnv& env, Diagnostics& out) {
    std::vector<Who> people;
    WhoReader(element, entity, names, env, out).read(value, people);
    return people;
}

bool NodeReader::flag(std::string_view property, bool fallback) const {
    const json::Value* value = find(property);
    return value != nullptr && value->is_boolean() ? value->as_boolean() : fallback;
}

model::Expr NodeReader::expression(std::string_view property, const feel::Type& expected) {
    const json::Value* value = find(property);
    if (value == nullptr) return {};
    return expression(*value, element_ + "/" + std::string(property), expected);
}

model::Expr NodeReader::expression(const json::Value& value, const std::string& element, const feel::Type& expected) {
    return env_.expression(value, element, names_, expected, out_);
}

model::Template NodeReader::message(std::string_view property) {
    const json::Value* value = find(property);
    if (value == nullptr) return {};
    return env_.text(*value, element_ + "/" + std::string(property), names_, out_);
}

std::vector<Who> NodeReader::who(std::string_view property, bool may_choose) {
    const json::Value* value = find(property);
    if (value == nullptr) return {};
    std::vector<Who> read = read_who(*value, element_ + "/" + std::string(property), flow_.entity, names_, env_, out_);
    const bool chosen =
        std::any_of(read.begin(), read.end(), [](const Who& w) { return w.kind == Who::Kind::kChosen; });
    if (chosen && !may_choose) {
        mistake("FLOW-063",
                Text("only approvals and tasks can have people chosen by the initiator",
                     "只有审批和办理节点可以由发起人选择人员"),
                value);
    }
    return read;
}

std::optional<Span> NodeReader::span(const json::Value& value, const std::string& element) {
    const auto span = value.is_string() ? parse_span(value.as_string()) : std::nullopt;
    constexpr std::int64_t kLongest = 100LL * 366 * 86400;
    if (span && span->months >= 0 && span->months <= 1200 && span->seconds >= 0 && span->seconds <= kLongest &&
        span->months + span->seconds > 0) {
        return span;
    }
    complain(env_, out_, "FLOW-020",
             Text("a waiting time is an ISO 8601 duration above zero and up to a hundred years",
                  "等待时长必须是大于零且不超过一百年的 ISO 8601 时长"),
             value.range(), element, Text("for example P2D or PT4H", "例如 P2D 或 PT4H"));
    return std::nullopt;
}

void NodeReader::mistake(std::string code, Text text, const json::Value* at, Text hint) {
    complain(env_, out_, std::move(code), std::move(text), at != nullptr ? at->range() : node_.range(), element_,
             std::move(hint));
}

void NodeReader::timeout(Human& human) {
    const json::Value* value = find("timeout");
    if (value == nullptr || !value->is_object()) return;
    const json::Value* after = value->find("after");
    if (after == nullptr) return;
    if (const auto length = span(*after, element_ + "/timeout/after")) human.timeout.after = *length;
    const std::string_view what = value->string_or("do", "remind");
    human.on_timeout = Human::OnTimeout::kRemind;
    if (const json::Value* working = value->find("working"); working != nullptr && working->is_boolean()) {
        if (working->as_boolean()) human.timeout.calendar = flow_.calendar;
        if (working->as_boolean() && flow_.calendar.empty()) {
            mistake("FLOW-058",
                    Text("working time needs the flow's 'calendar'", "按工作时间计算需要为流程设置“calendar”"),
                    working);
        }
    }
    if (what == "pass") human.on_timeout = Human::OnTimeout::kPass;
    if (what == "refuse") human.on_timeout = Human::OnTimeout::kRefuse;
    if (what == "manager") human.on_timeout = Human::OnTimeout::kManager;
}

void NodeReader::empty(Human& human) {
    const json::Value* value = find("empty");
    if (value == nullptr) return;
    if (value->is_object() && value->members().size() == 1 && !value->string_or("person").empty()) {
        human.empty = Human::Empty::kPerson;
        human.empty_person = value->string_or("person");
        return;
    }
    const std::string_view word = value->is_string() ? std::string_view(value->as_string()) : std::string_view();
    if (word == "pass") {
        human.empty = Human::Empty::kPass;
    } else if (word == "refuse") {
        human.empty = Human::Empty::kRefuse;
    } else if (word == "no_start") {
        human.empty = Human::Empty::kNoStart;
    } else if (word != "administrator") {
        mistake("FLOW-013",
                Text("'empty' is \"administrator\", \"pass\", \"refuse\", \"no_start\" or {\"person\": login}",
                     "“empty”必须是 \"administrator\"、\"pass\"、\"refuse\"、\"no_start\" 或 {\"person\": 登录名}"),
                value);
    }
}

void NodeReader::fields(std::string_view property, std::vector<std::string>& into) {
    const json::Value* list = find(property);
    if (list == nullptr || !list->is_array()) return;
    for (const json::Value& field : list->items()) {
        if (!field.is_string()) continue;
        const std::string element = element_ + "/" + std::string(property);
        if (flow_.entity.empty() || env_.field(flow_.entity, field, element, out_)) into.push_back(field.as_string());
    }
}

std::unique_ptr<Human> NodeReader::human() {
    auto human = std::make_unique<Human>();
    human->who = who("who", true);
    const std::string_view initiator = text("if_initiator");
    if (initiator == "skip") human->if_initiator = Human::IfInitiator::kSkip;
    if (initiator == "manager") human->if_initiator = Human::IfInitiator::kManager;
    if (initiator == "unit_head") human->if_initiator = Human::IfInitiator::kUnitHead;
    empty(*human);
    timeout(*human);
    fields("edit", human->edit);
    fields("hide", human->hide);
    for (const std::string& field : human->hide) {
        if (std::find(human->edit.begin(), human->edit.end(), field) == human->edit.end()) continue;
        mistake(
            "FLOW-062",
            format_text({"'{0}' cannot be hidden and opened for editing at one step", "“{0}”不能同时隐藏和开放编辑"},
                        {field}),
            find("hide"));
    }
    for (const Who& each : human->who) {
        if (each.kind != Who::Kind::kChosen) continue;
        if (human->chosen != nullptr) {
            mistake("FLOW-063", Text("'chosen' may stand once in 'who'", "“who”中只能有一个“chosen”"), find("who"));
        }
        human->chosen = &each;
    }
    human->may_return = flag("allow_return", true);
    human->may_transfer = flag("allow_transfer", true);
    human->may_delegate = flag("allow_delegate", true);
    human->may_add = flag("allow_add", true);
    human->sign = flag("signature");
    const std::string_view comment = text("comment");
    if (comment == "optional") human->comment = Human::Comment::kOptional;
    if (comment == "always") human->comment = Human::Comment::kAlways;
    return human;
}

std::vector<model::Property> human_properties(std::vector<model::Property> own) {
    std::vector<model::Property> all{
        Prop("who", Shape::kWho, {"Who", "处理人"},
             {"Who is asked; a list asks all of them.", "由谁处理；列表表示这些人都参与。"})
            .required()
            .scope("flow")};
    all.insert(all.end(), own.begin(), own.end());
    all.push_back(Prop("edit", Shape::kReferences, {"Opens fields", "可编辑字段"},
                       {"Fields of the record that may be changed at this step.", "在此步骤中可以修改的记录字段。"})
                      .refers("field"));
    all.push_back(
        Prop("hide", Shape::kReferences, {"Hides fields", "隐藏字段"},
             {"Fields of the record that the people of this step are not shown.", "此步骤的处理人看不到的记录字段。"})
            .refers("field"));
    all.push_back(Prop("empty", Shape::kJson, {"If nobody is found", "找不到处理人时"},
                       {"\"administrator\", \"pass\", \"refuse\", \"no_start\" or {\"person\": \"login\"}.",
                        "\"administrator\"（管理员）、\"pass\"（通过）、\"refuse\"（拒绝）、\"no_start\"（不能发起）或 "
                        "{\"person\": \"登录名\"}。"})
                      .choices({{"administrator", {"An administrator", "管理员处理"}},
                                {"pass", {"Passes", "自动通过"}},
                                {"refuse", {"Is refused", "自动拒绝"}},
                                {"no_start", {"The flow may not start", "不能发起流程"}}})
                      .fallback("administrator")
                      .group(model::Group::kBehaviour));
    all.push_back(Prop("if_initiator", Shape::kChoice, {"If it is the initiator", "处理人为发起人时"},
                       {"What happens when the initiator would decide on his own matter.",
                        "发起人需要审批自己的申请时如何处理。"})
                      .choices({{"self", {"Decides himself", "本人处理"}},
                                {"skip", {"Is skipped", "自动跳过"}},
                                {"manager", {"His manager", "由其主管处理"}},
                                {"unit_head", {"Head of his unit", "由部门负责人处理"}}})
                      .fallback("self")
                      .group(model::Group::kBehaviour));
    all.push_back(Prop("timeout", Shape::kElement, {"Time-out", "超时"},
                       {"What happens when nobody acts in time.", "超过时限无人处理时如何处理。"})
                      .element("node_timeout")
                      .group(model::Group::kBehaviour));
    const auto allowed = [&](const char* id, Text label, Text help) {
        all.push_back(Prop(id, Shape::kBoolean, std::move(label), std::move(help))
                          .fallback(true)
                          .group(model::Group::kBehaviour));
    };
    allowed("allow_return", {"May return", "允许退回"},
            {"People of this step may send the flow back.", "处理人可以将流程退回。"});
    allowed("allow_transfer", {"May transfer", "允许转办"},
            {"They may hand the task over for good.", "处理人可以将任务转交他人办理。"});
    allowed("allow_delegate", {"May delegate", "允许委派"},
            {"They may lend the task; it comes back with an answer.", "处理人可以委派他人处理，答复后交回本人。"});
    all.push_back(
        Prop("comment", Shape::kChoice, {"Comment", "处理意见"}, {"When words are needed.", "何时必须填写意见。"})
            .choices({{"optional", {"Optional", "选填"}},
                      {"unless_agreed", {"Needed to refuse or return", "拒绝或退回时必填"}},
                      {"always", {"Always needed", "必填"}}})
            .fallback("unless_agreed")
            .group(model::Group::kBehaviour));
    all.push_back(
        Prop("signature", Shape::kBoolean, {"Signature", "手写签名"},
             {"Deciding needs a drawn signature; it stands in the trail.", "处理时必须手写签名，并显示在审批记录中。"})
            .fallback(false)
            .group(model::Group::kBehaviour));
    return all;
}

namespace {

model::ElementType for_each_element() {
    model::ElementType type;
    type.id = "node_for_each";
    type.label = {"For each", "多实例"};
    type.help = {"Runs the activity once for each item.", "对每一项各执行一次该活动。"};
    type.icon = "dynamic_feed";
    type.properties = {
        Prop("in", Shape::kExpression, {"Items", "集合"},
             {"A list: one run for each of its items.", "列表：每一项执行一次。"})
            .scope("flow"),
        Prop("count", Shape::kExpression, {"Times", "次数"},
             {"Instead of a list: how many runs.", "不用列表时：执行次数。"})
            .scope("flow"),
        Prop("as", Shape::kId, {"Item's name", "当前项名称"},
             {"What expressions call the item.", "表达式中引用当前项的名称。"}),
        Prop("mode", Shape::kChoice, {"Order", "顺序"}, {"Beside or after each other.", "并行或依次执行。"})
            .choices({{"parallel", {"All at once", "并行"}}, {"sequential", {"One after the other", "依次"}}})
            .fallback("parallel"),
        Prop("until", Shape::kExpression, {"Done when", "提前完成条件"},
             {"Looked at after each run, for example number_of_completed_instances >= 2; the others are cancelled.",
              "每次完成后检查，例如 number_of_completed_instances >= 2；成立时取消其余实例。"})
            .scope("flow"),
        Prop("collect", Shape::kExpression, {"Collects", "收集的值"}, {"A value of each run.", "每次执行收集的值。"})
            .scope("flow"),
        Prop("into", Shape::kString, {"Into", "存入"},
             {"The variable or record.<field> that gets the list of them.",
              "保存收集结果列表的变量或“record.<字段>”。"})};
    type.trailing = {model::note_property()};
    return type;
}

model::ElementType loop_element() {
    model::ElementType type;
    type.id = "node_loop";
    type.label = {"Loop", "循环"};
    type.help = {"Runs the activity again while a condition holds.", "条件成立时重复执行该活动。"};
    type.icon = "loop";
    type.properties = {
        Prop("while", Shape::kExpression, {"While", "循环条件"},
             {"May read loop_counter, which counts from 1.", "可使用 loop_counter（从 1 计数）。"})
            .scope("flow"),
        Prop("test", Shape::kChoice, {"Asked", "检查时机"}, {"Before or after each run.", "每次执行之前或之后。"})
            .choices({{"after", {"After", "之后"}}, {"before", {"Before", "之前"}}})
            .fallback("after"),
        Prop("at_most", Shape::kInteger, {"At most", "最多次数"},
             {"Ends the loop in any case.", "达到次数后必定结束循环。"})
            .at_least(1)
            .at_most(1000000)};
    type.trailing = {model::note_property()};
    return type;
}

}  // namespace

std::vector<model::ElementType> node_elements() {
    model::ElementType timeout;
    timeout.id = "node_timeout";
    timeout.label = {"Time-out", "超时"};
    timeout.help = {"After how long, and what then.", "多长时间之后，执行什么操作。"};
    timeout.icon = "timer";
    timeout.properties = {
        Prop("after", Shape::kDuration, {"After", "时限"}, {"For example P2D or PT4H.", "例如 P2D 或 PT4H。"})
            .required(),
        Prop("working", Shape::kBoolean, {"Working time", "按工作时间"},
             {"Counts only the working hours of the flow's calendar.", "仅计算流程日历中的工作时间。"})
            .fallback(false),
        Prop("do", Shape::kChoice, {"Then", "操作"},
             {"Reminding repeats after the same time.", "提醒会按相同间隔重复。"})
            .choices({{"remind", {"Remind", "提醒"}},
                      {"pass", {"Pass", "自动通过"}},
                      {"refuse", {"Refuse", "自动拒绝"}},
                      {"manager", {"Hand to the manager", "转交其主管"}}})
            .fallback("remind")};
    timeout.trailing = {model::note_property()};
    return {timeout, for_each_element(), loop_element()};
}

}  // namespace fw::flow
