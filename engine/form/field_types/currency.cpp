// An exact amount of money in one currency.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Prop;
using model::Shape;

void add_currency(FieldTypes& registry) {
    FieldType type;
    type.id = "currency";
    type.storage = Storage::kDecimal;
    type.widget = Widget::kNumber;
    type.feel_type = "number";
    type.description.label = {"Amount of money", "金额"};
    type.description.help = {"An exact amount of money in one currency.", "单一币种的精确金额。"};
    type.description.icon = "payments";
    type.description.properties = {Prop("currency", Shape::kString, {"Currency", "币种"},
                                        {"ISO 4217 code, such as CNY or EUR.", "ISO 4217 货币代码，例如 CNY、EUR。"})
                                       .fallback("CNY"),
                                   scale(2), precision(), least(Shape::kNumber), greatest(Shape::kNumber)};
    registry.add(std::move(type));
}

}  // namespace fw::form
