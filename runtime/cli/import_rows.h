// From the rows of a CSV file to records as the HTTP interface takes them.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/json/value.h"
#include "runtime/cli/client.h"
#include "runtime/cli/csv.h"

namespace fw::cli {

[[nodiscard]] tl::unexpected<Diagnostics> bad_row(const std::string& file, std::size_t line, Text text);  // CLI-040
// An answer's diagnostics, at a line of the file.
[[nodiscard]] Diagnostics diagnostics_of(const json::Value& list, const std::string& file, std::size_t line);

class ImportRows {
  public:
    // The header's names are field ids or labels in either language; CLI-040 for others, and where a field stands
    // twice. NAME.id beside NAME says which record a reference means where several have the title. Columns that nobody
    // can write (computed values, the state) are passed over. `entity` as GET /app describes it; `client` looks up
    // titles.
    [[nodiscard]] static Result<ImportRows> of(Client& client, const json::Value& entity, const CsvRow& header,
                                               const std::string& file);
    // The record as far as it can be read, with what is wrong: the places' elements are the fields that were left out.
    struct Read {
        std::string json;
        Diagnostics mistakes;
    };
    [[nodiscard]] Result<Read> json_of(const CsvRow& row);

  private:
    struct Column {
        std::string field, type, target;  // target: entity of a reference
        const json::Value* options = nullptr;
        bool passed_over = false;
        bool holds_ids = false;  // NAME.id
        int ids = -1;            // the column with the ids of these titles
    };
    struct Found {
        std::vector<std::string> ids;  // of records with exactly this title
        bool more = false;             // there may be others
    };
    ImportRows(Client& client, std::string file) : client_(&client), file_(std::move(file)) {}
    [[nodiscard]] Result<Column> column_of(const std::string& name, const json::Value& entity, std::size_t line) const;
    [[nodiscard]] Result<std::string> value(const Column& column, std::string_view text, const std::string& id,
                                            std::size_t line);
    [[nodiscard]] Result<std::string> by_title(const std::string& entity, const std::string& title,
                                               const std::string& id, std::size_t line);
    [[nodiscard]] Result<const Found*> find(const std::string& entity, const std::string& title);

    Client* client_;
    std::string file_;
    std::vector<Column> columns_;
    std::map<std::pair<std::string, std::string>, Found> titles_;
};

}  // namespace fw::cli
