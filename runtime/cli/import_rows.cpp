#include "runtime/cli/import_rows.h"

#include <algorithm>
#include <regex>

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

std::string json_text(std::string_view text) {
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
    static const std::regex kGrouped(R"([+-]?\d{1,3}(,\d{3})+(\.\d*)?)");
    std::string out(text);
    if (std::regex_match(out, kGrouped)) std::erase(out, ',');
    if (!out.empty() && out.front() == '+') out.erase(0, 1);
    const auto read = json::read(out);
    return read && read->is_number() ? out : json_text(text);
}

std::string two(const std::string& digits) { return digits.size() == 1 ? "0" + digits : digits; }

// The dates that forms take, as the server wants them: 2026-12-31, 2026/12/31, 2026.12.31, 2026年12月31日, 20261231,
// 31.12.2026. Others stay as they are, and the server says so at the field.
std::string date(const std::string& text) {
    static const std::regex kYearFirst(R"((\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})\s*(?:日)?)");
    static const std::regex kTogether(R"((\d{4})(\d{2})(\d{2}))");
    static const std::regex kDayFirst(R"((\d{1,2})\.(\d{1,2})\.(\d{4}))");
    std::smatch m;
    if (std::regex_match(text, m, kYearFirst) || std::regex_match(text, m, kTogether))
        return m[1].str() + "-" + two(m[2]) + "-" + two(m[3]);
    if (std::regex_match(text, m, kDayFirst)) return m[3].str() + "-" + two(m[2]) + "-" + two(m[1]);
    return text;
}

// The same with a time behind it: "2026/12/31 9:30" as "2026-12-31T09:30".
std::string date_time(const std::string& text) {
    static const std::regex kParts(R"((.*\S)(?:T|\s+)(\d{1,2})(:\d{2}.*))");
    std::smatch m;
    if (!std::regex_match(text, m, kParts)) return text;
    return date(m[1].str()) + "T" + two(m[2]) + m[3].str();
}

std::string boolean(std::string_view text) {
    for (const std::string_view yes : {"true", "TRUE", "True", "1", "yes", "Yes", "是"}) {
        if (text == yes) return "true";
    }
    for (const std::string_view no : {"false", "FALSE", "False", "0", "no", "No", "否"}) {
        if (text == no) return "false";
    }
    return json_text(text);
}

std::string option(const json::Value* options, std::string_view text) {
    if (options != nullptr && options->is_array()) {
        for (const json::Value& each : options->items()) {
            if (each.string_or("id") == text) return json_text(text);
        }
        for (const json::Value& each : options->items()) {
            if (is_label(each, text)) return json_text(each.string_or("id"));
        }
    }
    return json_text(text);
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

Result<ImportRows::Column> ImportRows::column_of(const std::string& name, const json::Value& entity,
                                                 std::size_t line) const {
    static const std::vector<json::Value> kNone;
    const json::Value* fields = entity.find("fields");  // columns keep pointers to their options
    const std::vector<json::Value>& all = fields != nullptr && fields->is_array() ? fields->items() : kNone;
    Column column;
    if (name == "id") column.field = column.type = "id";  // says which record, though nobody writes it
    if (name == "version" || name == "State" || name == "状态") column.field = name, column.passed_over = true;
    const bool ids = name.size() > 3 && name.ends_with(".id");
    const std::string of = ids ? name.substr(0, name.size() - 3) : name;
    for (const json::Value& field : all) {
        if (name == "id" || (field.string_or("id") != of && !is_label(field, of))) continue;
        if (ids && !is_reference(field.string_or("type"))) continue;
        column.field = field.string_or("id");
        column.type = field.string_or("type");
        column.target = field.string_or("to");
        column.options = field.find("options");
        column.passed_over = flag(field, "computed") || flag(field, "read_only");
        column.holds_ids = ids;
        if (field.string_or("id") == of) break;
    }
    if (!column.field.empty()) return column;
    return bad_row(
        file_, line,
        format_text({"There is no field '{0}' in {1}.", "{1} 中没有字段“{0}”。"}, {name, entity.string_or("id")}));
}

Result<ImportRows> ImportRows::of(Client& client, const json::Value& entity, const CsvRow& header,
                                  const std::string& file) {
    ImportRows out(client, file);
    Diagnostics mistakes;
    for (const std::string& name : header.cells) {
        auto column = out.column_of(name, entity, header.line);
        if (!column) {
            mistakes.push_back(column.error().front());
            continue;
        }
        for (std::size_t i = 0; i < out.columns_.size(); ++i) {
            Column& other = out.columns_[i];
            if (other.field != column->field) continue;
            if (other.holds_ids != column->holds_ids) {  // a title and its id
                (other.holds_ids ? *column : other).ids = static_cast<int>(other.holds_ids ? i : out.columns_.size());
                continue;
            }
            mistakes.push_back(
                bad_row(file, header.line,
                        format_text({"The columns {0} and {1} both give '{2}'.", "第 {0} 列和第 {1} 列都是“{2}”。"},
                                    {std::to_string(i + 1), std::to_string(out.columns_.size() + 1), column->field}))
                    .value()
                    .front());
        }
        out.columns_.push_back(std::move(*column));
    }
    if (!mistakes.empty()) return fail(std::move(mistakes));
    return out;
}

Result<ImportRows::Read> ImportRows::json_of(const CsvRow& row) {
    Read out;
    if (row.cells.size() > columns_.size()) {
        out.mistakes =
            bad_row(file_, row.line,
                    format_text({"The row has {0} cells, the header {1}.", "该行有 {0} 个单元格，表头有 {1} 个。"},
                                {std::to_string(row.cells.size()), std::to_string(columns_.size())}))
                .value();
    }
    out.json = "{";
    const auto cell = [&](int column) {
        const auto at = static_cast<std::size_t>(column);
        return column >= 0 && at < row.cells.size() ? std::string(csv::without_guard(row.cells[at])) : std::string();
    };
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const Column& column = columns_[i];
        const std::string text = cell(static_cast<int>(i));
        const std::string id = cell(column.ids);
        const bool told_beside =
            column.holds_ids && std::any_of(columns_.begin(), columns_.end(),
                                            [&](const Column& c) { return c.ids == static_cast<int>(i); });
        if ((text.empty() && id.empty()) || column.passed_over || told_beside) continue;
        auto json = value(column, text, id, row.line);
        if (!json) {
            for (Diagnostic& d : json.error()) {
                if (d.code != "CLI-040") return fail(std::move(json.error()));  // the server cannot be asked
                d.place.element = column.field;
                out.mistakes.push_back(std::move(d));
            }
            continue;
        }
        out.json += (out.json.size() > 1 ? "," : "") + json_text(column.field) + ":" + *json;
    }
    out.json += "}";
    return out;
}

