// Forms, views and menus: checked against their entities and kept as JSON with qualified ids; entities without a form
// or a view get generated ones.
#include <algorithm>
#include <set>
#include <span>

#include "engine/base/suggest.h"
#include "engine/compile/build.h"
#include "engine/compile/scopes.h"

namespace fw::compile {

namespace {

class Layouts {
  public:
    explicit Layouts(Build& build) : build_(build) {}

    void form(const Source& source) {
        json::Value made = with_id(source);
        const Entity* entity = qualify_entity(source, made, source.element);
        std::vector<std::pair<std::string, Expr>> conditions;
        for (json::Value& section : list(made, "sections")) {
            const std::string path = source.element + "/sections/" + std::string(section.string_or("id"));
            const Entity* shown = entity;
            if (const json::Value* table = section.find("child_table")) {
                const Field* field = build_.field(source, entity, *table, path);
                if (field != nullptr && field->type != nullptr && field->type->id != "child_table") {
                    build_.error(source, "MODEL-114", table->range(), path,
                                 format_text({"'{0}' is no child table", "“{0}”不是子表"}, {field->id}),
                                 {"name a field of type child_table", "请填写类型为 child_table 的字段"});
                }
                shown = field == nullptr ? nullptr : field->to;
            }
            fields(source, shown, section, path);
            Expr shown_when = condition(source, entity, section.find("visible_when"), path);
            if (shown_when) conditions.emplace_back(section.string_or("id"), std::move(shown_when));
        }
        for (json::Value& related : list(made, "related")) {
            const std::string path = source.element + "/related/" + std::string(related.string_or("id"));
            const Entity* other = qualify_entity(source, related, path);
            if (const json::Value* by = related.find("by")) {
                const Field* field = build_.field(source, other, *by, path);
                const bool leads_here = field == nullptr || field->type == nullptr ||
                                        (field->type->storage == form::Storage::kReference &&
                                         (field->to == entity || field->to == nullptr));
                if (!leads_here && entity != nullptr) {
                    build_.error(
                        source, "MODEL-113", by->range(), path,
                        format_text({"'{0}' does not refer to {1}", "“{0}”并不引用 {1}"}, {field->id, entity->id}),
                        {"name a reference field that leads to it", "请填写引用该实体的字段"});
                }
            }
            fields(source, other, related, path);
        }
        keep("form", source.id, entity, std::move(made)).conditions = std::move(conditions);
    }

    void view(const Source& source) {
        json::Value made = with_id(source);
        const Entity* entity = qualify_entity(source, made, source.element);
        if (made.find("type") == nullptr) made.set("type", json::Value::string("list"));
        for (const json::Value& column : items_of(made, "columns")) {
            const json::Value* field = column.find("field");
            if (field == nullptr) continue;
            const std::string path = source.element + "/columns/" + std::string(column.string_or("field"));
            const Field* shown = build_.field(source, entity, *field, path);
            if (shown != nullptr && shown->type != nullptr && shown->type->id == "child_table") {
                build_.error(source, "MODEL-114", field->range(), path,
                             format_text({"'{0}' is a child table; a list cannot show it", "“{0}”是子表，列表无法显示"},
                                         {shown->id}),
                             {"show a roll-up of it", "可显示其汇总字段"});
            }
        }
        for (const json::Value& sort : items_of(made, "sort")) {
            const json::Value* field = sort.find("field");
            if (field == nullptr) continue;
            const std::string path = source.element + "/sort/" + std::string(sort.string_or("field"));
            const Field* by = build_.field(source, entity, *field, path);
            if (by != nullptr && by->type != nullptr && (!by->stored() || !by->type->sortable)) {
                build_.error(source, "MODEL-114", field->range(), path,
                             format_text({"records cannot be sorted by '{0}' ({1})", "不能按“{0}”（{2}）排序"},
                                         {by->id, by->type->id, by->type->description.label.zh}),
                             {"use a field that is stored and has an order", "请使用已存储且可排序的字段"});
            }
        }
        (void)condition(source, entity, made.find("filter"), source.element + "/filter");
        keep("view", source.id, entity, std::move(made));
    }

