// Timers fire once, also after a restart; the outbox repeats what failed.
#include "runtime/jobs/jobs.h"

#include <future>

#include <gtest/gtest.h>

#include "tests/support/flow/flow_platform.h"
#include "tests/support/flow/flow_store.h"
#include "tests/support/test_store.h"

namespace fw {
namespace {

constexpr const char* kFlow =
    R"({"kind": "flow", "id": "wait", "nodes": [{"id": "start", "type": "start"}, {"id": "wait", "type": "timer", "after": "P3D"},
    {"id": "ask", "type": "approval", "who": {"person": "wang"}, "timeout": {"after": "P1D", "do": "remind"}}, {"id": "end", "type": "end"}],
  "edges": [{"from": "start", "to": "wait"}, {"from": "wait", "to": "ask"}, {"from": "ask", "to": "end"}]})";
constexpr std::int64_t kDay = 86'400'000'000;

class JobsTest : public testing::TestWithParam<storage::Backend> {
  protected:
    JobsTest() { flows_.set_now({1'700'000'000'000'000}); }
    void pass(std::int64_t micros) { flows_.set_now({flows_.now().micros + micros}); }
    void run() {
        const auto done = jobs_.run_once();
        ASSERT_TRUE(done) << format(done.error());
    }
    std::int64_t count(std::string_view sql) { return store_.count(sql); }

    test::TestStore store_{GetParam()};
    test::FlowStore flows_{store_.database(), kFlow};
    test::FlowPlatform platform_{flows_};
    jobs::Jobs jobs_{platform_};
};

TEST_P(JobsTest, TimersFireOnce) {
    const storage::Id id = flows_.start(2)->instance;
    run();
    EXPECT_EQ(flows_.open_task(id, 3), 0);
    pass(3 * kDay);
    run();
    run();
    EXPECT_NE(flows_.open_task(id, 3), 0);
    EXPECT_EQ(count("SELECT count(*) FROM fw_task"), 1);
    EXPECT_EQ(count("SELECT version FROM fw_flow_instance"), 2);
    EXPECT_EQ(jobs_.statistics().timers, 1U);
    pass(5 * kDay);
    run();
    EXPECT_EQ(count("SELECT count(*) FROM fw_notification WHERE person_id = 3"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM fw_timer"), 1) << "it reminds again";
}

TEST_P(JobsTest, ATimerThatFailsIsKeptWithItsReason) {
    const storage::Id id = flows_.start(2)->instance;
    ASSERT_TRUE(flows_.act(0, [&](access::Act& act) -> Result<void> {
        auto done = act.tx.execute("UPDATE fw_flow_instance SET flow_version = 'other'");
        if (!done) return tl::unexpected(done.error());
        return {};
    }));
    pass(4 * kDay);
    run();
    EXPECT_EQ(jobs_.statistics().failures, 1U);
    EXPECT_EQ(count("SELECT attempts FROM fw_timer"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM fw_timer WHERE error LIKE 'FLOW-306%'"), 1);
    EXPECT_EQ(flows_.open_task(id, 3), 0);
}

TEST_P(JobsTest, TheOutboxRepeatsUntilTaken) {
    int calls = 0;
    std::vector<std::string> taken;
    jobs_.add_channel("mail", [&](std::string_view key, std::string_view payload) -> Result<void> {
        if (++calls < 3) return fail("X-001", {"busy", "忙"});
        taken.push_back(std::string(key) + " " + std::string(payload));
        return {};
    });
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(flows_.act(0, [&](access::Act& act) { return jobs::send(act, "mail", "k1", "hello"); }));
    }
    for (int i = 0; i < 5; ++i) {
        run();
        pass(kDay / 24);
    }
    EXPECT_EQ(calls, 3);
    EXPECT_EQ(taken, std::vector<std::string>{"k1 hello"});
    EXPECT_EQ(count("SELECT count(*) FROM fw_outbox WHERE status = 'sent' AND attempts = 3"), 1);
}

TEST_P(JobsTest, TheThreadWakesForNews) {
    flows_.set_now({0});
    std::promise<std::string> taken;
    jobs_.add_channel("mail", [&](std::string_view, std::string_view payload) -> Result<void> {
        taken.set_value(std::string(payload));
        return {};
    });
    jobs_.start();
    ASSERT_TRUE(flows_.act(0, [&](access::Act& act) { return jobs::send(act, "mail", "k1", "hello"); }));
    jobs_.wake();
    auto future = taken.get_future();
    ASSERT_EQ(future.wait_for(std::chrono::seconds(30)), std::future_status::ready);
    EXPECT_EQ(future.get(), "hello");
    jobs_.stop();
}

INSTANTIATE_TEST_SUITE_P(Both, JobsTest, testing::ValuesIn(test::all_backends()), test::BackendName());

}  // namespace
}  // namespace fw
