// Automations: trigger, condition and steps against their entity.
#include <algorithm>

#include "engine/automation/step_kind.h"
#include "engine/base/suggest.h"
#include "engine/compile/environment.h"
#include "engine/compile/scopes.h"
#include "engine/compile/written.h"

namespace fw::compile {

namespace {

using automation::Assigned;
using automation::Automation;
using automation::On;
using automation::Step;

On on_of(std::string_view type) {
    if (type == "update") return On::kUpdate;
    if (type == "state") return On::kState;
    return type == "schedule" ? On::kSchedule : On::kCreate;
}

// What changes of it can be told: everything that is stored with the record, and its lines.
bool can_change(const Field& field) {
    return field.stored() || (field.type != nullptr && field.type->id == "child_table");
}

std::unique_ptr<const feel::RecordType> old_type(const Entity& entity) {
    auto made = std::make_unique<feel::RecordType>();
    made->name = entity.id;
    for (const Field& field : entity.fields) {
        if (field.stored()) made->fields.push_back({field.id, field.feel_type});
    }
    for (const Field& field : entity.system_fields) made->fields.push_back({field.id, field.feel_type});
    return made;
}

class Compiler final : public automation::StepReader {
  public:
    Compiler(Build& build, const Source& source) : build_(build), source_(source), root_(source.root()) {}

    std::unique_ptr<Automation> compile() {
        made_->id = source_.id;
        made_->label = label_of(root_);
        made_->place = model::place_in(*source_.pack, *source_.document, range_of(root_, "on"), source_.element);
        if (const json::Value* written = root_.find("entity"))
            entity_ = build_.entity(source_, *written, source_.element);
        if (entity_ == nullptr) return nullptr;
        made_->entity = entity_->id;
        if (entity_->parent != nullptr) {
            error("AUTO-004", range_of(root_, "entity"), source_.element,
                  format_text(
                      {"{0} are lines of {1}; they change with their record", "{0} 是 {1} 的明细行，随主记录一起变化"},
                      {entity_->id, entity_->parent->id}),
                  format_text(
                      {"watch {0}; 'fields' may name its table of lines", "请监视 {0}，“fields”中可填写其明细表字段"},
                      {entity_->parent->id}));
            return nullptr;
        }
        trigger();
        Wanted wanted;
        wanted.type = feel::TypeKind::kBoolean;
        wanted.reader = false;
        made_->when = build_.expression(source_, root_.find("when"), source_.element + "/when", scope(), wanted);
        keep_paths(made_->when);
        for (const json::Value& written : items_of(root_, "do")) step(written);
        return std::move(made_);
    }

    // --- StepReader
    [[nodiscard]] const json::Value& step() const override { return *step_; }
    [[nodiscard]] const std::string& own_entity() const override { return made_->entity; }

    [[nodiscard]] std::string entity(std::string_view property) override {
        const json::Value* written = step_->find(property);
        const Entity* found = written == nullptr ? nullptr : build_.entity(source_, *written, element_);
        if (found == nullptr) return {};
        if (found->parent == nullptr) return found->id;
        error("AUTO-004", written->range(), element_,
              format_text({"{0} are lines of {1}; they are written with their record",
                           "{0} 是 {1} 的明细行，须随主记录一起保存"},
                          {found->id, found->parent->id}));
        return {};
    }

    [[nodiscard]] std::string referred(std::string_view property) override {
        const json::Value* written = step_->find(property);
        const Field* field = written == nullptr ? nullptr : build_.field(source_, entity_, *written, element_);
        if (field == nullptr || field->type == nullptr) return {};
        made_->paths.push_back({field->id, "id"});
        if (field->storage == form::Storage::kReference && field->stored() && field->to != nullptr)
            return field->to->id;
        error("AUTO-007", written->range(), element_,
              format_text({"'{0}' leads to no record", "“{0}”不指向任何记录"}, {field->id}),
              {"name a reference field", "请填写引用字段"});
        return {};
    }

    [[nodiscard]] std::vector<Assigned> values(std::string_view property, const std::string& entity) override {
        std::vector<Assigned> out;
        const Entity* target = build_.entity_by_id(entity);
        const json::Value* all = step_->find(property);
        if (target == nullptr || all == nullptr || !all->is_object()) return out;
        const Written written(build_, source_, "AUTO-002");
        for (const json::Member& each : all->members()) {
            const std::string at = element_ + "/" + std::string(property) + "/" + each.key;
            json::Value name = json::Value::string(each.key);
            name.set_range(each.key_range);
            const Field* field = written.field(*target, name, at);
            if (field == nullptr) continue;
            out.push_back({each.key, expression(each.value, at, Written::type(*field))});
            written.value(*target, *field, out.back().value, each.value.range(), at);
        }
        return out;
    }

