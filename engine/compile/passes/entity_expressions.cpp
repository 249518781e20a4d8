// FEEL of entities: titles, defaults, conditions, formulas, roll-ups, checks, transitions.
#include <algorithm>

#include "engine/compile/build.h"
#include "engine/compile/scopes.h"

namespace fw::compile {

namespace {

Wanted wants(feel::Type type) {
    Wanted wanted;
    wanted.type = std::move(type);
    return wanted;
}

class EntityExpressions {
  public:
    EntityExpressions(Build& build, const Source& source, Entity& entity)
        : build_(build), source_(source), entity_(entity), scope_(record_scope(entity, build.functions())) {}

    void all() {
        const json::Value& root = source_.root();
        Wanted title = wants(feel::TypeKind::kString);
        title.reader = false;
        title.stored = true;
        entity_.title = build_.expression(source_, root.find("title"), source_.element + "/title", scope_, title);
        for (Field& field : entity_.fields) field_expressions(field);
        for (const json::Value& written : items_of(root, "transitions")) transition(written);
        for (const json::Value& written : items_of(root, "checks")) check(written);
        unique_groups(root);
    }

  private:
    Expr of(const Field& field, const char* property, const feel::Scope& scope, const Wanted& wanted) {
        return build_.expression(source_, field.properties.find(property), source_.element + "/fields/" + field.id,
                                 scope, wanted);
    }

    void field_expressions(Field& field) {
        const Wanted condition = wants(feel::TypeKind::kBoolean);
        field.visible_when = of(field, "visible_when", scope_, condition);
        field.required_when = of(field, "required_when", scope_, condition);
        field.read_only_when = of(field, "read_only_when", scope_, condition);
        field.fallback = default_of(field);
        if (field.type == nullptr) return;
        // A roll-up's min and max are what it computes, not bounds.
        if (!field.min && !field.rollup) field.min = of(field, "min", scope_, wants(field.feel_type));
        if (!field.max && !field.rollup) field.max = of(field, "max", scope_, wants(field.feel_type));
        if (field.to != nullptr && field.type->storage == form::Storage::kReference) {
            field.filter = of(field, "filter", target_scope(*field.to, entity_, build_.functions()), condition);
        }
        Wanted stored = wants(field.feel_type);
        stored.reader = false;
        stored.stored = true;
        if (field.type->id == "formula") field.formula = of(field, "formula", scope_, stored);
        if (field.rollup) rollup(field, stored);
    }

    Expr default_of(const Field& field) {
        if (field.type == nullptr || field.type->storage != form::Storage::kReference)
            return of(field, "default", scope_, wants(field.feel_type));
        // A reference starts as a record, a person (`user`), or an id.
        Expr expr = of(field, "default", scope_, {});
        if (!expr.code) return expr;
        const feel::Type& type = expr.code.type();
        const bool fits = type.is_any() || type.is(feel::TypeKind::kContext) || type.is(feel::TypeKind::kString) ||
                          type.is(feel::TypeKind::kNull);
        if (!fits) {
            build_.error(
                source_, "MODEL-124", range_of(field.properties, "default"), source_.element + "/fields/" + field.id,
                format_text({"the default of a reference is a record, not {0}", "引用字段的默认值应为记录，而不是 {0}"},
                            {type.to_string()}),
                {"for example: user, user.unit or a reference of this record",
                 "例如：user、user.unit 或本记录的引用字段"});
        }
        return expr;
    }

    void rollup(Field& field, Wanted wanted) {
        if (field.rollup->over == nullptr) return;
        const feel::Scope rows = record_scope(*field.rollup->over, build_.functions());
        wanted.type = feel::TypeKind::kNumber;
        for (const char* function : {"sum", "min", "max", "avg"}) {
            if (field.properties.find(function) != nullptr) field.rollup->value = of(field, function, rows, wanted);
        }
        wanted.type = feel::TypeKind::kBoolean;
        field.rollup->where = of(field, "where", rows, wanted);
    }

    void transition(const json::Value& written) {
        Transition made;
        made.id = written.string_or("id");
        made.label = label_of(written);
        const std::string path = source_.element + "/transitions/" + made.id;
        if (entity_.states.empty()) {
            build_.error(source_, "MODEL-102", written.range(), path,
                         format_text({"{0} has no states", "实体 {0} 没有状态"}, {entity_.id}),
                         {"declare its states first", "请先声明状态"});
            return;
        }
        for (const json::Value& from : items_of(written, "from")) {
            if (build_.state(source_, &entity_, from, path) != nullptr) made.from.push_back(from.as_string());
        }
        if (const json::Value* to = written.find("to")) {
            if (build_.state(source_, &entity_, *to, path) != nullptr) made.to = to->as_string();
        }
        for (const json::Value& role : items_of(written, "roles")) {
            std::string id = build_.model_id(source_, "role", role, path);
            if (!id.empty()) made.roles.push_back(std::move(id));
        }
        made.when = build_.expression(source_, written.find("when"), path, scope_, wants(feel::TypeKind::kBoolean));
        entity_.transitions.push_back(std::move(made));
    }

    void check(const json::Value& written) {
        Check made;
        made.id = written.string_or("id");
        made.message = text_of(written, "message");
        const std::string path = source_.element + "/checks/" + made.id;
        made.check = build_.expression(source_, written.find("check"), path, scope_, wants(feel::TypeKind::kBoolean));
        if (const json::Value* field = written.find("field")) {
            if (build_.field(source_, &entity_, *field, path) != nullptr) made.field = field->as_string();
        }
        entity_.checks.push_back(std::move(made));
    }

    void unique_groups(const json::Value& root) {
        for (const json::Value& group : items_of(root, "unique")) {
            if (!group.is_array()) continue;
            std::vector<std::string> names;
            bool good = true;
            for (const json::Value& name : group.items()) {
                const Field* field = build_.field(source_, &entity_, name, source_.element + "/unique");
                good = good && field != nullptr;
                if (field == nullptr) continue;
                if (!field->stored()) {
                    good = false;
                    build_.error(
                        source_, "MODEL-114", name.range(), source_.element + "/unique",
                        format_text({"'{0}' is not stored, so it cannot be unique", "“{0}”不存储，不能设为唯一"},
                                    {field->id}),
                        {"use a stored field or a formula", "请使用存储的字段或公式"});
                }
                names.push_back(field->id);
            }
            if (good) entity_.unique.push_back(std::move(names));
        }
    }

    Build& build_;
    const Source& source_;
    Entity& entity_;
    feel::Scope scope_;
};

}  // namespace

void entity_expressions(Build& build) {
    const std::vector<Source>& sources = build.of("entity");
    for (std::size_t i = 0; i < sources.size(); ++i)
        EntityExpressions(build, sources[i], *build.program->entities[i]).all();
}

}  // namespace fw::compile
