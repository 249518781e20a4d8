// Databases for tests: a new, empty one each, of either backend. PostgreSQL is a real server in a temporary folder,
// started once for a test program and gone with it.
//
//   class FlowTest : public testing::TestWithParam<Backend> { TestStore store{GetParam()}; };
//   INSTANTIATE_TEST_SUITE_P(Both, FlowTest, testing::ValuesIn(test::all_backends()), test::BackendName());
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/storage/open.h"

namespace fw::test {

// A folder under /tmp, removed with everything in it at the end.
class TempFolder {
  public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    std::string path_;
};

class TestStore {
  public:
    explicit TestStore(storage::Backend backend, storage::OpenOptions options = {});
    [[nodiscard]] storage::Database& database() { return *database_; }
    [[nodiscard]] const std::string& address() const { return address_; }  // for storage::open
    // Closes and opens again, as a restart does.
    void reopen();
    void close() { database_.reset(); }
    // What a query for one number gives: 0 for null, -1 where it fails.
    [[nodiscard]] std::int64_t count(std::string_view sql);

  private:
    TempFolder folder_;
    storage::OpenOptions options_;
    std::string address_;
    std::unique_ptr<storage::Database> database_;
};

// Both, or SQLite alone where no PostgreSQL server is installed (FW_TEST_POSTGRES=0 leaves it out on purpose).
[[nodiscard]] std::vector<storage::Backend> all_backends();

// Names the instances of a parameterised test.
struct BackendName {
    template <class Info>
    std::string operator()(const Info& info) const {
        return info.param == storage::Backend::kSqlite ? "sqlite" : "postgres";
    }
};

}  // namespace fw::test
