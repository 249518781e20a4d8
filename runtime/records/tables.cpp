#include "runtime/records/tables.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/records/tables_sql.h"

namespace fw::records {

using form::Storage;
using storage::ColumnKind;
using storage::ColumnType;

namespace {
constexpr int kTotalDigits = storage::ColumnType::kMaxPrecision;

Index index_on(std::vector<std::string> columns, bool unique = false) { return {std::move(columns), unique}; }

std::vector<Index> indexes_of(const compile::Entity& entity) {
    std::vector<Index> out;
    if (entity.parent != nullptr) {
        out.push_back(index_on({"_parent", "_position"}));
    } else {
        out.push_back(index_on({"owner"}));
        out.push_back(index_on({"unit"}));
    }
    if (!entity.states.empty()) out.push_back(index_on({"state"}));
    for (const compile::Field& field : entity.fields) {
        if (!field.stored()) continue;
        if (field.unique || field.type->id == "auto_number") {
            out.push_back(index_on({field.id}, true));
        } else if (field.indexed || field.storage == Storage::kReference) {
            out.push_back(index_on({field.id}));
        }
    }
    for (const auto& fields : entity.unique) {
        Index index = index_on({}, true);
        for (const std::string& id : fields) {
            const compile::Field* field = entity.find(id);
            if (field != nullptr && field->stored()) index.columns.push_back(field->id);
        }
        out.push_back(std::move(index));
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace

Table table_of(const compile::Entity& entity) {
    Table out;
    out.name = entity.table;
    out.entity = entity.id;
    for (std::string was : entity.was) {
        std::replace(was.begin(), was.end(), '.', '_');
        out.was.push_back(std::move(was));
    }
    out.child = entity.parent != nullptr;
    for (const compile::Field& field : entity.fields) {
        if (field.stored()) out.columns.push_back({field.id, column_type(field), field.was, field.computed()});
    }
    for (const char* system : {"owner", "unit"}) {
        if (out.find(system) == nullptr) out.columns.push_back({system, {ColumnKind::kInteger}, {}, false});
    }
    out.indexes = indexes_of(entity);
    return out;
}

namespace {

json::Value strings(const std::vector<std::string>& list) {
    json::Value out = json::Value::array();
    for (const std::string& s : list) out.push(json::Value::string(s));
    return out;
}

std::vector<std::string> strings(const json::Value* list) {
    std::vector<std::string> out;
    if (list == nullptr || !list->is_array()) return out;
    for (const json::Value& item : list->items()) {
        if (item.is_string()) out.push_back(item.as_string());
    }
    return out;
}

json::Value to_json(const Table& table) {
    json::Value out = json::Value::object();
    out.set("name", json::Value::string(table.name));
    out.set("entity", json::Value::string(table.entity));
    out.set("child", json::Value::boolean(table.child));
    json::Value columns = json::Value::array();
    for (const Column& c : table.columns) {
        json::Value column = json::Value::object();
        column.set("name", json::Value::string(c.name));
        column.set("kind", json::Value::number(static_cast<std::int64_t>(c.type.kind)));
        column.set("precision", json::Value::number(c.type.precision));
        column.set("scale", json::Value::number(c.type.scale));
        column.set("computed", json::Value::boolean(c.computed));
        columns.push(std::move(column));
    }
    out.set("columns", std::move(columns));
    json::Value indexes = json::Value::array();
    for (const Index& i : table.indexes) {
        json::Value index = json::Value::object();
        index.set("columns", strings(i.columns));
        index.set("unique", json::Value::boolean(i.unique));
        indexes.push(std::move(index));
    }
    out.set("indexes", std::move(indexes));
    if (!table.digest.empty()) out.set("digest", json::Value::string(table.digest));
    return out;
}

int integer(const json::Value& object, std::string_view key) {
    const json::Value* found = object.find(key);
    return found == nullptr ? 0 : static_cast<int>(found->as_int64().value_or(0));
}

bool boolean(const json::Value& object, std::string_view key) {
    const json::Value* found = object.find(key);
    return found != nullptr && found->is_boolean() && found->as_boolean();
}

Table table_from(const json::Value& json) {
    Table out;
    out.name = json.string_or("name");
    out.entity = json.string_or("entity");
    out.child = boolean(json, "child");
    out.digest = json.string_or("digest");
    if (const json::Value* columns = json.find("columns"); columns != nullptr && columns->is_array()) {
        for (const json::Value& c : columns->items()) {
            const ColumnType type{static_cast<ColumnKind>(integer(c, "kind")), integer(c, "precision"),
                                  integer(c, "scale")};
            out.columns.push_back({std::string(c.string_or("name")), type, {}, boolean(c, "computed")});
        }
    }
    if (const json::Value* indexes = json.find("indexes"); indexes != nullptr && indexes->is_array()) {
        for (const json::Value& i : indexes->items()) {
            out.indexes.push_back({strings(i.find("columns")), boolean(i, "unique")});
        }
    }
    return out;
}
}  // namespace

const Column* Table::find(std::string_view column) const {
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == column; });
    return found == columns.end() ? nullptr : &*found;
}

ColumnType column_type(const compile::Field& field) {
    switch (field.storage) {
        case Storage::kInteger:
        case Storage::kReference:
            return {ColumnKind::kInteger};
        case Storage::kDecimal: {
            // A computed number may need all digits, whatever its inputs have.
            const int precision = field.computed() ? kTotalDigits : std::clamp(field.precision, 1, kTotalDigits);
            return storage::decimal_type(precision, field.scale);
        }
        case Storage::kBoolean:
            return {ColumnKind::kBoolean};
        case Storage::kDate:
            return {ColumnKind::kDate};
        case Storage::kTime:
            return {ColumnKind::kTime};
        case Storage::kDateTime:
            return {ColumnKind::kDateTime};
        case Storage::kJson:
            return {ColumnKind::kJson};
        case Storage::kText:
            return {ColumnKind::kText};
        case Storage::kNone:
            break;
    }
    FW_CHECK(false);
}

Tables tables_of(const compile::Program& program) {
    Tables out;
    for (const auto& entity : program.entities) {
        out.push_back(table_of(*entity));
        out.back().digest = digest_of(*entity);
    }
    return out;
}

Result<Tables> deployed_tables(storage::Reader& reader) {
    auto text = reader.query_text("SELECT value FROM fw_meta WHERE key = 'tables'");
    if (!text) return fail(std::move(text.error()));
    Tables out;
    if (!*text) return out;
    const auto json = json::read(**text, "fw_meta.tables");
    if (!json) return fail(json.error());
    if (!json->is_array()) return fail(storage::storage_error(storage::ErrorKind::kForeign, "fw_meta.tables"));
    for (const json::Value& table : json->items()) out.push_back(table_from(table));
    return out;
}

std::string tables_text(const Tables& tables) {
    json::Value out = json::Value::array();
    for (const Table& table : tables) out.push(to_json(table));
    return json::write_compact(out);
}

}  // namespace fw::records
