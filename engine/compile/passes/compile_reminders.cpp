// Reminders: the date, the receivers and the text against their entity.
#include "engine/compile/environment.h"
#include "engine/compile/scopes.h"

namespace fw::compile {

namespace {

void date_field(Build& build, const Source& source, const json::Value& on, Reminder& made) {
    const json::Value* written = on.find("date");
    if (written == nullptr) return;
    const Field* field = build.field(source, made.entity, *written, source.element + "/on");
    if (field == nullptr || field->type == nullptr) return;
    made.date_field = field->id;
    const bool date = field->storage == form::Storage::kDate || field->storage == form::Storage::kDateTime;
    if (date && field->stored()) return;
    build.error(source, "MODEL-114", written->range(), source.element + "/on",
                format_text({"'{0}' is no stored date", "“{0}”不是存储的日期字段"}, {field->id}),
                {"use a date or date-and-time field", "请使用日期或日期时间字段"});
}

void reminder(Build& build, const Source& source) {
    const json::Value& root = source.root();
    Reminder made;
    made.id = source.id;
    made.label = label_of(root);
    made.offset = "P0D";
    made.at = "09:00";
    if (const json::Value* entity = root.find("entity")) made.entity = build.entity(source, *entity, source.element);
    if (const json::Value* on = root.find("on")) {
        made.offset = on->string_or("offset", made.offset);
        made.at = on->string_or("at", made.at);
        date_field(build, source, *on, made);
    }
    if (made.entity != nullptr) {
        const feel::Scope scope = record_scope(*made.entity, build.functions());
        Wanted wanted;
        wanted.type = feel::TypeKind::kBoolean;
        wanted.reader = false;
        made.when = build.expression(source, root.find("when"), source.element + "/when", scope, wanted);
        made.text = build.text_template(source, root.find("text"), source.element + "/text", scope, false);
        const json::Value* to = root.find("to");
        if (to != nullptr && (to->is_object() || to->is_array())) {
            const Environment environment(build, source);
            flow::ReadEnv::Names names;
            for (const feel::Scope::Name& name : scope.names()) names.emplace_back(name.name, name.type);
            Diagnostics problems;
            made.to = flow::read_who(*to, source.element + "/to", made.entity->id, names, environment, problems);
            build.add_located(source, std::move(problems));
        }
    }
    build.program->reminders.push_back(std::move(made));
}

}  // namespace

void compile_reminders(Build& build) {
    for (const Source& source : build.of("reminder")) reminder(build, source);
}

}  // namespace fw::compile
