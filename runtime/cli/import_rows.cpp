#include "runtime/cli/import_rows.h"

#include <algorithm>

#include "engine/base/csv.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/http/message.h"

namespace fw::cli {
namespace {

constexpr std::size_t kMostTitles = 50'000;

bool is_reference(std::string_view type) { return type == "reference" || type == "user" || type == "unit"; }
bool digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string quoted(std::string_view text) {
    std::string out;
    json::append_string(out, text);
    return out;
}

bool is_label(const json::Value& element, std::string_view name) {
    const json::Value* label = element.find("label");
    return label != nullptr && label->is_object() && (label->string_or("en") == name || label->string_or("zh") == name);
}

// "1,234.50" as 1234.50; what is no number stays a text, and the server says so at the field.
std::string number(std::string_view text) {
    std::string out(text);
    std::erase(out, ',');
    if (!out.empty() && out.front() == '+') out.erase(0, 1);
    const auto read = json::read(out);
    return read && read->is_number() ? out : quoted(text);
}

std::string boolean(std::string_view text) {
    for (const std::string_view yes : {"true", "TRUE", "True", "1", "yes", "Yes", "是"}) {
        if (text == yes) return "true";
    }
    for (const std::string_view no : {"false", "FALSE", "False", "0", "no", "No", "否"}) {
        if (text == no) return "false";
    }
    return quoted(text);
}

std::string option(const json::Value* options, std::string_view text) {
    if (options != nullptr && options->is_array()) {
        for (const json::Value& each : options->items()) {
            if (each.string_or("id") == text) return quoted(text);
        }
        for (const json::Value& each : options->items()) {
            if (is_label(each, text)) return quoted(each.string_or("id"));
        }
    }
    return quoted(text);
}

std::string option_list(const json::Value* options, std::string_view text) {
    std::string out = "[";
    while (!text.empty()) {
        const std::size_t end = text.find(';');
        std::string_view item = text.substr(0, end);
        while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
        while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
        if (!item.empty()) out += (out.size() > 1 ? "," : "") + option(options, item);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return out + "]";
}

bool flag(const json::Value& field, std::string_view key) {
    const json::Value* value = field.find(key);
    return value != nullptr && value->is_boolean() && value->as_boolean();
}

}  // namespace

tl::unexpected<Diagnostics> bad_row(const std::string& file, std::size_t line, Text text) {
    Place place;
    place.file = file;
    place.at = {static_cast<std::uint32_t>(line), 1};
    return fail("CLI-040", std::move(text), std::move(place));
}

Diagnostics diagnostics_of(const json::Value& list, const std::string& file, std::size_t line) {
    Diagnostics out;
    if (!list.is_array()) return out;
    for (const json::Value& one : list.items()) {
        Diagnostic d;
        d.code = one.string_or("code");
        d.text = {std::string(one.string_or("text")), {}};
        d.hint = {std::string(one.string_or("hint")), {}};
        d.place.file = file;
        d.place.at = {static_cast<std::uint32_t>(line), 1};
        d.place.element = one.string_or("field");
        out.push_back(std::move(d));
    }
    return out;
}

Result<ImportRows> ImportRows::of(Client& client, const json::Value& entity, const CsvRow& header,
                                  const std::string& file) {
    ImportRows out(client, file);
    static const std::vector<json::Value> kNone;
    const json::Value* fields = entity.find("fields");  // columns keep pointers to their options
    const std::vector<json::Value>& all = fields != nullptr && fields->is_array() ? fields->items() : kNone;
    for (const std::string& name : header.cells) {
        Column column;
        if (name == "id") column = {"id", "id", {}, nullptr, false};  // says which record, though nobody writes it
        if (name == "version" || name == "State" || name == "状态") column = {name, {}, {}, nullptr, true};
        for (const json::Value& field : all) {
            if (name == "id" || (field.string_or("id") != name && !is_label(field, name))) continue;
            column = {std::string(field.string_or("id")), std::string(field.string_or("type")),
                      std::string(field.string_or("to")), field.find("options"),
                      flag(field, "computed") || flag(field, "read_only")};
            if (field.string_or("id") == name) break;
        }
        if (column.field.empty()) {
            return bad_row(file, header.line,
                           format_text({"There is no field '{0}' in {1}.", "{1} 中没有字段“{0}”。"},
                                       {name, entity.string_or("id")}));
        }
        out.columns_.push_back(std::move(column));
    }
    return out;
}

Result<std::string> ImportRows::json_of(const CsvRow& row) {
    if (row.cells.size() > columns_.size()) {
        return bad_row(file_, row.line,
                       format_text({"The row has {0} cells, the header {1}.", "该行有 {0} 个单元格，表头有 {1} 个。"},
                                   {std::to_string(row.cells.size()), std::to_string(columns_.size())}));
    }
    std::string out = "{";
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (row.cells[i].empty() || columns_[i].passed_over) continue;
        auto json = value(columns_[i], csv::without_guard(row.cells[i]), row.line);
        if (!json) return json;
        out += (out.size() > 1 ? "," : "") + quoted(columns_[i].field) + ":" + *json;
    }
    return out + "}";
}

Result<std::string> ImportRows::value(const Column& column, std::string_view text, std::size_t line) {
    const std::string& type = column.type;
    if (type == "integer" || type == "decimal" || type == "currency" || type == "percent") return number(text);
    if (type == "boolean") return boolean(text);
    if (type == "multi_choice") return option_list(column.options, text);
    if (type == "choice") return option(column.options, text);
    if (!is_reference(type) || digits(text)) return quoted(text);
    return by_title(column.target, std::string(text), line);
}

Result<std::string> ImportRows::by_title(const std::string& entity, const std::string& title, std::size_t line) {
    const auto known = titles_.find({entity, title});
    if (known != titles_.end()) return known->second;
    auto found = client_->get("/api/v1/records/" + entity + "/lookup?limit=100&q=" + http::percent_encode(title));
    if (!found) return tl::unexpected(found.error());
    std::string id;
    int matches = 0;
    for (const json::Value& item : found->items()) {
        if (item.string_or("title") != title) continue;
        id = item.string_or("id");
        ++matches;
    }
    if (matches != 1) {
        return bad_row(file_, line,
                       format_text(matches == 0 ? Text{"No {0} has the title '{1}'.", "没有标题为“{1}”的 {0}。"}
                                                : Text{"Several {0} have the title '{1}'; give the id.",
                                                       "有多个标题为“{1}”的 {0}，请使用编号。"},
                                   {entity, title}));
    }
    if (titles_.size() >= kMostTitles) titles_.clear();
    return titles_[{entity, title}] = quoted(id);
}

}  // namespace fw::cli
