// Reports: groups, measures, parameters, filter and chart against their entity.
#include <algorithm>

#include "engine/base/suggest.h"
#include "engine/compile/build.h"
#include "engine/compile/scopes.h"

namespace fw::compile {

namespace {

class ReportCompiler {
  public:
    ReportCompiler(Build& build, const Source& source) : build_(build), source_(source), root_(source.root()) {}

    Report compile() {
        report_.id = source_.id;
        report_.label = label_of(root_);
        report_.type = root_.string_or("type", "grouped");
        if (const json::Value* entity = root_.find("entity"))
            report_.entity = build_.entity(source_, *entity, source_.element);
        for (const json::Value& written : items_of(root_, "parameters")) parameter(written);
        for (const json::Value& written : items_of(root_, "groups")) group(written);
        for (const json::Value& written : items_of(root_, "measures")) measure(written);
        if (report_.entity != nullptr) {
            Wanted wanted;
            wanted.type = feel::TypeKind::kBoolean;
            report_.filter = build_.expression(source_, root_.find("filter"), source_.element + "/filter",
                                               report_scope(report_, build_.functions()), wanted);
        }
        chart();
        shape();
        return std::move(report_);
    }

  private:
    const Field* stored(const json::Value& element, const char* key, const std::string& path) {
        const json::Value* written = element.find(key);
        if (written == nullptr) return nullptr;
        const Field* field = build_.field(source_, report_.entity, *written, path);
        if (field == nullptr || field->type == nullptr || field->stored()) return field;
        build_.error(
            source_, "MODEL-114", written->range(), path,
            format_text({"'{0}' is not stored, so a report cannot use it", "“{0}”不存储，报表无法使用"}, {field->id}),
            {"use a stored field, a formula or a roll-up", "请使用存储的字段、公式或汇总"});
        return nullptr;
    }

    void parameter(const json::Value& written) {
        Report::Parameter made;
        made.id = written.string_or("id");
        made.label = label_of(written);
        made.type = written.string_or("type", "text");
        const std::string path = source_.element + "/parameters/" + made.id;
        if (report_.entity != nullptr && report_.entity->find(made.id) != nullptr) {
            build_.error(source_, "MODEL-110", range_of(written, "id"), path,
                         format_text({"{0} has a field '{1}'; the filter could not tell them apart",
                                      "{0} 已有字段“{1}”，筛选条件无法区分"},
                                     {report_.entity->id, made.id}),
                         {"choose another name", "请另选名称"});
        }
        Wanted wanted;
        wanted.type = value_type(made.type);
        const feel::Scope none(build_.functions());
        made.fallback = build_.expression(source_, written.find("default"), path, none, wanted);
        report_.parameters.push_back(std::move(made));
    }

    void group(const json::Value& written) {
        Report::Group made;
        made.id = written.string_or("id");
        made.period = written.string_or("period");
        const std::string path = source_.element + "/groups/" + made.id;
        const Field* field = stored(written, "by", path);
        if (field != nullptr) {
            made.by = field->id;
            const bool date = field->storage == form::Storage::kDate || field->storage == form::Storage::kDateTime;
            if (!made.period.empty() && !date) {
                build_.error(source_, "MODEL-114", range_of(written, "period"), path,
                             format_text({"'{0}' is no date, so it has no period", "“{0}”不是日期，不能按周期分组"},
                                         {field->id}),
                             {"remove 'period'", "请删除“period”"});
            }
            if (field->type != nullptr && !field->type->sortable) {
                build_.error(source_, "MODEL-114", range_of(written, "by"), path,
                             format_text({"records cannot be grouped by '{0}' ({1})", "不能按“{0}”（{2}）分组"},
                                         {field->id, field->type->id, field->type->description.label.zh}),
                             {"use a field with few different values, such as a choice or a date",
                              "请使用取值较少的字段，例如单选或日期"});
            }
        }
        made.label = text_of(written, "label");
        if (made.label.empty()) made.label = field != nullptr ? field->label : label_of(written);
        report_.groups.push_back(std::move(made));
    }

    void measure(const json::Value& written) {
        Report::Measure made;
        made.id = written.string_or("id");
        made.label = label_of(written);
        const std::string path = source_.element + "/measures/" + made.id;
        static const std::pair<const char*, Rollup::Function> kFunctions[] = {{"sum", Rollup::Function::kSum},
                                                                              {"min", Rollup::Function::kMin},
                                                                              {"max", Rollup::Function::kMax},
                                                                              {"avg", Rollup::Function::kAvg}};
        int functions = flag(written, "count") ? 1 : 0;
        for (const auto& [name, function] : kFunctions) {
            if (written.find(name) == nullptr) continue;
            ++functions;
            made.function = function;
            const Field* field = stored(written, name, path);
            if (field == nullptr) continue;
            made.field = field->id;
            const bool adds = function == Rollup::Function::kSum || function == Rollup::Function::kAvg;
            const feel::Type& type = field->feel_type;
            if (adds && !type.is_any() && !type.is(feel::TypeKind::kNumber)) {
                build_.error(
                    source_, "MODEL-114", range_of(written, name), path,
                    format_text({"'{0}' is no number: it cannot be added up", "“{0}”不是数字，不能求和或求平均"},
                                {field->id}),
                    {"use min, max or count", "请使用 min、max 或 count"});
            }
        }
        if (functions != 1) {
            build_.error(source_, "MODEL-113", written.range(), path,
                         {"a measure has exactly one of: count, sum, min, max, avg",
                          "度量必须恰好有一个：count、sum、min、max 或 avg"},
                         functions == 0 ? Text{R"(for example: "sum": "total" or "count": true)",
                                               R"(例如："sum": "total" 或 "count": true)"}
                                        : Text{"make two measures", "请拆成两个度量"});
        }
        report_.measures.push_back(std::move(made));
    }

    template <class List>
    void chart_name(const json::Value& chart, const char* key, const List& list, Text what) {
        const json::Value* written = chart.find(key);
        if (written == nullptr) return;
        std::vector<std::string> names;
        for (const auto& one : list) names.push_back(one.id);
        if (std::find(names.begin(), names.end(), written->as_string()) != names.end()) return;
        build_.error(
            source_, "MODEL-102", written->range(), source_.element + "/chart",
            format_text({"the report has no {0} '{1}'", "报表没有{2}“{1}”"}, {what.en, written->as_string(), what.zh}),
            did_you_mean(written->as_string(), names));
    }

    void chart() {
        const json::Value* chart = root_.find("chart");
        if (chart == nullptr) return;
        chart_name(*chart, "category", report_.groups, {"group", "分组"});
        chart_name(*chart, "series", report_.groups, {"group", "分组"});
        chart_name(*chart, "measure", report_.measures, {"measure", "度量"});
        report_.chart = *chart;
    }

    void shape() {
        if (!report_.measures.empty() || !items_of(root_, "measures").empty()) return;
        build_.error(source_, "MODEL-132", range_of(root_, "id"), source_.element,
                     {"the report has no measures", "报表没有度量"},
                     {R"(for example: "measures": [{"id": "count", "count": true}])",
                      R"(例如："measures": [{"id": "count", "count": true}])"});
    }

    Build& build_;
    const Source& source_;
    const json::Value& root_;
    Report report_;
};

}  // namespace

void compile_reports(Build& build) {
    for (const Source& source : build.of("report"))
        build.program->reports.push_back(ReportCompiler(build, source).compile());
}

}  // namespace fw::compile
