// What jobs need of the server, over a FlowStore: everything is done at once, at the store's time.
#pragma once

#include <functional>

#include "runtime/jobs/jobs.h"
#include "tests/support/flow/flow_store.h"

namespace fw::test {

class FlowPlatform final : public jobs::Platform {
  public:
    explicit FlowPlatform(FlowStore& store) : store_(store) {}
    storage::Database& database() override { return store_.database(); }
    jobs::Current current() override {
        jobs::Current current;
        current.deployment = 1;
        current.program = store_.program().get();
        current.flows = &store_.flows();
        current.directory = store_.directory();
        return current;
    }
    void act(std::function<Result<void>(access::Act&)> work, std::function<void(Result<void>)> done) override {
        done(store_.act(0, work));
    }
    void act_as(std::int64_t person, std::function<Result<void>(access::Act&)> work,
                std::function<void(Result<void>)> done) override {
        done(store_.act(person, work));
    }
    storage::DateTime now() override { return store_.now(); }

  private:
    FlowStore& store_;
};

}  // namespace fw::test
