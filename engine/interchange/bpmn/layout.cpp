#include "engine/interchange/bpmn/layout.h"

#include <cstdio>

namespace fw::bpmn {

std::string diagram_number(double value) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.2f", value);
    std::string out(text);
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
    return out == "-0" ? "0" : out;
}

}  // namespace fw::bpmn
