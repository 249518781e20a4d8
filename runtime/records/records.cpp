#include "runtime/records/records.h"

#include "runtime/records/conditions.h"
#include "runtime/records/writer.h"

namespace fw::records {

namespace {
const WriteOptions kTrusted{.version = std::nullopt, .trusted = true, .open = nullptr};
constexpr std::int64_t kTogether = 1000;  // rows whose ids are in memory at a time
}  // namespace

Records::Records(std::shared_ptr<const compile::Program> program, const storage::Dialect& dialect, Options options)
    : model_(std::make_unique<const Model>(std::move(program), dialect, *options.functions)), options_(options) {}

Records::~Records() = default;

Result<Written> Records::create(Act& act, const Entity& entity, const json::Value& fields,
                                const WriteOptions& options) const {
    return Writer(act, *model_, options_, options).create(model_->of(entity), fields);
}

Result<Written> Records::update(Act& act, const Entity& entity, Id id, const json::Value& fields,
                                const WriteOptions& options) const {
    return Writer(act, *model_, options_, options).update(model_->of(entity), id, fields);
}

Result<void> Records::remove(Act& act, const Entity& entity, Id id, const WriteOptions& options) const {
    return Writer(act, *model_, options_, options).remove(model_->of(entity), id);
}

Result<Written> Records::transition(Act& act, const Entity& entity, Id id, std::string_view transition,
                                    const WriteOptions& options) const {
    return Writer(act, *model_, options_, options).transition(model_->of(entity), id, transition);
}

Result<Written> Records::set(Act& act, const Entity& entity, Id id,
                             const std::vector<std::pair<std::string, feel::Value>>& values) const {
    return Writer(act, *model_, options_, kTrusted).set(model_->of(entity), id, values);
}

Result<Written> Records::create_from(Act& act, const Entity& entity, Id owner,
                                     const std::vector<std::pair<std::string, feel::Value>>& values) const {
    return Writer(act, *model_, options_, kTrusted).create_from(model_->of(entity), owner, values);
}

Result<void> Records::recompute(storage::Transaction& tx, DateTime now,
                                const std::vector<std::string>& entities) const {
    const auto system = Caller::system(model_->shared_program(), std::make_shared<const identity::Directory>());
    storage::IdSource ids;
    Act act{tx, *system, ids, now, {}};
    for (const std::string& name : entities) {
        const Entity* entity = model_->program().entity(name);
        if (entity == nullptr || entity->parent != nullptr) continue;  // lines are computed with their parents
        for (Id last = 0;;) {
            std::vector<Id> rows;
            auto found = tx.query("SELECT id FROM " + storage::quoted(entity->table) +
                                      " WHERE deleted_at IS NULL AND id > ? ORDER BY id LIMIT ?",
                                  {last, kTogether}, [&](const storage::Row& row) { rows.push_back(row.integer(0)); });
            if (!found) return found;
            for (const Id id : rows) {
                auto done = Writer(act, *model_, options_, kTrusted).refresh(model_->of(*entity), id, true);
                if (!done) return done;
            }
            if (rows.size() < static_cast<std::size_t>(kTogether)) break;
            last = rows.back();
        }
    }
    return {};
}

Result<feel::Value> Records::context(Reader& reader, const Entity& entity, Id id,
                                     std::span<const std::vector<std::string>> paths) const {
    Loader loader(reader, *model_);
    auto row = loader.row(model_->of(entity), id);
    if (!row) return fail(std::move(row.error()));
    if (!*row) return feel::Value();
    Paths needs;
    for (const std::vector<std::string>& path : paths) needs.add(std::span<const std::string>(path));
    follow_lookups(entity, needs);
    loader.contextualize(**row, needs);
    if (!loader.failure().empty()) return fail(loader.failure());
    return (*row)->context;
}

Result<std::string> Records::title(Reader& reader, const Entity& entity, Id id) const {
    auto text = reader.query_text(
        "SELECT _title FROM " + storage::quoted(entity.table) + " WHERE id = ? AND deleted_at IS NULL", {id});
    if (!text) return fail(std::move(text.error()));
    return text->value_or("");
}

Result<access::Condition> Records::readable(const Caller& caller, const Entity& entity, std::string_view alias,
                                            DateTime now) const {
    return readable_condition(*model_, caller, entity, alias, {now, options_.zone});
}

Result<access::Condition> Records::condition(const Entity& entity, const feel::Scope& scope, std::string_view text,
                                             std::span<const feel::Value> values, std::string_view alias,
                                             DateTime now) const {
    auto parsed = feel::parse(text, {.scope = &scope});
    if (!parsed) return fail(std::move(parsed).error());
    auto checked = feel::check(*parsed, scope);
    if (!checked) return fail(std::move(checked).error());
    return scope_condition(*model_, entity, scope, *checked, values, alias, {now, options_.zone});
}

}  // namespace fw::records