    [[nodiscard]] std::string flow(std::string_view property) override {
        const json::Value* written = step_->find(property);
        const std::string id =
            written == nullptr ? std::string() : build_.model_id(source_, "flow", *written, element_);
        const flow::Flow* found = id.empty() ? nullptr : build_.program->flow(id);
        if (found == nullptr || found->entity.empty() || found->entity == made_->entity) return id;
        error("AUTO-006", written->range(), element_,
              format_text({"the flow '{0}' is for records of {1}, not of {2}", "流程“{0}”用于 {1} 的记录，而不是 {2}"},
                          {id, found->entity, made_->entity}));
        return {};
    }

    [[nodiscard]] std::vector<Assigned> variables(std::string_view property, const std::string& flow) override {
        const flow::Flow* found = flow.empty() ? nullptr : build_.program->flow(flow);
        const json::Value* all = step_->find(property);
        if (found == nullptr || all == nullptr || !all->is_object()) return {};
        std::vector<Assigned> out;
        std::vector<std::string> known;
        for (const flow::Variable& variable : found->variables) known.push_back(variable.id);
        for (const json::Member& each : all->members()) {
            const std::string at = element_ + "/" + std::string(property) + "/" + each.key;
            const auto variable = std::find(known.begin(), known.end(), each.key);
            if (variable == known.end()) {
                error("AUTO-006", each.key_range, at,
                      format_text({"the flow '{0}' has no variable '{1}'", "流程“{0}”没有变量“{1}”"}, {flow, each.key}),
                      did_you_mean(each.key, known));
                continue;
            }
            const auto index = static_cast<std::size_t>(variable - known.begin());
            out.push_back({each.key, expression(each.value, at, found->variables[index].type)});
        }
        return out;
    }

    [[nodiscard]] std::vector<Assigned> arguments(std::string_view property) override {
        std::vector<Assigned> out;
        const json::Value* all = step_->find(property);
        if (all == nullptr || !all->is_object()) return out;
        for (const json::Member& each : all->members()) {
            const std::string at = element_ + "/" + std::string(property) + "/" + each.key;
            out.push_back({each.key, expression(each.value, at, {})});
        }
        return out;
    }

    [[nodiscard]] std::vector<flow::Who> who(std::string_view property) override {
        const json::Value* written = step_->find(property);
        if (written == nullptr || !(written->is_object() || written->is_array())) return {};
        const Environment environment(build_, source_);
        flow::ReadEnv::Names names;
        const feel::Scope seen = scope();
        for (const feel::Scope::Name& name : seen.names()) names.emplace_back(name.name, name.type);
        Diagnostics problems;
        auto people =
            flow::read_who(*written, element_ + "/" + std::string(property), entity_->id, names, environment, problems);
        build_.add_located(source_, std::move(problems));
        for (const flow::Who& each : people) {
            if (each.kind == flow::Who::Kind::kField) made_->paths.push_back({each.name, "id"});
            keep_paths(each.expression);
        }
        return people;
    }

    [[nodiscard]] model::Template text(std::string_view property) override {
        Template made = build_.text_template(source_, step_->find(property), element_ + "/" + std::string(property),
                                             scope(), false);
        for (const auto* pieces : {&made.en, &made.zh}) {
            for (const Template::Piece& piece : *pieces) keep_paths(piece.expression);
        }
        return made;
    }

  private:
    [[nodiscard]] feel::Scope scope() const {
        feel::Scope made(build_.functions());
        made.open(made.add("record", feel::Type::record(&entity_->record)));
        made.add("initiator", feel::Type::record(&person_record()));
        if (made_->has_old()) made.add("old", feel::Type::record(made_->old.get()));
        return made;
    }

    void error(const char* code, Range range, const std::string& element, Text text, Text hint = {}) {
        build_.error(source_, code, range, element, std::move(text), std::move(hint));
    }

    Expr expression(const json::Value& written, const std::string& element, const feel::Type& type) {
        Wanted wanted;
        wanted.type = type;
        wanted.reader = false;
        Expr made = build_.expression(source_, &written, element, scope(), wanted);
        keep_paths(made);
        return made;
    }

