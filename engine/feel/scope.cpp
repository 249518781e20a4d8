#include "engine/feel/scope.h"

#include <algorithm>

#include "engine/feel/names.h"

namespace fw::feel {
namespace {

std::string first_word(std::string_view name) {
    std::size_t end = 0;
    while (end < name.size()) {
        const auto c = static_cast<unsigned char>(name[end]);
        if (c < 0x80 && !is_name_part(c)) break;
        ++end;
    }
    return std::string(name.substr(0, end));
}

void know(Scope::ComplexNames& into, const std::string& name) {
    std::string first = first_word(name);
    if (first.size() == name.size()) return;
    std::vector<std::string>& names = into[std::move(first)];
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

std::size_t Scope::add(std::string_view written, Type type) {
    std::string name = normalize_name(written);
    know_type(type, 0);
    know(complex_, name);
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (names_[i].name == name) {
            names_[i].type = std::move(type);
            return i;
        }
    }
    names_.push_back({std::move(name), std::move(type)});
    return names_.size() - 1;
}

void Scope::open(std::size_t slot) {
    opened_.push_back(slot);
    if (const RecordType* record = names_[slot].type.fields()) {
        for (const RecordType::Field& field : record->fields) know(complex_, field.name);
    }
}

void Scope::know_member(std::string_view name) { know(complex_members_, normalize_name(name)); }

void Scope::know_type(const Type& type, int depth) {
    if (depth > 12) return;
    if (const RecordType* record = type.fields()) {
        if (std::find(seen_.begin(), seen_.end(), record) != seen_.end()) return;
        if (!record->name.empty()) seen_.push_back(record);
        for (const RecordType::Field& field : record->fields) {
            know(complex_members_, field.name);
            know_type(field.type, depth + 1);
        }
        return;
    }
    if (type.is(TypeKind::kList) || type.is(TypeKind::kRange)) know_type(type.element(), depth + 1);
}

void Scope::add_type(std::string_view name, Type type) {
    types_.push_back({normalize_name(name), std::move(type)});
    know(complex_, types_.back().name);
}

const Type* Scope::find_type(std::string_view name) const {
    for (const Name& type : types_) {
        if (type.name == name) return &type.type;
    }
    return nullptr;
}

std::vector<std::string> Scope::known_types() const {
    std::vector<std::string> out;
    for (const Name& type : types_) out.push_back(type.name);
    for (int i = 0; i <= static_cast<int>(TypeKind::kFunction); ++i)
        out.emplace_back(type_kind_name(static_cast<TypeKind>(i)));
    return out;
}

std::optional<Scope::Found> Scope::find(std::string_view name) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (names_[i].name == name) return Found{i, {}, names_[i].type};
    }
    for (const std::size_t slot : opened_) {
        const RecordType* record = names_[slot].type.fields();
        const RecordType::Field* field = record != nullptr ? record->find(name) : nullptr;
        if (field != nullptr) return Found{slot, field->name, field->type};
    }
    return std::nullopt;
}

std::vector<std::string> Scope::known_names() const {
    std::vector<std::string> out;
    for (const Name& n : names_) out.push_back(n.name);
    for (const std::size_t slot : opened_) {
        if (const RecordType* record = names_[slot].type.fields()) {
            for (const RecordType::Field& field : record->fields) out.push_back(field.name);
        }
    }
    return out;
}

}  // namespace fw::feel
