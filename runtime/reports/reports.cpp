#include "runtime/reports/reports.h"

#include "engine/base/csv.h"
#include "engine/compile/scopes.h"
#include "engine/json/write.h"
#include "runtime/reports/compute.h"

namespace fw::reports {

using compile::Report;

namespace {

void append_key(std::string& out, const Key& key) {
    switch (key.kind) {
        case Key::Kind::kEmpty:
            out += "null";
            return;
        case Key::Kind::kBoolean:
        case Key::Kind::kNumber:
            out += key.id;
            return;
        case Key::Kind::kText:
            json::append_string(out, key.id);
            return;
        case Key::Kind::kTitled:
            out += "{\"id\":";
            json::append_string(out, key.id);
            out += ",\"title\":";
            json::append_string(out, key.title);
            out += "}";
    }
}

void append_values(std::string& out, const std::vector<std::optional<Decimal>>& values) {
    out += "[";
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) out += ",";
        out += values[i] ? values[i]->to_string() : "null";
    }
    out += "]";
}

// `each` appends one element of a JSON list.
template <class List, class Each>
void append_list(std::string& out, std::string_view name, const List& list, const Each& each) {
    out += ",\"";
    out += name;
    out += "\":[";
    bool first = true;
    for (const auto& item : list) {
        if (!first) out += ",";
        first = false;
        each(item);
    }
    out += "]";
}

std::string_view function_name(Function function) {
    switch (function) {
        case Function::kCount:
            return "count";
        case Function::kSum:
            return "sum";
        case Function::kMin:
            return "min";
        case Function::kMax:
            return "max";
        case Function::kAvg:
            return "avg";
    }
    return {};
}

void append_parameters(std::string& out, const Report& report, const std::vector<feel::Value>& values) {
    append_list(out, "parameters", report.parameters, [&](const Report::Parameter& parameter) {
        const auto index = static_cast<std::size_t>(&parameter - report.parameters.data());
        out += "{\"id\":";
        json::append_string(out, parameter.id);
        out += ",\"label\":";
        json::append_text(out, parameter.label);
        out += ",\"type\":";
        json::append_string(out, parameter.type);
        out +=
            ",\"value\":" + json::write_compact(feel::to_json(values[index + compile::ReportScope::kFirstParameter])) +
            "}";
    });
}

void append_csv_row(std::string& out, const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) out += ',';
        csv::append_cell(out, cells[i]);
    }
    out += "\r\n";
}

}  // namespace

Result<std::string> run(const records::Records& records, storage::Reader& reader, const access::Caller& caller,
                        const Request& request) {
    auto computed = compute(records, reader, caller, request);
    if (!computed) return fail(std::move(computed).error());
    const Report& report = request.report;
    std::string out = "{\"id\":";
    json::append_string(out, report.id);
    out += ",\"label\":";
    json::append_text(out, report.label);
    out += ",\"entity\":";
    json::append_string(out, report.entity->id);
    append_list(out, "groups", computed->groups, [&](const Grouping& group) {
        out += "{\"id\":";
        json::append_string(out, group.group->id);
        out += ",\"label\":";
        json::append_text(out, group.group->label.empty() ? group.field->label : group.group->label);
        out += ",\"period\":";
        json::append_string(out, group.group->period);
        out += "}";
    });
    append_list(out, "measures", computed->measures, [&](const Report::Measure* measure) {
        out += "{\"id\":";
        json::append_string(out, measure->id);
        out += ",\"label\":";
        json::append_text(out, measure->label);
        out += ",\"function\":";
        json::append_string(out, function_name(measure->function));
        const compile::Field* field = measure->field.empty() ? nullptr : report.entity->find(measure->field);
        out += ",\"scale\":" + std::to_string(scale_of(*measure, *report.entity)) + ",\"currency\":";
        json::append_string(out, field == nullptr ? "" : field->currency);
        out += "}";
    });
    append_list(out, "rows", computed->table.rows, [&](const Row& row) {
        out += "{\"level\":" + std::to_string(row.keys.size());
        append_list(out, "keys", row.keys, [&](const Key& key) { append_key(out, key); });
        out += ",\"values\":";
        append_values(out, row.values);
        out += "}";
    });
    out += ",\"totals\":";
    append_values(out, computed->table.totals);
    out += ",\"chart\":" + json::write_compact(report.chart);
    append_parameters(out, report, computed->inputs);
    return out + "}";
}

Result<std::string> run_csv(const records::Records& records, storage::Reader& reader, const access::Caller& caller,
                            const Request& request) {
    auto computed = compute(records, reader, caller, request);
    if (!computed) return fail(std::move(computed).error());
    std::string out(csv::kMark);
    std::vector<std::string> cells;
    for (const Grouping& group : computed->groups) {
        const Text& label = group.group->label.empty() ? group.field->label : group.group->label;
        cells.emplace_back(label.in(request.language));
    }
    for (const Report::Measure* measure : computed->measures) cells.emplace_back(measure->label.in(request.language));
    append_csv_row(out, cells);
    const auto add_row = [&](const std::vector<Key>& keys, const std::vector<std::optional<Decimal>>& values,
                             std::string_view first) {
        cells.assign(computed->groups.size(), "");
        for (std::size_t k = 0; k < keys.size(); ++k)
            cells[k] = keys[k].kind == Key::Kind::kTitled ? keys[k].title : keys[k].id;
        if (!first.empty() && !cells.empty()) cells[0] = first;
        for (const auto& value : values) cells.push_back(value ? value->to_string() : "");
        append_csv_row(out, cells);
    };
    for (const Row& row : computed->table.rows) {
        if (row.keys.size() == computed->groups.size()) add_row(row.keys, row.values, "");
    }
    add_row({}, computed->table.totals, request.language == Language::kZh ? "合计" : "Total");
    return out;
}

}  // namespace fw::reports