    void page(const Source& source) {
        json::Value made = with_id(source);
        qualify_list(source, made, "roles", "role", source.element);
        for (json::Value& item : list(made, "items")) {
            const std::string path = source.element + "/items/" + std::string(item.string_or("id"));
            const int targets = (item.find("view") != nullptr ? 1 : 0) + (item.find("report") != nullptr ? 1 : 0);
            if (targets != 1) {
                build_.error(source, "MODEL-130", item.range(), path,
                             {"a menu item opens exactly one view or report", "菜单项必须恰好打开一个视图或报表"},
                             targets == 0 ? Text{"add 'view' or 'report'", "请添加“view”或“report”"}
                                          : Text{"remove one of them", "请删除其中一个"});
            }
            qualify(source, item, "view", "view", path);
            qualify(source, item, "report", "report", path);
        }
        keep("page", source.id, nullptr, std::move(made));
    }

    void generate() {
        std::set<std::string> with_form;
        std::set<std::string> with_view;
        for (const Layout& layout : build_.program->layouts)
            (layout.kind == "form" ? with_form : with_view).insert(layout.entity);
        for (const auto& entity : build_.program->entities) {
            if (with_form.count(entity->id) == 0)
                keep("form", free_id("form", entity->id), entity.get(), generated_form(*entity));
            if (with_view.count(entity->id) == 0 && entity->parent == nullptr)
                keep("view", free_id("view", entity->id), entity.get(), generated_view(*entity));
        }
    }

  private:
    static json::Value with_id(const Source& source) {
        json::Value made = source.root();
        made.set("id", json::Value::string(source.id));
        return made;
    }

    static std::span<json::Value> list(json::Value& element, std::string_view key) {
        json::Value* written = element.find(key);
        if (written == nullptr || !written->is_array()) return {};
        return written->items();
    }

    std::string qualify(const Source& source, json::Value& element, std::string_view key, std::string_view kind,
                        const std::string& path) {
        json::Value* written = element.find(key);
        if (written == nullptr) return {};
        std::string id = build_.model_id(source, kind, *written, path);
        if (!id.empty()) *written = json::Value::string(id);
        return id;
    }

    void qualify_list(const Source& source, json::Value& element, std::string_view key, std::string_view kind,
                      const std::string& path) {
        for (json::Value& one : list(element, key)) {
            const std::string id = build_.model_id(source, kind, one, path);
            if (!id.empty()) one = json::Value::string(id);
        }
    }

    const Entity* qualify_entity(const Source& source, json::Value& element, const std::string& path) {
        return build_.entity_by_id(qualify(source, element, "entity", "entity", path));
    }

    void fields(const Source& source, const Entity* entity, const json::Value& element, const std::string& path) {
        for (const json::Value& one : items_of(element, "fields")) {
            if (const json::Value* field = one.find("field"))
                (void)build_.field(source, entity, *field, path + "/fields/" + std::string(one.string_or("field")));
        }
    }

    Expr condition(const Source& source, const Entity* entity, const json::Value* written, const std::string& path) {
        if (entity == nullptr || written == nullptr) return {};
        Wanted wanted;
        wanted.type = feel::TypeKind::kBoolean;
        return build_.expression(source, written, path, record_scope(*entity, build_.functions()), wanted);
    }

    Layout& keep(const char* kind, std::string id, const Entity* entity, json::Value made) {
        Layout layout;
        layout.id = std::move(id);
        layout.kind = kind;
        if (entity != nullptr) layout.entity = entity->id;
        layout.json = std::move(made);
        build_.program->layouts.push_back(std::move(layout));
        return build_.program->layouts.back();
    }

