// Runs that have happened, used again: forked in memory, as a test of the model, and through a changed flow.
#include "engine/flow/rerun.h"

#include <algorithm>

#include "engine/compile/step_inputs.h"
#include "engine/feel/feel.h"
#include "engine/flow/test_run.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/flows/history.h"
#include "runtime/flows/runner.h"
#include "runtime/flows/search.h"
#include "runtime/flows/view.h"

namespace fw::flows {

namespace {

using flow::Command;
using flow::CommandKind;

// One step of a fork, in the words of tests (engine/flow/test_run.h), as a command on the state.
class Words {
  public:
    Words(const Loaded& loaded, const identity::Directory& directory) : loaded_(loaded), directory_(directory) {}

    Result<Command> command(const json::Value& step) const {
        static const std::pair<const char*, CommandKind> kAtSeat[] = {
            {"approve", CommandKind::kApprove},   {"refuse", CommandKind::kRefuse},
            {"complete", CommandKind::kComplete}, {"return", CommandKind::kReturn},
            {"transfer", CommandKind::kTransfer}, {"delegate", CommandKind::kDelegate}};
        static const std::pair<const char*, CommandKind> kWhole[] = {{"resubmit", CommandKind::kResubmit},
                                                                     {"withdraw", CommandKind::kWithdraw},
                                                                     {"terminate", CommandKind::kTerminate}};
        Command command;
        command.text = step.string_or("comment");
        const json::Value* administrator = step.find("administrator");
        command.administrator = administrator != nullptr && administrator->is_boolean() && administrator->as_boolean();
        command.by = step.find("by") == nullptr ? flow::kNobody : person(step.string_or("by"));
        if (const json::Value* variables = step.find("variables"); variables != nullptr && variables->is_object()) {
            for (const json::Member& each : variables->members())
                command.variables.emplace_back(each.key, loaded_.flow->variable_value(each.key, each.value));
        }
        for (const auto& [verb, kind] : kAtSeat) {
            if (step.find(verb) == nullptr) continue;
            command.kind = kind;
            return at_seat(step, step.string_or(verb), std::move(command));
        }
        for (const auto& [verb, kind] : kWhole) {
            if (step.find(verb) == nullptr) continue;
            command.kind = kind;
            command.administrator = true;
            if (command.by == flow::kNobody) command.by = loaded_.state.initiator;
            return command;
        }
        return outside(step, std::move(command));
    }

  private:
    flow::Person person(std::string_view login) const {
        const flow::Person found = directory_.by_login(login);
        return found != flow::kNobody ? found : storage::parse_id(login).value_or(flow::kNobody);
    }

    flow::NodeIndex node(std::string_view id) const {
        const auto found = loaded_.flow->nodes_by_id.find(id);
        return found == loaded_.flow->nodes_by_id.end() ? flow::kNone : found->second;
    }

    Result<Command> at_seat(const json::Value& step, std::string_view at, Command command) const {
        for (const flow::Seat& seat : loaded_.state.seats) {
            if (seat.status != flow::SeatStatus::kWaiting || loaded_.flow->nodes[seat.node].id != at) continue;
            if (command.by != flow::kNobody && seat.person != command.by) continue;
            command.seat = seat.number;
            if (command.by == flow::kNobody) command.by = seat.person;
            command.administrator = command.administrator || seat.person == flow::kNobody;
            const std::string_view to = step.string_or("to");
            if (command.kind == CommandKind::kReturn)
                command.node = to.empty() || to == "initiator" ? loaded_.flow->start : node(to);
            if (command.kind == CommandKind::kTransfer || command.kind == CommandKind::kDelegate)
                command.person = person(to);
            command.straight = step.string_or("resume") == "straight";
            return command;
        }
        return fail("FLOW-202", format_text({"nobody is asked at '{0}' now", "“{0}”当前没有待处理人"}, {at}));
    }

