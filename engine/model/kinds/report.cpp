// A report: records grouped and measured.
#include "engine/model/property.h"

namespace fw::model {

namespace {

ElementType group() {
    ElementType type;
    type.id = "group";
    type.label = {"Group", "分组"};
    type.help = {"A level of grouping with its own subtotals.", "一级分组，带各自的小计。"};
    type.icon = "account_tree";
    type.properties = {
        id_property(), was_property(), label_property(),
        Prop("by", Shape::kReference, {"Field", "字段"}, {"A stored field of the entity.", "实体中存储的字段。"})
            .required()
            .refers("field"),
        Prop("period", Shape::kChoice, {"Period", "周期"}, {"Dates are grouped by this period.", "日期按此周期分组。"})
            .choices({{"day", {"Day", "日"}},
                      {"week", {"Week", "周"}},
                      {"month", {"Month", "月"}},
                      {"quarter", {"Quarter", "季度"}},
                      {"year", {"Year", "年"}}})};
    type.trailing = {note_property()};
    return type;
}

ElementType measure() {
    const auto field = [](const char* id, Text label, Text help) {
        return Prop(id, Shape::kReference, std::move(label), std::move(help)).refers("field");
    };
    ElementType type;
    type.id = "measure";
    type.label = {"Measure", "度量"};
    type.help = {"A figure for each group: exactly one of count, sum, min, max, avg.",
                 "每组的一个数值：count、sum、min、max、avg 中恰好一个。"};
    type.icon = "functions";
    type.properties = {
        id_property(),
        was_property(),
        label_property(),
        Prop("count", Shape::kBoolean, {"Count", "计数"}, {"The number of records.", "记录条数。"}).fallback(false),
        field("sum", {"Sum of", "求和"}, {"The total of a number field.", "数字字段的合计。"}),
        field("min", {"Least", "最小值"}, {"The least value of a field.", "字段的最小值。"}),
        field("max", {"Greatest", "最大值"}, {"The greatest value of a field.", "字段的最大值。"}),
        field("avg", {"Average of", "平均值"}, {"The average of a number field.", "数字字段的平均值。"})};
    type.trailing = {note_property()};
    return type;
}

ElementType parameter() {
    ElementType type;
    type.id = "parameter";
    type.label = {"Parameter", "参数"};
    type.help = {"A value the reader chooses before the report runs; the filter uses it by name.",
                 "读者在运行报表前选择的值；筛选条件按名称使用它。"};
    type.icon = "tune";
    type.properties = {id_property(), was_property(), label_property(),
                       Prop("type", Shape::kChoice, {"Type", "类型"}, {"What is entered.", "输入值的类型。"})
                           .choices({{"integer", {"Whole number", "整数"}},
                                     {"decimal", {"Number", "数字"}},
                                     {"text", {"Text", "文本"}},
                                     {"date", {"Date", "日期"}},
                                     {"boolean", {"Yes or no", "是/否"}}})
                           .required(),
                       Prop("default", Shape::kExpression, {"Default", "默认值"},
                            {"Used until the reader chooses another, for example: today().year.",
                             "读者另选之前使用的值，例如：today().year。"})
                           .scope("none")};
    type.trailing = {note_property()};
    return type;
}

ElementType chart() {
    ElementType type;
    type.id = "chart";
    type.label = {"Chart", "图表"};
    type.help = {"A picture of one measure above the table.", "表格上方以图形显示一个度量。"};
    type.icon = "bar_chart";
    type.properties = {
        Prop("type", Shape::kChoice, {"Type", "类型"}, {"The form of the chart.", "图表形式。"})
            .choices({{"bar", {"Bars", "柱形图"}}, {"line", {"Lines", "折线图"}}, {"pie", {"Pie", "饼图"}}})
            .required(),
        Prop("category", Shape::kReference, {"Category", "类别"}, {"The group along the axis.", "横轴所用的分组。"})
            .required()
            .refers("group"),
        Prop("series", Shape::kReference, {"Series", "系列"},
             {"The group drawn as separate series.", "拆分为多个系列的分组。"})
            .refers("group"),
        Prop("measure", Shape::kReference, {"Measure", "度量"}, {"The figure drawn.", "绘制的数值。"})
            .required()
            .refers("measure")};
    type.trailing = {note_property()};
    return type;
}

}  // namespace

void add_report(Descriptors& registry) {
    registry.add(group());
    registry.add(measure());
    registry.add(parameter());
    registry.add(chart());
    ElementType type;
    type.id = "report";
    type.folder = "reports";
    type.label = {"Report", "报表"};
    type.help = {"Figures over many records, on the screen and as a file. It counts only records the reader may see.",
                 "对大量记录的统计，可在屏幕查看并导出；只统计读者有权查看的记录。"};
    type.icon = "analytics";
    type.properties = {
        kind_property("report", type.label),
        id_property(),
        was_property(),
        label_property(),
        Prop("entity", Shape::kReference, {"Entity", "实体"}, {"Whose records are counted.", "统计哪个实体的记录。"})
            .required()
            .refers("entity"),
        Prop("type", Shape::kChoice, {"Type", "类型"}, {"Grouped with subtotals.", "带小计的分组报表。"})
            .choices({{"grouped", {"Grouped", "分组"}}})
            .fallback("grouped"),
        Prop("filter", Shape::kExpression, {"Filter", "筛选"},
             {"Only records for which this is true, for example: state = \"effective\"",
              "只统计表达式为真的记录，例如：state = \"effective\""})
            .scope("report"),
        Prop("groups", Shape::kElements, {"Groups", "分组"}, {"From the outermost to the innermost.", "由外到内排列。"})
            .element("group"),
        Prop("measures", Shape::kElements, {"Measures", "度量"}, {"The figures of each group.", "每组的数值。"})
            .element("measure"),
        Prop("chart", Shape::kElement, {"Chart", "图表"}, {"Shown above the table.", "显示在表格上方。"})
            .element("chart"),
        Prop("parameters", Shape::kElements, {"Parameters", "参数"},
             {"What the reader can choose.", "读者可以选择的值。"})
            .element("parameter")};
    type.trailing = {note_property()};
    registry.add(std::move(type));
}

}  // namespace fw::model
