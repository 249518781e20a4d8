// A small company for tests of records: the pack base and a pack "shop" of its own, people with roles, on either
// backend.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/compile/program.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/records/records.h"
#include "runtime/records/tables.h"
#include "tests/support/test_store.h"

namespace fw::records {

using access::Caller;
using storage::Backend;

// The files of a pack: {"entities/account.json", "…"}.
using Files = std::vector<std::pair<std::string, std::string>>;

[[nodiscard]] Files shop();  // the models most tests use
// The same with one text replaced in a file; the text must be there.
[[nodiscard]] Files edited(Files files, const std::string& path, const std::string& from, const std::string& to);
// Compiled with the pack base; a failure fails the test.
[[nodiscard]] std::shared_ptr<const compile::Program> compiled(const Files& shop);

class Company : public testing::TestWithParam<Backend> {
  protected:
    // Seller in unit 10, other seller in 11 (below 10), chief of 10, clerk in 11.
    enum : Id { kAdmin = 1, kSeller = 2, kOther = 3, kChief = 4, kClerk = 5 };
    using List = std::vector<std::string>;

    void SetUp() override { deploy(shop()); }
    Result<void> try_deploy(const Files& files, bool allow_data_loss = false);
    void deploy(const Files& files);

    [[nodiscard]] std::shared_ptr<const Caller> caller(Id person) const;
    [[nodiscard]] const compile::Entity& entity_of(std::string_view name) const;

    // Each in its own transaction.
    Result<Written> create(Id person, std::string_view entity, std::string_view json);
    Result<Written> update(Id person, std::string_view entity, Id id, std::string_view json,
                           const WriteOptions& options = {});
    Result<void> remove(Id person, std::string_view entity, Id id);
    Result<Written> transition(Id person, std::string_view entity, Id id, std::string_view name);
    Result<Written> set(std::string_view entity, Id id, const std::vector<std::pair<std::string, feel::Value>>& values);
    Id made(std::string_view entity, std::string_view json, Id person = kAdmin);  // must succeed

    Result<json::Value> show(Id person, std::string_view entity, Id id);
    json::Value shown(std::string_view entity, Id id, Id person = kAdmin);  // must succeed
    Result<json::Value> list(Id person, std::string_view entity, const ListRequest& request = {});
    json::Value compute(Id person, std::string_view entity, std::string_view request);
    // Runs a reading function; its failure is a failure of the test.
    std::string read(const std::function<Result<std::string>(Reader&)>& function);

    [[nodiscard]] static std::string text(const json::Value& record, std::string_view key);  // compact JSON of a member
    [[nodiscard]] static List codes(const Diagnostics& diagnostics);  // "REC-006 lines[0].price" …, sorted
    template <class T>
    [[nodiscard]] static List codes(const Result<T>& result) {
        return result ? List{} : codes(result.error());
    }
    [[nodiscard]] static std::string ref(Id id) { return "\"" + std::to_string(id) + "\""; }

    test::TestStore store_{GetParam()};
    storage::IdSource ids_;
    std::shared_ptr<const compile::Program> program_;
    std::shared_ptr<const identity::Directory> directory_;
    std::unique_ptr<Records> records_;
    storage::DateTime now_{1'795'298'309'000'000};  // 2026-11-21T21:58:29Z
    access::News news_;

  private:
    Result<Written> act(Id person, const std::function<Result<Written>(Act&)>& command);
};

}  // namespace fw::records
