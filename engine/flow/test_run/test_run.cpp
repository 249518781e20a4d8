#include "engine/flow/test_run.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"
#include "engine/feel/shape.h"
#include "engine/flow/read.h"
#include "engine/flow/step.h"
#include "engine/flow/test_run/directory.h"
#include "engine/flow/test_run/expect.h"
#include "engine/flow/world.h"
#include "engine/json/write.h"

namespace fw::flow {

namespace {

constexpr std::string_view kMonday = "2026-01-05T09:00:00Z";

std::set<std::string> person_fields(const Flow& flow) {
    std::set<std::string> fields;
    for (const Node& node : flow.nodes) {
        if (node.human == nullptr) continue;
        for (const Who& who : node.human->who) {
            if (who.kind == Who::Kind::kField) fields.insert(who.name);
        }
    }
    return fields;
}

struct Action {
    std::string_view name;
    CommandKind kind;
    bool at_seat;  // its value names the node
};
constexpr Action kActions[] = {
    {"approve", CommandKind::kApprove, true},
    {"refuse", CommandKind::kRefuse, true},
    {"complete", CommandKind::kComplete, true},
    {"return", CommandKind::kReturn, true},
    {"transfer", CommandKind::kTransfer, true},
    {"delegate", CommandKind::kDelegate, true},
    {"add", CommandKind::kAdd, true},
    {"remove", CommandKind::kRemove, true},
    {"resubmit", CommandKind::kResubmit, false},
    {"withdraw", CommandKind::kWithdraw, false},
    {"terminate", CommandKind::kTerminate, false},
    {"urge", CommandKind::kUrge, false},
    {"jump", CommandKind::kJump, false},
    {"comment", CommandKind::kComment, false},
    {"copy", CommandKind::kCopy, false},
    {"take_back", CommandKind::kTakeBack, false},
    {"retry", CommandKind::kRetry, false},
    {"skip", CommandKind::kSkip, false},
};

// One test while it runs.
class TestRun final : public RecordSource {
  public:
    TestRun(const Flow& flow, const json::Value& test, const feel::Type& record_type, const TestWatch& watch)
        : flow_(flow),
          test_(test),
          record_type_(record_type),
          watch_(watch),
          given_(member(test, "given")),
          directory_(given_.find("directory")),
          facts_{flow, directory_},
          world_(directory_, *this, 0) {}

    Diagnostics run() {
        prepare();
        if (start()) {
            if (const json::Value* steps = test_.find("do"); steps != nullptr && steps->is_array()) {
                for (const json::Value& each : steps->items()) {
                    ++number_;
                    if (!take(each)) break;
                }
            }
            if (problems_.empty()) check(member(test_, "expect"));
        }
        return std::move(problems_);
    }

    const feel::Value& record() override { return facts_.record; }
    void know(const Flow& flow) { others_.push_back(&flow); }

  private:
    static const json::Value& member(const json::Value& value, std::string_view key) {
        static const json::Value kEmpty = json::Value::object();
        const json::Value* found = value.find(key);
        return found == nullptr ? kEmpty : *found;
    }

    void problem(const Text& text, std::string code = "FLOW-401") {
        Diagnostic made;
        made.code = std::move(code);
        made.place.element = "flow:" + flow_.id + "/tests/" + std::string(test_.string_or("id", "test"));
        const std::string_view id = test_.string_or("id", "test");
        const std::string step = std::to_string(number_);
        made.text = number_ == 0 ? format_text(Text("test '{0}': {1}", "测试“{0}”：{2}"), {id, text.en, text.zh})
                                 : format_text(Text("test '{0}', step {3}: {1}", "测试“{0}”第 {3} 步：{2}"),
                                               {id, text.en, text.zh, step});
        problems_.push_back(std::move(made));
    }

    void prepare() {
        const auto now = feel::parse_date_time(given_.string_or("now", kMonday));
        world_.set_now(now ? feel::utc_seconds(*now).value_or(0) * 1'000'000 : 0);
        facts_.record = feel::Value::context({});
        if (const json::Value* record = given_.find("record")) edit(*record);
        initiator_ = directory_.person(given_.string_or("initiator", "initiator"));
        world_.decide_with(watch_.decisions);
        world_.count_with(watch_.calendars);
        for (const Flow* each : others_) world_.know(*each);
        world_.watch(
            [this](std::size_t index, const Instance& before, const Events& events) { watch(index, before, events); });
    }

