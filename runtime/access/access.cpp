#include "runtime/access/access.h"

#include <algorithm>

namespace fw::access {
namespace {

// "sales.*" or "sales.contract" against an entity's id.
bool covers(std::string_view pattern, std::string_view entity) {
    if (pattern == entity) return true;
    if (pattern.size() < 2 || pattern.substr(pattern.size() - 2) != ".*") return false;
    return entity.substr(0, pattern.size() - 1) == pattern.substr(0, pattern.size() - 1);
}

void grant(Rule& rule, Reach reach, const model::Expr& where) {
    if (reach == Reach::kNone) return;
    if (reach == Reach::kAll && !where) rule.everything = true;
    rule.grants.push_back({reach, where ? &where : nullptr});
}

bool gives_something(const compile::Right& right) {
    return right.create || right.may_export || right.read != Reach::kNone || right.update != Reach::kNone ||
           right.remove != Reach::kNone;
}

const Entity& root_of(const Entity& entity) {
    const Entity* at = &entity;
    while (at->parent != nullptr) at = at->parent;
    return *at;
}

}  // namespace

Reach Rule::widest() const {
    if (everything) return Reach::kAll;
    Reach widest = Reach::kNone;
    for (const Grant& grant : grants) widest = std::max(widest, grant.reach);
    return widest;
}

std::string_view reach_name(Reach reach) {
    switch (reach) {
        case Reach::kNone:
            return "none";
        case Reach::kOwn:
            return "own";
        case Reach::kUnit:
            return "unit";
        case Reach::kSubunits:
            return "subunits";
        case Reach::kAll:
            return "all";
    }
    return "none";
}

Caller::Caller(std::shared_ptr<const compile::Program> program, std::shared_ptr<const identity::Directory> directory,
               identity::PersonId person)
    : program_(std::move(program)), directory_(std::move(directory)), person_(person) {
    if (const identity::Person* found = directory_->person(person)) {
        roles_ = found->roles;
        unit_ = found->unit;
        units_below_ = directory_->unit_and_below(unit_);
    }
    for (const std::string& id : roles_) {
        const compile::Role* role = program_->role(id);
        if (role != nullptr && role->administrator) administrator_ = true;
    }
    for (const auto& entity : program_->entities) collect(*entity, entities_[entity.get()]);
}

std::shared_ptr<const Caller> Caller::system(std::shared_ptr<const compile::Program> program,
                                             std::shared_ptr<const identity::Directory> directory) {
    const auto caller = std::make_shared<Caller>(std::move(program), std::move(directory), 0);
    caller->administrator_ = true;
    for (const auto& entity : caller->program_->entities) caller->collect(*entity, caller->entities_[entity.get()]);
    return caller;
}

void Caller::collect(const Entity& entity, EntityAccess& out) const {
    out = {};
    out.read.by_task = true;
    if (administrator_) {
        out.create = out.may_export = true;
        out.read.everything = out.update.everything = out.remove.everything = true;
        return;
    }
    const Entity& root = root_of(entity);
    std::unordered_map<std::string, int> hidden, frozen;  // by how many of the granting roles
    int granting = 0;
    for (const std::string& id : roles_) {
        const compile::Role* role = program_->role(id);
        if (role == nullptr) continue;
        bool grants = false;
        for (const compile::Right& right : role->rights) {
            if (!covers(right.entity, root.id) && !covers(right.entity, entity.id)) continue;
            grants = grants || gives_something(right);
            out.create = out.create || right.create;
            out.may_export = out.may_export || right.may_export;
            grant(out.read, right.read, right.where);
            grant(out.update, right.update, right.where);
            grant(out.remove, right.remove, right.where);
        }
        if (!grants) continue;
        ++granting;
        for (const compile::FieldRight& field : role->fields) {
            if (!covers(field.entity, entity.id)) continue;
            if (!field.read) ++hidden[field.field];
            if (!field.write) ++frozen[field.field];
        }
    }
    for (const auto& [field, roles] : hidden) {
        if (roles == granting) out.hidden.insert(field);
    }
    for (const auto& [field, roles] : frozen) {
        if (roles == granting) out.frozen.insert(field);
    }
}

bool Caller::has_role(std::string_view qualified) const {
    return std::find(roles_.begin(), roles_.end(), qualified) != roles_.end();
}

const EntityAccess& Caller::on(const Entity& entity) const {
    static const EntityAccess kNothing;
    const auto found = entities_.find(&entity);
    return found != entities_.end() ? found->second : kNothing;
}

namespace {

bool within(Reach reach, const Caller& caller, const RecordFacts& facts) {
    switch (reach) {
        case Reach::kNone:
            return false;
        case Reach::kOwn:
            return facts.owner != 0 && facts.owner == caller.person();
        case Reach::kUnit:
            return facts.unit != 0 && facts.unit == caller.unit();
        case Reach::kSubunits: {
            const auto& units = caller.units_below();
            return facts.unit != 0 && std::find(units.begin(), units.end(), facts.unit) != units.end();
        }
        case Reach::kAll:
            return true;
    }
    return false;
}

}  // namespace

bool allows(const Rule& rule, const Caller& caller, const RecordFacts& facts) {
    if (rule.everything) return true;
    for (const Grant& grant : rule.grants) {
        if (!within(grant.reach, caller, facts)) continue;
        if (grant.where == nullptr || (facts.holds && facts.holds(*grant.where))) return true;
    }
    return rule.by_task && facts.has_task && facts.has_task();
}

namespace {

void add_reach(Condition& out, Reach reach, const Caller& caller, std::string_view alias) {
    const std::string column = alias.empty() ? std::string() : std::string(alias) + ".";
    switch (reach) {
        case Reach::kNone:
            out.sql += "1 = 0";
            return;
        case Reach::kAll:
            out.sql += "1 = 1";
            return;
        case Reach::kOwn:
            out.sql += column + "owner = ?";
            out.parameters.emplace_back(caller.person());
            return;
        case Reach::kUnit:
            out.sql += caller.unit() == 0 ? "1 = 0" : column + "unit = ?";
            if (caller.unit() != 0) out.parameters.emplace_back(caller.unit());
            return;
        case Reach::kSubunits: {
            if (caller.units_below().empty()) {
                out.sql += "1 = 0";
                return;
            }
            out.sql += column + "unit IN (";
            for (std::size_t i = 0; i < caller.units_below().size(); ++i) {
                out.sql += i == 0 ? "?" : ", ?";
                out.parameters.emplace_back(caller.units_below()[i]);
            }
            out.sql += ")";
            return;
        }
    }
}

}  // namespace

Result<Condition> condition(const Rule& rule, const Caller& caller, const Entity& entity, std::string_view alias,
                            const CompileWhere& compile_where) {
    Condition out;
    if (rule.everything) return out;
    const auto next = [&] { out.sql += out.sql.empty() ? "(" : " OR "; };
    for (const Grant& grant : rule.grants) {
        next();
        if (grant.where == nullptr) {
            add_reach(out, grant.reach, caller, alias);
            continue;
        }
        Result<Condition> where = compile_where(entity, *grant.where, caller);
        if (!where) return tl::unexpected(where.error());
        out.sql += "(";
        add_reach(out, grant.reach, caller, alias);
        out.sql += " AND " + where->sql + ")";
        for (storage::Value& value : where->parameters) out.parameters.push_back(std::move(value));
    }
    if (rule.by_task && caller.person() != 0) {
        next();
        const std::string id = alias.empty() ? "id" : std::string(alias) + ".id";
        const std::vector<identity::PersonId> absent =
            caller.directory().acts_for(caller.person(), storage::now().micros);
        // Steps that hide fields let people see the record itself, where they are left out, but no lists; while such
        // a step asks them, only another one that asks them too and hides nothing.
        std::string people = "?";
        for (std::size_t i = 0; i < absent.size(); ++i) people += ", ?";
        const std::string open = "t.status = 'open' AND t.assignee_id IN (" + people + ")";
        const std::string rows =
            " IN (SELECT t.record_id FROM fw_task t WHERE t.entity = ? AND t.record_id IS NOT NULL";
        const auto add_people = [&] {
            out.parameters.emplace_back(caller.person());
            for (const identity::PersonId person : absent) out.parameters.emplace_back(person);
        };
        out.sql += id + rows + " AND NOT t.hides AND " + open + ") OR (" + id + rows +
                   " AND NOT t.hides AND (t.done_by = ? OR t.assignee_id = ?)) AND " + id + " NOT" + rows +
                   " AND t.hides AND " + open + "))";
        out.parameters.emplace_back(entity.id);
        add_people();
        out.parameters.emplace_back(entity.id);
        out.parameters.emplace_back(caller.person());
        out.parameters.emplace_back(caller.person());
        out.parameters.emplace_back(entity.id);
        add_people();
    }
    out.sql += out.sql.empty() ? "(1 = 0)" : ")";
    return out;
}

Diagnostics missing_right(const Entity& entity, std::string_view what) {
    static const std::unordered_map<std::string_view, Text> kVerbs = {
        {"create", {"create", "新建"}}, {"read", {"read", "查看"}},     {"update", {"change", "修改"}},
        {"delete", {"delete", "删除"}}, {"export", {"export", "导出"}},
    };
    const auto verb = kVerbs.find(what);
    const Text word = verb != kVerbs.end() ? verb->second : Text{std::string(what), std::string(what)};
    const Text& noun = entity.plural.empty() ? entity.label : entity.plural;
    Text sentence;
    sentence.en = "Your roles do not allow you to " + word.en + " " + std::string(noun.in(Language::kEn)) + ".";
    sentence.zh = "您的角色没有" + word.zh + "“" + std::string(noun.in(Language::kZh)) + "”的权限。";
    return {Diagnostic{"AUTH-403",
                       Severity::kError,
                       {},
                       std::move(sentence),
                       {"Ask an administrator for a role that includes it.", "请联系管理员分配相应角色。"}}};
}

}  // namespace fw::access
