// Working time: every case of tests/cases/calendar.
#include "engine/flow/calendar.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"
#include "engine/json/read.h"

namespace fw {
namespace {

std::int64_t micros(std::string_view text) {
    const auto at = feel::parse_date_time(text);
    return at ? feel::utc_seconds(*at).value_or(0) * 1'000'000 : 0;
}

class CalendarCase : public testing::Test {
  public:
    CalendarCase(json::Value calendar, json::Value item) : calendar_(std::move(calendar)), item_(std::move(item)) {}
    void TestBody() override {
        Diagnostics wrong;
        const flow::WorkingCalendar calendar = flow::read_calendar(calendar_, "calendar:test", wrong);
        if (const std::string_view error = item_.string_or("error"); !error.empty()) {
            ASSERT_FALSE(wrong.empty());
            EXPECT_EQ(wrong.front().code, error);
            return;
        }
        ASSERT_TRUE(wrong.empty()) << format(wrong);
        const auto span = flow::parse_span(item_.string_or("span"));
        ASSERT_TRUE(span);
        const auto zone = feel::find_zone(item_.string_or("company", "UTC")).value_or(feel::Zone::utc());
        const auto got = flow::working_after(calendar, micros(item_.string_or("from")), *span, zone);
        if (item_.find("to")->is_null()) {
            EXPECT_FALSE(got);
            return;
        }
        ASSERT_TRUE(got);
        EXPECT_EQ(*got, micros(item_.string_or("to")))
            << (*got - micros(item_.string_or("to"))) / 1'000'000 << " s off";
    }

  private:
    json::Value calendar_, item_;
};

const int kRegistered = [] {
    namespace fs = std::filesystem;
    int number = 0;
    for (const auto& entry : fs::directory_iterator(std::string(FW_SOURCE_DIR) + "/tests/cases/calendar")) {
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        const auto root = json::read(text.str(), entry.path().string());
        if (!root) continue;
        for (const json::Value& item : root->find("cases")->items()) {
            const std::string name = entry.path().stem().string() + "_" + std::to_string(++number);
            testing::RegisterTest("Calendar", name.c_str(), nullptr, nullptr, entry.path().c_str(), 1,
                                  [calendar = *root->find("calendar"), item]() -> testing::Test* {
                                      return new CalendarCase(calendar, item);
                                  });
        }
    }
    return number;
}();

}  // namespace
}  // namespace fw