    void edit(const json::Value& fields) {
        const feel::Value read = feel::from_json(fields, record_type_);
        static const std::string kLogin;
        const std::set<std::string> people = person_fields(flow_);
        for (const json::Member& each : fields.members()) {
            const feel::Value* value = read.find(each.key);
            if (people.count(each.key) != 0 && each.value.is_string()) {
                facts_.set(each.key, directory_.context_of(directory_.person(each.value.as_string())));
            } else {
                facts_.set(each.key, value != nullptr && !value->is_null() ? *value : feel::from_json(each.value));
            }
        }
    }

    void set_variables(const json::Value& variables, Command& command) {
        for (const json::Member& each : variables.members()) {
            command.variables.emplace_back(each.key, flow_.variable_value(each.key, each.value));
        }
    }

    void choose(const json::Value& choices, Command& command) {
        for (const json::Member& each : choices.members()) {
            const auto node = flow_.nodes_by_id.find(each.key);
            Chosen choice{node == flow_.nodes_by_id.end() ? kNone : node->second, {}};
            for (const json::Value& login : each.value.items())
                choice.people.push_back(directory_.person(login.as_string()));
            command.choices.push_back(std::move(choice));
        }
    }

    // Given "start": "event" nobody starts it: a message or signal will.
    bool start() {
        if (given_.string_or("start") == "event") {
            world_.know(flow_);
            return true;
        }
        Command command;
        command.by = initiator_;
        set_variables(member(given_, "variables"), command);
        choose(member(given_, "choices"), command);
        return execute(command, given_.string_or("error"));
    }

    // Whether the test may go on.
    bool execute(const Command& command, std::string_view error) {
        if (command.kind != CommandKind::kStart) return settled(world_.execute(index_, command), error);
        auto made = world_.start(flow_, command);
        if (made) index_ = *made;
        return settled(made ? Result<void>() : Result<void>(tl::unexpected(std::move(made.error()))), error);
    }

    bool settled(Result<void> done, std::string_view error) {
        if (!world_.instances().empty()) facts_.instance = world_.instances()[index_].state;
        if (!done) {
            const Diagnostic& first = done.error().front();
            if (first.code == error) return true;
            problem(Text(first.code + ": " + first.text.en, first.code + "：" + first.text.zh));
            return false;
        }
        if (!error.empty()) {
            problem(Text("expected " + std::string(error) + ", but it was allowed",
                         "预期 " + std::string(error) + "，但操作成功了"));
            return false;
        }
        return true;
    }

    void watch(std::size_t index, const Instance& before, const Events& events) {
        const WorldInstance& running = world_.instances()[index];
        facts_.note_steps(*running.flow, events);
        if (index != index_) return;
        for (const Event& event : events) facts_.note(event);
        if (watch_.stepped) watch_.stepped(before, running.state, events);
    }

    bool take(const json::Value& step) {
        if (const json::Value* edits = step.find("record")) edit(*edits);
        if (!one(step)) {
            return false;
        }
        if (const json::Value* expected = step.find("expect")) check(*expected);
        return problems_.empty();
    }

    bool one(const json::Value& step) {
        if (const json::Value* wait = step.find("wait")) return pass_time(*wait, step.string_or("error"));
        if (step.find("message") != nullptr || step.find("signal") != nullptr) return event(step);
        for (const std::string_view verb : {"answer", "fail", "refused", "ended"}) {
            if (step.find(verb) != nullptr) return answer(step, verb);
        }
        if (step.find("enable") != nullptr) return enable(step);
        if (step.find("set") != nullptr) return look(step);
        return act(step);
    }

    bool act(const json::Value& step) {
        for (const Action& action : kActions) {
            const json::Value* target = step.find(action.name);
            if (target == nullptr) continue;
            Command command;
            command.kind = action.kind;
            command.text = step.string_or("comment");
            // Steps want words of those who refuse or return; tests need not write them.
            const bool against = action.kind == CommandKind::kRefuse || action.kind == CommandKind::kReturn;
            if (against && step.find("comment") == nullptr) command.text = "test";
            const json::Value* administrator = step.find("administrator");
            command.administrator =
                administrator != nullptr && administrator->is_boolean() && administrator->as_boolean();
            command.straight = step.string_or("resume") == "straight";
            command.by = step.find("by") != nullptr ? directory_.person(step.string_or("by")) : initiator_;
            set_variables(member(step, "variables"), command);
            choose(member(step, "choices"), command);
            if (const json::Value* extras = step.find("extras")) command.extras = feel::from_json(*extras);
            if (action.at_seat && !seat(step, *target, command)) return false;
            if (!aim(step, *target, command)) return false;
            return execute(command, step.string_or("error"));
        }
        problem(Text("no such action: " + json::write_compact(step), "没有这样的操作：" + json::write_compact(step)),
                "FLOW-402");
        return false;
    }

