#include "runtime/host/background.h"

#include "runtime/host/action_run.h"

namespace fw::host {

Background::Background(Host& host)
    : host_(host), jobs_(*this), actions_(*this, [&host](const jobs::ActionJob& job) -> Result<jobs::ActionAnswer> {
          ActionRun run;
          run.action = job.action;
          run.input = job.arguments;
          run.person = job.initiator;
          run.order.key = job.key;
          run.order.seconds = static_cast<int>(job.time_limit);
          auto result = run_action(host, run);
          if (!result) return tl::unexpected(std::move(result.error()));
          return jobs::ActionAnswer{std::move(result->value), std::move(result->error)};
      }) {
    host_.on_timers([this] {
        jobs_.wake();
        actions_.wake();
    });
}

Background::~Background() {
    stop();
    host_.on_timers(nullptr);  // commits may still come
}

void Background::start() {
    jobs_.start();
    actions_.start();
}

void Background::stop() {
    jobs_.stop();
    actions_.stop();
}

jobs::Current Background::current() {
    const auto running = host_.running();
    return {running,           running->deployment(), running->program().get(), &running->records(),
            &running->flows(), host_.directory(),     &running->automations()};
}

void Background::act(std::function<Result<void>(access::Act&)> work, std::function<void(Result<void>)> done) {
    host_.act(0, std::move(work), std::move(done));
}

void Background::act_as(std::int64_t person, std::function<Result<void>(access::Act&)> work,
                        std::function<void(Result<void>)> done) {
    host_.act(person, std::move(work), std::move(done));
}

}  // namespace fw::host
