// What fields lead to: references, child tables, roll-ups, lookups; and the record type of each entity.
#include <algorithm>

#include "engine/base/suggest.h"
#include "engine/compile/build.h"
#include "engine/compile/scopes.h"

namespace fw::compile {

namespace {

class Linker {
  public:
    Linker(Build& build, const Source& source, Entity& entity) : build_(build), source_(source), entity_(entity) {}

    void references() {
        if (const json::Value* parent = source_.root().find("child_of"))
            entity_.parent = build_.entity(source_, *parent, source_.element);
        for (Field& field : entity_.fields) {
            if (field.type == nullptr) continue;
            const std::string& type = field.type->id;
            if (type == "reference") link(field, "to");
            if (type == "child_table") link(field, "of");
            if (type == "user") link_base(field, "base.person");
            if (type == "unit") link_base(field, "base.unit");
        }
        for (Field& field : entity_.system_fields) {
            if (field.type->id == "user") field.to = build_.entity_by_id("base.person");
            if (field.type->id == "unit") field.to = build_.entity_by_id("base.unit");
        }
        replaced_system_field("owner", "base.person");
        replaced_system_field("unit", "base.unit");
    }

    // Needs every entity's references.
    void child_tables() {
        for (const Entity* at = entity_.parent; at != nullptr; at = at->parent) {
            if (at != &entity_) continue;
            build_.error(
                source_, "MODEL-118", range_of(source_.root(), "child_of"), source_.element,
                format_text({"{0} would be a child of itself", "{0} 会成为自身的子实体"}, {entity_.id}),
                {"remove 'child_of' from one of the entities in the circle", "请从循环中的某个实体删除“child_of”"});
            entity_.parent = nullptr;
            break;
        }
        for (const Field& field : entity_.fields) {
            if (field.type == nullptr || field.type->id != "child_table" || field.to == nullptr) continue;
            if (field.to->parent == &entity_) continue;
            error("MODEL-112", field, "of",
                  format_text({"the rows' entity {0} is no child of {1}", "行实体 {0} 不是 {1} 的子实体"},
                              {field.to->id, entity_.id}),
                  format_text({R"(write "child_of": "{0}" in it)", R"(请在其中写入 "child_of": "{0}")"}, {entity_.id}));
        }
    }

    void rollups() {
        for (Field& field : entity_.fields) {
            if (field.type != nullptr && field.type->id == "rollup") rollup(field);
        }
    }

    void lookups() {
        for (Field& field : entity_.fields) {
            if (field.type != nullptr && field.type->id == "lookup") lookup(field);
        }
    }

  private:
    [[nodiscard]] std::string element(const Field& field) const { return source_.element + "/fields/" + field.id; }

    void error(const char* code, const Field& field, std::string_view key, Text text, Text hint = {}) {
        build_.error(source_, code, range_of(field.properties, key), element(field), std::move(text), std::move(hint));
    }

    void link(Field& field, std::string_view key) {
        if (const json::Value* to = field.properties.find(key)) field.to = build_.entity(source_, *to, element(field));
    }

    void link_base(Field& field, std::string_view id) {
        field.to = build_.entity_by_id(id);
        if (field.to != nullptr || build_.has_pack("base")) return;
        error("MODEL-103", field, "type",
              format_text({"fields of type '{0}' need the pack 'base'", "类型为“{0}”的字段需要模型包 base"},
                          {field.type->id}),
              {"add the pack base", "请添加模型包 base"});
    }

    void replaced_system_field(std::string_view id, std::string_view target) {
        const Field* field = entity_.declared(id);
        if (field == nullptr || field->type == nullptr || field->type->storage == form::Storage::kReference) {
            if (field == nullptr || field->to == nullptr || field->to->id == target) return;
        }
        build_.error(source_, "MODEL-110", range_of(field->properties, "type"), element(*field),
                     format_text({"'{0}' of a record always refers to {1}", "记录的“{0}”总是引用 {1}"}, {id, target}),
                     {"choose another name or type", "请另选名称或类型"});
    }

    void rollup(Field& field) {
        const json::Value& written = field.properties;
        Rollup made;
        static const std::pair<const char*, Rollup::Function> kFunctions[] = {{"sum", Rollup::Function::kSum},
                                                                              {"min", Rollup::Function::kMin},
                                                                              {"max", Rollup::Function::kMax},
                                                                              {"avg", Rollup::Function::kAvg}};
        int functions = flag(written, "count") ? 1 : 0;
        for (const auto& [name, function] : kFunctions) {
            if (written.find(name) == nullptr) continue;
            ++functions;
            made.function = function;
        }
        if (functions != 1) {
            error("MODEL-113", field, "id",
                  {"a roll-up has exactly one of: sum, min, max, avg, count",
                   "汇总必须恰好有一个：sum、min、max、avg 或 count"},
                  functions == 0 ? Text{R"(for example: "sum": "amount" or "count": true)",
                                        R"(例如："sum": "amount" 或 "count": true)"}
                                 : Text{"remove the others", "请删除其余的"});
        }
        if (made.function == Rollup::Function::kCount) field.scale = 0;
        const json::Value* over = written.find("over");
        if (over == nullptr || !over->is_string()) return;
        const std::string& text = over->as_string();
        const std::size_t dot = text.rfind('.');
        if (dot == std::string::npos) {
            const Field* table = build_.field(source_, &entity_, *over, element(field));
            if (table == nullptr || table->type == nullptr) return;
            if (table->type->id != "child_table") {
                error("MODEL-113", field, "over", format_text({"'{0}' is no child table", "“{0}”不是子表"}, {text}),
                      {"name a child table, or entity.field of records that refer to this one",
                       "请填写子表，或引用本记录的“实体.字段”"});
                return;
            }
            made.over = table->to;
            made.by = "parent";
        } else {
            made.over = build_.entity_by_id(
                build_.model_id(source_, "entity", std::string_view(text).substr(0, dot), *over, element(field)));
            if (made.over == nullptr) return;
            made.by = text.substr(dot + 1);
            const Field* by = build_.field(source_, made.over, json_string(made.by, over->range()), element(field));
            if (by == nullptr || by->type == nullptr) return;
            if (by->type->storage != form::Storage::kReference || (by->to != nullptr && by->to != &entity_)) {
                error("MODEL-113", field, "over",
                      format_text({"'{0}' does not refer to {1}", "“{0}”并不引用 {1}"}, {text, entity_.id}),
                      {"name a reference field that leads to it", "请填写引用该实体的字段"});
                return;
            }
        }
        if (made.over != nullptr) field.rollup = std::move(made);
    }

