// Roles and their rights.
#include "engine/base/suggest.h"
#include "engine/compile/build.h"
#include "engine/compile/scopes.h"

namespace fw::compile {

namespace {

Right::Reach reach_of(const json::Value& written, std::string_view key) {
    const std::string_view reach = written.string_or(key, "none");
    if (reach == "own") return Right::Reach::kOwn;
    if (reach == "unit") return Right::Reach::kUnit;
    if (reach == "subunits") return Right::Reach::kSubunits;
    if (reach == "all") return Right::Reach::kAll;
    return Right::Reach::kNone;
}

void right(Build& build, const Source& source, const json::Value& written, Role& role) {
    const json::Value* entity = written.find("entity");
    if (entity == nullptr || !entity->is_string()) return;
    const std::string element = source.element + "/rights/" + entity->as_string();
    Right made;
    made.create = flag(written, "create");
    made.may_export = flag(written, "export");
    made.read = reach_of(written, "read");
    made.update = reach_of(written, "update");
    made.remove = reach_of(written, "delete");
    const json::Value* where = written.find("where");
    if (entity->as_string() == "*") {
        made.entity = source.pack->id + ".*";
        if (where != nullptr) {
            build.error(source, "MODEL-140", where->range(), element,
                        {"a right for all entities (*) cannot have a 'where'", "对全部实体（*）的权限不能带“where”"},
                        {"write one right for each entity", "请为每个实体分别写一条权限"});
        }
    } else {
        const Entity* linked = build.entity(source, *entity, element);
        if (linked == nullptr) return;
        made.entity = linked->id;
        Wanted wanted;
        wanted.type = feel::TypeKind::kBoolean;
        made.where = build.expression(source, where, element, record_scope(*linked, build.functions()), wanted);
    }
    if (made.update > made.read || made.remove > made.read) {
        build.warn(source, "MODEL-240", written.range(), element,
                   {"more records may be changed than seen; what cannot be seen cannot be changed",
                    "可修改的范围大于可读取的范围；看不到的记录无法修改"},
                   {"widen 'read'", "请扩大“read”"});
    }
    role.rights.push_back(std::move(made));
}

void field_right(Build& build, const Source& source, const json::Value& written, Role& role) {
    const json::Value* entity = written.find("entity");
    const json::Value* field = written.find("field");
    if (entity == nullptr || field == nullptr) return;
    const std::string element = source.element + "/fields/" + std::string(written.string_or("entity")) + "-" +
                                std::string(written.string_or("field"));
    const Entity* linked = build.entity(source, *entity, element);
    if (build.field(source, linked, *field, element) == nullptr) return;
    FieldRight made{linked->id, field->as_string(), flag(written, "read", true), flag(written, "write", true)};
    made.write = made.write && made.read;
    role.fields.push_back(std::move(made));
}

}  // namespace

void compile_roles(Build& build) {
    for (const Source& source : build.of("role")) {
        Role role;
        role.id = source.id;
        role.label = label_of(source.root());
        role.administrator = flag(source.root(), "administrator");
        for (const json::Value& written : items_of(source.root(), "rights")) right(build, source, written, role);
        for (const json::Value& written : items_of(source.root(), "fields")) field_right(build, source, written, role);
        build.program->roles.push_back(std::move(role));
    }
}

}  // namespace fw::compile
