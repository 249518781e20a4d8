#include "tests/conformance/bpmn/scenario.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "engine/flow/test_run/directory.h"
#include "engine/flow/world.h"
#include "engine/json/read.h"
#include "tests/conformance/bpmn/prepare.h"

namespace fw::test {

namespace {

namespace fs = std::filesystem;
using Counts = std::map<std::string, std::int64_t>;

constexpr flow::Instant kMonday = 1'767'603'600'000'000;  // 2026-01-05T09:00:00Z

class NoRecord final : public flow::RecordSource {
  public:
    const feel::Value& record() override { return record_; }

  private:
    feel::Value record_;
};

std::string words(const Counts& counts) {
    std::string out;
    for (const auto& [node, count] : counts) out += (out.empty() ? "" : ", ") + node + ": " + std::to_string(count);
    return "{" + out + "}";
}

Counts counts_of(const json::Value& object) {
    Counts out;
    for (const json::Member& member : object.members()) {
        if (const std::int64_t count = member.value.as_int64().value_or(0); count != 0) out[member.key] = count;
    }
    return out;
}

// A token that waits for somebody or something.
struct Open {
    std::size_t instance = 0;
    std::uint32_t token = 0;
    flow::NodeIndex node = 0;
    bool operator==(const Open&) const = default;
};

class Scenario {
  public:
    Scenario(const json::Value& test, const fs::path& folder)
        : test_(test), prepared_(prepare(test, folder)), world_(directory_, record_, kMonday) {}

    std::vector<std::string> run() {
        if (!prepared_.problems.empty() || prepared_.start == nullptr) {
            for (const Diagnostic& each : prepared_.problems) lines_.push_back(format(each));
            if (prepared_.start == nullptr) lines_.emplace_back("the process cannot be run");
            return std::move(lines_);
        }
        for (const auto& flow : prepared_.flows) world_.know(*flow);
        world_.watch([this](std::size_t instance, const flow::Instance&, const flow::Events& events) {
            note(instance, events);
        });
        start();
        after(0);
        if (const json::Value* steps = test_.find("steps")) {
            for (std::size_t i = 0; i < steps->items().size() && !failed_; ++i) {
                take(steps->items()[i]);
                after(i + 1);
            }
        }
        at_the_end();
        return std::move(lines_);
    }

  private:
    // --- doing
    // A process that only messages and signals start waits for the first step where that is its start.
    [[nodiscard]] bool starts_by_first_step() const {
        const flow::Flow& flow = *prepared_.start;
        const json::Value* steps = test_.find("steps");
        if (steps == nullptr || steps->items().empty() || !flow.bodies[0].entries.empty()) return false;
        const json::Value& first = steps->items()[0];
        return std::any_of(flow.bodies[0].starts.begin(), flow.bodies[0].starts.end(), [&](flow::NodeIndex start) {
            const flow::EventDefinition* event = flow.nodes[start].event.get();
            if (event == nullptr) return false;
            return (event->trigger == flow::Trigger::kMessage && first.string_or("message") == event->name) ||
                   (event->trigger == flow::Trigger::kSignal && first.string_or("signal") == event->name);
        });
    }

    void start() {
        if (starts_by_first_step()) return;
        flow::Command command;
        command.by = directory_.person("initiator");
        command.variables = variables(*prepared_.start, test_.find("vars"));
        const auto events = prepared_.start->event_starts();
        if (prepared_.start->start == flow::kNone && !events.empty()) command.node = events.front();
        const Result<std::size_t> started = world_.start(*prepared_.start, command);
        if (!started) fail(started.error());
        settle();
    }

    void take(const json::Value& step) {
        Result<void> done;
        if (const json::Value* node = step.find("complete")) {
            done = complete(node->as_string(), step);
        } else if (const json::Value* span = step.find("advance")) {
            const auto length = flow::parse_span(span->as_string());
            done = length ? world_.advance(*length) : Result<void>(fw::fail("CASE-001", Text("no duration", "")));
        } else if (const json::Value* message = step.find("message")) {
            const auto got = world_.message(message->as_string(), {}, payload(step), 0);
            if (!got) done = tl::unexpected(got.error());
        } else if (const json::Value* signal = step.find("signal")) {
            done = world_.signal(signal->as_string(), payload(step));
        } else if (step.find("set") != nullptr) {
            done = write(step);
        }
        if (!done) fail(done.error());
        settle();
    }

