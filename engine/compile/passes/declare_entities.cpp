// Entities with what is their own: fields, states, transitions, names. Nothing is linked yet.
#include <algorithm>
#include <map>

#include "engine/base/suggest.h"
#include "engine/compile/build.h"

namespace fw::compile {

namespace {

// `owner` and `unit` may be declared: they then take the place of the system fields; `parent` may be declared where the
// entity is nobody's child.
constexpr std::string_view kReserved[] = {
    "id",     "version", "created_at", "created_by", "updated_at",  "updated_by", "state", "parent",  "record",
    "user",   "rights",  "locked",     "actions",    "transitions", "deleted_at", "fw",    "true",    "false",
    "null",   "and",     "or",         "not",        "if",          "then",       "else",  "for",     "in",
    "return", "some",    "every",      "satisfies",  "between",     "instance",   "of",    "function"};

bool reserved(std::string_view id) {
    return std::find(std::begin(kReserved), std::end(kReserved), id) != std::end(kReserved);
}

Field field_of(Build& build, const Source& source, const json::Value& written, const std::string& element) {
    Field field;
    field.id = written.string_or("id");
    field.label = label_of(written);
    field.help = text_of(written, "help");
    field.type = form::field_types().find(written.string_or("type"));
    if (field.type != nullptr) field.storage = field.type->storage;
    field.required = flag(written, "required");
    field.unique = flag(written, "unique");
    field.indexed = flag(written, "indexed");
    field.read_only = flag(written, "read_only");
    field.read_only_after_create = flag(written, "read_only_after_create");
    field.in_list = flag(written, "in_list");
    field.was = strings_of(written, "was");
    field.properties = written;
    if (field.type != nullptr) {
        // What is not written means what the description of the type says.
        for (const model::Property& property : field.type->description.properties) {
            const json::Value* value = written.find(property.id);
            if (value == nullptr && !property.fallback.is_null()) value = &property.fallback;
            if (value == nullptr) continue;
            if (property.id == "min_length") field.min_length = value->as_int64();
            if (property.id == "max_length") field.max_length = value->as_int64();
            if (property.id == "scale") field.scale = static_cast<int>(value->as_int64().value_or(0));
            if (property.id == "precision") field.precision = static_cast<int>(value->as_int64().value_or(18));
            if (property.id == "pattern" && value->is_string()) field.pattern = value->as_string();
            if (property.id == "currency" && value->is_string()) field.currency = value->as_string();
            if (property.id == "on_delete" && value->is_string()) field.on_delete = value->as_string();
            if (property.id == "min" && value->is_number())
                field.min = build.constant(value->literal(), element + "/min");
            if (property.id == "max" && value->is_number())
                field.max = build.constant(value->literal(), element + "/max");
        }
    }
    for (const json::Value& option : items_of(written, "options")) {
        field.options.push_back(
            {std::string(option.string_or("id")), label_of(option), std::string(option.string_or("color"))});
    }
    const bool own_parent = field.id == "parent" && source.root().find("child_of") == nullptr;
    if (reserved(field.id) && !own_parent) {
        build.error(source, "MODEL-110", range_of(written, "id"), element,
                    format_text({"'{0}' is a name every record or the language has already",
                                 "“{0}”是系统字段或表达式语言的保留名称"},
                                {field.id}),
                    {"choose another name", "请另选名称"});
    }
    return field;
}

void check_was(Build& build, const Source& source, const json::Value& list, std::string_view list_name) {
    std::map<std::string, std::string> now;  // old or present name → who has it
    for (const json::Value& one : list.items()) now.emplace(one.string_or("id"), one.string_or("id"));
    for (const json::Value& one : list.items()) {
        for (const json::Value& old : items_of(one, "was")) {
            if (!old.is_string()) continue;
            const std::string element =
                source.element + "/" + std::string(list_name) + "/" + std::string(one.string_or("id"));
            const auto [other, fresh] = now.emplace(old.as_string(), one.string_or("id"));
            if (fresh) continue;
            build.error(source, "MODEL-111", old.range(), element,
                        format_text({"the former name '{0}' belongs to '{1}' already", "曾用名“{0}”已属于“{1}”"},
                                    {old.as_string(), other->second}),
                        {"an old name can lead to one element only", "一个旧名称只能对应一个元素"});
        }
    }
}

void declare_states(Entity& entity, const json::Value& root) {
    for (const json::Value& written : items_of(root, "states")) {
        entity.states.push_back({std::string(written.string_or("id")), label_of(written),
                                 std::string(written.string_or("color")), flag(written, "locked")});
    }
}

Field system_field(std::string_view id, std::string_view type, Text label) {
    Field field;
    field.id = id;
    field.type = form::field_types().find(type);
    field.storage = field.type->storage;
    field.label = std::move(label);
    field.read_only = true;
    field.properties = json::Value::object();
    field.properties.set("id", json::Value::string(id));
    field.properties.set("type", json::Value::string(type));
    return field;
}

void add_system_fields(Entity& entity) {
    auto& all = entity.system_fields;
    all.push_back(system_field("id", "text", {"Id", "标识"}));
    all.push_back(system_field("version", "integer", {"Version", "版本"}));
    all.push_back(system_field("created_at", "date_time", {"Created at", "创建时间"}));
    all.push_back(system_field("created_by", "user", {"Created by", "创建人"}));
    all.push_back(system_field("updated_at", "date_time", {"Updated at", "修改时间"}));
    all.push_back(system_field("updated_by", "user", {"Updated by", "修改人"}));
    if (entity.declared("owner") == nullptr) {
        all.push_back(system_field("owner", "user", {"Owner", "负责人"}));
        all.back().read_only = false;
    }
    if (entity.declared("unit") == nullptr) all.push_back(system_field("unit", "unit", {"Unit", "部门"}));
    if (!entity.states.empty()) {
        Field state = system_field("state", "choice", {"State", "状态"});
        for (const State& one : entity.states) state.options.push_back({one.id, one.label, one.color});
        all.push_back(std::move(state));
    }
}

void declare_entity(Build& build, const Source& source) {
    auto entity = std::make_unique<Entity>();
    const json::Value& root = source.root();
    entity->id = source.id;
    entity->table = source.id;
    std::replace(entity->table.begin(), entity->table.end(), '.', '_');
    entity->label = label_of(root);
    entity->plural = text_of(root, "plural");
    if (entity->plural.empty()) entity->plural = entity->label;
    entity->icon = root.string_or("icon");
    for (const std::string& old : strings_of(root, "was"))
        entity->was.push_back(model::qualified(old, source.pack->id));
    for (const json::Value& written : items_of(root, "fields")) {
        const std::string_view id = written.string_or("id");
        if (!id.empty())
            entity->fields.push_back(field_of(build, source, written, source.element + "/fields/" + std::string(id)));
    }
    declare_states(*entity, root);
    add_system_fields(*entity);
    for (const char* list : {"fields", "states", "transitions", "checks"}) {
        const json::Value* written = root.find(list);
        if (written != nullptr && written->is_array()) check_was(build, source, *written, list);
    }
    build.declare(source, std::move(entity));
}

}  // namespace

void declare_entities(Build& build) {
    std::map<std::string, const Source*> tables;
    std::map<std::string, const Source*> names;
    for (const Source& source : build.of("entity")) names.emplace(source.id, &source);
    for (const Source& source : build.of("entity")) {
        declare_entity(build, source);
        const std::string& table = build.program->entities.back()->table;
        const auto [other, fresh] = tables.emplace(table, &source);
        if (!fresh && other->second->id != source.id) {
            build.error(source, "MODEL-107", range_of(source.root(), "id"), source.element,
                        format_text({"its table '{0}' would be that of {1} too", "其数据表“{0}”与 {1} 的相同"},
                                    {table, other->second->id}),
                        {"rename the entity or its pack", "请修改实体或模型包的名称"});
        }
        for (const json::Value& old : items_of(source.root(), "was")) {
            if (!old.is_string()) continue;
            const auto [owner, unused] = names.emplace(model::qualified(old.as_string(), source.pack->id), &source);
            if (unused) continue;
            build.error(source, "MODEL-111", old.range(), source.element,
                        format_text({"the former name '{0}' belongs to '{1}' already", "曾用名“{0}”已属于“{1}”"},
                                    {old.as_string(), owner->second->id}),
                        {"an old name can lead to one entity only", "一个旧名称只能对应一个实体"});
        }
    }
}

}  // namespace fw::compile
