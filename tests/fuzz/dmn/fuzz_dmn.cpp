// Reader, writer, linker and evaluation of DMN on arbitrary bytes: nothing may crash, hang or leak, and what was
// written reads back to the same bytes.
#include <cstdint>
#include <string_view>

#include "engine/base/check.h"
#include "engine/decision/decision_model.h"
#include "engine/interchange/dmn/dmn.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fw;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    auto read = dmn::read(bytes, "fuzz.dmn");
    if (!read) return 0;
    const std::string once = dmn::write(*read);
    const auto again = dmn::read(once, "fuzz.dmn");
    FW_CHECK(again.has_value());
    FW_CHECK(dmn::write(*again) == once);
    std::vector<decision::Definitions> models;
    models.push_back(std::move(*read));
    const auto model = decision::DecisionModel::compile(std::move(models));
    if (!model) return 0;
    feel::EvalOptions options;
    options.limits = {20000, 40, 5000, 20000};
    for (std::size_t i = 0; i < (*model)->elements().size(); ++i)
        (void)(*model)->decide(i, feel::Value::context({{"n", feel::Value::number(3)}}), options, true);
    return 0;
}