    void lookup(Field& field) {
        const json::Value* from = field.properties.find("from");
        const json::Value* shown = field.properties.find("field");
        if (from == nullptr || shown == nullptr) return;
        const Field* reference = build_.field(source_, &entity_, *from, element(field));
        if (reference == nullptr || reference->type == nullptr) return;
        if (reference->type->storage != form::Storage::kReference) {
            error("MODEL-114", field, "from",
                  format_text({"'{0}' is no reference", "“{0}”不是引用字段"}, {reference->id}),
                  {"a lookup goes through a reference, user or unit field", "查看引用须基于引用、人员或部门字段"});
            return;
        }
        if (build_.field(source_, reference->to, *shown, element(field)) == nullptr) return;
        field.lookup_from = reference->id;
        field.lookup_field = shown->as_string();
    }

    static json::Value json_string(std::string_view text, Range range) {
        json::Value value = json::Value::string(text);
        value.set_range(range);
        return value;
    }

    Build& build_;
    const Source& source_;
    Entity& entity_;
};

constexpr int kLongestLookup = 8;  // lookups of lookups; longer ones go in a circle

const Field* shown_by(const Entity& entity, const Field& lookup, int depth) {
    const Field* reference = entity.find(lookup.lookup_from);
    if (reference == nullptr || reference->to == nullptr || depth > kLongestLookup) return nullptr;
    const Field* shown = reference->to->find(lookup.lookup_field);
    if (shown == nullptr || shown->lookup_from.empty()) return shown;
    return shown_by(*reference->to, *shown, depth + 1);
}

feel::Type record_of(const Entity* entity) {
    return entity == nullptr ? feel::Type() : feel::Type::record(&entity->record);
}

feel::Type type_of(const Field& field) {
    if (field.type == nullptr) return {};
    const std::string& type = field.type->id;
    if (type == "formula") return value_type(field.properties.string_or("result"));
    if (type == "child_table") return feel::Type::list(record_of(field.to));
    if (type == "multi_choice") return feel::Type::list(feel::TypeKind::kString);
    if (field.type->storage == form::Storage::kReference) return record_of(field.to);
    if (type == "choice" && !field.options.empty()) {
        std::vector<std::string> options;
        for (const Option& option : field.options) options.push_back(option.id);
        return feel::Type::one_of(options);
    }
    return feel::type_kind_of(field.type->feel_type).value_or(feel::TypeKind::kAny);
}

form::Storage formula_storage(const Field& field) {
    const std::string_view result = field.properties.string_or("result");
    if (result == "number") return form::Storage::kDecimal;
    if (result == "boolean") return form::Storage::kBoolean;
    if (result == "date") return form::Storage::kDate;
    if (result == "date_time") return form::Storage::kDateTime;
    return form::Storage::kText;
}

void make_record_types(Build& build) {
    for (const auto& entity : build.program->entities) {
        for (auto* fields : {&entity->fields, &entity->system_fields}) {
            for (Field& field : *fields) {
                field.feel_type = type_of(field);
                if (field.type != nullptr && field.type->id == "formula") field.storage = formula_storage(field);
            }
        }
    }
    for (const auto& entity : build.program->entities) {
        for (Field& field : entity->fields) {
            if (field.lookup_from.empty()) continue;
            if (const Field* shown = shown_by(*entity, field, 0)) field.feel_type = shown->feel_type;
        }
        entity->record.name = entity->id;
        for (const auto* fields : {&entity->system_fields, &entity->fields}) {
            for (const Field& field : *fields) entity->record.fields.push_back({field.id, field.feel_type});
        }
    }
}

}  // namespace

void link_entities(Build& build) {
    std::vector<Linker> linkers;
    const std::vector<Source>& sources = build.of("entity");
    for (std::size_t i = 0; i < sources.size(); ++i)
        linkers.emplace_back(build, sources[i], *build.program->entities[i]);
    for (Linker& linker : linkers) linker.references();
    for (Linker& linker : linkers) linker.child_tables();
    for (Linker& linker : linkers) linker.rollups();
    for (Linker& linker : linkers) linker.lookups();
    make_record_types(build);
}

}  // namespace fw::compile
