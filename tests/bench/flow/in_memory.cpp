// Instances a second, on one core and in memory: start → exclusive → two parallel user tasks → join → end, the
// exclusive gateway with a FEEL condition on the record. The limit is the same flow written by hand as a state machine
// in C++.
#include "tests/bench/flow/in_memory.h"

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

#include "tests/support/flow/loose_env.h"

namespace fw::bench {
namespace {

constexpr const char* kFlow = R"({"kind": "flow", "id": "bench", "nodes": [
    {"id": "start", "type": "start"}, {"id": "big", "type": "exclusive"}, {"id": "fork", "type": "parallel"},
    {"id": "legal", "type": "user_task", "who": {"person": "li"}}, {"id": "finance", "type": "user_task", "who": {"person": "wang"}},
    {"id": "join", "type": "parallel"}, {"id": "end", "type": "end"}, {"id": "small", "type": "end"}],
  "edges": [{"from": "start", "to": "big"}, {"from": "big", "to": "fork", "when": "record.total >= 100000"},
    {"from": "big", "to": "small", "default": true}, {"from": "fork", "to": "legal"}, {"from": "fork", "to": "finance"},
    {"from": "legal", "to": "join"}, {"from": "finance", "to": "join"}, {"from": "join", "to": "end"}]})";

bool run_one(const flow::Flow& flow, const flow::StepInputs& inputs, std::uint64_t& events) {
    flow::Instance instance;
    flow::Command start;
    start.by = 1;
    const auto begun = flow::run(flow, instance, start, inputs);
    if (!begun || instance.seats.size() != 2) return false;
    events += begun->size();
    while (!instance.seats.empty()) {
        flow::Command complete;
        complete.kind = flow::CommandKind::kComplete;
        complete.seat = instance.seats.front().number;
        complete.by = instance.seats.front().person;
        const auto done = flow::run(flow, instance, complete, inputs);
        if (!done) return false;
        events += done->size();
    }
    return instance.status == flow::Status::kCompleted;
}

double ours(const flow::Flow& flow, double seconds) {
    OneRecord record;
    const TwoPeople directory;
    const flow::StepInputs inputs{1'700'000'000'000'000, feel::Zone::utc(), 1, directory, record};
    std::uint64_t count = 0, events = 0;
    const double began = core_seconds();
    double passed = 0;
    while (passed < seconds) {
        for (int i = 0; i < 1000; ++i) {
            if (!run_one(flow, inputs, events)) {
                std::fprintf(stderr, "flow_in_memory: an instance did not complete\n");
                return 0;
            }
        }
        count += 1000;
        passed = core_seconds() - began;
    }
    return static_cast<double>(count) / passed;
}

// By hand: one struct, one enum, a list of what happened, tasks for two people.
struct HandMade {
    enum class Step : std::uint8_t { kNew, kWorking, kSmall, kDone };
    struct Task {
        std::int64_t person = 0;
        std::int64_t created_at = 0, done_at = 0;
    };
    struct Happened {
        std::uint8_t what = 0;
        std::uint8_t task = 0;
        std::int64_t who = 0, at = 0;
    };
    Step step = Step::kNew;
    std::int64_t initiator = 0;
    std::vector<Task> tasks;
    std::vector<Happened> history;

    void start(std::int64_t by, std::int64_t total, std::int64_t now) {
        initiator = by;
        history.push_back({0, 0, by, now});
        if (total < 100000) {
            step = Step::kSmall;
            return;
        }
        step = Step::kWorking;
        for (std::uint8_t i = 0; i < 2; ++i) {
            tasks.push_back({i + 1, now, 0});
            history.push_back({1, i, i + 1, now});
        }
    }
    void complete(std::uint8_t task, std::int64_t by, std::int64_t now) {
        if (step != Step::kWorking || tasks[task].person != by || tasks[task].done_at != 0) return;
        tasks[task].done_at = now;
        history.push_back({2, task, by, now});
        for (const Task& each : tasks) {
            if (each.done_at == 0) return;
        }
        step = Step::kDone;
        history.push_back({3, 0, 0, now});
    }
};

double by_hand(double seconds) {
    std::uint64_t count = 0;
    volatile std::int64_t total = 250000;
    const double began = core_seconds();
    double passed = 0;
    while (passed < seconds) {
        for (int i = 0; i < 1000; ++i) {
            HandMade instance;
            instance.start(1, total, 1'700'000'000'000'000);
            instance.complete(0, 1, 1'700'000'000'000'001);
            instance.complete(1, 2, 1'700'000'000'000'002);
            if (instance.step != HandMade::Step::kDone) return 0;
        }
        count += 1000;
        passed = core_seconds() - began;
    }
    return static_cast<double>(count) / passed;
}

}  // namespace
}  // namespace fw::bench

int main(int argc, char** argv) {
    bool wanted = argc < 2;
    for (int i = 1; i < argc; ++i) wanted = wanted || std::strcmp(argv[i], "flow_in_memory") == 0;
    if (!wanted) return 0;
    constexpr double kSeconds = 2.0;
    const auto flow = fw::test::read_flow_text(fw::bench::kFlow);
    if (!flow) {
        std::fprintf(stderr, "%s", fw::format(flow.error()).c_str());
        return 1;
    }
    const double limit = fw::bench::by_hand(kSeconds);
    const double figure = fw::bench::ours(*flow, kSeconds);
    std::printf("flow_in_memory ours=%.0f instances/s limit=%.0f ratio=%.3f\n", figure, limit, figure / limit);
    return figure > 0 ? 0 : 1;
}
