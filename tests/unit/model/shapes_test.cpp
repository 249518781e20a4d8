#include <gtest/gtest.h>

#include "engine/model/element.h"

namespace fw::model {
namespace {

TEST(Duration, FollowsIso8601) {
    for (const char* good : {"P1D", "-P3D", "PT4H", "P1Y2M3DT4H5M6S", "P2W", "PT90S", "P0D"})
        EXPECT_TRUE(valid_duration(good)) << good;
    for (const char* bad :
         {"", "P", "PT", "1D", "P1H", "PT1D", "P1D2Y", "P1DT", "P1.5D", "+P1D", "P-1D", "P99999999999D", "P1Dx"}) {
        EXPECT_FALSE(valid_duration(bad)) << bad;
    }
}

TEST(Time, IsHoursAndMinutes) {
    for (const char* good : {"00:00", "09:30", "23:59"}) EXPECT_TRUE(valid_time(good)) << good;
    for (const char* bad : {"", "24:00", "9:30", "09:60", "09-30", "09:30:00"}) EXPECT_FALSE(valid_time(bad)) << bad;
}

TEST(Color, IsNamedOrHexadecimal) {
    for (const char* good : {"grey", "deep-orange", "#00aaFF"}) EXPECT_TRUE(valid_color(good)) << good;
    for (const char* bad : {"", "gray-ish", "#0af", "#gggggg"}) EXPECT_FALSE(valid_color(bad)) << bad;
}

}  // namespace
}  // namespace fw::model
