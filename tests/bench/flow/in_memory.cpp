// Instances a second, on one core and in memory: start → exclusive → two parallel user tasks → join → end, the
// exclusive gateway with a FEEL condition on the record. The limit is the same flow written by hand as a state machine
// in C++.
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <vector>

#include "engine/feel/shape.h"
#include "engine/flow/step.h"
#include "engine/flow/test_run/directory.h"
#include "tests/support/flow/loose_env.h"

namespace fw {
namespace {

constexpr const char* kFlow = R"({"kind": "flow", "id": "bench", "nodes": [
    {"id": "start", "type": "start"}, {"id": "big", "type": "exclusive"}, {"id": "fork", "type": "parallel"},
    {"id": "legal", "type": "user_task", "who": {"person": "li"}}, {"id": "finance", "type": "user_task", "who": {"person": "wang"}},
    {"id": "join", "type": "parallel"}, {"id": "end", "type": "end"}, {"id": "small", "type": "end"}],
  "edges": [{"from": "start", "to": "big"}, {"from": "big", "to": "fork", "when": "record.total >= 100000"},
    {"from": "big", "to": "small", "default": true}, {"from": "fork", "to": "legal"}, {"from": "fork", "to": "finance"},
    {"from": "legal", "to": "join"}, {"from": "finance", "to": "join"}, {"from": "join", "to": "end"}]})";

class OneRecord final : public flow::RecordSource {
  public:
    OneRecord() : value_(feel::Value::context({{"total", feel::Value::number(std::int64_t{250000})}})) {}
    const feel::Value& record() override { return value_; }

  private:
    feel::Value value_;
};

// A directory as a server has it: answers from memory, contexts made once.
class TwoPeople final : public flow::Directory {
  public:
    TwoPeople()
        : context_(feel::Value::context({{"id", feel::Value::string("1")}, {"login", feel::Value::string("li")}})) {}
    flow::Person by_login(std::string_view login) const override { return login == "li" ? 1 : 2; }
    flow::Person manager_of(flow::Person, int) const override { return flow::kNobody; }
    flow::Person head_of_unit_of(flow::Person) const override { return flow::kNobody; }
    void members(std::string_view, std::vector<flow::Person>&) const override {}
    void administrators(std::vector<flow::Person>&) const override {}
    bool active(flow::Person) const override { return true; }
    feel::Value context_of(flow::Person) const override { return context_; }

  private:
    feel::Value context_;
};

// Time of this thread's core, so that a busy machine does not change the figure.
double core_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

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
}  // namespace fw

int main(int argc, char** argv) {
    bool wanted = argc < 2;
    for (int i = 1; i < argc; ++i) wanted = wanted || std::strcmp(argv[i], "flow_in_memory") == 0;
    if (!wanted) return 0;
    constexpr double kSeconds = 2.0;
    const auto flow = fw::test::read_flow_text(fw::kFlow);
    if (!flow) {
        std::fprintf(stderr, "%s", fw::format(flow.error()).c_str());
        return 1;
    }
    const double limit = fw::by_hand(kSeconds);
    const double figure = fw::ours(*flow, kSeconds);
    std::printf("flow_in_memory ours=%.0f instances/s limit=%.0f ratio=%.3f\n", figure, limit, figure / limit);
    return figure > 0 ? 0 : 1;
}
