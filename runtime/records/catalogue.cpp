#include "runtime/records/catalogue.h"

namespace fw::records {

using form::Storage;
using query::ColumnKind;

namespace {
ColumnKind kind_of(Storage storage) {
    switch (storage) {
        case Storage::kInteger:
        case Storage::kDecimal:
            return ColumnKind::kNumber;
        case Storage::kBoolean:
            return ColumnKind::kBoolean;
        case Storage::kDate:
            return ColumnKind::kDate;
        case Storage::kTime:
            return ColumnKind::kTime;
        case Storage::kDateTime:
            return ColumnKind::kDateTime;
        case Storage::kReference:
            return ColumnKind::kReference;
        case Storage::kJson:
            return ColumnKind::kStrings;
        case Storage::kText:
        case Storage::kNone:
            break;
    }
    return ColumnKind::kText;
}
}  // namespace

std::string ProgramCatalogue::table(std::string_view entity) const {
    const compile::Entity* found = program_.entity(entity);
    return found == nullptr ? std::string() : found->table;
}

std::optional<query::Column> ProgramCatalogue::column(std::string_view entity, std::string_view field) const {
    const compile::Entity* found = program_.entity(entity);
    if (found == nullptr) return std::nullopt;
    if (field == "id") return query::Column{"id", ColumnKind::kReference, 0, found->id};
    const compile::Field* of = found->find(field);
    if (of == nullptr || !of->stored()) return std::nullopt;
    query::Column out;
    out.name = of->id;
    out.kind = kind_of(of->storage);
    if (of->storage == Storage::kDecimal) out.scale = of->scale;
    if (of->storage == Storage::kReference && of->to != nullptr) out.target = of->to->id;
    return out;
}

std::optional<query::Rows> ProgramCatalogue::rows(std::string_view entity, std::string_view field) const {
    const compile::Entity* found = program_.entity(entity);
    const compile::Field* of = found == nullptr ? nullptr : found->find(field);
    if (of == nullptr || of->type->id != "child_table" || of->to == nullptr) return std::nullopt;
    return query::Rows{of->to->id, "_parent"};
}

}  // namespace fw::records