    // The entity's own id where no written layout of the kind has it.
    [[nodiscard]] std::string free_id(std::string_view kind, const std::string& wanted) const {
        const auto& all = build_.program->layouts;
        const bool used =
            std::any_of(all.begin(), all.end(), [&](const Layout& l) { return l.kind == kind && l.id == wanted; });
        return used ? wanted + "_generated" : wanted;
    }

    static json::Value text(const Text& words) {
        json::Value value = json::Value::object();
        value.set("en", json::Value::string(words.en));
        value.set("zh", json::Value::string(words.zh));
        return value;
    }

    static json::Value field_entry(const Field& field) {
        json::Value entry = json::Value::object();
        entry.set("field", json::Value::string(field.id));
        if (field.type != nullptr && field.type->widget == form::Widget::kMultiline)
            entry.set("span", json::Value::number(2));
        return entry;
    }

    static json::Value head(const char* kind, const Entity& entity, const Text& label) {
        json::Value made = json::Value::object();
        made.set("kind", json::Value::string(kind));
        made.set("id", json::Value::string(entity.id));
        made.set("label", text(label));
        made.set("entity", json::Value::string(entity.id));
        made.set("generated", json::Value::boolean(true));
        return made;
    }

    static bool table(const Field& field) { return field.type != nullptr && field.type->id == "child_table"; }

    static json::Value section(std::string_view id, const Text& label, json::Value shown) {
        json::Value made = json::Value::object();
        made.set("id", json::Value::string(id));
        made.set("label", text(label));
        made.set("columns", json::Value::number(2));
        made.set("fields", std::move(shown));
        return made;
    }

    // All fields in two columns, child tables below.
    static json::Value generated_form(const Entity& entity) {
        json::Value made = head("form", entity, entity.label);
        json::Value main = json::Value::array();
        json::Value sections = json::Value::array();
        for (const Field& field : entity.fields) {
            if (!table(field)) main.push(field_entry(field));
        }
        sections.push(section("main", entity.label, std::move(main)));
        for (const Field& field : entity.fields) {
            if (!table(field) || field.to == nullptr) continue;
            json::Value columns = json::Value::array();
            for (const Field& column : field.to->fields) {
                if (table(column)) continue;
                json::Value entry = json::Value::object();
                entry.set("field", json::Value::string(column.id));
                columns.push(std::move(entry));
            }
            json::Value one = section(field.id, field.label, std::move(columns));
            one.set("child_table", json::Value::string(field.id));
            sections.push(std::move(one));
        }
        made.set("sections", std::move(sections));
        return made;
    }

    // The fields marked in_list; where there are none, the first few.
    static json::Value generated_view(const Entity& entity) {
        constexpr std::size_t kFew = 6;
        const bool marked =
            std::any_of(entity.fields.begin(), entity.fields.end(), [](const Field& f) { return f.in_list; });
        json::Value columns = json::Value::array();
        for (const Field& field : entity.fields) {
            const bool wide = field.type != nullptr && field.type->widget == form::Widget::kMultiline;
            if (table(field) || (marked ? !field.in_list : wide || columns.items().size() >= kFew)) continue;
            json::Value entry = json::Value::object();
            entry.set("field", json::Value::string(field.id));
            columns.push(std::move(entry));
        }
        if (!entity.states.empty()) {
            json::Value entry = json::Value::object();
            entry.set("field", json::Value::string("state"));
            columns.push(std::move(entry));
        }
        json::Value made = head("view", entity, entity.plural);
        made.set("type", json::Value::string("list"));
        made.set("columns", std::move(columns));
        return made;
    }

    Build& build_;
};

}  // namespace

void compile_layouts(Build& build) {
    Layouts layouts(build);
    for (const Source& source : build.of("form")) layouts.form(source);
    for (const Source& source : build.of("view")) layouts.view(source);
    for (const Source& source : build.of("page")) layouts.page(source);
    layouts.generate();
}

}  // namespace fw::compile