    Result<Command> outside(const json::Value& step, Command command) const {
        const json::Value* content = step.find("content");
        const json::Value* key = step.find("key");
        if (content != nullptr) command.payload = feel::from_json(*content);
        if (step.find("set") != nullptr && step.find("set")->is_object()) {
            command.kind = CommandKind::kLook;
            for (const json::Member& each : step.find("set")->members())
                command.variables.emplace_back(each.key, loaded_.flow->variable_value(each.key, each.value));
            return command;
        }
        if (step.find("jump") != nullptr) {
            command.kind = CommandKind::kJump;
            command.administrator = true;
            command.node = node(step.string_or("to"));
            for (const flow::Token& token : loaded_.state.tokens) {
                if (loaded_.flow->nodes[token.node].id == step.string_or("jump")) command.token = token.number;
            }
            return command;
        }
        for (const auto& [verb, kind] : {std::pair("retry", CommandKind::kRetry), {"skip", CommandKind::kSkip}}) {
            if (step.find(verb) == nullptr) continue;
            command.kind = kind;
            command.administrator = true;
            for (const flow::Incident& each : loaded_.state.incidents) {
                if (loaded_.flow->nodes[each.node].id == step.string_or(verb)) command.incident = each.number;
            }
            return command;
        }
        const bool fails = step.find("fail") != nullptr, refused = step.find("refused") != nullptr;
        const std::string_view job = step.string_or(fails ? "fail" : refused ? "refused" : "answer");
        for (const flow::Wait& wait : loaded_.state.waits) {
            const bool works = wait.kind == flow::Wait::Kind::kJob || wait.kind == flow::Wait::Kind::kCall;
            const bool meant = works                                     ? loaded_.flow->nodes[wait.node].id == job
                               : wait.kind == flow::Wait::Kind::kMessage ? wait.name == step.string_or("message")
                               : wait.kind == flow::Wait::Kind::kSignal  ? wait.name == step.string_or("signal")
                                                                         : false;
            if (!meant || (key != nullptr && !(feel::to_json(wait.key) == *key))) continue;
            command.wait = wait.number;
            command.kind = works                                     ? (fails     ? CommandKind::kFail
                                                                        : refused ? CommandKind::kCallRefused
                                                                                  : CommandKind::kAnswer)
                           : wait.kind == flow::Wait::Kind::kMessage ? CommandKind::kMessage
                                                                     : CommandKind::kSignal;
            if (fails) command.text = step.string_or("code");
            return command;
        }
        return fail("FLOW-422", format_text({"this is no step that is possible now: {0}", "此步骤当前不可执行：{0}"},
                                            {json::write_compact(step)}));
    }

