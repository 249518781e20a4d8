#include <algorithm>
#include <cstdio>
#include <map>

#include "runtime/cli/command.h"
#include "runtime/cli/csv.h"
#include "runtime/http/json_writer.h"
#include "runtime/http/message.h"

namespace fw::cli {
namespace {

struct Options {
    Target target;
    std::string entity, file;
};

struct Column {
    std::string field, type, target;  // target: entity of a reference
};

tl::unexpected<Diagnostics> bad(const std::string& file, std::size_t line, Text text) {
    Place place;
    place.file = file;
    place.at = {static_cast<std::uint32_t>(line), 1};
    return fail("CLI-040", std::move(text), std::move(place));
}

// The header's names are field ids or labels in either language.
Result<std::vector<Column>> columns_of(const json::Value& entity, const CsvRow& header, const std::string& file) {
    std::vector<Column> out;
    for (const std::string& name : header.cells) {
        Column column;
        if (name == "id") column = {"id", "id", {}};
        for (const json::Value& field : entity.find("fields")->items()) {
            const json::Value* label = field.find("label");
            const bool named =
                field.string_or("id") == name || (label != nullptr && label->is_object() &&
                                                  (label->string_or("en") == name || label->string_or("zh") == name));
            if (column.field.empty() && named)
                column = {std::string(field.string_or("id")), std::string(field.string_or("type")),
                          std::string(field.string_or("to"))};
        }
        if (column.field.empty()) {
            return bad(file, header.line,
                       format_text({"There is no field '{0}' in {1}.", "{1} 中没有字段“{0}”。"},
                                   {name, entity.string_or("id")}));
        }
        out.push_back(std::move(column));
    }
    return out;
}

bool is_number(std::string_view type) {
    return type == "integer" || type == "decimal" || type == "currency" || type == "percent";
}
bool is_reference(std::string_view type) { return type == "reference" || type == "user" || type == "unit"; }
bool digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Importer {
  public:
    Importer(Client& client, std::string entity, std::string file)
        : client_(client), entity_(std::move(entity)), file_(std::move(file)) {}

    Result<void> row(const std::vector<Column>& columns, const CsvRow& row) {
        std::string id;
        http::JsonWriter body;
        body.begin_object();
        for (std::size_t i = 0; i < columns.size() && i < row.cells.size(); ++i) {
            if (row.cells[i].empty()) continue;
            if (columns[i].type == "id") {
                id = row.cells[i];
                continue;
            }
            body.key(columns[i].field);
            Result<void> written = value(body, columns[i], row.cells[i], row.line);
            if (!written) return written;
        }
        body.end_object();
        const std::string base = "/api/v1/records/" + http::percent_encode(entity_);
        auto answer =
            id.empty() ? client_.ask("POST", base, body.text()) : client_.ask("PATCH", base + "/" + id, body.text());
        if (answer) return {};
        Diagnostics found = std::move(answer.error());
        for (Diagnostic& d : found) {
            d.place.file = file_;
            d.place.at = {static_cast<std::uint32_t>(row.line), 1};
        }
        return fail(std::move(found));
    }

  private:
    Result<void> value(http::JsonWriter& body, const Column& column, const std::string& text, std::size_t line) {
        if (is_number(column.type)) {
            std::string number = text;
            std::erase(number, ',');
            body.raw(number);
        } else if (column.type == "boolean") {
            const bool yes = text == "true" || text == "1" || text == "yes" || text == "是";
            body.value(yes);
        } else if (column.type == "multi_choice") {
            body.begin_array();
            std::size_t from = 0;
            while (from <= text.size()) {
                const std::size_t end = std::min(text.find(';', from), text.size());
                std::string item = text.substr(from, end - from);
                while (!item.empty() && item.front() == ' ') item.erase(0, 1);
                if (!item.empty()) body.value(item);
                from = end + 1;
            }
            body.end_array();
        } else if (is_reference(column.type) && !digits(text)) {
            auto id = by_title(column.target, text, line);
            if (!id) return tl::unexpected(id.error());
            body.value(*id);
        } else {
            body.value(text);
        }
        return {};
    }

    Result<std::string> by_title(const std::string& entity, const std::string& title, std::size_t line) {
        const auto known = titles_.find({entity, title});
        if (known != titles_.end()) return known->second;
        auto found = client_.get("/api/v1/records/" + entity + "/lookup?limit=100&q=" + http::percent_encode(title));
        if (!found) return tl::unexpected(found.error());
        std::string id;
        int matches = 0;
        for (const json::Value& item : found->items()) {
            if (item.string_or("title") != title) continue;
            id = item.string_or("id");
            ++matches;
        }
        if (matches != 1) {
            return bad(file_, line,
                       format_text(matches == 0 ? Text{"No {0} has the title '{1}'.", "没有标题为“{1}”的 {0}。"}
                                                : Text{"Several {0} have the title '{1}'; give the id.",
                                                       "有多个标题为“{1}”的 {0}，请使用编号。"},
                                   {entity, title}));
        }
        titles_[{entity, title}] = id;
        return id;
    }

    Client& client_;
    std::string entity_, file_;
    std::map<std::pair<std::string, std::string>, std::string> titles_;
};

int import_file(const Options& options) {
    auto text = read_file(options.file);
    if (!text) return report(text.error());
    auto rows = parse_csv(*text, options.file);
    if (!rows) return report(rows.error());
    if (rows->empty()) return report(bad(options.file, 1, {"The file is empty.", "文件为空。"}).value());
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    auto app = session->client().get("/api/v1/app");
    if (!app) return report(app.error());
    const json::Value* entities = app->find("entities");
    const json::Value* entity = entities != nullptr ? entities->find(options.entity) : nullptr;
    if (entity == nullptr) {
        return report(fail("CLI-041", format_text({"There is no entity '{0}', or you may not see it.",
                                                   "没有实体“{0}”，或您无权查看。"},
                                                  {options.entity}))
                          .value());
    }
    auto columns = columns_of(*entity, rows->front(), options.file);
    if (!columns) return report(columns.error());
    Importer importer(session->client(), options.entity, options.file);
    std::size_t good = 0;
    Diagnostics mistakes;
    for (std::size_t i = 1; i < rows->size(); ++i) {
        const Result<void> done = importer.row(*columns, (*rows)[i]);
        if (done) {
            ++good;
        } else {
            mistakes.insert(mistakes.end(), done.error().begin(), done.error().end());
            if (done.error().front().code == "CLI-011") break;
        }
    }
    report(mistakes);
    std::printf("%zu of %zu rows imported\n", good, rows->size() - 1);
    return mistakes.empty() ? kDone : kFailed;
}

}  // namespace

void add_import(Commands& commands) {
    const auto options = std::make_shared<Options>();
    CLI::App& command = commands.add(
        "import", "Create records from a CSV file",
        "  formwork import sales.account accounts.csv --data ./data\n\n"
        "The first line names fields (ids or labels). References are ids or titles, several choices are separated by "
        "';'.\n"
        "Rows with a column `id` change that record. Rows with mistakes are left out and shown with their line.");
    command.add_option("ENTITY", options->entity, "sales.account")->required();
    command.add_option("FILE", options->file, "CSV in UTF-8")->required();
    options->target.add_to(command);
    command.callback([&commands, options] { commands.chosen = [options] { return import_file(*options); }; });
}

}  // namespace fw::cli
