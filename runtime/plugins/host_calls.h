// What a running call of a plugin may ask of the host: the C functions of fw_host and what they keep until the call
// ends.
#pragma once

#include <deque>
#include <string>

#include "engine/base/diagnostic.h"
#include "plugins/api/formwork_plugin.h"
#include "runtime/plugins/plugins.h"

// Lives on the stack of one call; one thread.
struct fw_call {
    const fw::plugins::Caller* caller = nullptr;  // null while a FEEL function runs
    bool answered = false;
    bool failed = false;
    std::string answer;
    fw::Text problem;              // of fail()
    fw::Text record_problem;       // of the last record function that failed
    std::deque<std::string> kept;  // texts handed to the plugin
};

namespace fw::plugins {

[[nodiscard]] inline std::string_view view(fw_text text) {
    return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}
[[nodiscard]] inline Text text_of(fw_text en, fw_text zh) { return {std::string(view(en)), std::string(view(zh))}; }

// Everything but `log`.
void fill_calls(fw_host& table);

}  // namespace fw::plugins
