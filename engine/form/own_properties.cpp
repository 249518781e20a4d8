#include "engine/form/own_properties.h"

namespace fw::form {

using model::Group;
using model::Prop;
using model::Shape;

model::Property max_length(int fallback) {
    return Prop("max_length", Shape::kInteger, {"Longest text", "最大长度"},
                {"Counted in characters.", "按字符数计算。"})
        .fallback(fallback)
        .at_least(1)
        .at_most(1'000'000);
}

model::Property scale(int fallback) {
    return Prop("scale", Shape::kInteger, {"Decimal places", "小数位数"},
                {"Digits behind the point; values are rounded half to even.",
                 "小数点后的位数；按“四舍六入五成双”取舍。"})
        .fallback(fallback)
        .at_least(0)
        .at_most(16);
}

model::Property precision() {
    return Prop("precision", Shape::kInteger, {"Digits in all", "总位数"},
                {"Digits before and behind the point together.", "小数点前后的总位数。"})
        .fallback(18)
        .at_least(1)
        .at_most(34)
        .group(Group::kAdvanced);
}

model::Property least(model::Shape shape) {
    Prop property("min", shape, {"Least value", "最小值"},
                  shape == Shape::kExpression ? Text{"As FEEL, for example: today() or @\"2026-01-01\"",
                                                     "FEEL 表达式，例如：today() 或 @\"2026-01-01\""}
                                              : Text{"Smaller values are refused.", "拒绝更小的值。"});
    return shape == Shape::kExpression ? property.scope("record") : property;
}

model::Property greatest(model::Shape shape) {
    Prop property("max", shape, {"Greatest value", "最大值"},
                  shape == Shape::kExpression ? Text{"As FEEL, for example: today() + duration(\"P1Y\")",
                                                     "FEEL 表达式，例如：today() + duration(\"P1Y\")"}
                                              : Text{"Greater values are refused.", "拒绝更大的值。"});
    return shape == Shape::kExpression ? property.scope("record") : property;
}

model::Property currency_of_figure() {
    return Prop("currency", Shape::kString, {"Currency", "币种"},
                {"ISO 4217 code, where the figure is an amount of money, such as CNY or EUR.",
                 "结果为金额时的 ISO 4217 货币代码，例如 CNY、EUR。"});
}

model::Property options() {
    return Prop("options", Shape::kElements, {"Options", "选项"},
                {"The values people choose from, in order.", "供用户选择的值，按顺序排列。"})
        .required()
        .element("option");
}

model::Property on_delete() {
    return Prop("on_delete", Shape::kChoice, {"When the target is deleted", "删除被引用记录时"},
                {"What happens to this record when the record it refers to is deleted.",
                 "被引用的记录被删除时如何处理本记录。"})
        .choices({{"restrict", {"Refuse the deletion", "拒绝删除"}},
                  {"cascade", {"Delete this one too", "一并删除"}},
                  {"clear", {"Clear the reference", "清空引用"}}})
        .fallback("restrict")
        .group(Group::kBehaviour);
}

model::Property target_filter() {
    return Prop("filter", Shape::kExpression, {"Only records where", "可选范围"},
                {"Narrows the choice: names are the target's fields, 'record' is the record being edited, for example: "
                 "account.id = record.customer.id",
                 "限定可选记录：名称为目标实体的字段，record 为正在编辑的记录，例如：account.id = record.customer.id"})
        .scope("target")
        .group(Group::kBehaviour);
}

}  // namespace fw::form
