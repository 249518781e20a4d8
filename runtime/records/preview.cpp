// The live answer while a person types: what would be computed, shown and refused. Nothing is stored.
#include "engine/json/write.h"
#include "runtime/records/rights.h"
#include "runtime/records/values.h"
#include "runtime/records/writer.h"

namespace fw::records {

namespace {
// A reader where a transaction is wanted; writing is a mistake of ours.
class ReadOnly final : public storage::Transaction {
  public:
    explicit ReadOnly(Reader& reader) : reader_(reader) {}
    Result<void> query(std::string_view sql, storage::Params params, storage::RowVisitor visit) override {
        return reader_.query(sql, params, visit);
    }
    Result<std::int64_t> execute(std::string_view, storage::Params) override { return refuse(); }
    Result<void> execute_script(std::string_view) override { return refuse(); }
    Result<void> attempt(const std::function<Result<void>()>&) override { return refuse(); }
    const storage::Dialect& dialect() const override { return reader_.dialect(); }

  private:
    static tl::unexpected<Diagnostics> refuse() {
        return fail(storage::storage_error(storage::ErrorKind::kStatement, "a preview does not write"));
    }
    Reader& reader_;
};

void key(std::string& out, std::string_view name) {
    if (out.back() != '{') out += ',';
    json::append_string(out, name);
    out += ':';
}
}  // namespace

// What a draft shows that was not typed: computed fields, and the defaults of new ones.
void Writer::append_values(std::string& out, const Draft& draft, const std::vector<std::string>& hidden) {
    const access::EntityAccess& access = act_.caller.on(*draft.model->entity);
    for (std::size_t i = 0; i < draft.cells.size(); ++i) {
        const Field& field = draft.model->entity->fields[i];
        const bool fresh_default =
            draft.version == 0 && field.fallback.code && !provided_.contains({&draft, static_cast<int>(i)});
        if (!field.stored() || !(field.computed() || fresh_default) || !access.sees(field.id)) continue;
        if (std::find(hidden.begin(), hidden.end(), field.id) != hidden.end()) continue;
        key(out, field.id);
        if (field.storage == form::Storage::kReference && field.to != nullptr && !draft.cells[i].is_null()) {
            const EntityModel& to = model_.of(*field.to);
            const Id id = reference_id(draft.cells[i]);
            const bool shown = may_refer(loader_, evaluator_, act_.caller, to, id);
            const Draft* target = shown ? loader_.referred(to, id) : nullptr;
            out += "{\"id\":";
            append_json(out, field, draft.cells[i]);
            out += ",\"title\":";
            json::append_string(out, target == nullptr ? std::string_view{} : std::string_view(target->title));
            out += '}';
        } else {
            append_json(out, field, draft.cells[i]);
        }
    }
}

Result<std::string> Writer::preview(const EntityModel& entity, Id id, const json::Value& record, Language language) {
    Draft before;
    Draft* old = nullptr;
    if (id != 0) {
        auto loaded = load_readable(loader_, evaluator_, act_.caller, entity, id);
        if (!loaded) return fail(std::move(loaded.error()));
        before = std::move(*loaded);
        if (auto done = loader_.lines(before); !done) return fail(std::move(done.error()));
        old = &before;
    }
    const std::vector<std::string> hidden =
        old == nullptr ? std::vector<std::string>() : hidden_fields(act_.caller, evaluator_, before);
    Draft draft = old != nullptr ? before : new_draft(entity);
    apply(draft, old, record, {});
    if (old == nullptr) defaults(draft, nullptr);
    for (auto& lines : draft.lines) {
        for (Draft& line : lines) {
            if (line.version == 0) defaults(line, &draft);
        }
    }
    compute_all(draft);
    validate(draft, old, nullptr, {});
    if (!loader_.failure().empty()) return fail(loader_.failure());
    if (auto why = evaluator_.exhausted()) return fail(std::move(*why));

    const Entity& e = *entity.entity;
    const access::EntityAccess& access = act_.caller.on(e);
    std::string out = "{\"values\":{";
    append_values(out, draft, hidden);
    out += "},\"title\":";
    json::append_string(out, draft.title);
    for (std::size_t i = 0; i < draft.lines.size(); ++i) {
        const std::string& table = draft.model->field(draft.model->lines_field[i]).id;
        if (std::find(hidden.begin(), hidden.end(), table) != hidden.end()) continue;
        out += ",";
        json::append_string(out, table);
        out += ":[";
        for (std::size_t n = 0; n < draft.lines[i].size(); ++n) {
            out += n == 0 ? "{" : ",{";
            append_values(out, draft.lines[i][n], {});
            out += '}';
        }
        out += ']';
    }
    const auto flags = [&](const char* name, auto&& of) {
        out += ",\"" + std::string(name) + "\":{";
        for (const Field& field : e.fields) {
            const std::optional<bool> flag = of(field);
            if (!flag) continue;
            key(out, field.id);
            out += *flag ? "true" : "false";
        }
        out += '}';
    };
    const auto when = [&](const model::Expr& expr) -> std::optional<bool> {
        return expr.code ? std::optional(evaluator_.holds(expr, draft)) : std::nullopt;
    };
    flags("visible", [&](const Field& f) { return when(f.visible_when); });
    out += ",\"sections\":{";
    for (const compile::Layout& layout : model_.program().layouts) {
        if (layout.kind != "form" || layout.entity != e.id) continue;
        for (const auto& [section, condition] : layout.conditions) {
            key(out, section);
            out += evaluator_.holds(condition, draft) ? "true" : "false";
        }
        break;  // the client draws the first form
    }
    out += '}';
    flags("required", [&](const Field& f) { return when(f.required_when); });
    flags("read_only", [&](const Field& f) -> std::optional<bool> {
        if (!access.writes(f.id) || (old != nullptr && f.read_only_after_create)) return true;
        return when(f.read_only_when);
    });
    out += ",\"errors\":[";
    for (std::size_t i = 0; i < errors_.size(); ++i) {
        out += i == 0 ? "{\"field\":" : ",{\"field\":";
        json::append_string(out, errors_[i].place.element);
        out += ",\"code\":";
        json::append_string(out, errors_[i].code);
        out += ",\"text\":";
        json::append_string(out, errors_[i].text.in(language));
        out += '}';
    }
    out += "]}";
    return out;
}

Result<feel::Value> Writer::context_with(const EntityModel& entity, Id id,
                                         const std::vector<std::pair<std::string, feel::Value>>& values,
                                         const Paths& needs) {
    auto row = loader_.row(entity, id);
    if (!row) return fail(std::move(row.error()));
    if (!*row) return feel::Value();
    Draft& draft = **row;
    if (auto done = loader_.lines(draft); !done) return fail(std::move(done.error()));
    for (const auto& [name, value] : values) {
        const Field* field = entity.entity->find(name);
        const auto fits = field == nullptr ? std::nullopt : fitted(*field, value);
        if (!fits) continue;  // writing it will be refused
        if (const int index = entity.index_of(name); index >= 0) {
            draft.set(index, *fits);
        } else if (name == "state" && fits->is_string()) {
            draft.state = fits->as_string();
        } else if (name == "owner") {
            draft.owner = reference_id(*fits);
            draft.unit = unit_of(draft.owner);
        }
    }
    draft.fresh = false;
    compute_all(draft);
    draft.fresh = false;
    loader_.contextualize(draft, needs);
    if (!loader_.failure().empty()) return fail(loader_.failure());
    return draft.context;
}

Result<feel::Value> Records::context_with(Reader& reader, const Entity& entity, Id id,
                                          std::span<const std::vector<std::string>> paths,
                                          const std::vector<std::pair<std::string, feel::Value>>& values,
                                          DateTime now) const {
    Paths needs;
    for (const std::vector<std::string>& path : paths) needs.add(std::span<const std::string>(path));
    follow_lookups(entity, needs);
    ReadOnly read_only(reader);
    storage::IdSource ids;
    const auto system = Caller::system(model_->shared_program(), std::make_shared<const identity::Directory>());
    Act act{read_only, *system, ids, now, {}};
    const WriteOptions options;
    return Writer(act, *model_, options_, options).context_with(model_->of(entity), id, values, needs);
}

Result<std::string> Records::compute(Reader& reader, const Caller& caller, const Entity& entity,
                                     const json::Value& request, DateTime now, Language language) const {
    const json::Value* record = request.find("record");
    Id id = 0;
    if (const json::Value* given = request.find("id"); given != nullptr && given->is_string()) {
        id = storage::parse_id(given->as_string()).value_or(-1);
    }
    ReadOnly read_only(reader);
    storage::IdSource ids;
    Act act{read_only, caller, ids, now, {}};
    const WriteOptions options;
    const json::Value nothing = json::Value::object();
    return Writer(act, *model_, options_, options)
        .preview(model_->of(entity), id, record == nullptr ? nothing : *record, language);
}

}  // namespace fw::records
