#include "runtime/automations/stage.h"

#include <algorithm>
#include <map>

#include "engine/json/write.h"
#include "runtime/flows/expressions.h"
#include "runtime/notify/inbox.h"

namespace fw::automations {

namespace {

using automation::Does;
using automation::Effect;
using automation::Scope;
using feel::Value;

Diagnostics refused(const Automation& automation, const Step& step, const Diagnostics& why) {
    Diagnostics out;
    for (const Diagnostic& each : why) {
        if (each.severity != Severity::kError) continue;
        Diagnostic made;
        made.code = "AUTO-301";
        made.place = step.place;
        const auto sentence = [&](Language language, const Text& pattern) {
            return std::string(format_text(pattern, {automation.label.in(language), automation.id, step.id,
                                                     each.text.in(language), each.place.element})
                                   .in(language));
        };
        const Text pattern = each.place.element.empty()
                                 ? Text{"The automation '{0}' ({1}, step '{2}') refuses this: {3}",
                                        "自动化“{0}”（{1}，步骤“{2}”）无法执行：{3}"}
                                 : Text{"The automation '{0}' ({1}, step '{2}') refuses this: {3} ({4})",
                                        "自动化“{0}”（{1}，步骤“{2}”）无法执行：{3}（{4}）"};
        made.text = Text(sentence(Language::kEn, pattern), sentence(Language::kZh, pattern));
        made.hint = each.hint;
        out.push_back(std::move(made));
    }
    return out;
}

}  // namespace

Stage::Stage(const Automations& all, Act& act, const Automation& automation, Id record,
             std::optional<std::size_t> change)
    : all_(all),
      act_(act),
      automation_(automation),
      entity_(*all.program().entity(automation.entity)),
      record_(record),
      change_(change),
      paths_(automation.paths),
      budget_(std::make_unique<feel::Budget>(flows::local_time(act.now, all.flows().options().zone))) {
    paths_.insert(paths_.end(), automation.old_paths.begin(), automation.old_paths.end());
    paths_.push_back({"id"});
    paths_.push_back({"owner", "id"});
}

Result<bool> Stage::look() {
    auto found = all_.records().context(act_.tx, entity_, record_, paths_);
    if (!found) return tl::unexpected(std::move(found.error()));
    if (!found->is_context()) return false;
    names_ = {*found, Value(), Value()};
    initiator_ = act_.caller.person() == flow::kNobody ? owner() : act_.caller.person();
    if (initiator_ != flow::kNobody) names_[Scope::kInitiator] = act_.caller.directory().context_of(initiator_);
    if (!automation_.has_old() || automation_.old_paths.empty() || !change_) return true;
    auto old = before(*found);
    if (!old) return tl::unexpected(std::move(old.error()));
    names_[Scope::kOld] = std::move(*old);
    return true;
}

// The record's fields with what this change, and all later ones, found there.
Result<Value> Stage::before(const Value& now) const {
    std::map<std::string_view, const Value*> was;
    const auto& news = act_.news.records;
    for (std::size_t i = news.size(); i-- > *change_;) {
        if (news[i].id != record_ || news[i].entity != entity_.id) continue;
        for (const auto& [field, value] : news[i].was) was[field] = &value;
    }
    std::vector<std::pair<std::string, Value>> members;
    for (const feel::RecordType::Field& each : automation_.old->fields) {
        const auto changed = was.find(each.name);
        const compile::Field* field = entity_.find(each.name);
        if (changed == was.end() || field == nullptr) {
            const Value* same = now.find(each.name);
            members.emplace_back(each.name, same == nullptr ? Value() : *same);
            continue;
        }
        auto value = value_before(*field, *changed->second);
        if (!value) return value;
        members.emplace_back(each.name, std::move(*value));
    }
    return Value::context(std::move(members));
}

// References: the record that was referred to, as it is now.
Result<Value> Stage::value_before(const compile::Field& field, const Value& was) const {
    if (field.storage != form::Storage::kReference || field.to == nullptr || !was.is_string()) return was;
    std::vector<std::vector<std::string>> below;
    for (const std::vector<std::string>& path : automation_.old_paths) {
        if (path.size() > 1 && path.front() == field.id) below.emplace_back(path.begin() + 1, path.end());
    }
    if (const auto id = storage::parse_id(was.as_string()); id && !below.empty()) {
        auto found = all_.records().context(act_.tx, *field.to, *id, below);
        if (!found || found->is_context()) return found;
    }
    return Value::context({{"id", was}});
}

automation::Scene Stage::scene() const { return {names_, *budget_, act_.caller.directory(), initiator_}; }

Result<bool> Stage::holds(const model::Expr& condition) const {
    const bool holds = automation::holds(condition, scene());
    if (const auto why = budget_->exhausted()) return fail(refused(automation_, automation_.steps.front(), {*why}));
    return holds;
}

std::string_view Stage::state() const {
    const Value* state = names_.front().find("state");
    return state != nullptr && state->is_string() ? state->as_string() : std::string_view();
}

Id Stage::owner() const {
    const Value* owner = names_.front().find("owner");
    return owner == nullptr ? flow::kNobody : flow::person_of(*owner);
}

Result<void> Stage::perform(const Step& step) {
    auto done = do_it(step);
    if (done) return done;
    // What the database refused, and what an automation further down the chain has said, stays as it is.
    const Diagnostics& why = done.error();
    const bool told = !why.empty() && (why.front().code.starts_with("AUTO-") || why.front().code.starts_with("DB-"));
    return told ? std::move(done) : fail(refused(automation_, step, why));
}

Result<void> Stage::exhausted() const {
    if (auto why = budget_->exhausted()) return fail(std::move(*why));
    return {};
}

Result<void> Stage::do_it(const Step& step) {
    if (!automation::holds(step.when, scene())) return exhausted();
    const Effect effect = step.kind->run(step, scene());
    if (auto fine = exhausted(); !fine) return fine;
    switch (step.kind->does) {
        case Does::kSet:
            return set(step, effect);
        case Does::kCreate: {
            const compile::Entity* entity = all_.program().entity(step.entity);
            auto made = all_.records().create_from(act_, *entity, owner(), effect.values);
            return made ? Result<void>() : Result<void>(tl::unexpected(std::move(made.error())));
        }
        case Does::kStart:
            return all_.flows().start_for(act_, *all_.program().flow(step.flow), record_, initiator_, effect.values);
        case Does::kAct:
            return order(step, effect);
        case Does::kTell:
            return tell(step, effect);
    }
    return {};
}

Result<void> Stage::set(const Step& step, const Effect& effect) {
    Id id = record_;
    if (!step.through.empty()) {
        const Value* to = names_.front().find(step.through);
        const Value* text = to != nullptr && to->is_context() ? to->find("id") : nullptr;
        const auto found = text != nullptr && text->is_string() ? storage::parse_id(text->as_string()) : std::nullopt;
        if (!found) return {};  // it refers to nothing
        id = *found;
    }
    auto done = all_.records().set(act_, *all_.program().entity(step.entity), id, effect.values);
    if (!done) return tl::unexpected(std::move(done.error()));
    return {};
}

Result<void> Stage::order(const Step& step, const Effect& effect) {
    json::Value payload = json::Value::object();
    payload.set("automation", json::Value::string(automation_.id));
    payload.set("node", json::Value::string(step.id));
    payload.set("entity", json::Value::string(automation_.entity));
    payload.set("record", json::Value::string(storage::id_text(record_)));
    payload.set("action", json::Value::string(step.action));
    payload.set("arguments", feel::to_json(Value::context(effect.values)));
    payload.set("retries", json::Value::number(step.retries));
    payload.set("time_limit", json::Value::number(step.time_limit.seconds));
    payload.set("retry_after", json::Value::number(step.retry_after.seconds));
    act_.news.timers = true;
    const Id id = act_.ids.next();
    const auto added = act_.tx.execute(
        "INSERT INTO fw_outbox (id, channel, key, payload, status, next_at, created_at, automation, record_id) VALUES "
        "(?, 'flow_job', ?, ?, 'waiting', ?, ?, ?, ?)",
        {id, "automation:" + storage::id_text(id), json::write_compact(payload), act_.now, act_.now, automation_.id,
         record_});
    if (!added) return tl::unexpected(added.error());
    return {};
}

Result<void> Stage::tell(const Step& step, const Effect& effect) {
    const std::string cause = "automation:" + automation_.id + ":" + step.id + ":" + storage::id_text(act_.ids.next());
    for (const flow::Person person : effect.people) {
        notify::Notice notice;
        notice.person = person;
        notice.cause = cause;
        notice.kind = "notify";
        notice.text = effect.text;
        notice.entity = automation_.entity;
        notice.record = record_;
        if (auto told = notify::tell(act_, notice); !told) return told;
    }
    return {};
}

}  // namespace fw::automations