    // The open seat at a node: that of "by", or the oldest.
    bool seat(const json::Value& step, const json::Value& target, Command& command) {
        const std::string name = target.is_string() ? target.as_string() : "";
        const auto node = flow_.nodes_by_id.find(name);
        if (node == flow_.nodes_by_id.end()) {
            problem(Text("there is no node '" + name + "'", "没有节点“" + name + "”"), "FLOW-402");
            return false;
        }
        const bool named = step.find("by") != nullptr;
        const Seat* found = nullptr;
        for (const Seat& each : facts_.instance.seats) {
            const bool removes = command.kind == CommandKind::kRemove;
            if (each.node != node->second || (each.status != SeatStatus::kWaiting && !removes)) continue;
            if (step.find("for") != nullptr && each.person != directory_.person(step.string_or("for"))) continue;
            if (found == nullptr || (named && each.person == command.by && found->person != command.by)) found = &each;
        }
        if (found == nullptr) {
            if (step.find("error") != nullptr) return true;  // seat 0: no longer open
            problem(Text("nobody is asked at '" + name + "' now", "“" + name + "”当前没有待处理人"));
            return false;
        }
        command.seat = found->number;
        if (!named) command.by = found->person;
        if (found->person == kNobody && !named) command.administrator = true;
        return true;
    }

    bool aim(const json::Value& step, const json::Value& target, Command& command) {
        const std::string to(step.string_or("to"));
        if (command.kind == CommandKind::kTransfer || command.kind == CommandKind::kDelegate ||
            command.kind == CommandKind::kRemove) {
            command.person = directory_.person(to);
            return true;
        }
        if (command.kind == CommandKind::kAdd || command.kind == CommandKind::kCopy)
            return aim_addition(step, to, command);
        if (command.kind == CommandKind::kTakeBack) return aim_take_back(step, command);
        if (command.kind == CommandKind::kRetry || command.kind == CommandKind::kSkip) {
            aim_incident(step, target, command);
            return true;
        }
        if (command.kind == CommandKind::kComment && target.is_string()) command.text = target.as_string();
        if (command.kind != CommandKind::kReturn && command.kind != CommandKind::kJump) return true;
        const auto node = flow_.nodes_by_id.find(to);
        command.node = to == "initiator" || to.empty()   ? flow_.start
                       : node == flow_.nodes_by_id.end() ? kNone
                                                         : node->second;
        if (command.kind != CommandKind::kJump) return true;
        command.administrator = true;
        for (const Token& token : facts_.instance.tokens) {
            if (target.is_string() && flow_.nodes[token.node].id == target.as_string()) command.token = token.number;
        }
        return true;
    }

    // {"retry": node} and {"skip": node, "content"}: what an administrator does with the incident there.
    void aim_incident(const json::Value& step, const json::Value& target, Command& command) {
        command.administrator = true;
        command.payload = content_of(step);
        for (const Incident& each : facts_.instance.incidents) {
            if (target.is_string() && flow_.nodes[each.node].id == target.as_string()) command.incident = each.number;
        }
    }

    // {"take_back": true, "opened": [nodes whose tasks have been looked at]}
    bool aim_take_back(const json::Value& step, Command& command) {
        const Decision& last = facts_.instance.last;
        command.seat = last.seat;
        if (step.find("by") == nullptr) command.by = last.by;
        const json::Value* opened = step.find("opened");
        if (opened == nullptr || !opened->is_array()) return true;
        for (const Seat& seat : facts_.instance.seats) {
            for (const json::Value& node : opened->items()) {
                if (flow_.nodes[seat.node].id == node.as_string()) command.opened.push_back(seat.number);
            }
        }
        return true;
    }

    bool aim_addition(const json::Value& step, const std::string& to, Command& command) {
        const std::string_view place = step.string_or("place", "beside");
        command.position = place == "before"  ? Position::kBefore
                           : place == "after" ? Position::kAfter
                                              : Position::kBeside;
        const json::Value* people = step.find("to");
        if (people == nullptr || !people->is_array()) {
            command.people.push_back(directory_.person(to));
            return true;
        }
        for (const json::Value& each : people->items()) command.people.push_back(directory_.person(each.as_string()));
        return true;
    }

