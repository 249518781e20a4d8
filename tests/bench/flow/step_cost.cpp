// What one step costs, with the snapshot that is stored after it: it must not grow with the number of nodes of the
// flow, nor with what the instance has already done. And a parallel multi-instance of 10,000.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>

#include "tests/bench/flow/in_memory.h"
#include "tests/support/flow/loose_env.h"

namespace fw::bench {
namespace {

constexpr flow::Instant kNow = 1'700'000'000'000'000;

// start → t0 → t1 → … → again (as long as the record's total is large) → t0, else end.
std::string ring(int tasks) {
    std::string nodes = R"({"id": "start", "type": "start"}, {"id": "first", "type": "exclusive"})";
    std::string edges = R"({"from": "start", "to": "first"}, {"from": "first", "to": "t0"})";
    for (int i = 0; i < tasks; ++i) {
        const std::string id = "t" + std::to_string(i);
        nodes += R"(, {"id": ")" + id + R"(", "type": "user_task", "who": {"person": "li"}})";
        const std::string next = i + 1 == tasks ? "again" : "t" + std::to_string(i + 1);
        edges += R"(, {"from": ")" + id + R"(", "to": ")" + next + R"("})";
    }
    nodes += R"(, {"id": "again", "type": "exclusive"}, {"id": "end", "type": "end"})";
    edges +=
        R"(, {"from": "again", "to": "first", "when": "record.total >= 100000"}, {"from": "again", "to": "end", "default": true})";
    return R"({"kind": "flow", "id": "ring", "nodes": [)" + nodes + R"(], "edges": [)" + edges + "]}";
}

class Walk {
  public:
    explicit Walk(const flow::Flow& flow) : flow_(flow), inputs_{kNow, feel::Zone::utc(), 1, directory_, record_} {}

    bool start() {
        flow::Command command;
        command.by = 1;
        return flow::run(flow_, instance_, command, inputs_).has_value();
    }

    // One waiting task completed.
    bool step() {
        if (instance_.seats.empty()) return false;
        flow::Command complete;
        complete.kind = flow::CommandKind::kComplete;
        complete.seat = instance_.seats.front().number;
        complete.by = instance_.seats.front().person;
        if (!flow::run(flow_, instance_, complete, inputs_)) return false;
        return true;
    }

    // Nanoseconds a step, the best of several rounds; negative where a step failed.
    double cost(int rounds, int steps) {
        double best = 0;
        for (int round = 0; round < rounds; ++round) {
            const double began = core_seconds();
            for (int i = 0; i < steps; ++i) {
                if (!step()) return -1;
            }
            const double each = (core_seconds() - began) / steps * 1e9;
            if (round == 0 || each < best) best = each;
        }
        return best;
    }
    bool pass(int steps) {
        for (int i = 0; i < steps; ++i) {
            if (!step()) return false;
        }
        return true;
    }
    [[nodiscard]] std::size_t snapshot() const {
        std::string text;
        flow::append_json(text, instance_, flow_);
        return text.size();
    }

  private:
    OneRecord record_;
    TwoPeople directory_;
    const flow::Flow& flow_;
    flow::StepInputs inputs_;
    flow::Instance instance_;
};

bool nodes() {
    double few = 0, many = 0;
    for (const int count : {10, 100, 1000, 10'000}) {
        const auto flow = test::read_flow_text(ring(count));
        if (!flow) {
            std::fprintf(stderr, "%s", format(flow.error()).c_str());
            return false;
        }
        Walk walk(*flow);
        if (!walk.start() || !walk.pass(100)) return false;
        many = walk.cost(5, 2000);
        if (many < 0) return false;
        if (count == 10) few = many;
        std::fprintf(stderr, "  %d nodes: %.0f ns a step, snapshot of %zu bytes\n", count, many, walk.snapshot());
    }
    std::printf("flow_step_nodes ours=%.0f ns limit=%.0f ratio=%.2f\n", many, few, many / few);
    return true;
}

bool events() {
    const auto flow = test::read_flow_text(ring(3));
    if (!flow) return false;
    Walk walk(*flow);
    if (!walk.start()) return false;
    double first = 0, last = 0;
    int done = 0;
    for (const int count : {10, 100, 1000, 10'000, 100'000}) {
        if (!walk.pass(count - done)) return false;
        last = walk.cost(5, 1000);
        if (last < 0) return false;
        done = count + 5000;
        if (count == 10) first = last;
        std::fprintf(stderr, "  after %d steps: %.0f ns a step, snapshot of %zu bytes\n", count, last, walk.snapshot());
    }
    std::printf("flow_step_events ours=%.0f ns limit=%.0f ratio=%.2f\n", last, first, last / first);
    return true;
}

bool many_instances() {
    const auto flow = test::read_flow_text(
        R"({"kind": "flow", "id": "many", "nodes": [{"id": "start", "type": "start"},
            {"id": "each", "type": "user_task", "who": {"person": "li"}, "for_each": {"count": "10000", "mode": "parallel"}},
            {"id": "end", "type": "end"}],
          "edges": [{"from": "start", "to": "each"}, {"from": "each", "to": "end"}]})");
    if (!flow) {
        std::fprintf(stderr, "%s", format(flow.error()).c_str());
        return false;
    }
    OneRecord record;
    const TwoPeople directory;
    const flow::StepInputs inputs{kNow, feel::Zone::utc(), 1, directory, record};
    flow::Instance instance;
    flow::Command start;
    start.by = 1;
    const double began = core_seconds();
    if (!flow::run(*flow, instance, start, inputs) || instance.seats.size() != 10'000) return false;
    while (!instance.seats.empty()) {
        flow::Command complete;
        complete.kind = flow::CommandKind::kComplete;
        complete.seat = instance.seats.back().number;
        complete.by = 1;
        if (!flow::run(*flow, instance, complete, inputs)) return false;
    }
    const double taken = core_seconds() - began;
    if (instance.status != flow::Status::kCompleted) return false;
    std::printf("flow_many_10000 ours=%.2f s limit=10 ratio=%.2f\n", taken, taken / 10);
    return true;
}

}  // namespace
}  // namespace fw::bench

int main(int argc, char** argv) {
    const auto wanted = [&](const char* name) {
        return argc < 2 ||
               std::any_of(argv + 1, argv + argc, [&](const char* each) { return std::strcmp(each, name) == 0; });
    };
    bool done = !wanted("flow_step_nodes") || fw::bench::nodes();
    done = (!wanted("flow_step_events") || fw::bench::events()) && done;
    done = (!wanted("flow_many_10000") || fw::bench::many_instances()) && done;
    if (!done) std::fprintf(stderr, "step_cost: a step failed\n");
    return done ? 0 : 1;
}
