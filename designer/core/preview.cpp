#include "designer/core/preview.h"

#include <algorithm>

#include "designer/core/flow_diagram.h"
#include "designer/core/references.h"

namespace fw::designer {

namespace {

bool flag(const json::Value& value, std::string_view key) {
    const json::Value* v = value.find(key);
    return v != nullptr && v->is_boolean() && v->as_boolean();
}

int number(const json::Value& value, std::string_view key, int fallback) {
    const json::Value* v = value.find(key);
    const auto n = v == nullptr ? std::nullopt : v->as_int64();
    return n ? static_cast<int>(std::clamp<std::int64_t>(*n, 1, 4)) : fallback;
}

Text sample_of(const json::Value& field, const form::FieldType& type) {
    using form::Widget;
    const std::string id(field.string_or("type"));
    if (id == "auto_number") {
        std::string pattern(field.string_or("pattern", "0001"));
        for (const auto& [what, with] : std::initializer_list<std::pair<std::string, std::string>>{
                 {"{yyyy}", "2026"}, {"{mm}", "11"}, {"{0000}", "0042"}, {"{000}", "042"}, {"{00000}", "00042"}}) {
            if (const std::size_t at = pattern.find(what); at != std::string::npos)
                pattern.replace(at, what.size(), with);
        }
        return {pattern, pattern};
    }
    if (id == "currency") return {"12,800.00", "12,800.00"};
    if (id == "percent") return {"15 %", "15 %"};
    switch (type.widget) {
        case Widget::kNumber:
            return {"1,200", "1,200"};
        case Widget::kDate:
            return {"2026-11-21", "2026-11-21"};
        case Widget::kTime:
            return {"09:30", "09:30"};
        case Widget::kDateTime:
            return {"2026-11-21 09:30", "2026-11-21 09:30"};
        case Widget::kShown:
            return type.feel_type == "number" ? Text{"38,400.00", "38,400.00"} : Text{"…", "…"};
        case Widget::kReference:
            return id == "user" ? Text{"Wang Wei", "王伟"} : Text{"Huaxing Trading", "华兴贸易有限公司"};
        case Widget::kChoice:
        case Widget::kMultiChoice: {
            const json::Value* options = field.find("options");
            if (options != nullptr && options->is_array() && !options->items().empty()) {
                Text label = text_of_value(options->items()[0].find("label"));
                if (!label.empty()) return label;
            }
            return {"Choose", "请选择"};
        }
        case Widget::kMultiline:
            return {"Some lines of text", "一段文字内容"};
        default:
            return {"Text", "文本"};
    }
}

PreviewField field_at(const Workspace& workspace, std::string_view entity, std::string_view id) {
    PreviewField shown;
    shown.id = id;
    shown.label = {shown.id, shown.id};
    shown.sample = {"…", "…"};
    const Document* document = workspace.resolve("entity", entity);
    const json::Value* field = document == nullptr ? nullptr : find(document->root, "fields/" + std::string(id));
    if (field == nullptr) {
        for (const SystemField& system : system_fields()) {
            if (system.id != id) continue;
            shown.label = system.label;
            shown.widget =
                system.type == "user" || system.type == "unit" ? form::Widget::kReference : form::Widget::kShown;
            shown.sample = system.type == "user" ? Text{"Wang Wei", "王伟"} : Text{"…", "…"};
        }
        return shown;
    }
    const Text label = text_of_value(field->find("label"));
    if (!label.empty()) shown.label = label;
    const form::FieldType* type = form::field_types().find(field->string_or("type"));
    if (type != nullptr) {
        shown.widget = type->widget;
        shown.read_only = !type->people_write;
        shown.sample = sample_of(*field, *type);
    }
    shown.required = flag(*field, "required");
    shown.read_only = shown.read_only || flag(*field, "read_only");
    return shown;
}

std::vector<PreviewField> columns_of(const Workspace& workspace, std::string_view entity, std::size_t most) {
    std::vector<PreviewField> fields;
    const Document* document = workspace.resolve("entity", entity);
    const json::Value* list = document == nullptr ? nullptr : document->root.find("fields");
    if (list == nullptr || !list->is_array()) return fields;
    for (const json::Value& item : list->items()) {
        if (item.string_or("type") == "child_table" || fields.size() >= most) continue;
        fields.push_back(field_at(workspace, entity, item.string_or("id")));
    }
    return fields;
}

Preview of_entity(const Workspace& workspace, const Document& document) {
    Preview preview;
    preview.title = text_of_value(document.root.find("label"));
    PreviewSection main{{"General", "基本信息"}, 2, false, false, {}};
    std::vector<PreviewSection> tables;
    const json::Value* list = document.root.find("fields");
    if (list == nullptr || !list->is_array()) return preview;
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        const json::Value& item = list->items()[i];
        const std::string id(item.string_or("id"));
        if (item.string_or("type") == "child_table") {
            PreviewSection table{text_of_value(item.find("label")), 1, true, false, {}};
            table.fields = columns_of(workspace, target_of(workspace, document.id, id), 6);
            tables.push_back(std::move(table));
            continue;
        }
        PreviewField field = field_at(workspace, document.id, id);
        field.path = "fields/" + element_key(*list, i);
        main.fields.push_back(std::move(field));
    }
    if (!main.fields.empty()) preview.sections.push_back(std::move(main));
    for (PreviewSection& table : tables) preview.sections.push_back(std::move(table));
    return preview;
}

}  // namespace

Preview preview_form(const Workspace& workspace, std::string_view path) {
    Preview preview;
    const Document* document = workspace.document(path);
    if (document == nullptr || !document->readable()) return preview;
    if (document->kind == "entity") return of_entity(workspace, *document);
    if (document->kind != "form") return preview;
    preview.title = text_of_value(document->root.find("label"));
    const std::string entity(document->root.string_or("entity"));
    for (const char* list_name : {"sections", "related"}) {
        const json::Value* list = document->root.find(list_name);
        if (list == nullptr || !list->is_array()) continue;
        for (std::size_t i = 0; i < list->items().size(); ++i) {
            const json::Value& item = list->items()[i];
            const std::string base = std::string(list_name) + "/" + element_key(*list, i);
            PreviewSection section;
            section.label = text_of_value(item.find("label"));
            section.columns = number(item, "columns", 2);
            section.related = std::string_view(list_name) == "related";
            std::string of = entity;
            if (const std::string_view table = item.string_or("child_table"); !table.empty()) {
                section.table = true;
                of = target_of(workspace, entity, table);
            }
            if (section.related) {
                section.table = true;
                of = item.string_or("entity");
            }
            const json::Value* fields = item.find("fields");
            for (std::size_t j = 0; fields != nullptr && fields->is_array() && j < fields->items().size(); ++j) {
                PreviewField field = field_at(workspace, of, fields->items()[j].string_or("field"));
                field.path = base + "/fields/" + element_key(*fields, j);
                field.span = number(fields->items()[j], "span", 1);
                section.fields.push_back(std::move(field));
            }
            preview.sections.push_back(std::move(section));
        }
    }
    return preview;
}

}  // namespace fw::designer
