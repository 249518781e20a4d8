// What a record must be before it is stored.
#include <algorithm>

#include "engine/base/blank.h"
#include "engine/base/utf8.h"
#include "runtime/records/values.h"
#include "runtime/records/writer.h"

namespace fw::records {

using feel::Value;

namespace {
bool is_email(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) return false;
    const std::string_view domain = text.substr(at + 1);
    const std::size_t dot = domain.rfind('.');
    return text.find_first_of(" \t\r\n,;<>") == std::string_view::npos && dot != std::string_view::npos && dot > 0 &&
           dot + 1 < domain.size();
}

bool is_phone(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || std::string_view("+-() ./#*").find(c) != std::string_view::npos;
    };
    return std::all_of(text.begin(), text.end(), allowed) &&
           std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_url(std::string_view text) {
    const bool web = text.substr(0, 7) == "http://" || text.substr(0, 8) == "https://";
    return web && text.find_first_of(" \t\r\n\"<>") == std::string_view::npos && text.find("://") + 3 < text.size();
}

Text label_or_id(const Field& field) { return field.label.empty() ? Text{field.id, field.id} : field.label; }

// A sentence about a field, naming it as people know it.
Text about(const Field& field, const Text& pattern, std::string_view more = {}) {
    const Text label = label_or_id(field);
    return {format_text(pattern, {label.in(Language::kEn), more}).en,
            format_text(pattern, {label.in(Language::kZh), more}).zh};
}

bool control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;  // line and paragraph separators too
}

template <class Test>
bool all_characters(std::string_view text, Test test) {
    for (std::size_t at = 0; at < text.size();) {
        if (!test(utf8::next(text, at))) return false;
    }
    return true;
}

bool blank(const Value& value) {
    if (!value.is_string()) return value.is_null();
    return fw::blank(value.as_string());
}
}  // namespace

// What the system writes into a record that people may not change now is not refused for what was wrong before: a rule
// that came later would stop every approval under way.
bool Writer::stood_before(const Draft* before) const { return write_.trusted && before != nullptr; }

void Writer::validate(Draft& draft, Draft* before, Draft* parent, const std::string& path) {
    const bool child = parent != nullptr;
    for (std::size_t i = 0; i < draft.cells.size(); ++i)
        validate_field(draft, before, parent, static_cast<int>(i), path);
    for (std::size_t i = 0; i < draft.lines.size(); ++i) {
        const std::string name = draft.model->field(draft.model->lines_field[i]).id;
        for (std::size_t n = 0; n < draft.lines[i].size(); ++n) {
            Draft& line = draft.lines[i][n];
            Draft* old = nullptr;
            if (before != nullptr) {
                for (Draft& one : before->lines[i]) old = one.id == line.id ? &one : old;
            }
            validate(line, old, &draft, path + name + "[" + std::to_string(n) + "].");
        }
    }
    if (!child && !errors_.empty()) return;  // checks read values that are wrong already
    for (const compile::Check& check : draft.model->entity->checks) {
        const Value verdict = evaluator_.value(check.check, draft, parent);
        if (verdict.is_true()) continue;
        // Null comes from fields that are empty: not a broken check.
        if (verdict.is_null()) continue;
        if (stood_before(before) && evaluator_.value(check.check, *before, parent).is_false()) continue;
        Text message = check.message;
        if (message.empty()) message = format_text({"the check '{0}' does not hold", "未通过校验“{0}”"}, {check.id});
        add(field_error("REC-014", message, path + check.field));
    }
}

void Writer::validate_field(Draft& draft, Draft* before, Draft* parent, int index, const std::string& path) {
    const Field& field = draft.model->field(index);
    const std::string element = path + field.id;
    const int ordinal = draft.model->lines_of[static_cast<std::size_t>(index)];
    const bool given = ordinal >= 0 ? !draft.lines[static_cast<std::size_t>(ordinal)].empty() || !draft.lines_known
                                    : !blank(draft.cell(index));
    if (!given) {
        const bool typed = field.type->people_write && !field.computed();
        const bool wanted =
            typed &&
            (field.required || (field.required_when.code && evaluator_.holds(field.required_when, draft, parent)));
        const auto missing_before = [&] {
            const bool empty =
                ordinal >= 0 ? before->lines[static_cast<std::size_t>(ordinal)].empty() : blank(before->cell(index));
            return empty &&
                   (field.required ||
                    (field.required_when.code && evaluator_.holds(field.required_when, *before, parent))) &&
                   evaluator_.holds_or_none(field.visible_when, *before, parent);
        };
        if (wanted && evaluator_.holds_or_none(field.visible_when, draft, parent) &&
            !(stood_before(before) && missing_before())) {
            add(field_error("REC-006", about(field, {"{0} is required", "“{0}”为必填项"}), element));
        }
        if (ordinal < 0 && draft.cell(index).is_null()) return;
    }
    if (ordinal >= 0 || !field.stored() || field.computed()) return;
    const Value& value = draft.cell(index);
    const bool changed = before == nullptr || !(before->cell(index) == value);
    if (!changed) return;
    if (before != nullptr && !write_.trusted && field.read_only_when.code &&
        evaluator_.holds(field.read_only_when, *before, parent)) {
        add(field_error("REC-005", about(field, {"{0} cannot be changed now", "当前不能修改“{0}”"}), element));
        return;
    }
    if (value.is_string() && field.storage == form::Storage::kText) validate_text(*draft.model, index, value, element);
    if (!field.options.empty()) validate_options(field, value, element);
    validate_bounds(draft, parent, field, value, element);
    if (field.storage == form::Storage::kReference) validate_reference(draft, parent, field, value, element);
}

