// Computed from other fields of the record whenever one of them changes; stored, so lists can filter and sort by it.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Prop;
using model::Shape;

void add_formula(FieldTypes& registry) {
    FieldType type;
    type.id = "formula";
    type.storage = Storage::kJson;
    type.widget = Widget::kShown;
    type.feel_type = "Any";
    type.people_write = false;
    type.description.label = {"Formula", "公式"};
    type.description.help = {
        "Computed from other fields of the record whenever one of them changes; stored, so lists can filter and sort "
        "by it.",
        "由记录的其他字段计算，字段变化时自动更新；结果会存储，可用于筛选和排序。"};
    type.description.icon = "function";
    type.description.properties = {
        Prop("formula", Shape::kExpression, {"Formula", "公式"},
             {"A FEEL expression over the fields, for example: quantity * price",
              "基于字段的 FEEL 表达式，例如：quantity * price"})
            .required()
            .scope("record"),
        Prop("result", Shape::kChoice, {"Result", "结果类型"}, {"The type of the result.", "结果的类型。"})
            .required()
            .choices({{"number", {"Number", "数字"}},
                      {"text", {"Text", "文本"}},
                      {"boolean", {"Yes or no", "是/否"}},
                      {"date", {"Date", "日期"}},
                      {"date_time", {"Date and time", "日期时间"}}}),
        scale(2), currency_of_figure()};
    registry.add(std::move(type));
}

}  // namespace fw::form
