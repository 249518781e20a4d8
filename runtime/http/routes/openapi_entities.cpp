// The schemas of the deployed entities in /openapi.json: as read, as created (.input), as changed (.patch), as listed
// (.page).
#include "engine/form/field_type.h"
#include "runtime/http/routes/openapi.h"

namespace fw::http::routes {
namespace {

using compile::Entity;
using compile::Field;

enum class As : std::uint8_t { kRead, kCreated, kChanged };

std::string choices(const Field& field, bool nullable) {
    JsonWriter out;
    out.begin_array();
    for (const compile::Option& option : field.options) out.value(option.id);
    if (nullable) out.null();
    return out.end_array().take();
}

constexpr const char* kReferenceRead =
    R"({"type":["object","null"],"properties":{"id":{"type":"string"},"title":{"type":"string"}}})";
constexpr const char* kReferenceWritten =
    R"({"oneOf":[{"type":"string"},{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}},{"type":"null"}]})";

std::string field_schema(const Field& field, bool written) {
    using form::Storage;
    const std::string type = field.type != nullptr ? field.type->id : "text";
    if (type == "child_table" && field.to != nullptr) {
        return R"({"type":"array","items":)" + schema::ref(field.to->id + (written ? ".input" : "")) + "}";
    }
    if (type == "choice") return R"({"enum":)" + choices(field, true) + "}";
    if (type == "multi_choice") return R"({"type":"array","items":{"enum":)" + choices(field, false) + "}}";
    switch (field.storage) {
        case Storage::kInteger:
            return R"({"type":["integer","null"]})";
        case Storage::kDecimal:
            return R"({"type":["number","null"]})";
        case Storage::kBoolean:
            return R"({"type":["boolean","null"]})";
        case Storage::kDate:
            return R"({"type":["string","null"],"format":"date"})";
        case Storage::kTime:
            return R"({"type":["string","null"],"format":"time"})";
        case Storage::kDateTime:
            return R"({"type":["string","null"],"format":"date-time"})";
        case Storage::kReference:
            return written ? kReferenceWritten : kReferenceRead;
        case Storage::kText:
            return field.max_length
                       ? R"({"type":["string","null"],"maxLength":)" + std::to_string(*field.max_length) + "}"
                       : R"({"type":["string","null"]})";
        default:
            return "{}";
    }
}

bool people_write(const Field& field) {
    return !field.computed() && !field.read_only && (field.type == nullptr || field.type->people_write);
}

// What every record has beside its fields, where one record is read.
void write_meta(JsonWriter& out) {
    out.key("locked").raw(schema::kBoolean);
    out.key("rights").raw(
        R"({"type":"object","properties":{"update":{"type":"boolean"},"delete":{"type":"boolean"}}})");
    out.key("actions").raw(schema::list("record_action"));
    out.key("transitions").raw(schema::list("record_transition"));
}

void write_entity(JsonWriter& out, const Entity& entity, const access::EntityAccess& access, As as) {
    const bool written = as != As::kRead;
    out.key(entity.id + (as == As::kRead      ? ""
                         : as == As::kCreated ? ".input"
                                              : ".patch"))
        .begin_object()
        .member("type", "object")
        .member("title", entity.label.in(Language::kEn));
    out.key("properties").begin_object();
    if (!written || entity.parent != nullptr) out.key("id").raw(schema::kString);
    if (!written) out.key("version").raw(schema::kInteger).key("title").raw(schema::kString);
    if (!written && entity.parent == nullptr) write_meta(out);
    if (!written && !entity.states.empty()) {
        out.key("state").begin_object().key("enum").begin_array();
        for (const compile::State& state : entity.states) out.value(state.id);
        out.end_array().end_object();
    }
    std::vector<std::string> needed;
    for (const Field& field : entity.fields) {
        if (!access.sees(field.id)) continue;
        if (field.id == "id" || field.id == "version" || (field.id == "title" && !written) ||
            (written && !people_write(field)))
            continue;
        out.key(field.id).raw(field_schema(field, written));
        if (as == As::kCreated && field.required && !field.fallback) needed.push_back(field.id);
    }
    for (const Field& field : entity.system_fields) {
        const bool owner = field.id == "owner";
        const bool shown = owner || (!written && (field.id == "created_at" || field.id == "updated_at"));
        if (!shown || entity.parent != nullptr || !access.sees(field.id)) continue;
        out.key(field.id).raw(field_schema(field, written));
    }
    out.end_object();
    if (as == As::kRead && entity.parent == nullptr) {
        out.key("required").begin_array().value("id").value("version").end_array();
    }
    if (written) {
        out.key("required").begin_array();
        for (const std::string& name : needed) out.value(name);
        out.end_array().member("additionalProperties", false);
    }
    out.end_object();
}

}  // namespace

void write_entity_schemas(JsonWriter& out, const Entity& entity, const access::Caller& caller) {
    const access::EntityAccess& access = caller.on(entity);
    write_entity(out, entity, access, As::kRead);
    write_entity(out, entity, access, As::kCreated);
    if (entity.parent != nullptr) return;
    write_entity(out, entity, access, As::kChanged);
    out.key(entity.id + ".page")
        .raw(R"({"type":"object","required":["records","next"],"properties":{"records":{"type":"array","items":)" +
             schema::ref(entity.id) + R"(},"next":{"type":["string","null"]},"count":{"type":"integer"}}})");
}

}  // namespace fw::http::routes
