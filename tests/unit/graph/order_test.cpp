#include "engine/graph/order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace fw::graph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(DependencyOrder, PutsWhatIsNeededFirst) {
    const Order order = dependency_order(4, {{0, 2}, {2, 3}, {1, 3}});
    EXPECT_THAT(order.sequence, ElementsAre(3, 1, 2, 0));
    EXPECT_THAT(order.circles, IsEmpty());
}

TEST(DependencyOrder, NamesTheShortestCircleOfEachKnot) {
    const Order order = dependency_order(6, {{0, 1}, {1, 2}, {2, 0}, {2, 1}, {4, 4}, {5, 3}});
    EXPECT_THAT(order.circles, ElementsAre(ElementsAre(0, 1, 2), ElementsAre(4)));
    EXPECT_THAT(order.sequence, ElementsAre(3, 5));
}

TEST(DependencyOrder, OfNothingIsEmpty) { EXPECT_THAT(dependency_order(0, {}).sequence, IsEmpty()); }

TEST(DependencyOrder, SameEdgeTwiceIsOne) {
    EXPECT_THAT(dependency_order(2, {{0, 1}, {0, 1}}).sequence, ElementsAre(1, 0));
}

}  // namespace
}  // namespace fw::graph
