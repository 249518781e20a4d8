#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "engine/feel/type.h"
#include "engine/form/field_type.h"

namespace fw::form {
namespace {

// What each type promises the others: storage maps it to a column, FEEL to a type, clients to an input.
TEST(FieldTypes, KeepTheirPromises) {
    for (const auto& [id, type] : field_types().all()) {
        EXPECT_EQ(type.id, id);
        EXPECT_EQ(type.description.id, id);
        const bool known = feel::type_kind_of(type.feel_type).has_value() || type.feel_type == "Any" ||
                           type.feel_type.substr(0, 5) == "list<";
        EXPECT_TRUE(known) << id << " has the FEEL type " << type.feel_type;
        if (type.storage == Storage::kNone || type.storage == Storage::kJson) {
            EXPECT_FALSE(type.sortable && type.people_write) << id << " cannot be sorted by";
        }
        EXPECT_EQ(type.widget == Widget::kShown, !type.people_write) << id;
    }
}

TEST(FieldTypes, AreFoundById) {
    ASSERT_NE(field_types().find("currency"), nullptr);
    EXPECT_EQ(field_types().find("currency")->storage, Storage::kDecimal);
    EXPECT_EQ(field_types().find("money"), nullptr);
}

TEST(FieldTypes, StandInTheTableOfTheModelsPage) {
    std::ostringstream page;
    page << std::ifstream(std::string(FW_SOURCE_DIR) + "/docs/models.md").rdbuf();
    for (const auto& [id, type] : field_types().all()) {
        EXPECT_NE(page.str().find("`" + id + "`"), std::string::npos) << id;
    }
}

}  // namespace
}  // namespace fw::form
