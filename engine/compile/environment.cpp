#include "engine/compile/environment.h"

#include "engine/compile/scopes.h"
#include "engine/compile/written.h"

namespace fw::compile {

namespace {

// Hands what the build found wrong since its making over to the caller.
class Found {
  public:
    Found(Build& build, Diagnostics& out) : build_(build), out_(out), before_(build.problem_count()) {}
    Found(const Found&) = delete;
    Found& operator=(const Found&) = delete;
    ~Found() {
        for (Diagnostic& d : build_.take_since(before_)) out_.push_back(std::move(d));
    }

  private:
    Build& build_;
    Diagnostics& out_;
    std::size_t before_;
};

}  // namespace

feel::Scope Environment::scope_of(const Names& names) const {
    feel::Scope scope(build_.functions());
    for (const auto& [name, type] : names) scope.add(name, type);
    return scope;
}

Expr Environment::expression(const json::Value& value, const std::string& element, const Names& names,
                             const feel::Type& expected, Diagnostics& out) const {
    const Found found_here(build_, out);
    Wanted wanted;
    wanted.type = expected;
    return build_.expression(source_, &value, element, scope_of(names), wanted);
}

Expr Environment::entity_expression(const json::Value& value, const std::string& element, std::string_view entity,
                                    const feel::Type& expected, Diagnostics& out) const {
    const Found found_here(build_, out);
    const Entity* found = build_.entity_by_id(entity);
    if (found == nullptr) return {};
    Wanted wanted;
    wanted.type = expected;
    return build_.expression(source_, &value, element, record_scope(*found, build_.functions()), wanted);
}

Template Environment::text(const json::Value& value, const std::string& element, const Names& names,
                           Diagnostics& out) const {
    const Found found_here(build_, out);
    return build_.text_template(source_, &value, element, scope_of(names), false);
}

std::string Environment::entity(const json::Value& id, const std::string& element, Diagnostics& out) const {
    const Found found_here(build_, out);
    return build_.model_id(source_, "entity", id, element);
}

std::string Environment::role(const json::Value& id, const std::string& element, Diagnostics& out) const {
    const Found found_here(build_, out);
    return build_.model_id(source_, "role", id, element);
}

std::string Environment::model(std::string_view kind, const json::Value& id, const std::string& element,
                               Diagnostics& out) const {
    const Found found_here(build_, out);
    return build_.model_id(source_, kind, id, element);
}

bool Environment::field(std::string_view entity, const json::Value& id, const std::string& element,
                        Diagnostics& out) const {
    const Found found_here(build_, out);
    const Entity* found = build_.entity_by_id(entity);
    return found == nullptr || build_.field(source_, found, id, element) != nullptr;
}

bool Environment::person_field(std::string_view entity, const json::Value& id, const std::string& element,
                               Diagnostics& out) const {
    const Found found_here(build_, out);
    const Entity* found = build_.entity_by_id(entity);
    if (found == nullptr) return true;
    const Field* field = build_.field(source_, found, id, element);
    const Entity* person = build_.entity_by_id("base.person");
    if (field == nullptr) return false;
    if (field->type != nullptr && field->type->id == "user") return true;
    const feel::RecordType* names = field->feel_type.is(feel::TypeKind::kContext) ? field->feel_type.fields() : nullptr;
    if (names == &person_record() || (person != nullptr && names == &person->record)) return true;
    build_.error(source_, "FLOW-026", id.range(), element,
                 format_text({"'{0}' names no person", "“{0}”不是人员字段"}, {field->id}),
                 {"name a field of type user, or a reference to base.person",
                  "请使用类型为 user 的字段，或引用 base.person 的字段"});
    return false;
}

bool Environment::state(std::string_view entity, const json::Value& id, const std::string& element,
                        Diagnostics& out) const {
    const Found found_here(build_, out);
    const Entity* found = build_.entity_by_id(entity);
    return found == nullptr || build_.state(source_, found, id, element) != nullptr;
}

std::optional<feel::Type> Environment::written(std::string_view entity, const json::Value& id,
                                               const std::string& element, Diagnostics& out) const {
    const Found found_here(build_, out);
    const Entity* found = build_.entity_by_id(entity);
    if (found == nullptr) return feel::Type();
    const Field* field = Written(build_, source_, "FLOW-025").field(*found, id, element);
    return field == nullptr ? std::nullopt : std::optional(Written::type(*field));
}

void Environment::written_value(std::string_view entity, std::string_view field, const Expr& value, Range range,
                                const std::string& element, Diagnostics& out) const {
    const Found found_here(build_, out);
    const Entity* found = build_.entity_by_id(entity);
    if (found != nullptr && found->find(field) != nullptr)
        Written(build_, source_, "FLOW-025").value(*found, *found->find(field), value, range, element);
}

feel::Type Environment::record_type(std::string_view entity) const {
    const Entity* found = build_.entity_by_id(entity);
    return found == nullptr ? feel::Type() : feel::Type::record(&found->record);
}

feel::Type Environment::person_type() const { return feel::Type::record(&person_record()); }

}  // namespace fw::compile
