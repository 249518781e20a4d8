#include "engine/compile/scopes.h"

namespace fw::compile {

namespace {
feel::Type record_type(const Entity& entity) { return feel::Type::record(&entity.record); }
}  // namespace

feel::Scope record_scope(const Entity& entity, const feel::Functions& functions) {
    feel::Scope scope(functions);
    scope.open(scope.add("record", record_type(entity)));
    scope.add("user", feel::Type::record(&person_record()));
    if (entity.parent != nullptr) scope.add("parent", record_type(*entity.parent));
    return scope;
}

feel::Scope target_scope(const Entity& target, const Entity& referrer, const feel::Functions& functions) {
    feel::Scope scope(functions);
    scope.open(scope.add("target", record_type(target)));
    scope.add("record", record_type(referrer));
    scope.add("user", feel::Type::record(&person_record()));
    if (referrer.parent != nullptr) scope.add("parent", record_type(*referrer.parent));
    return scope;
}

feel::Scope report_scope(const Report& report, const feel::Functions& functions) {
    feel::Scope scope(functions);
    scope.open(scope.add("record", report.entity == nullptr ? feel::Type() : record_type(*report.entity)));
    scope.add("user", feel::Type::record(&person_record()));
    for (const Report::Parameter& parameter : report.parameters) scope.add(parameter.id, value_type(parameter.type));
    return scope;
}

const feel::RecordType& person_record() {
    using feel::Type;
    using feel::TypeKind;
    static const feel::RecordType kUnit{"unit", {{"id", TypeKind::kString}, {"name", TypeKind::kString}}};
    static const feel::RecordType kPerson{"person",
                                          {{"id", TypeKind::kString},
                                           {"login", TypeKind::kString},
                                           {"name", TypeKind::kString},
                                           {"unit", Type::record(&kUnit)},
                                           {"roles", Type::list(TypeKind::kString)}}};
    return kPerson;
}

feel::Type value_type(std::string_view name) {
    if (name == "integer" || name == "decimal" || name == "number") return feel::TypeKind::kNumber;
    if (name == "text") return feel::TypeKind::kString;
    if (name == "boolean") return feel::TypeKind::kBoolean;
    if (name == "date") return feel::TypeKind::kDate;
    if (name == "date_time") return feel::TypeKind::kDateTime;
    return {};
}

}  // namespace fw::compile
