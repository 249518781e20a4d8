// What the benchmarks of steps in memory run in: one record, two people, a thread's own clock.
#pragma once

#include <cstdint>
#include <ctime>
#include <string_view>
#include <vector>

#include "engine/feel/shape.h"
#include "engine/flow/step.h"

namespace fw::bench {

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
inline double core_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace fw::bench