    const Loaded& loaded_;
    const identity::Directory& directory_;
};

json::Value people_json(const identity::Directory& directory) {
    constexpr std::size_t kMost = 1000;
    json::Value people = json::Value::object();
    json::Value administrators = json::Value::array();
    for (const identity::Person& person : directory.people()) {
        if (person.login.empty() || people.members().size() >= kMost) continue;
        json::Value one = json::Value::object();
        const identity::Person* manager = directory.person(person.manager);
        if (manager != nullptr && !manager->login.empty()) one.set("manager", json::Value::string(manager->login));
        if (person.unit != 0) one.set("unit", json::Value::string(storage::id_text(person.unit)));
        json::Value roles = json::Value::array();
        for (const std::string& role : person.roles) roles.push(json::Value::string(role));
        if (roles.is_array() && !roles.items().empty()) one.set("roles", std::move(roles));
        if (!person.active) one.set("active", json::Value::boolean(false));
        people.set(person.login, std::move(one));
        if (person.administrator) administrators.push(json::Value::string(person.login));
    }
    json::Value units = json::Value::object();
    for (const identity::Unit& unit : directory.units()) {
        json::Value one = json::Value::object();
        const identity::Person* head = directory.person(unit.head);
        if (head != nullptr) one.set("head", json::Value::string(head->login));
        units.set(storage::id_text(unit.id), std::move(one));
    }
    json::Value made = json::Value::object();
    made.set("people", std::move(people));
    if (!units.members().empty()) made.set("units", std::move(units));
    made.set("administrators", std::move(administrators));
    return made;
}

// The record as it is now, as a test gives it: people by their logins.
json::Value record_json(const feel::Value& record, const flow::Flow& flow, const identity::Directory& directory) {
    json::Value made = feel::to_json(record);
    if (!made.is_object()) return json::Value::object();
    for (const flow::Node& node : flow.nodes) {
        if (node.human == nullptr) continue;
        for (const flow::Who& who : node.human->who) {
            const feel::Value* found =
                who.kind == flow::Who::Kind::kField && record.is_context() ? record.find(who.name) : nullptr;
            const identity::Person* person = found == nullptr ? nullptr : directory.person(flow::person_of(*found));
            if (person != nullptr) made.set(who.name, json::Value::string(person->login));
        }
    }
    return made;
}

Result<std::vector<flow::Events>> steps_of(const View& view, const Loaded& loaded, std::int64_t until) {
    std::vector<flow::Events> steps;
    const auto read = each_step(view.reader(), view.finder(), loaded, [&](const Step& step) {
        if (until != 0 && step.number > until) return false;
        steps.push_back(step.events);
        return true;
    });
    if (!read) return tl::unexpected(read.error());
    return steps;
}

// What keeps the test from passing as the models are now.
json::Value problems_of(const View& view, const Loaded& loaded, const json::Value& test) {
    const compile::Program& program = *loaded.program;
    const compile::ProgramDecisions decisions(program);
    const compile::ProgramCalendars calendars(program);
    flow::TestWatch watch;
    watch.decisions = &decisions;
    watch.calendars = &calendars;
    std::vector<const flow::Flow*> others;
    for (const auto& flow : program.flows) others.push_back(flow.get());
    const compile::Entity* entity = program.entity(loaded.flow->entity);
    const feel::Type record = entity == nullptr ? feel::Type() : feel::Type::record(&entity->record);
    json::Value list = json::Value::array();
    for (const Diagnostic& each : flow::run_test(*loaded.flow, test, record, watch, others))
        list.push(view.text(each.text));
    return list;
}

// A version of a flow through which an instance was played.
struct Version {
    const flow::Flow* flow = nullptr;
    flow::Played played;

