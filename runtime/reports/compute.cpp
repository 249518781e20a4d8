#include "runtime/reports/compute.h"

#include <algorithm>

#include "engine/base/suggest.h"
#include "engine/compile/scopes.h"
#include "engine/feel/budget.h"
#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"
#include "engine/json/write.h"

namespace fw::reports {

using compile::Report;
using form::Storage;
using storage::quoted;
using Measures = std::vector<const Report::Measure*>;

int scale_of(const Report::Measure& measure, const compile::Entity& entity) {
    const compile::Field* field = measure.field.empty() ? nullptr : entity.find(measure.field);
    return field != nullptr && field->storage == Storage::kDecimal ? field->scale : 0;
}

namespace {

// A parameter as text, read as its type.
std::optional<feel::Value> read_choice(const Report::Parameter& parameter, const std::string& text) {
    if (text.empty()) return feel::Value::null();
    if (parameter.type == "text") return feel::Value::string(text);
    if (parameter.type == "boolean") {
        if (text != "true" && text != "false") return std::nullopt;
        return feel::Value::boolean(text == "true");
    }
    if (parameter.type == "date") {
        const std::optional<feel::Date> date = feel::parse_date(text);
        return date ? std::optional(feel::Value::date(*date)) : std::nullopt;
    }
    const std::optional<Decimal> number = Decimal::parse(text);
    if (!number || (parameter.type == "integer" && !number->is_integer())) return std::nullopt;
    return feel::Value::number(*number);
}

feel::EvalOptions clock(const records::Records& records, storage::DateTime now) {
    constexpr std::int64_t kMicros = 1'000'000;
    feel::EvalOptions options;
    options.now =
        feel::at_utc(feel::floor_div(now.micros, kMicros),
                     static_cast<std::int32_t>(feel::floor_mod(now.micros, kMicros) * 1000), records.options().zone);
    return options;
}

// The values of compile::ReportScope; the record's is not used.
Result<std::vector<feel::Value>> inputs_of(const records::Records& records, const access::Caller& caller,
                                           const Request& request) {
    const Report& report = request.report;
    std::vector<feel::Value> values = {feel::Value::null(), caller.context()};
    feel::Budget budget(clock(records, request.now).now);
    Diagnostics problems;
    std::vector<std::string> known;
    for (const Report::Parameter& parameter : report.parameters) {
        known.push_back(parameter.id);
        const auto chosen = request.choices.find(parameter.id);
        if (chosen == request.choices.end()) {
            values.push_back(parameter.fallback ? budget.evaluate(parameter.fallback.code, {}) : feel::Value::null());
            if (auto why = budget.exhausted()) return fail(std::move(*why));
            continue;
        }
        std::optional<feel::Value> value = read_choice(parameter, chosen->second);
        if (!value) {
            problems.push_back({"REP-001",
                                Severity::kError,
                                {{}, {}, {0, 0}, parameter.id},
                                format_text({"'{0}' is no value for '{1}' ({2})", "“{0}”不是“{1}”的有效值（{2}）"},
                                            {chosen->second, parameter.id, parameter.type}),
                                {}});
            continue;
        }
        values.push_back(std::move(*value));
    }
    for (const auto& [name, text] : request.choices) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        problems.push_back({"REP-002",
                            Severity::kError,
                            {{}, {}, {0, 0}, name},
                            format_text({"the report has no parameter '{0}'", "报表没有参数“{0}”"}, {name}),
                            did_you_mean(name, known)});
    }
    if (!problems.empty()) return fail(std::move(problems));
    return values;
}

Diagnostics not_allowed() {
    return {{"AUTH-403",
             Severity::kError,
             {},
             {"you may not see the records of this report", "您无权查看此报表的记录"},
             {}}};
}

// A hidden field must not show through a sum or a group.
Measures measures_of(const Report& report, const access::EntityAccess& access) {
    Measures out;
    for (const Report::Measure& measure : report.measures) {
        if (measure.field.empty() || access.sees(measure.field)) out.push_back(&measure);
    }
    return out;
}

std::vector<Grouping> groupings_of(const Report& report, const access::EntityAccess& access,
                                   const storage::Dialect& dialect) {
    std::vector<Grouping> out;
    for (const Report::Group& group : report.groups) {
        if (access.sees(group.by)) out.push_back(grouping(*report.entity, group, out.size(), dialect));
    }
    return out;
}

// " WHERE …" over alias r: what the reader may see and the report's filter.
struct Where {
    std::string sql;
    std::vector<storage::Value> parameters;
    void add(const access::Condition& condition) {
        if (condition.sql.empty()) return;
        sql += " AND " + condition.sql;
        parameters.insert(parameters.end(), condition.parameters.begin(), condition.parameters.end());
    }
    [[nodiscard]] std::vector<storage::Param> params() const { return {parameters.begin(), parameters.end()}; }
};

Result<Where> where_of(const records::Records& records, const access::Caller& caller, const Request& request,
                       const std::vector<feel::Value>& inputs) {
    const Report& report = request.report;
    auto readable = records.readable(caller, *report.entity, "r", request.now);
    if (!readable) return fail(std::move(readable).error());
    Where out{" WHERE r.deleted_at IS NULL", {}};
    out.add(*readable);
    if (report.filter) {
        auto filter = records.condition(*report.entity, compile::report_scope(report, records.functions()),
                                        report.filter.text, inputs, "r", request.now);
        if (!filter) return fail(std::move(filter).error());
        out.add(*filter);
    }
    return out;
}

// Columns of one measure: count of values, then sum or extreme.
std::string measure_sql(const Report::Measure& measure, const storage::Dialect& dialect) {
    const std::string column = measure.field.empty() ? "" : "r." + quoted(measure.field);
    switch (measure.function) {
        case Function::kCount:
            return ", count(*)";
        case Function::kSum:
        case Function::kAvg:
            return ", count(" + column + "), " + dialect.sum(column);
        case Function::kMin:
            return ", count(" + column + "), min(" + column + ")";
        case Function::kMax:
            return ", count(" + column + "), max(" + column + ")";
    }
    return {};
}

Partial read_partial(const Report::Measure& measure, const compile::Entity& entity, const storage::Row& row,
                     int& column) {
    Partial out;
    out.count = row.integer(column++);
    if (measure.function == Function::kCount) return out;
    const int at = column++;
    if (row.is_null(at)) return out;
    std::string digits;
    row.append_decimal(digits, at, scale_of(measure, entity));
    const Decimal value = Decimal::parse(digits).value_or(Decimal());
    if (measure.function == Function::kMin || measure.function == Function::kMax) {
        out.extreme = value;
    } else {
        out.sum = value;
    }
    return out;
}

}  // namespace

