// What stored values of an entity are computed from, so that a deployment computes again only what it must.
#include "runtime/identity/secrets.h"
#include "runtime/records/tables_sql.h"

namespace fw::records {

using compile::Entity;
using compile::Field;

namespace {
void append_type(std::string& out, const Field& field) {
    const storage::ColumnType type = field.stored() ? column_type(field) : storage::ColumnType{};
    out += "(" + std::to_string(static_cast<int>(type.kind)) + "," + std::to_string(type.precision) + "," +
           std::to_string(type.scale) + (field.to == nullptr ? "" : "," + field.to->id) + ")";
}

// The text and the types of what it reads: a formula over a column that becomes a text gives something else.
void append(std::string& out, const Entity& entity, const model::Expr& expression) {
    out += expression.text + "\n";
    if (!expression.code) return;
    for (const auto& path : expression.code.reads()) {
        const Entity* at = &entity;
        for (std::size_t i = 0; i < path.size() && at != nullptr; ++i) {
            if (i == 0 && path[i] == "record") continue;
            if (i == 0 && path[i] == "parent" && at->parent != nullptr) {
                at = at->parent;
                continue;
            }
            const Field* field = at->find(path[i]);
            if (field == nullptr) break;
            out += " " + path[i];
            append_type(out, *field);
            if (!field->lookup_from.empty()) out += "=" + field->lookup_from + "." + field->lookup_field;
            at = field->to;
        }
        out += "\n";
    }
}

void append(std::string& out, const Entity& entity) {
    out += "title ";
    append(out, entity, entity.title);
    for (const Field& field : entity.fields) {
        // Without a title of its own a record is called by its first text.
        if (!entity.title && field.storage == form::Storage::kText && field.stored()) out += field.id + "\n";
        if (!field.computed() || !field.stored()) continue;
        out += field.id;
        append_type(out, field);
        append(out, entity, field.formula);
        if (!field.rollup || field.rollup->over == nullptr) continue;
        out += field.rollup->over->id + "." + field.rollup->by + " " +
               std::to_string(static_cast<int>(field.rollup->function));
        append(out, *field.rollup->over, field.rollup->value);
        append(out, *field.rollup->over, field.rollup->where);
    }
}
}  // namespace

std::string digest_of(const Entity& entity) {
    std::string all;
    append(all, entity);
    for (const Field& field : entity.fields) {
        if (field.to != nullptr && field.to->parent == &entity) append(all, *field.to);
    }
    std::string out;
    for (const char c : identity::token_hash(all).substr(0, 16)) {
        static constexpr std::string_view kDigits = "0123456789abcdef";
        out += kDigits[static_cast<unsigned char>(c) >> 4U];
        out += kDigits[static_cast<unsigned char>(c) & 15U];
    }
    return out;
}

}  // namespace fw::records