    [[nodiscard]] feel::Value payload(const json::Value& step) const {
        if (step.find("set") == nullptr) return {};
        return feel::Value::context(variables(*prepared_.start, step.find("set")));
    }

    Result<void> write(const json::Value& step) {
        for (std::size_t i = 0; i < world_.instances().size(); ++i) {
            if (!world_.instances()[i].state.running()) continue;
            flow::Command look;
            look.kind = flow::CommandKind::kLook;
            look.variables = variables(*world_.instances()[i].flow, step.find("set"));
            if (Result<void> done = world_.execute(i, look); !done) return done;
        }
        return {};
    }

    Result<void> complete(const std::string& node, const json::Value& step) {
        std::size_t skip = 0;
        if (const json::Value* instance = step.find("instance")) {
            skip = static_cast<std::size_t>(instance->as_int64().value_or(0));
        }
        for (const Open& open : open_) {
            const flow::WorldInstance& at = world_.instances()[open.instance];
            if (bpmn_id(*at.flow, open.node) != node || skip-- > 0) continue;
            flow::Command command;
            command.administrator = true;
            command.variables = variables(*at.flow, step.find("set"));
            for (const flow::Seat& seat : at.state.seats_of(open.token)) {
                command.kind = flow::CommandKind::kComplete;
                command.seat = seat.number;
                command.by = seat.person;
                return world_.execute(open.instance, command);
            }
            for (const flow::Wait& wait : at.state.waits) {
                if (wait.token != open.token || wait.kind != flow::Wait::Kind::kJob) continue;
                command.kind = flow::CommandKind::kAnswer;
                command.wait = wait.number;
                return world_.execute(open.instance, command);
            }
        }
        return fw::fail("CASE-002", Text("'" + node + "' does not wait", ""));
    }

    // --- seeing
    void note(std::size_t instance, const flow::Events& events) {
        const flow::Flow& flow = *world_.instances()[instance].flow;
        for (const flow::Event& event : events) {
            const flow::NodeIndex node = flow::finished_node(flow, event);
            if (node != flow::kNone) {
                const std::string id = bpmn_id(flow, node);
                ++visits_[id];
                ++visited_[id];
            }
            const bool job = event.kind == flow::EventKind::kWaitSet && !event.text.empty() &&
                             event.index == static_cast<std::uint32_t>(flow::Wait::Kind::kJob);
            if (job) jobs_.emplace_back(instance, event.wait);
        }
    }

    // Answers what vendor code would have written and fires what is due already, until nothing moves by itself.
    void settle() {
        answer_jobs();
        for (int i = 0; i < 100 && due() && !failed_; ++i) {
            if (Result<void> done = world_.advance({}); !done) fail(done.error());
            answer_jobs();
        }
        look_around();
    }

    [[nodiscard]] bool due() const {
        const auto& all = world_.instances();
        return std::any_of(all.begin(), all.end(), [&](const flow::WorldInstance& each) {
            const auto& timers = each.state.timers;
            return each.state.running() && !each.state.suspended &&
                   std::any_of(timers.begin(), timers.end(),
                               [&](const flow::Timer& timer) { return timer.due <= world_.now(); });
        });
    }

    void answer_jobs() {
        for (int i = 0; i < 10'000 && !jobs_.empty() && !failed_; ++i) {
            const auto [instance, number] = jobs_.front();
            jobs_.erase(jobs_.begin());
            const flow::WorldInstance& at = world_.instances()[instance];
            const flow::Wait* wait = at.state.wait(number);
            if (wait == nullptr || !at.state.running()) continue;
            flow::Command answer;
            answer.kind = flow::CommandKind::kAnswer;
            answer.wait = number;
            answer.variables = variables(*at.flow, effect(wait->name));
            if (Result<void> done = world_.execute(instance, answer); !done) fail(done.error());
        }
    }

    // One entry a visit; the last one holds for all that follow. An object holds for every visit.
    const json::Value* effect(const std::string& node) {
        const json::Value* effects = test_.find("effects");
        const json::Value* of = effects == nullptr ? nullptr : effects->find(node);
        if (of == nullptr || of->is_object()) return of;
        if (!of->is_array() || of->items().empty()) return nullptr;
        const std::size_t visit = effects_[node]++;
        const json::Value& entry = of->items()[std::min(visit, of->items().size() - 1)];
        return entry.is_object() ? &entry : nullptr;
    }