bool may_open(const access::Caller& caller, const Report& report) { return !caller.on(*report.entity).read.nothing(); }

Result<Computed> compute(const records::Records& records, storage::Reader& reader, const access::Caller& caller,
                         const Request& request) {
    const Report& report = request.report;
    const access::EntityAccess& access = caller.on(*report.entity);
    if (!may_open(caller, report)) return fail(not_allowed());
    auto inputs = inputs_of(records, caller, request);
    if (!inputs) return fail(std::move(inputs).error());
    Computed out{groupings_of(report, access, reader.dialect()), measures_of(report, access), std::move(*inputs), {}};
    auto where = where_of(records, caller, request, out.inputs);
    if (!where) return fail(std::move(where).error());

    std::string select;
    std::string joins;
    std::string keys;
    std::vector<std::pair<int, int>> columns;
    std::vector<storage::Value> join_parameters;
    int next = 0;
    for (const Grouping& group : out.groups) {
        select += (select.empty() ? "" : ", ") + group.key_sql;
        keys += (keys.empty() ? "" : ", ") + group.key_sql;
        columns.emplace_back(next++, -1);
        joins += group.join_sql;
        if (group.title_sql.empty()) continue;
        // Of what the reader may not read there is no title; the names of people and units are no secret.
        const compile::Entity& named = *group.field->to;
        if (named.id != "base.person" && named.id != "base.unit") {
            auto readable =
                records.readable(caller, named, group.title_sql.substr(0, group.title_sql.find('.')), request.now);
            if (!readable) return fail(std::move(readable).error());
            if (!readable->sql.empty()) joins += " AND " + readable->sql;
            join_parameters.insert(join_parameters.end(), readable->parameters.begin(), readable->parameters.end());
        }
        select += ", " + group.title_sql;
        keys += ", " + group.title_sql;
        columns.back().second = next++;
    }
    if (select.empty()) select = "1", ++next;
    for (const Report::Measure* measure : out.measures) select += measure_sql(*measure, reader.dialect());
    const std::string sql = "SELECT " + select + " FROM " + quoted(report.entity->table) + " r" + joins + where->sql +
                            (keys.empty() ? "" : " GROUP BY " + keys);

    std::vector<Leaf> leaves;
    std::vector<storage::Param> parameters(join_parameters.begin(), join_parameters.end());
    for (const storage::Value& value : where->parameters) parameters.emplace_back(value);
    auto done = reader.query(sql, parameters, [&](const storage::Row& row) {
        Leaf leaf;
        for (std::size_t g = 0; g < out.groups.size(); ++g) {
            leaf.keys.push_back(read_key(out.groups[g], row, columns[g].first, columns[g].second, request.language));
        }
        int column = next;
        for (const Report::Measure* measure : out.measures) {
            leaf.measures.push_back(read_partial(*measure, *report.entity, row, column));
        }
        leaves.push_back(std::move(leaf));
    });
    if (!done) return fail(std::move(done).error());
    std::stable_sort(leaves.begin(), leaves.end(), [&](const Leaf& a, const Leaf& b) {
        for (std::size_t g = 0; g < out.groups.size(); ++g) {
            if (a.keys[g] == b.keys[g]) continue;
            return before(out.groups[g], a.keys[g], b.keys[g]);
        }
        return false;
    });
    std::vector<Measure> measures;
    for (const Report::Measure* measure : out.measures)
        measures.push_back({measure->function, scale_of(*measure, *report.entity)});
    out.table = build_table(leaves, out.groups.size(), measures);
    return out;
}

