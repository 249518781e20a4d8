#include "designer/core/cells.h"

#include "designer/core/flow_diagram.h"
#include "designer/core/path.h"
#include "designer/core/who.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::designer {

using model::Shape;

std::string cell_text(const json::Value& element, const CellColumn& column, Language language) {
    const model::Property& property = *column.property;
    const json::Value* value = find(element, column.path);
    if (property.shape == Shape::kText && value == nullptr) {
        const json::Value* plain = element.find(property.id);
        return plain != nullptr && plain->is_string() ? std::string(plain->as_string()) : std::string();
    }
    if (property.shape == Shape::kBoolean) {
        const json::Value& shown = value == nullptr ? property.fallback : *value;
        return shown.is_boolean() && shown.as_boolean() ? "1" : "";
    }
    if (value == nullptr) return {};
    if (value->is_string()) return std::string(value->as_string());
    if (value->is_number()) return std::string(value->literal());
    if (property.shape == Shape::kWho) return std::string(describe_who(value).in(language));
    if (!value->is_array()) return json::write_compact(*value);
    std::string all;
    for (const json::Value& part : value->items()) {
        if (!all.empty()) all += ", ";
        all += part.is_string() ? std::string(part.as_string()) : json::write_compact(part);
    }
    return all;
}

namespace {

bool means_yes(std::string_view text) {
    for (const std::string_view yes : {"1", "true", "TRUE", "yes", "x", "是"}) {
        if (text == yes) return true;
    }
    return false;
}

std::optional<json::Value> list_of_ids(std::string_view text) {
    json::Value list = json::Value::array();
    std::string part;
    const auto end = [&] {
        if (!part.empty()) list.push(json::Value::string(part));
        part.clear();
    };
    for (const char c : text) {
        if (c == ',') {
            end();
        } else if (c != ' ') {
            part += c;
        }
    }
    end();
    return list.items().empty() ? std::nullopt : std::optional<json::Value>(std::move(list));
}

}  // namespace

std::optional<json::Value> cell_value(const json::Value& element, const CellColumn& column, std::string_view typed) {
    const model::Property& property = *column.property;
    switch (property.shape) {
        case Shape::kBoolean: {
            json::Value value = json::Value::boolean(means_yes(typed));
            return value == property.fallback ? std::nullopt : std::optional<json::Value>(std::move(value));
        }
        case Shape::kText: {
            Text both = text_of_value(element.find(property.id));
            (column.path.ends_with("/en") ? both.en : both.zh) = std::string(typed);
            return both.empty() ? std::nullopt : std::optional<json::Value>(value_of_text(both));
        }
        case Shape::kInteger:
        case Shape::kNumber: {
            if (typed.empty()) return std::nullopt;
            const auto number = json::read(typed);
            if (number && number->is_number()) return json::Value::number_literal(number->literal());
            return json::Value::string(typed);
        }
        case Shape::kReferences:
            return list_of_ids(typed);
        default:
            return typed.empty() ? std::nullopt : std::optional<json::Value>(json::Value::string(typed));
    }
}

namespace {

// The end of a quoted cell that begins at `open`; nothing where the quote belongs to the cell (FEEL: "draft").
std::optional<std::size_t> closing_quote(std::string_view text, std::size_t open) {
    bool needed = false;  // something inside that only quotes can hold
    for (std::size_t i = open + 1; i < text.size(); ++i) {
        needed = needed || text[i] == '\t' || text[i] == '\n';
        if (text[i] != '"') continue;
        const bool last = i + 1 == text.size();
        if (!last && text[i + 1] == '"') {
            needed = true;
            ++i;
        } else {
            const bool ends = last || text[i + 1] == '\t' || text[i + 1] == '\n' || text[i + 1] == '\r';
            return ends && needed ? std::optional<std::size_t>(i) : std::nullopt;
        }
    }
    return std::nullopt;
}

std::string unquoted(std::string_view inside) {
    std::string cell;
    for (std::size_t i = 0; i < inside.size(); ++i) {
        if (inside[i] != '\r') cell += inside[i];
        if (inside[i] == '"') ++i;
    }
    return cell;
}

}  // namespace

Cells read_cells(std::string_view text) {
    Cells cells(1, std::vector<std::string>(1));
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string& cell = cells.back().back();
        const auto close = text[i] == '"' && cell.empty() ? closing_quote(text, i) : std::nullopt;
        if (close) {
            cell = unquoted(text.substr(i + 1, *close - i - 1));
            i = *close;
        } else if (text[i] == '\n') {
            cells.emplace_back(1);
        } else if (text[i] == '\t') {
            cells.back().emplace_back();
        } else if (text[i] != '\r') {
            cell += text[i];
        }
    }
    while (cells.size() > 1 && cells.back().size() == 1 && cells.back()[0].empty()) cells.pop_back();
    return cells;
}

}  // namespace fw::designer