    [[nodiscard]] std::string name_of(const std::string& node, Language language) const {
        const flow::Node* found = flow->find(node);
        return found == nullptr || found->label.empty() ? node : std::string(found->label.in(language));
    }
};

std::string way_text(const Version& version, Language language) {
    std::string made;
    for (const std::string& each : version.played.path)
        made += (made.empty() ? "" : " → ") + version.name_of(each, language);
    return made;
}

json::Value difference(const char* what, const std::string& before, const std::string& after) {
    json::Value made = json::Value::object();
    made.set("what", json::Value::string(what));
    made.set("before", json::Value::string(before));
    made.set("after", json::Value::string(after));
    return made;
}

std::string asked_text(const Version& version, const identity::Directory& directory, Language language) {
    std::string made;
    for (const auto& [node, people] : version.played.asked) {
        made += (made.empty() ? "" : "; ") + version.name_of(node, language) + ": ";
        for (std::size_t i = 0; i < people.size(); ++i)
            made += (i == 0 ? "" : ", ") + std::string(directory.name_of(people[i]));
    }
    return made;
}

// One instance through both versions.
json::Value compare(const View& view, const Version& was, const Version& would) {
    const flow::Played& before = was.played;
    const flow::Played& after = would.played;
    json::Value list = json::Value::array();
    const identity::Directory& directory = view.caller().directory();
    const auto outcome = [&](const flow::Played& played) {
        return played.outcome.empty() ? std::string(played.stopped.in(view.language())) : played.outcome;
    };
    if (before.outcome != after.outcome) list.push(difference("outcome", outcome(before), outcome(after)));
    if (before.path != after.path)
        list.push(difference("path", way_text(was, view.language()), way_text(would, view.language())));
    if (before.asked != after.asked)
        list.push(difference("approvers", asked_text(was, directory, view.language()),
                             asked_text(would, directory, view.language())));
    return list;
}

}  // namespace

Result<std::string> Flows::fork(Reader& reader, const Caller& caller, Id instance, const json::Value& body,
                                DateTime now, Language language) const {
    const View view(*this, reader, caller, now, language);
    auto loaded = load_instance(reader, view.finder(), instance, false);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    const json::Value* at = body.is_object() ? body.find("at") : nullptr;
    const std::int64_t step = at != nullptr && at->is_number() ? at->as_int64().value_or(0) : 0;
    auto then = state_at(reader, view.finder(), *loaded, step);
    if (!then) return tl::unexpected(std::move(then.error()));
    const json::Value* steps = body.is_object() ? body.find("do") : nullptr;
    flow::Events happened;
    json::Value refused;
    std::int64_t number = 0;
    DateTime clock = now;
    const auto refuse = [&](const Diagnostics& why) {
        refused = json::Value::object();
        refused.set("step", json::Value::number(number));
        refused.set("code", json::Value::string(why.front().code));
        refused.set("text", json::Value::string(why.front().text.in(language)));
    };
    const auto perform = [&](const Command& command) {
        const Surroundings around(reader, records_, *then, caller.directory(), options_.zone, clock);
        auto events = flow::step(*then->flow, then->state, command, around.inputs());
        if (!events) {
            refuse(events.error());
            return false;
        }
        for (const flow::Event& event : *events) {
            flow::apply(then->state, *then->flow, event);
            happened.push_back(event);
        }
        return true;
    };
    if (steps != nullptr && steps->is_array()) {
        for (const json::Value& each : steps->items()) {
            ++number;
            if (const auto span = each.is_object() ? flow::parse_span(each.string_or("wait")) : std::nullopt) {
                const flow::Instant until = flow::plus(clock.micros, *span, options_.zone);
                for (int i = 0; i < 1000 && refused.is_null(); ++i) {
                    const flow::Timer* due = nullptr;
                    for (const flow::Timer& timer : then->state.timers) {
                        if (timer.due <= until && (due == nullptr || timer.due < due->due)) due = &timer;
                    }
                    if (due == nullptr) break;
                    clock.micros = std::max(clock.micros, due->due);
                    Command fire;
                    fire.kind = CommandKind::kTimer;
                    fire.timer = due->number;
                    if (!perform(fire)) break;
                }
                clock.micros = until;
            } else {
                auto command = Words(*then, caller.directory()).command(each);
                if (!command) {
                    refuse(command.error());
                } else {
                    (void)perform(*command);
                }
            }
            if (!refused.is_null()) break;
        }
    }
    json::Value out = view.state(*then, loaded->version, std::optional(clock));
    std::string text;
    flow::append_json(text, happened, *then->flow);
    auto events = json::read(text);
    out.set("events", events ? std::move(*events) : json::Value::array());
    if (!refused.is_null()) out.set("refused", std::move(refused));
    return json::write_compact(out);
}

Result<std::string> Flows::test_of(Reader& reader, const Caller& caller, Id instance, DateTime now,
                                   Language language) const {
    const View view(*this, reader, caller, now, language);
    auto loaded = load_instance(reader, view.finder(), instance, false);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    auto steps = steps_of(view, *loaded, 0);
    if (!steps) return tl::unexpected(std::move(steps.error()));
    if (static_cast<std::int64_t>(steps->size()) != loaded->version) return not_found();  // no longer kept
    StoredRecord record(reader, records_, loaded->entity, loaded->record, *loaded->flow, now);
    flow::RunRecord run;
    run.steps = std::move(*steps);
    run.record = record_json(record.record(), *loaded->flow, caller.directory());
    run.directory = people_json(caller.directory());
    run.login = [&](flow::Person person) {
        const identity::Person* found = caller.directory().person(person);
        return found != nullptr && !found->login.empty() ? found->login : "person_" + storage::id_text(person);
    };
    if (!record.failure().empty()) return tl::unexpected(record.failure());
    auto test = flow::recorded_test(*loaded->flow, "run_" + storage::id_text(instance), run);
    if (!test) return tl::unexpected(std::move(test.error()));
    json::Value out = json::Value::object();
    out.set("flow", json::Value::string(loaded->flow->id));
    json::Value problems = problems_of(view, *loaded, *test);
    if (!problems.items().empty()) out.set("problems", std::move(problems));
    out.set("test", std::move(*test));
    return json::write_compact(out);
}

Result<std::string> Flows::what_if(Reader& reader, const Caller& caller, const flow::Flow& flow,
                                   const std::shared_ptr<const compile::Program>& changed, int last, DateTime now,
                                   Language language) const {
    const View view(*this, reader, caller, now, language);
    const flow::Flow* other = changed->flow(flow.id);
    if (other == nullptr)
        return fail("FLOW-266",
                    format_text({"flow '{0}' is not in these models", "这些模型中没有流程“{0}”"}, {flow.id}));
    InstanceRequest request;
    request.flow = flow.id;
    auto search = InstanceSearch::make(view, request);
    if (!search) return tl::unexpected(std::move(search.error()));
    auto page = search->find(search->beginning(), static_cast<std::size_t>(std::clamp(last, 1, 1000)));
    if (!page) return tl::unexpected(std::move(page.error()));
    json::Value list = json::Value::array();
    std::int64_t same = 0, different = 0, unknown = 0;
    for (const Id id : page->ids) {
        json::Value item = json::Value::object();
        item.set("instance", View::id(id));
        json::Value differences = json::Value::array();
        std::string_view result = "cannot_tell";
        Text reason("its steps cannot be read any more", "其步骤已无法读取");
        auto loaded = load_instance(reader, view.finder(), id, false);
        if (loaded) {
            auto about = view.record(loaded->entity, loaded->flow->entity, loaded->record);
            if (!about) return tl::unexpected(std::move(about.error()));
            item.set("record", std::move(*about));
        }
        auto steps = loaded ? steps_of(view, *loaded, 0) : Result<std::vector<flow::Events>>();
        const bool moved = steps && std::any_of(steps->begin(), steps->end(), [](const flow::Events& step) {
                               return std::any_of(step.begin(), step.end(), [](const flow::Event& event) {
                                   return event.kind == flow::EventKind::kMigrated;
                               });
                           });
        if (moved) {
            reason = Text("it was moved to another version on its way: its steps belong to two of them",
                          "实例途中迁移到了另一版本，其步骤分属两个版本");
        } else if (loaded && steps && static_cast<std::int64_t>(steps->size()) != loaded->version) {
            reason = Text("its steps are no longer kept", "其步骤已不再保留");
        } else if (loaded && steps) {
            Loaded target = *loaded;
            target.program = changed;
            target.flow = other;
            const DateTime began{loaded->state.started_at};
            const Surroundings old_world(reader, records_, *loaded, caller.directory(), options_.zone, began);
            const Surroundings new_world(reader, records_, target, caller.directory(), options_.zone, began);
            const Version before{loaded->flow, flow::play(*loaded->flow, *steps, *loaded->flow, old_world.inputs())};
            const Version after{other, flow::play(*other, *steps, *loaded->flow, new_world.inputs())};
            differences = compare(view, before, after);
            const bool known = !before.played.outcome.empty() || loaded->state.running();
            result = !differences.items().empty() ? "different" : known ? "same" : "cannot_tell";
            if (!known) reason = before.played.stopped;
        }
        (result == "same" ? same : result == "different" ? different : unknown) += 1;
        item.set("result", json::Value::string(result));
        if (result == "cannot_tell") item.set("reason", view.text(reason));
        item.set("differences", std::move(differences));
        list.push(std::move(item));
    }
    json::Value out = json::Value::object();
    out.set("flow", json::Value::string(flow.id));
    out.set("replayed", json::Value::number(static_cast<std::int64_t>(page->ids.size())));
    out.set("same", json::Value::number(same));
    out.set("different", json::Value::number(different));
    out.set("cannot_tell", json::Value::number(unknown));
    out.set("instances", std::move(list));
    return json::write_compact(out);
}

}  // namespace fw::flows
