// A little database with every kind of column, and the same rows as FEEL sees them.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "engine/feel/feel.h"
#include "engine/query/translate.h"
#include "tests/support/test_store.h"

namespace fw::query::test {

// item: name text, amount decimal(2), quantity integer, ok, day, at, tags (choices), account (reference), lines (rows);
// account: name, level; line: quantity.
class World : public Catalogue {
  public:
    World(storage::Backend backend, unsigned seed, int rows);

    [[nodiscard]] std::string table(std::string_view entity) const override;
    [[nodiscard]] std::optional<Column> column(std::string_view entity, std::string_view field) const override;
    [[nodiscard]] std::optional<Rows> rows(std::string_view entity, std::string_view field) const override;

    [[nodiscard]] const feel::Scope& scope() const { return scope_; }
    [[nodiscard]] const feel::EvalOptions& clock() const { return clock_; }

    [[nodiscard]] Result<Condition> translate(const std::string& filter) const;
    // Ids of the rows for which the filter holds: by SQL, and by FEEL.
    [[nodiscard]] std::vector<std::int64_t> by_sql(const Condition& condition);
    [[nodiscard]] std::vector<std::int64_t> by_feel(const std::string& filter) const;

  private:
    void fill(unsigned seed, int rows);

    fw::test::TestStore store_;
    feel::RecordType account_, line_, item_;
    feel::Scope scope_;
    feel::EvalOptions clock_;
    feel::Value user_;
    std::vector<std::pair<std::int64_t, feel::Value>> records_;
};

}  // namespace fw::query::test
