#include "runtime/storage/postgres/connection.h"

#include <utility>

#include <libpq-fe.h>
#include <poll.h>

#include "engine/base/check.h"
#include "runtime/storage/postgres/row.h"
#include "runtime/storage/postgres/sql.h"

namespace fw::storage::postgres {

namespace {
constexpr const char* kSettings =
    "-c timezone=UTC -c datestyle=ISO,YMD -c bytea_output=hex -c client_min_messages=warning "
    "-c default_transaction_isolation=serializable -c standard_conforming_strings=on";

std::string_view field(const PGresult* result, int which) {
    const char* text = PQresultErrorField(result, which);
    return text == nullptr ? std::string_view{} : std::string_view(text);
}

std::string one_line(std::string text) {
    while (!text.empty() && text.back() == '\n') text.pop_back();
    for (char& c : text) {
        if (c == '\n' || c == '\t') c = ' ';
    }
    return text;
}

bool good(const PGresult* result) {
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

std::int64_t changed(PGresult* result) {
    const std::string text = PQcmdTuples(result);
    return text.empty() ? 0 : std::stoll(text);
}
}  // namespace

void ResultDeleter::operator()(pg_result* result) const { PQclear(result); }

Result<std::unique_ptr<Connection>> Connection::open(const std::string& address) {
    // What the address says itself (in `dbname`, expanded) comes last and wins.
    const char* const names[] = {"client_encoding",  "options", "connect_timeout",
                                 "application_name", "dbname",  nullptr};
    const char* const values[] = {"UTF8", kSettings, "5", "formwork", address.c_str(), nullptr};
    std::unique_ptr<Connection> connection(new Connection(PQconnectdbParams(names, values, 1)));
    if (!connection->alive()) {
        return fail(storage_error(ErrorKind::kConnection, one_line(PQerrorMessage(connection->handle_))));
    }
    return connection;
}

Connection::~Connection() { PQfinish(handle_); }

bool Connection::alive() const { return PQstatus(handle_) == CONNECTION_OK; }

bool Connection::still_there() {
    pollfd socket{PQsocket(handle_), POLLIN, 0};
    while (alive() && ::poll(&socket, 1, 0) > 0) {  // notices, or a last word and then the end
        if (PQconsumeInput(handle_) == 0) return false;
    }
    return alive();
}

bool Connection::in_transaction() const {
    const PGTransactionStatusType status = PQtransactionStatus(handle_);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

Diagnostic Connection::error(const pg_result* result) const {
    if (!alive()) return storage_error(ErrorKind::kConnection, one_line(PQerrorMessage(handle_)));
    const std::string_view state = field(result, PG_DIAG_SQLSTATE);
    // "cached plan must not change result type": another node changed the table; a new run prepares anew.
    const bool stale = state == "0A000" && field(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
    const ErrorKind kind = stale ? ErrorKind::kConflict : kind_of_sqlstate(state);
    if (kind == ErrorKind::kUnique) {
        const std::string columns =
            columns_named(field(result, PG_DIAG_MESSAGE_DETAIL), field(result, PG_DIAG_TABLE_NAME));
        return storage_error(kind, columns, columns);
    }
    return storage_error(kind, one_line(std::string(field(result, PG_DIAG_MESSAGE_PRIMARY))));
}

Result<const Connection::Cached*> Connection::prepare(std::string_view sql) {
    if (const auto found = by_sql_.find(sql); found != by_sql_.end()) {
        cached_.splice(cached_.begin(), cached_, found->second);
        return &cached_.front();
    }
    if (auto room = evict(); !room) return fail(std::move(room.error()));
    const Rewritten rewritten = with_numbered_parameters(sql);
    std::string name = "s" + std::to_string(++named_);
    const ResultPtr result(PQprepare(handle_, name.c_str(), rewritten.sql.c_str(), 0, nullptr));
    if (!good(result.get())) {
        Diagnostic d = error(result.get());
        if (d.place.element.empty()) d.place.element = std::string(sql.substr(0, 200));
        return fail(std::move(d));
    }
    cached_.push_front({std::string(sql), std::move(name), rewritten.parameters});
    by_sql_.emplace(cached_.front().sql, cached_.begin());
    return &cached_.front();
}

Result<void> Connection::evict() {
    if (cached_.size() < kCachedStatements) return {};
    const Cached oldest = std::move(cached_.back());
    by_sql_.erase(oldest.sql);
    cached_.pop_back();
    return script("DEALLOCATE " + oldest.name);
}

Result<void> Connection::forget_statements() {
    by_sql_.clear();
    cached_.clear();
    return script("DEALLOCATE ALL");
}

Result<std::int64_t> Connection::run(std::string_view sql, Params params, const RowVisitor* visit) {
    const auto prepared = prepare(sql);
    if (!prepared) return fail(prepared.error());
    FW_CHECK((*prepared)->parameters == params.size());
    const BoundParams bound(params);
    if (bound.holds_nul()) return fail(storage_error(ErrorKind::kConstraint, "a text holds the character U+0000"));
    const ResultPtr result(PQexecPrepared(handle_, (*prepared)->name.c_str(), bound.count(), bound.values(),
                                          bound.lengths(), bound.formats(), 0));
    if (!good(result.get())) return fail(error(result.get()));
    const int rows = visit == nullptr ? 0 : PQntuples(result.get());
    PostgresRow row(result.get());
    for (int i = 0; i < rows; ++i) {
        row.move_to(i);
        if (!(*visit)(row)) break;
    }
    return changed(result.get());
}

Result<void> Connection::script(std::string_view sql) {
    const ResultPtr result(PQexec(handle_, std::string(sql).c_str()));
    const bool empty = PQresultStatus(result.get()) == PGRES_EMPTY_QUERY;
    if (!good(result.get()) && !empty) return fail(error(result.get()));
    return {};
}

}  // namespace fw::storage::postgres
