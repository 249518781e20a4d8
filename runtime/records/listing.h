// One page of a list: from a ListRequest to a statement, and from its rows to the cursor of the next page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/records/conditions.h"
#include "runtime/records/records.h"

namespace fw::records {

struct SortTerm {
    std::string sql;
    std::vector<storage::Value> parameters;  // of `sql`
    const Field* field = nullptr;            // whose values `sql` has; null: the id, or a title
    bool title = false;
    bool descending = false;
};

class Listing {
  public:
    static constexpr int kMostRows = 1000;

    Listing(const Model& model, const Caller& caller, const EntityModel& entity, const Moment& moment)
        : model_(model), caller_(caller), entity_(entity), moment_(moment) {}

    // Understands the request: REC-030 (sort), REC-031 (cursor), REC-032 (limit); FEEL-… and QUERY-001 of the filter.
    [[nodiscard]] Result<void> prepare(const ListRequest& request);

    // " FROM … WHERE … ORDER BY … LIMIT ?" with parameters() in order; one row more than the limit.
    [[nodiscard]] std::string page_sql(const std::string& columns, std::string_view hint = {}) const;
    // page_sql, on SQLite bound to the index of the sorted column where that is the quicker way.
    [[nodiscard]] Result<std::string> quick_page_sql(Reader& reader, const std::string& columns,
                                                     const std::vector<storage::Value>& of_columns) const;
    [[nodiscard]] std::string count_sql() const;
    // `of_columns`: those of the columns. Views: what they come from must live on.
    [[nodiscard]] std::vector<storage::Param> page_parameters(const std::vector<storage::Value>& of_columns) const;
    [[nodiscard]] std::vector<storage::Param> count_parameters() const;
    [[nodiscard]] int limit() const { return limit_; }

    // The sort values follow the columns that page_sql was given; `first` is the place of the first.
    [[nodiscard]] std::string cursor(const storage::Row& row, int first) const;

  private:
    [[nodiscard]] Result<void> read_sort(const std::string& sort);
    [[nodiscard]] Result<void> read_filter(const ListRequest& request);
    [[nodiscard]] Result<void> check_visible(const std::string& filter);
    [[nodiscard]] Result<void> read_lookup(const std::string& qualified);
    [[nodiscard]] Result<void> read_cursor(const std::string& cursor);
    void read_search(const std::string& words);
    [[nodiscard]] std::string walking_hint() const;  // "" where there is no such index, or no filter
    void restrict(access::Condition condition);
    void after(const std::vector<storage::Value>& values, Id id);

    const Model& model_;
    const Caller& caller_;
    const EntityModel& entity_;
    Moment moment_;
    std::vector<SortTerm> sort_;
    bool by_id_descending_ = false;
    std::string sort_text_;
    std::vector<access::Condition> where_;
    access::Condition after_;
    int limit_ = 50;
};

}  // namespace fw::records
