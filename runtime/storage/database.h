// The one door to a database. Two backends stand behind it: SQLite (embedded) and PostgreSQL. SQL is the common subset
// with '?' for parameters; where the two differ, ask `dialect()` (dialect.h).
//
//   db.read([&](Reader& reader) {
//       return reader.query("SELECT id, title FROM fw_task WHERE assignee = ?", {user}, [&](const Row& row) {
//           out += row.text(1);
//       });
//   });
//   db.write([=](Transaction& tx) -> Result<void> { … }, [=](Result<void> done) { … });
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "engine/base/diagnostic.h"
#include "runtime/storage/dialect.h"
#include "runtime/storage/errors.h"
#include "runtime/storage/value.h"

namespace fw::storage {

// One row during its callback; columns count from 0. Texts are views that end with the callback. Null reads as 0, false
// or an empty text: ask `is_null` where it matters. Reading a column as another type than its own is a mistake.
class Row {
  public:
    virtual ~Row() = default;
    [[nodiscard]] virtual int columns() const = 0;
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual bool boolean(int column) const = 0;
    [[nodiscard]] virtual std::string_view text(int column) const = 0;  // text, json, date, time
    [[nodiscard]] virtual std::string_view blob(int column) const = 0;
    [[nodiscard]] virtual DateTime date_time(int column) const = 0;
    [[nodiscard]] virtual Scaled decimal(int column, int scale) const = 0;  // of a column with that scale
    // The exact number, also of a sum (dialect().sum) that 64 bits do not hold.
    virtual void append_decimal(std::string& out, int column, int scale) const = 0;

    [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const {
        return is_null(column) ? std::nullopt : std::optional(integer(column));
    }
    [[nodiscard]] std::optional<DateTime> maybe_date_time(int column) const {
        return is_null(column) ? std::nullopt : std::optional(date_time(column));
    }
};

// A callable by reference, for the length of one call. Returns false to stop.
class RowVisitor {
  public:
    template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, RowVisitor>) RowVisitor(F&& visit)
        : target_(const_cast<void*>(static_cast<const void*>(&visit))), call_([](void* target, const Row& row) {
              auto& f = *static_cast<std::remove_reference_t<F>*>(target);
              if constexpr (std::is_void_v<decltype(f(row))>) {
                  f(row);
                  return true;
              } else {
                  return static_cast<bool>(f(row));
              }
          }) {}
    bool operator()(const Row& row) const { return call_(target_, row); }

  private:
    void* target_;
    bool (*call_)(void*, const Row&);
};

// A consistent view of the data, valid in its callback and on its thread only. Statements are prepared once per
// connection and cached by their text, so keep texts stable and values in parameters.
class Reader {
  public:
    virtual ~Reader() = default;
    // Calls `visit` for each row; a visitor that returns false ends the query. Queries may nest.
    [[nodiscard]] virtual Result<void> query(std::string_view sql, Params params, RowVisitor visit) = 0;
    [[nodiscard]] virtual const Dialect& dialect() const = 0;

    // The first column of the first row; nothing where there is no row or it is null.
    [[nodiscard]] Result<std::optional<std::int64_t>> query_integer(std::string_view sql, Params params = {});
    [[nodiscard]] Result<std::optional<std::string>> query_text(std::string_view sql, Params params = {});
};

class Transaction : public Reader {
  public:
    // One statement without rows (or whose rows are not wanted); gives the number of changed rows.
    [[nodiscard]] virtual Result<std::int64_t> execute(std::string_view sql, Params params = {}) = 0;
    // Several statements separated by ';', without parameters: migrations and DDL.
    [[nodiscard]] virtual Result<void> execute_script(std::string_view sql) = 0;
    // A part that may fail without the rest: on failure only what it did is undone. May nest.
    [[nodiscard]] virtual Result<void> attempt(const std::function<Result<void>()>& part) = 0;
};

// What a write does. It fails by returning diagnostics (or throwing: reported as DB-013): then nothing of it stays. A
// failed statement outside `attempt` fails the whole work, whatever the work returns. It
// may be run again from its start (after a serialization failure, or when another member of its group broke the
// transaction), so only its last run counts: set captured results, do not add to them, and do nothing outside.
using Work = std::function<Result<void>(Transaction&)>;
// Called once, on a writer thread, after the commit is durable or the work has failed. Keep it short: post it on.
using Done = std::function<void(Result<void>)>;
using Read = std::function<Result<void>(Reader&)>;

struct Statistics {
    std::uint64_t writes = 0;   // works that were committed
    std::uint64_t commits = 0;  // durable commits they shared
    std::uint64_t queued = 0;   // works waiting now
};

// Thread-safe. Transactions are serializable. The destructor finishes what was queued.
class Database {
  public:
    virtual ~Database() = default;

    // Runs on the calling thread with its own connection and snapshot; sees everything committed before.
    [[nodiscard]] virtual Result<void> read(const Read& read) = 0;

    // Queues a work; works of one caller that waits for each run in order. SQLite shares one fsync among all that wait.
    virtual void write(Work work, Done done) = 0;

    // The same, blocking. Never call it from a Work or a Done (it would wait for itself: FW_CHECK).
    [[nodiscard]] Result<void> write_and_wait(Work work);

    // Waits until everything queued so far is done, then lets nothing more in (DB-014). Called by the destructor.
    virtual void close() = 0;

    // A consistent copy of the whole database as one new file, while others read and write (SQLite; PostgreSQL has
    // pg_dump and says so).
    [[nodiscard]] virtual Result<void> backup_to(const std::string& path) = 0;

    [[nodiscard]] virtual const Dialect& dialect() const = 0;
    [[nodiscard]] virtual Statistics statistics() const = 0;
    [[nodiscard]] virtual bool on_writer_thread() const = 0;
};

}  // namespace fw::storage
