// GET /app: everything the client draws for this person, from the deployed models and the person's rights.
#include <algorithm>
#include <set>

#include "engine/compile/state_ways.h"
#include "engine/feel/feel.h"
#include "engine/form/field_type.h"
#include "runtime/http/routes/routes.h"
#include "runtime/identity/secrets.h"

namespace fw::http::routes {
namespace {

using access::EntityAccess;
using compile::Entity;
using compile::Field;
using compile::Layout;
using compile::Program;

// A constant limit as JSON; nothing where it depends on the record or the day.
std::string constant(const model::Expr& expression) {
    if (!expression || !expression.code || !expression.code.reads().empty()) return {};
    const feel::Value value = feel::evaluate(expression.code, {});
    return value.is_null() ? std::string() : json::write_compact(feel::to_json(value));
}

void optional(JsonWriter& out, std::string_view key, const std::string& json) {
    if (!json.empty()) out.key(key).raw(json);
}

void write_options(JsonWriter& out, const Field& field) {
    if (field.options.empty()) return;
    out.key("options").begin_array();
    for (const compile::Option& option : field.options) {
        out.begin_object().member("id", option.id).member("label", option.label);
        if (!option.color.empty()) out.member("color", option.color);
        out.end_object();
    }
    out.end_array();
}

void write_limits(JsonWriter& out, const Field& field) {
    if (field.min_length) out.member("min_length", *field.min_length);
    if (field.max_length) out.member("max_length", *field.max_length);
    optional(out, "min", constant(field.min));
    optional(out, "max", constant(field.max));
    if (field.storage == form::Storage::kDecimal) out.member("scale", field.scale).member("precision", field.precision);
    if (!field.currency.empty()) out.member("currency", field.currency);
}

// Of what the system keeps people may change the owner alone.
bool is_kept(const Field& field, bool system) { return system && field.id != "owner"; }

void write_field(JsonWriter& out, const Field& field, bool writable, bool system) {
    const bool table = field.type != nullptr && field.type->id == "child_table";
    out.begin_object().member("id", field.id).member("type", field.type != nullptr ? field.type->id : "text");
    out.member("label", field.label);
    if (!field.help.empty()) out.member("help", field.help);
    out.member("required", field.required);
    const bool people_write = field.type == nullptr || field.type->people_write;
    const bool declared_so = field.read_only && !(system && field.id == "owner");
    out.member("read_only", is_kept(field, system) || declared_so || !writable || !people_write);
    if (field.read_only_after_create) out.member("read_only_after_create", true);
    if (field.computed()) out.member("computed", true);
    if (system) out.member("system", true);
    if (field.in_list) out.member("in_list", true);
    write_options(out, field);
    if (field.to != nullptr) out.member(table ? "of" : "to", field.to->id);
    if (!field.lookup_from.empty())
        out.member("lookup_from", field.lookup_from).member("lookup_field", field.lookup_field);
    if (const json::Value* result = field.properties.find("result"); result != nullptr && result->is_string()) {
        out.member("result", result->as_string());
    }
    if (field.filter) out.member("filtered", true);
    write_limits(out, field);
    const bool sortable = field.stored() && (field.type == nullptr || field.type->sortable);
    out.member("stored", field.stored()).member("sortable", sortable).member("filterable", field.stored());
    if (field.visible_when) out.member("visible_when", true);
    if (field.required_when) out.member("required_when", true);
    if (field.read_only_when) out.member("read_only_when", true);
    out.end_object();
}

void write_title_fields(JsonWriter& out, const Entity& entity) {
    std::set<std::string> names;
    out.key("title_fields").begin_array();
    if (entity.title.code) {
        for (const std::vector<std::string>& path : entity.title.code.reads()) {
            const std::size_t at = !path.empty() && path.front() == "record" ? 1 : 0;
            if (path.size() > at && entity.declared(path[at]) != nullptr && names.insert(path[at]).second)
                out.value(path[at]);
        }
    }
    out.end_array();
}

void write_states(JsonWriter& out, const Entity& entity, const std::set<std::string>& beside) {
    out.key("states").begin_array();
    for (const compile::State& state : entity.states) {
        out.begin_object().member("id", state.id).member("label", state.label).member("color", state.color);
        if (beside.count(state.id) > 0) out.member("beside", true);
        out.member("locked", state.locked).end_object();
    }
    out.end_array().key("transitions").begin_array();
    for (const compile::Transition& transition : entity.transitions) {
        out.begin_object()
            .member("id", transition.id)
            .member("label", transition.label)
            .member("to", transition.to)
            .end_object();
    }
    out.end_array();
}

// The layout without fields that may not be read.
json::Value visible_part(const json::Value& element, const EntityAccess& access) {
    json::Value out = element;
    for (const char* list : {"fields", "columns", "sort"}) {
        json::Value* items = out.find(list);
        if (items == nullptr || !items->is_array()) continue;
        std::erase_if(items->items(), [&](const json::Value& item) { return !access.sees(item.string_or("field")); });
    }
    return out;
}

void write_form(JsonWriter& out, const Layout& form, const Entity& entity, const Caller& caller) {
    json::Value json = form.json;
    if (json::Value* sections = json.find("sections"); sections != nullptr && sections->is_array()) {
        for (json::Value& section : sections->items()) {
            const Field* table = entity.find(section.string_or("child_table"));
            const Entity* shown = table != nullptr ? table->to : &entity;
            if (shown != nullptr) section = visible_part(section, caller.on(*shown));
        }
        std::erase_if(sections->items(), [&](const json::Value& section) {
            const std::string_view table = section.string_or("child_table");
            return !table.empty() && !caller.on(entity).sees(table);
        });
    }
    if (json::Value* related = json.find("related"); related != nullptr && related->is_array()) {
        std::erase_if(related->items(), [&](const json::Value& list) {
            const Entity* other = caller.program().entity(list.string_or("entity"));
            return other == nullptr || caller.on(*other).read.nothing();
        });
    }
    out.key("form").raw(json::write_compact(json));
}

void write_layouts(JsonWriter& out, const Entity& entity, const Caller& caller) {
    const Program& program = caller.program();
    const Layout* form = nullptr;
    for (const Layout& layout : program.layouts) {
        if (form == nullptr && layout.kind == "form" && layout.entity == entity.id) form = &layout;
    }
    if (form != nullptr) write_form(out, *form, entity, caller);
    out.key("views").begin_array();
    for (const Layout& layout : program.layouts) {
        if (layout.kind != "view" || layout.entity != entity.id) continue;
        out.raw(json::write_compact(visible_part(layout.json, caller.on(entity))));
    }
    out.end_array();
}

void write_entity(JsonWriter& out, const Entity& entity, const Caller& caller) {
    const EntityAccess& access = caller.on(entity);
    out.key(entity.id).begin_object().member("id", entity.id).member("label", entity.label);
    out.member("plural", entity.plural.empty() ? entity.label : entity.plural).member("icon", entity.icon);
    if (entity.parent != nullptr) out.member("child_of", entity.parent->id);
    write_title_fields(out, entity);
    write_states(out, entity, compile::states_beside(caller.program(), entity));
    out.key("fields").begin_array();
    for (const Field& field : entity.fields) {
        if (access.sees(field.id)) write_field(out, field, access.writes(field.id), false);
    }
    for (const Field& field : entity.system_fields) {
        const bool own_row = entity.parent == nullptr && (access.create || !access.update.nothing());
        if (access.sees(field.id)) write_field(out, field, own_row && access.writes(field.id), true);
    }
    out.end_array().key("rights").begin_object().member("create", access.create);
    out.member("read", access::reach_name(access.read.widest()))
        .member("update", access::reach_name(access.update.widest()));
    out.member("delete", access::reach_name(access.remove.widest())).member("export", access.may_export).end_object();
    write_layouts(out, entity, caller);
    out.key("actions").begin_array();
    for (const flow::Flow* flow : caller.program().flows_of(entity)) {
        if (flow->action.empty()) continue;
        out.begin_object()
            .member("flow", flow->id)
            .member("action", flow->action)
            .member("label", flow->action_label)
            .end_object();
    }
    out.end_array().end_object();
}

bool may_open(const json::Value& item, const Caller& caller) {
    const Program& program = caller.program();
    const Entity* entity = nullptr;
    if (const std::string_view view = item.string_or("view"); !view.empty()) {
        const auto found = std::find_if(program.layouts.begin(), program.layouts.end(), [&](const Layout& layout) {
            return layout.kind == "view" && layout.id == view;
        });
        if (found != program.layouts.end()) entity = program.entity(found->entity);
    } else if (const compile::Report* report = program.report(item.string_or("report"))) {
        entity = report->entity;
    }
    return entity != nullptr && !caller.on(*entity).read.nothing();
}

bool page_is_for(const json::Value& page, const Caller& caller) {
    const json::Value* roles = page.find("roles");
    if (caller.administrator() || roles == nullptr || !roles->is_array() || roles->items().empty()) return true;
    return std::any_of(roles->items().begin(), roles->items().end(),
                       [&](const json::Value& role) { return role.is_string() && caller.has_role(role.as_string()); });
}

void write_menus(JsonWriter& out, const Caller& caller) {
    std::vector<json::Value> pages;
    for (const Layout& layout : caller.program().layouts) {
        if (layout.kind != "page" || !page_is_for(layout.json, caller)) continue;
        json::Value page = layout.json;
        json::Value* items = page.find("items");
        if (items == nullptr || !items->is_array()) continue;
        std::erase_if(items->items(), [&](const json::Value& item) { return !may_open(item, caller); });
        if (!items->items().empty()) pages.push_back(std::move(page));
    }
    const auto order = [](const json::Value& page) {
        const json::Value* value = page.find("order");
        return value != nullptr && value->is_number() ? value->as_int64().value_or(1000) : 1000;
    };
    std::stable_sort(pages.begin(), pages.end(),
                     [&](const json::Value& a, const json::Value& b) { return order(a) < order(b); });
    out.key("menus").begin_array();
    for (const json::Value& page : pages) out.raw(json::write_compact(page));
    out.end_array();
}

void write_reports(JsonWriter& out, const Caller& caller) {
    out.key("reports").begin_array();
    for (const compile::Report& report : caller.program().reports) {
        if (report.entity == nullptr || caller.on(*report.entity).read.nothing()) continue;
        out.begin_object().member("id", report.id).member("label", report.label).key("parameters").begin_array();
        for (const compile::Report::Parameter& parameter : report.parameters) {
            out.begin_object()
                .member("id", parameter.id)
                .member("label", parameter.label)
                .member("type", parameter.type);
            optional(out, "default", constant(parameter.fallback));
            out.end_object();
        }
        out.end_array().end_object();
    }
    out.end_array();
}

// The unit at the top names the company.
std::string company(const identity::Directory& directory) {
    for (const identity::Unit& unit : directory.units()) {
        if (unit.parent == 0) return unit.name;
    }
    return "Formwork";
}

std::string etag(const Call& call) {
    std::string all = std::to_string(call.running->deployment()) + "\n" + company(call.caller->directory()) + "\n" +
                      host::zone_text(call.running->records().options().zone);
    for (const std::string& role : call.caller->roles()) all += "\n" + role;
    std::string out = "\"";
    for (const char c : identity::token_hash(all).substr(0, 12)) {
        static constexpr std::string_view kDigits = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        out += kDigits[byte >> 4U];
        out += kDigits[byte & 15U];
    }
    return out + "\"";
}

Response application(Call& call) {
    const Caller& caller = *call.caller;
    const std::string tag = etag(call);
    if (call.request.header("If-None-Match") == tag) {
        return Response::empty(304).with("ETag", tag).with("Cache-Control", "private, no-cache");
    }
    JsonWriter out;
    out.begin_object().id("deployment", call.running->deployment()).member("company", company(caller.directory()));
    out.member("zone", host::zone_text(call.running->records().options().zone));
    write_menus(out, caller);
    out.key("entities").begin_object();
    for (const auto& entity : caller.program().entities) {
        if (!caller.on(*entity).read.nothing() || caller.on(*entity).create) write_entity(out, *entity, caller);
    }
    out.end_object();
    write_reports(out, caller);
    out.key("flows").begin_array();
    for (const auto& flow : caller.program().flows) {
        out.begin_object()
            .member("id", flow->id)
            .member("label", flow->label)
            .member("entity", flow->entity)
            .end_object();
    }
    out.end_array().end_object();
    return Response::json(out.take()).with("ETag", tag).with("Cache-Control", "private, no-cache");
}

}  // namespace

void add_application(Api& api) {
    api.read("/api/v1/app", Needs::kPerson,
             {.tag = "application",
              .summary = "Menus, entities, forms, views, reports and flows as the signed-in person may see them",
              .parameters = {},
              .body = {},
              .answers = {{200, "", schema::ref("app")}, {304, "Nothing changed", ""}}},
             application);
}

}  // namespace fw::http::routes
