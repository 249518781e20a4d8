#include "runtime/records/conditions.h"

#include <array>

#include "engine/feel/calendar/zones.h"
#include "runtime/records/catalogue.h"

namespace fw::records {

using feel::Value;
using storage::Scaled;

feel::EvalOptions eval_options(const Moment& moment) {
    constexpr std::int64_t kMicros = 1'000'000;
    feel::EvalOptions out;
    out.now = feel::at_utc(moment.now.micros / kMicros, static_cast<std::int32_t>(moment.now.micros % kMicros * 1000),
                           moment.zone);
    return out;
}

namespace {
query::Parameter to_parameter(const storage::Value& value) {
    using Kind = query::Parameter::Kind;
    using storage::ValueKind;
    query::Parameter out;
    out.number = value.number();
    out.scale = value.scale();
    out.text = value.text();
    out.kind = value.kind() == ValueKind::kInteger    ? Kind::kInteger
               : value.kind() == ValueKind::kDecimal  ? Kind::kDecimal
               : value.kind() == ValueKind::kBoolean  ? Kind::kBoolean
               : value.kind() == ValueKind::kDate     ? Kind::kDate
               : value.kind() == ValueKind::kDateTime ? Kind::kDateTime
                                                      : Kind::kText;
    return out;
}

// The tables as one reader may walk through them.
class ReadersCatalogue final : public query::Catalogue {
  public:
    ReadersCatalogue(const Model& model, const access::Caller& reader, const Moment& moment)
        : model_(model), tables_(model.program()), reader_(reader), moment_(moment) {}
    [[nodiscard]] std::string table(std::string_view entity) const override { return tables_.table(entity); }
    [[nodiscard]] std::optional<query::Column> column(std::string_view entity, std::string_view field) const override {
        return tables_.column(entity, field);
    }
    [[nodiscard]] std::optional<query::Rows> rows(std::string_view entity, std::string_view field) const override {
        return tables_.rows(entity, field);
    }
    [[nodiscard]] query::Condition reachable(std::string_view entity, std::string_view alias) const override {
        const Entity* to = model_.program().entity(entity);
        if (to == nullptr) return {};
        const auto readable = readable_condition(model_, reader_, *to, alias, moment_);
        if (!readable) return {"1 = 0", {}};  // a rule without SQL is refused at deployment
        query::Condition out{readable->sql, {}};
        for (const storage::Value& value : readable->parameters) out.parameters.push_back(to_parameter(value));
        return out;
    }

  private:
    const Model& model_;
    ProgramCatalogue tables_;
    const access::Caller& reader_;
    const Moment& moment_;
};
}  // namespace

access::Condition to_condition(query::Condition condition) {
    access::Condition out;
    out.sql = std::move(condition.sql);
    using Kind = query::Parameter::Kind;
    for (query::Parameter& p : condition.parameters) {
        switch (p.kind) {
            case Kind::kText:
                out.parameters.emplace_back(p.text);
                break;
            case Kind::kDate:
                out.parameters.emplace_back(storage::Value(storage::Param::date(p.text)));
                break;
            case Kind::kInteger:
                out.parameters.emplace_back(p.number);
                break;
            case Kind::kBoolean:
                out.parameters.emplace_back(p.number != 0);
                break;
            case Kind::kDecimal:
                out.parameters.emplace_back(Scaled{p.number, p.scale});
                break;
            case Kind::kDateTime:
                out.parameters.emplace_back(storage::DateTime{p.number});
                break;
        }
    }
    return out;
}

Result<access::Condition> scope_condition(const Model& model, const Entity& entity, const feel::Scope& scope,
                                          const feel::CheckedExpr& checked, std::span<const Value> values,
                                          std::string_view alias, const Moment& moment, const access::Caller* reader) {
    std::vector<query::Slot> slots(scope.names().size());
    for (std::size_t i = 0; i < slots.size(); ++i) {
        if (i < values.size()) slots[i].value = values[i];
    }
    slots[0].entity = entity.id;
    slots[0].alias = alias;
    query::Options options;
    options.dialect = model.dialect().is_sqlite() ? query::Dialect::kSqlite : query::Dialect::kPostgres;
    options.eval = eval_options(moment);
    auto translated = reader == nullptr
                          ? query::translate(checked, scope, slots, ProgramCatalogue(model.program()), options)
                          : query::translate(checked, scope, slots, ReadersCatalogue(model, *reader, moment), options);
    if (!translated) return fail(std::move(translated.error()));
    return to_condition(std::move(*translated));
}

Result<access::Condition> record_condition(const Model& model, const Entity& entity, std::string_view text,
                                           std::span<const Value> values, std::string_view alias, const Moment& moment,
                                           const access::Caller* reader) {
    const EntityModel& m = model.of(entity);
    const auto checked = model.checked(m, text);
    if (!checked) return fail(checked.error());
    if (entity.parent != nullptr) {
        const feel::Expression compiled = feel::compile(*checked);
        for (const auto& path : compiled.reads()) {
            if (path.front() != "parent") continue;
            return fail("REC-035", {"lines cannot be searched by their parent here", "此处不能按上级记录查询明细行"});
        }
    }
    return scope_condition(model, entity, *m.scope, *checked, values, alias, moment, reader);
}

Result<access::Condition> readable_condition(const Model& model, const access::Caller& caller, const Entity& entity,
                                             std::string_view alias, const Moment& moment) {
    if (entity.parent != nullptr) {
        const std::string above = std::string(alias) + "p";
        auto parent = readable_condition(model, caller, *entity.parent, above, moment);
        if (!parent || parent->sql.empty()) return parent;
        parent->sql = "(EXISTS (SELECT 1 FROM " + storage::quoted(entity.parent->table) + " " + above + " WHERE " +
                      above + ".id = " + std::string(alias) + "._parent AND " + above + ".deleted_at IS NULL AND " +
                      parent->sql + "))";
        return parent;
    }
    const auto compile_where = [&](const Entity& of, const model::Expr& where, const access::Caller& reader) {
        const std::array<Value, 3> values{Value(), reader.context(), Value()};
        return record_condition(model, of, where.text, values, alias, moment);
    };
    return access::condition(caller.on(entity).read, caller, entity, alias, compile_where);
}

Result<access::Condition> titled_condition(const Model& model, const access::Caller& caller, const Entity& entity,
                                           std::string_view alias, const Moment& moment) {
    if (entity.id == "base.person" || entity.id == "base.unit") return access::Condition();
    return readable_condition(model, caller, entity, alias, moment);
}

}  // namespace fw::records