    void keep_paths(const Expr& expression) {
        if (!expression.code) return;
        for (std::vector<std::string> path : expression.code.reads()) {
            if (path.empty() || path.front() == "initiator") continue;
            const bool before = path.front() == "old" && made_->has_old();
            if (before || path.front() == "record") path.erase(path.begin());
            if (!path.empty()) (before ? made_->old_paths : made_->paths).push_back(std::move(path));
        }
    }

    void trigger() {
        const json::Value* on = root_.find("on");
        if (on == nullptr || !on->is_object()) return;
        const std::string at = source_.element + "/on";
        made_->on = on_of(on->string_or("type"));
        if (made_->has_old()) made_->old = old_type(*entity_);
        for (const json::Value& each : items_of(*on, "fields")) {
            const Field* field = build_.field(source_, entity_, each, at);
            if (field == nullptr) continue;
            const bool kept = entity_->declared(field->id) != nullptr
                                  ? can_change(*field)
                                  : field->id == "state" || field->id == "owner" || field->id == "unit";
            if (kept) {
                made_->fields.push_back(field->id);
                continue;
            }
            error("AUTO-005", each.range(), at,
                  format_text({"a change of '{0}' is not noticed: it is not stored with the record",
                               "“{0}”不随记录存储，其变化无法触发"},
                              {field->id}),
                  {"name the fields it comes from", "请填写其来源字段"});
        }
        states(*on, "from", made_->from);
        states(*on, "to", made_->to);
        if (made_->on == On::kState && entity_->states.empty()) {
            error("AUTO-005", on->range(), at, format_text({"{0} has no states", "{0} 没有状态"}, {entity_->id}),
                  {"use \"update\" with 'fields'", "请使用 \"update\" 并填写“fields”"});
        }
        if (made_->on == On::kSchedule) schedule(*on, at);
    }

    void states(const json::Value& on, const char* property, std::vector<std::string>& into) {
        for (const json::Value& each : items_of(on, property)) {
            if (entity_->states.empty()) return;
            if (const State* state = build_.state(source_, entity_, each, source_.element + "/on"))
                into.push_back(state->id);
        }
    }

    void schedule(const json::Value& on, const std::string& at) {
        made_->rule = on.string_or("every");
        made_->every = flow::parse_cycle(made_->rule);
        const bool comes = made_->every && flow::first_time(*made_->every, 0, feel::Zone::utc());
        if (comes || on.find("every") == nullptr) return;
        error("AUTO-003", range_of(on, "every"), at,
              made_->every ? Text("this time never comes", "该时间永远不会到来")
                           : Text("'every' is neither an ISO 8601 repetition nor a cron expression",
                                  "“every”既不是 ISO 8601 重复时间，也不是 cron 表达式"),
              {"for example 0 9 * * MON-FRI or R/2026-01-05T09:00:00Z/P7D",
               "例如 0 9 * * MON-FRI 或 R/2026-01-05T09:00:00Z/P7D"});
    }

    void step(const json::Value& written) {
        if (!written.is_object()) return;
        Step made;
        made.id = written.string_or("id");
        made.kind = automation::step_kinds().find(written.string_or("type"));
        if (made.kind == nullptr) return;
        step_ = &written;
        element_ = source_.element + "/do/" + made.id;
        made.place = model::place_in(*source_.pack, *source_.document,
                                     {written.range().begin, written.range().begin + 1}, element_);
        Wanted wanted;
        wanted.type = feel::TypeKind::kBoolean;
        wanted.reader = false;
        made.when = build_.expression(source_, written.find("when"), element_ + "/when", scope(), wanted);
        keep_paths(made.when);
        made.kind->read(*this, made);
        made_->steps.push_back(std::move(made));
    }

    Build& build_;
    const Source& source_;
    const json::Value& root_;
    Entity* entity_ = nullptr;
    std::unique_ptr<Automation> made_ = std::make_unique<Automation>();
    const json::Value* step_ = nullptr;
    std::string element_;
};

}  // namespace

void compile_automations(Build& build) {
    auto& all = build.program->automations;
    for (const Source& source : build.of("automation")) {
        const std::size_t before = build.problem_count();
        auto made = Compiler(build, source).compile();
        Diagnostics found = build.take_since(before);
        if (made != nullptr && !has_errors(found)) all.push_back(std::move(made));
        build.add(std::move(found));
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a->id < b->id; });
}

}  // namespace fw::compile