void Writer::validate_text(const EntityModel& entity, int index, const Value& value, const std::string& element) {
    const Field& field = entity.field(index);
    const std::string_view text = value.as_string();
    const auto length = static_cast<std::int64_t>(utf8::length(text));
    if (field.max_length && length > *field.max_length) {
        add(field_error(
            "REC-007",
            about(field, {"{0} has at most {1} characters", "“{0}”最多 {1} 个字符"}, std::to_string(*field.max_length)),
            element));
    } else if (field.min_length && length < *field.min_length) {
        add(field_error("REC-007",
                        about(field, {"{0} has at least {1} characters", "“{0}”至少 {1} 个字符"},
                              std::to_string(*field.min_length)),
                        element));
    }
    const std::string& type = field.type->id;
    const bool lines = type == "long_text";
    const bool clean = all_characters(text, [&](char32_t c) {
        return !control(c) || (lines && (c == '\n' || c == '\r' || c == '\t' || c == 0x2028 || c == 0x2029));
    });
    if (!clean && !write_.trusted) {
        add(field_error("REC-008",
                        lines ? about(field, {"{0} holds control characters", "“{0}”含有控制字符"})
                              : about(field, {"{0} is one line: no line breaks, tabs or control characters",
                                              "“{0}”为单行文本，不能含换行、制表符或控制字符"}),
                        element));
        return;
    }
    const bool formed =
        (type != "email" || is_email(text)) && (type != "phone" || is_phone(text)) && (type != "url" || is_url(text));
    if (!formed) {
        add(field_error("REC-008", about(field, {"{0} is not written correctly", "“{0}”格式不正确"}), element));
        return;
    }
    const feel::Expression& pattern = entity.patterns[static_cast<std::size_t>(index)];
    if (!pattern) return;
    if (!evaluator_.matches(pattern, value)) {
        add(field_error("REC-008",
                        about(field, {"{0} does not have the form {1}", "“{0}”不符合格式 {1}"}, field.pattern),
                        element));
    }
}

void Writer::validate_options(const Field& field, const Value& value, const std::string& element) {
    const auto known = [&](const Value& one) {
        return std::any_of(field.options.begin(), field.options.end(),
                           [&](const compile::Option& o) { return one.is_string() && o.id == one.as_string(); });
    };
    const auto check = [&](const Value& one) {
        if (known(one)) return;
        std::string options;
        for (const compile::Option& o : field.options) options += (options.empty() ? "" : ", ") + o.id;
        Diagnostic d = field_error(
            "REC-009", about(field, {"{0} has no option '{1}'", "“{0}”没有选项“{1}”"}, one.to_text()), element);
        d.hint = format_text({"one of: {0}", "可选值：{0}"}, {options});
        add(std::move(d));
    };
    if (value.is_list()) {
        for (const Value& one : value.as_list()) check(one);
    } else {
        check(value);
    }
}

void Writer::validate_bounds(Draft& draft, Draft* parent, const Field& field, const Value& value,
                             const std::string& element) {
    const auto bound = [&](const model::Expr& limit, int forbidden, const Text& text) {
        if (!limit.code) return;
        const Value end = evaluator_.value(limit, draft, parent);
        const auto order = feel::compare(value, end);
        if (order && *order * forbidden > 0) add(field_error("REC-010", about(field, text, end.to_text()), element));
    };
    bound(field.min, -1, {"{0} must be at least {1}", "“{0}”不能小于 {1}"});
    bound(field.max, 1, {"{0} must be at most {1}", "“{0}”不能大于 {1}"});
}

void Writer::validate_reference(Draft& draft, Draft* parent, const Field& field, const Value& value,
                                const std::string& element) {
    if (field.to == nullptr) return;
    Draft* target = loader_.referred(model_.of(*field.to), reference_id(value));
    if (target == nullptr) {
        const Text label = field.to->label.empty() ? Text{field.to->id, field.to->id} : field.to->label;
        add(field_error("REC-012",
                        {"there is no " + label.en + " with the id " + std::string(value.as_string()),
                         "没有标识为 " + std::string(value.as_string()) + " 的" + label.zh},
                        element));
        return;
    }
    if (!write_.trusted && !evaluator_.target_fits(field, *target, draft, parent)) {
        add(field_error("REC-013", about(field, {"{0} cannot be this record", "“{0}”不能选择该记录"}), element));
    }
}

}  // namespace fw::records
