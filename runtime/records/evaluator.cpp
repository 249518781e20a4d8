#include "runtime/records/evaluator.h"

#include <array>

#include "engine/compile/scopes.h"
#include "engine/feel/calendar/zones.h"

namespace fw::records {

using feel::Value;

namespace {
feel::DateTime local(storage::DateTime now, const feel::Zone& zone) {
    constexpr std::int64_t kMicros = 1'000'000;
    return feel::at_utc(now.micros / kMicros, static_cast<std::int32_t>(now.micros % kMicros * 1000), zone);
}
}  // namespace

Evaluator::Evaluator(Loader& loader, Value user, storage::DateTime now, const feel::Zone& zone)
    : loader_(loader), user_(std::move(user)), budget_(local(now, zone)) {}

bool Evaluator::matches(const feel::Expression& pattern, const Value& text) {
    const std::array<Value, 1> inputs{text};
    return budget_.evaluate(pattern, inputs).is_true();
}

Value Evaluator::value(const model::Expr& expression, Draft& draft, Draft* parent) {
    if (!expression.code) return {};
    std::array<Value, 3> inputs;
    loader_.contextualize(draft, draft.model->needs);
    inputs[compile::RecordScope::kRecord] = draft.context;
    inputs[compile::RecordScope::kUser] = user_;
    if (parent != nullptr && !draft.model->parent_needs.empty()) {
        loader_.contextualize(*parent, parent->model->needs);
        inputs[compile::RecordScope::kParent] = parent->context;
    }
    return budget_.evaluate(expression.code, inputs);
}

bool Evaluator::holds(const model::Expr& expression, Draft& draft, Draft* parent) {
    return value(expression, draft, parent).is_true();
}

bool Evaluator::holds_or_none(const model::Expr& expression, Draft& draft, Draft* parent) {
    return !expression || holds(expression, draft, parent);
}

bool Evaluator::target_fits(const Field& reference, Draft& target, Draft& draft, Draft* parent) {
    if (!reference.filter.code) return true;
    Paths of_target;
    Paths of_record;
    for (const std::vector<std::string>& path : reference.filter.code.reads()) {
        const std::span<const std::string> all(path);
        if (all.empty() || all.front() == "user" || all.front() == "parent") continue;
        if (all.front() == "record") {
            of_record.add(all.subspan(1));
        } else {
            of_target.add(all.front() == "target" ? all.subspan(1) : all);
        }
    }
    follow_lookups(*target.model->entity, of_target);
    follow_lookups(*draft.model->entity, of_record);
    of_record.add(draft.model->needs);
    target.fresh = false;
    draft.fresh = false;
    loader_.contextualize(target, of_target);
    loader_.contextualize(draft, of_record);
    target.fresh = false;
    draft.fresh = false;
    std::array<Value, 4> inputs;
    inputs[compile::TargetScope::kTarget] = target.context;
    inputs[compile::TargetScope::kRecord] = draft.context;
    inputs[compile::TargetScope::kUser] = user_;
    if (parent != nullptr) {
        loader_.contextualize(*parent, parent->model->needs);
        inputs[compile::TargetScope::kParent] = parent->context;
    }
    return budget_.evaluate(reference.filter.code, inputs).is_true();
}

}  // namespace fw::records
