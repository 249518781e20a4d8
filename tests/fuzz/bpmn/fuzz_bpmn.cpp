// The importer on arbitrary bytes: nothing may crash or hang, and what could be imported can be exported, is imported
// again and exported to the same bytes.
#include <cstdint>
#include <string_view>

#include "engine/base/check.h"
#include "engine/interchange/bpmn/bpmn.h"
#include "engine/interchange/bpmn/expression.h"
#include "engine/interchange/bpmn/names.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0 || size > 20000) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    (void)fw::bpmn::to_feel(bytes, static_cast<fw::bpmn::Dialect>(data[0] % 5), fw::bpmn::technical_name);
    const auto imported = fw::bpmn::import_bpmn(bytes);
    if (!imported) return 0;
    const auto first = fw::bpmn::export_bpmn(imported->flows);
    FW_CHECK(first.has_value());
    const auto again = fw::bpmn::import_bpmn(*first);
    FW_CHECK(again.has_value());
    const auto second = fw::bpmn::export_bpmn(again->flows);
    FW_CHECK(second.has_value() && *second == *first);
    return 0;
}
