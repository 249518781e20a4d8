// The jobs of a running server: timers of flows, reminders, outbox, on the host's database and current program.
#pragma once

#include "runtime/host/host.h"
#include "runtime/jobs/actions.h"
#include "runtime/jobs/jobs.h"

namespace fw::host {

class Background final : public jobs::Platform {
  public:
    explicit Background(Host& host);
    ~Background() override;
    void start();
    void stop();  // finishes what is under way
    [[nodiscard]] jobs::Statistics statistics() const { return jobs_.statistics(); }

    [[nodiscard]] storage::Database& database() override { return host_.database(); }
    [[nodiscard]] jobs::Current current() override;
    void act(std::function<Result<void>(access::Act&)> work, std::function<void(Result<void>)> done) override;
    void act_as(std::int64_t person, std::function<Result<void>(access::Act&)> work,
                std::function<void(Result<void>)> done) override;
    [[nodiscard]] feel::Zone zone() override { return host_.zone(); }

  private:
    Host& host_;
    jobs::Jobs jobs_;
    jobs::Actions actions_;
};

}  // namespace fw::host
