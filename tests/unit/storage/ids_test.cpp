#include "runtime/storage/ids.h"

#include <algorithm>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace fw::storage {
namespace {

TEST(Ids, GrowAlsoWhenTheClockGoesBack) {
    std::int64_t micros = 1'800'000'000'000'000;
    IdSource ids(7, [&] { return DateTime{micros}; });
    Id last = ids.next();
    for (int i = 0; i < 100'000; ++i) {
        if (i % 1000 == 0) micros -= 5000;
        const Id id = ids.next();
        ASSERT_GT(id, last);
        ASSERT_EQ((id >> 15) & 63, 7);
        last = id;
    }
}

TEST(Ids, CarryTheirTimeAndAreNeverTwice) {
    IdSource ids;
    std::vector<std::vector<Id>> made(4);
    std::vector<std::thread> threads;
    const std::int64_t before = now().micros / 1000 * 1000;
    for (auto& mine : made) {
        threads.emplace_back([&ids, &mine] {
            for (int i = 0; i < 20'000; ++i) mine.push_back(ids.next());
        });
    }
    for (auto& t : threads) t.join();
    std::vector<Id> all;
    for (const auto& mine : made) {
        EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
        all.insert(all.end(), mine.begin(), mine.end());
    }
    std::sort(all.begin(), all.end());
    EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
    EXPECT_GE(id_time(all.front()).micros, before);
}

TEST(Ids, ComeAfterWhatIsStored) {
    IdSource first(0, [] { return DateTime{1'900'000'000'000'000}; });
    const Id stored = first.next();
    IdSource second(0, [] { return DateTime{1'800'000'000'000'000}; });
    second.not_before(stored);
    EXPECT_GT(second.next(), stored);
}

TEST(Ids, ReadOnlyPlainDigits) {
    EXPECT_EQ(parse_id("42"), 42);
    EXPECT_EQ(parse_id("9223372036854775807"), INT64_MAX);
    for (const char* bad : {"", "0", "-1", "+1", "01", "1 ", "9223372036854775808", "1e3", "x"}) {
        EXPECT_EQ(parse_id(bad), std::nullopt) << bad;
    }
}

}  // namespace
}  // namespace fw::storage