Result<std::string> ImportRows::value(const Column& column, std::string_view text, const std::string& id,
                                      std::size_t line) {
    const std::string& type = column.type;
    if (type == "integer" || type == "decimal" || type == "currency" || type == "percent") return number(text);
    if (type == "boolean") return boolean(text);
    if (type == "date") return json_text(date(std::string(text)));
    if (type == "date_time") return json_text(date_time(std::string(text)));
    if (type == "multi_choice") return option_list(column.options, text);
    if (type == "choice") return option(column.options, text);
    if (!is_reference(type) || column.holds_ids) return json_text(text);
    if (text.empty()) return json_text(id);
    if (id.empty() && digits(text)) return json_text(text);
    return by_title(column.target, std::string(text), id, line);
}

Result<const ImportRows::Found*> ImportRows::find(const std::string& entity, const std::string& title) {
    constexpr std::size_t kMost = 100;
    const auto known = titles_.find({entity, title});
    if (known != titles_.end()) return &known->second;
    auto answer = client_->get("/api/v1/records/" + entity + "/lookup?limit=" + std::to_string(kMost) +
                               "&q=" + http::percent_encode(title));
    if (!answer) return tl::unexpected(answer.error());
    Found found;
    for (const json::Value& item : answer->items()) {
        if (item.string_or("title") == title) found.ids.emplace_back(item.string_or("id"));
    }
    found.more = answer->items().size() >= kMost;
    if (titles_.size() >= kMostTitles) titles_.clear();
    return &(titles_[{entity, title}] = std::move(found));
}

Result<std::string> ImportRows::by_title(const std::string& entity, const std::string& title, const std::string& id,
                                         std::size_t line) {
    const auto found = find(entity, title);
    if (!found) return tl::unexpected(found.error());
    const std::vector<std::string>& ids = (*found)->ids;
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) return json_text(id);
    if (!id.empty() && (*found)->more) return json_text(id);  // the server knows whether there is one
    if (id.empty() && ids.size() == 1) return json_text(ids.front());
    if (ids.empty())
        return bad_row(file_, line,
                       format_text({"No {0} has the title '{1}'.", "没有标题为“{1}”的 {0}。"}, {entity, title}));
    if (!id.empty()) {
        return bad_row(file_, line,
                       format_text({"'{1}' is not the title of the {0} with the id {2}: clear one of the two cells.",
                                    "“{1}”不是编号为 {2} 的 {0} 的标题，请清空其中一个单元格。"},
                                   {entity, title, id}));
    }
    return bad_row(file_, line,
                   format_text({"Several {0} have the title '{1}': give the id in a column NAME.id.",
                                "有多个标题为“{1}”的 {0}，请在“列名.id”列中给出编号。"},
                               {entity, title}));
}

}  // namespace fw::cli