Result<std::string> drill_down(const records::Records& records, storage::Reader& reader, const access::Caller& caller,
                               const Request& request, const json::Value& keys) {
    const Report& report = request.report;
    if (!may_open(caller, report)) return fail(not_allowed());
    const std::vector<Grouping> groups = groupings_of(report, caller.on(*report.entity), reader.dialect());
    if (!keys.is_array() || keys.items().size() > groups.size()) {
        return fail("REP-003", {"keys must be a row's list of keys", "keys 必须是某一行的键列表"});
    }
    auto inputs = inputs_of(records, caller, request);
    if (!inputs) return fail(std::move(inputs).error());
    auto where = where_of(records, caller, request, *inputs);
    if (!where) return fail(std::move(where).error());
    for (std::size_t k = 0; k < keys.items().size(); ++k) {
        std::optional<KeyCondition> condition = key_condition(groups[k], keys.items()[k]);
        if (!condition) return fail("REP-003", {"keys must be a row's list of keys", "keys 必须是某一行的键列表"});
        where->sql += " AND " + condition->sql;
        if (condition->parameter) where->parameters.push_back(std::move(*condition->parameter));
    }
    std::string out = "[";
    const std::string sql = "SELECT r.id, r._title FROM " + quoted(report.entity->table) + " r" + where->sql +
                            " ORDER BY r._title, r.id LIMIT 1000";
    auto done = reader.query(sql, where->params(), [&](const storage::Row& row) {
        if (out.size() > 1) out += ",";
        out += "{\"id\":\"" + std::to_string(row.integer(0)) + "\",\"title\":";
        json::append_string(out, row.text(1));
        out += "}";
    });
    if (!done) return fail(std::move(done).error());
    return out + "]";
}

}  // namespace fw::reports