    // {"wait": duration}; with "error" a time that comes in it fails so, and is an incident from then on.
    bool pass_time(const json::Value& wait, std::string_view error) {
        const auto span = wait.is_string() ? parse_span(wait.as_string()) : std::nullopt;
        if (!span) {
            problem(Text("'wait' needs an ISO 8601 duration", "“wait”需要 ISO 8601 时长"), "FLOW-402");
            return false;
        }
        World::Failing failing{error};
        auto passed = world_.advance(*span, error.empty() ? nullptr : &failing);
        if (!passed) return settled(std::move(passed), {});
        return settled({}, failing.count == 0 ? error : std::string_view());
    }

    static feel::Value content_of(const json::Value& step) {
        const json::Value* content = step.find("content");
        return content == nullptr ? feel::Value() : feel::from_json(*content);
    }

    // {"message": name, "key", "content"} and {"signal": name, "content"}.
    bool event(const json::Value& step) {
        const json::Value* key = step.find("key");
        const std::string_view error = step.string_or("error");
        if (step.find("message") != nullptr) {
            auto got = world_.message(std::string(step.string_or("message")),
                                      key == nullptr ? feel::Value() : feel::from_json(*key), content_of(step));
            return settled(got ? Result<void>() : Result<void>(tl::unexpected(std::move(got.error()))), error);
        }
        return settled(world_.signal(std::string(step.string_or("signal")), content_of(step)), error);
    }

    // {"answer": node, "content"} and {"fail": node, "code"}: what a job or a called flow at that node gives back;
    // {"refused": node}: the called flow was; {"ended": node, "code"}: somebody ended it.
    bool answer(const json::Value& step, std::string_view verb) {
        Command command;
        command.kind = verb == "answer"  ? CommandKind::kAnswer
                       : verb == "fail"  ? CommandKind::kFail
                       : verb == "ended" ? CommandKind::kCallEnded
                                         : CommandKind::kCallRefused;
        command.payload = content_of(step);
        command.text = step.string_or("code");
        for (const Wait& wait : facts_.instance.waits) {
            const bool job = wait.kind == Wait::Kind::kJob || wait.kind == Wait::Kind::kCall;
            if (job && flow_.nodes[wait.node].id == step.string_or(verb) && command.wait == 0)
                command.wait = wait.number;
        }
        return execute(command, step.string_or("error"));
    }

    bool enable(const json::Value& step) {
        Command command;
        command.kind = CommandKind::kEnable;
        const auto node = flow_.nodes_by_id.find(step.string_or("enable"));
        command.node = node == flow_.nodes_by_id.end() ? kNone : node->second;
        for (const Token& token : facts_.instance.tokens) {
            if (command.node != kNone && flow_.nodes[token.node].inner == flow_.nodes[command.node].body) {
                command.token = token.number;
            }
        }
        return execute(command, step.string_or("error"));
    }

    bool look(const json::Value& step) {
        Command command;
        command.kind = CommandKind::kLook;
        if (const json::Value* set = step.find("set")) set_variables(*set, command);
        return execute(command, step.string_or("error"));
    }

    void check(const json::Value& expected) {
        for (const Text& wrong : differences(expected, facts_, world_.inputs(index_))) problem(wrong);
    }

    const Flow& flow_;
    const json::Value& test_;
    const feel::Type& record_type_;
    const TestWatch& watch_;
    const json::Value& given_;
    TestDirectory directory_;
    TestFacts facts_;
    World world_;
    std::size_t index_ = 0;
    Person initiator_ = kNobody;
    std::size_t number_ = 0;
    std::vector<const Flow*> others_;
    Diagnostics problems_;
};

}  // namespace

Diagnostics run_test(const Flow& flow, const json::Value& test, const feel::Type& record_type, const TestWatch& watch,
                     const std::vector<const Flow*>& others) {
    TestRun run(flow, test, record_type, watch);
    for (const Flow* each : others) run.know(*each);
    return run.run();
}

Diagnostics run_tests(const Flow& flow, const feel::Type& record_type, const TestWatch& watch,
                      const std::vector<const Flow*>& others) {
    Diagnostics all;
    if (!flow.tests.is_array()) return all;
    for (std::size_t i = 0; i < flow.tests.items().size(); ++i) {
        for (Diagnostic& each : run_test(flow, flow.tests.items()[i], record_type, watch, others)) {
            if (i < flow.tests_at.size()) each.place = flow.tests_at[i];
            all.push_back(std::move(each));
        }
    }
    return all;
}

}  // namespace fw::flow
