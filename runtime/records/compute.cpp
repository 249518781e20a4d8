// Defaults, formulas, roll-ups and titles of a draft.
#include <algorithm>

#include "runtime/records/rollup.h"
#include "runtime/records/values.h"
#include "runtime/records/writer.h"

namespace fw::records {

using feel::Value;

void Writer::defaults(Draft& draft, Draft* parent) {
    for (std::size_t i = 0; i < draft.cells.size(); ++i) {
        const int index = static_cast<int>(i);
        const Field& field = draft.model->field(index);
        if (!field.fallback.code || !draft.cells[i].is_null() || provided_.contains({&draft, index})) continue;
        if (auto value = fitted(field, evaluator_.value(field.fallback, draft, parent)))
            draft.set(index, std::move(*value));
    }
}

void Writer::compute(Draft& draft, Draft* parent) {
    for (const Field* field : draft.model->entity->compute_order) {
        const int index = draft.model->index_of(field->id);
        if (field->rollup) {
            compute_rollup(draft, *field, index);
            continue;
        }
        const Value computed = evaluator_.value(field->formula, draft, parent);
        auto value = fitted(*field, computed);
        if (!value) {
            // A text where a number is kept: the formula has no value. A total never lacks what was too large.
            if (computed.is_number()) too_large(*field);
            value = Value::null();
        }
        if (!(*value == draft.cell(index))) draft.set(index, std::move(*value));
    }
}

void Writer::too_large(const Field& field) {
    const Text label = field.label.empty() ? Text(field.id, field.id) : field.label;
    Diagnostic made = field_error(
        "REC-007",
        Text(label.en + " becomes larger than 18 digits can hold", "“" + label.zh + "”的计算结果超过 18 位数字"),
        field.id);
    const bool known = std::any_of(errors_.begin(), errors_.end(), [&](const Diagnostic& each) {
        return each.code == made.code && each.place.element == made.place.element;
    });
    if (!known) add(std::move(made));
}

void Writer::compute_rollup(Draft& draft, const Field& field, int index) {
    const Entity* over = field.rollup->over;
    if (over == nullptr) return;
    if (over->parent != draft.model->entity) {
        // Over records that refer to this one: follow.cpp keeps it; a new record has none yet.
        if (draft.version == 0) draft.set(index, empty_rollup(*field.rollup));
        return;
    }
    for (std::size_t i = 0; i < draft.lines.size(); ++i) {
        if (draft.model->lines_model[i]->entity != over) continue;
        RollupTotal total(*field.rollup);
        for (Draft& line : draft.lines[i]) {
            if (!evaluator_.holds_or_none(field.rollup->where, line, &draft)) continue;
            total.add(field.rollup->value.code ? evaluator_.value(field.rollup->value, line, &draft) : Value());
        }
        auto value = fitted(field, total.result());
        draft.set(index, value ? std::move(*value) : Value::null());
    }
}

void Writer::compute_all(Draft& draft) {
    const bool has_lines =
        std::any_of(draft.lines.begin(), draft.lines.end(), [](const auto& l) { return !l.empty(); });
    if (!has_lines) {
        compute(draft, nullptr);
        draft.title = title_of(draft, nullptr);
        return;
    }
    // Lines may read what is computed of their parent, and the parent sums up its lines: parent, lines, parent. Where
    // lines read such a sum in turn, compile() has refused the circle.
    if (draft.model->lines_read_parent) compute(draft, nullptr);
    for (int round = 0; round < (draft.model->lines_read_parent ? 2 : 1); ++round) {
        for (auto& lines : draft.lines) {
            for (Draft& line : lines) compute(line, &draft);
        }
        draft.fresh = false;
        compute(draft, nullptr);
    }
    for (auto& lines : draft.lines) {
        for (Draft& line : lines) line.title = title_of(line, &draft);
    }
    draft.title = title_of(draft, nullptr);
}

std::string Writer::title_of(Draft& draft, Draft* parent) {
    constexpr std::size_t kLongestTitle = 400;
    std::string out;
    if (draft.model->entity->title.code) {
        const Value title = evaluator_.value(draft.model->entity->title, draft, parent);
        if (!title.is_null()) out = title.to_text();
    } else {
        for (std::size_t i = 0; i < draft.cells.size() && out.empty(); ++i) {
            if (draft.cells[i].is_string() && draft.model->entity->fields[i].storage == form::Storage::kText) {
                out = draft.cells[i].as_string();
            }
        }
    }
    if (out.size() > kLongestTitle) {
        std::size_t end = kLongestTitle;
        while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
        out.resize(end);
    }
    return out;
}

}  // namespace fw::records