    [[nodiscard]] static bool waits(const flow::WorldInstance& at, const flow::Token& token) {
        const flow::Node& node = at.flow->nodes[token.node];
        if (node.kind->routing == flow::Routing::kEventBased) return true;
        if (node.human != nullptr) return !at.state.seats_of(token.number).empty();
        if (!node.kind->catches) return false;
        const auto mine = [&](const auto& each) { return each.token == token.number && each.node == token.node; };
        return std::any_of(at.state.waits.begin(), at.state.waits.end(), mine) ||
               std::any_of(at.state.timers.begin(), at.state.timers.end(), mine);
    }

    // Those that waited before come first, in their order.
    void look_around() {
        std::vector<Open> now;
        for (std::size_t i = 0; i < world_.instances().size(); ++i) {
            const flow::WorldInstance& at = world_.instances()[i];
            if (!at.state.running()) continue;
            for (const flow::Token& token : at.state.tokens) {
                if (waits(at, token)) now.push_back({i, token.number, token.node});
            }
        }
        std::erase_if(open_, [&](const Open& each) { return std::find(now.begin(), now.end(), each) == now.end(); });
        for (const Open& each : now) {
            if (std::find(open_.begin(), open_.end(), each) == open_.end()) open_.push_back(each);
        }
    }

    // --- comparing
    void compare(const std::string& what, Counts found, Counts expected) {
        if (const json::Value* ignored = member("ignore")) {
            for (const json::Value& each : ignored->items()) {
                found.erase(each.as_string());
                expected.erase(each.as_string());
            }
        }
        if (found != expected)
            lines_.push_back(what + ": " + words(found) + " where " + words(expected) + " is expected");
    }

    [[nodiscard]] const json::Value* member(std::string_view key) const {
        const json::Value* expect = test_.find("expect");
        return expect == nullptr ? nullptr : expect->find(key);
    }

    void after(std::size_t step) {
        const json::Value* all = member("after");
        if (all != nullptr && step < all->items().size()) {
            const std::string where = "after step " + std::to_string(step) + ", ";
            Counts waiting;
            for (const Open& each : open_) ++waiting[bpmn_id(*world_.instances()[each.instance].flow, each.node)];
            const json::Value* expected = all->items()[step].find("waiting");
            if (expected != nullptr && expected->is_object()) compare(where + "waiting", waiting, counts_of(*expected));
            const json::Value* visited = all->items()[step].find("visited");
            if (visited != nullptr && visited->is_object()) compare(where + "visited", visited_, counts_of(*visited));
        }
        visited_.clear();
    }

    void at_the_end() {
        const auto& instances = world_.instances();
        const bool active = std::any_of(instances.begin(), instances.end(),
                                        [](const flow::WorldInstance& each) { return each.state.running(); });
        const std::string state = active ? "active" : "completed";
        const json::Value* expected = member("state");
        if (expected != nullptr && expected->is_string() && expected->as_string() != state) {
            lines_.push_back("state: " + state + " where " + expected->as_string() + " is expected");
        }
        if (const json::Value* visits = member("visits"); visits != nullptr && visits->is_object())
            compare("visits", visits_, counts_of(*visits));
    }

    void fail(const Diagnostics& diagnostics) {
        failed_ = true;
        for (const Diagnostic& each : diagnostics) lines_.push_back(format(each));
    }

    const json::Value& test_;
    Prepared prepared_;
    flow::TestDirectory directory_{nullptr};
    NoRecord record_;
    flow::World world_;
    std::vector<Open> open_;
    Counts visits_, visited_;
    std::vector<std::pair<std::size_t, std::uint32_t>> jobs_;
    std::map<std::string, std::size_t> effects_;
    std::vector<std::string> lines_;
    bool failed_ = false;
};

}  // namespace

std::vector<std::string> run_scenario(const fs::path& file, const fs::path& folder) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const Result<json::Value> test = json::read(text, file.filename().string());
    if (!test) return {format(test.error())};
    return Scenario(*test, folder).run();
}

std::vector<fs::path> scenarios_in(const fs::path& folder) {
    std::vector<fs::path> out;
    if (!fs::is_directory(folder)) return out;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".json") out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace fw::test
