// Properties that do nothing on a field of this type: what nobody types cannot be required or read-only.
#include <algorithm>

#include "engine/compile/check.h"

namespace fw::compile {

namespace {

constexpr const char* kOfTypedFields[] = {"required",      "default",       "read_only", "read_only_after_create",
                                          "required_when", "read_only_when"};

bool idle(const form::FieldType& type, std::string_view property) {
    const bool typed_only =
        std::any_of(std::begin(kOfTypedFields), std::end(kOfTypedFields), [&](const char* p) { return property == p; });
    if (typed_only && !type.people_write) return true;
    if (type.id == "child_table")
        return property == "default" || property == "unique" || property == "indexed" || property == "in_list";
    return type.id == "lookup" && (property == "unique" || property == "indexed");
}

void run(Build& build) {
    const std::vector<Source>& sources = build.of("entity");
    for (std::size_t i = 0; i < sources.size(); ++i) {
        for (const Field& field : build.program->entities[i]->fields) {
            if (field.type == nullptr) continue;
            for (const json::Member& member : field.properties.members()) {
                if (!idle(*field.type, member.key)) continue;
                build.warn(
                    sources[i], "MODEL-215", member.key_range, sources[i].element + "/fields/" + field.id,
                    format_text({"'{0}' does nothing on a field of type '{1}'", "“{0}”对类型为“{1}”的字段不起作用"},
                                {member.key, field.type->id}),
                    {"remove it", "请删除"});
            }
        }
    }
}

}  // namespace

void add_idle_property(Checks& registry) {
    registry.add({"idle_property",
                  "MODEL-215",
                  {"Properties without effect on a field of its type.", "对该类型字段不起作用的属性。"},
                  &run});
}

}  // namespace fw::compile
