// A figure over the lines of a child table or over records that refer to this one; kept up to date in the same
// transaction.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Prop;
using model::Shape;

void add_rollup(FieldTypes& registry) {
    FieldType type;
    type.id = "rollup";
    type.storage = Storage::kDecimal;
    type.widget = Widget::kShown;
    type.feel_type = "number";
    type.people_write = false;
    type.description.label = {"Roll-up", "汇总"};
    type.description.help = {
        "A figure over the lines of a child table or over records that refer to this one; kept up to date in the same "
        "transaction.",
        "对子表各行或引用本记录的其他记录的汇总值，在同一事务中保持更新。"};
    type.description.icon = "calculate";
    type.description.properties = {
        Prop("over", Shape::kReference, {"Over", "汇总对象"},
             {"A child table of this entity (lines), or entity.field of records that refer to this one "
              "(receipt.contract).",
              "本实体的子表（lines），或引用本记录的“实体.字段”（receipt.contract）。"})
            .required()
            .refers("field"),
        Prop("sum", Shape::kExpression, {"Sum of", "求和"},
             {"The total of this FEEL expression over the rows, for example: quantity * price",
              "对各行求和的 FEEL 表达式，例如：quantity * price"})
            .scope("rows"),
        Prop("min", Shape::kExpression, {"Least", "最小值"},
             {"The least value of this FEEL expression over the rows.", "该 FEEL 表达式在各行中的最小值。"})
            .scope("rows"),
        Prop("max", Shape::kExpression, {"Greatest", "最大值"},
             {"The greatest value of this FEEL expression over the rows.", "该 FEEL 表达式在各行中的最大值。"})
            .scope("rows"),
        Prop("avg", Shape::kExpression, {"Average of", "平均值"},
             {"The average of this FEEL expression over the rows.", "该 FEEL 表达式在各行中的平均值。"})
            .scope("rows"),
        Prop("count", Shape::kBoolean, {"Count", "计数"}, {"Counts the rows.", "统计行数。"}).fallback(false),
        Prop("where", Shape::kExpression, {"Only rows where", "行条件"},
             {"Only rows for which this FEEL expression is true.", "只汇总该 FEEL 表达式为真的行。"})
            .scope("rows"),
        scale(2),
        currency_of_figure()};
    registry.add(std::move(type));
}

}  // namespace fw::form
