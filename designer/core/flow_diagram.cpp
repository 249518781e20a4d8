#include "designer/core/flow_diagram.h"

#include <cmath>

namespace fw::designer {

json::Value value_of_text(const Text& text) {
    json::Value value = json::Value::object();
    if (!text.en.empty()) value.set("en", json::Value::string(text.en));
    if (!text.zh.empty()) value.set("zh", json::Value::string(text.zh));
    return value;
}

json::Value value_of_point(Point point) {
    json::Value value = json::Value::array();
    value.push(json::Value::number(std::llround(point.x)));
    value.push(json::Value::number(std::llround(point.y)));
    return value;
}

}  // namespace fw::designer
