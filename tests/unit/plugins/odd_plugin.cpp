// Plugins that do what plugins must not; CASE picks one. Built by refused_test.cpp as C++, outside the tree.
#include <stdexcept>

#include "formwork_plugin.h"

namespace {

void answer_user(const fw_host* host, fw_call* call, fw_text) { host->answer(call, host->user(call)); }
void answer_no_json(const fw_host* host, fw_call* call, fw_text) { host->answer(call, FW_TEXT("{oops")); }
void answer_nothing(const fw_host*, fw_call*, fw_text) {}
void answer_twice(const fw_host* host, fw_call* call, fw_text) {
    host->answer(call, FW_TEXT("1"));
    host->fail(call, FW_TEXT("too late"), FW_TEXT("太迟"));
}
void throw_out(const fw_host*, fw_call*, fw_text) { throw std::runtime_error("out of paper"); }
void crash(const fw_host*, fw_call*, fw_text) { __builtin_trap(); }

void add(fw_registry* registry, const char* id, fw_run run) {
    fw_action action{};
    action.size = sizeof action;
    action.id = {id, __builtin_strlen(id)};
    action.run = run;
    registry->add_action(registry, &action);
}

int start(const fw_host* host, fw_registry* registry) {
    add(registry, "user", answer_user);
    add(registry, "no_json", answer_no_json);
    add(registry, "nothing", answer_nothing);
    add(registry, "twice", answer_twice);
    add(registry, "throws", throw_out);
    add(registry, "crash", crash);
#if CASE == 2
    fw_function function{};
    function.size = sizeof function;
    function.name = FW_TEXT("substring");
    function.result = FW_TEXT("string");
    function.run = answer_user;
    registry->add_function(registry, &function);
#elif CASE == 3
    add(registry, "Not an id", answer_user);
#elif CASE == 4
    host->log(host, FW_LOG_ERROR, FW_TEXT("no licence"));
    return 7;
#elif CASE == 5
    throw 5;
#endif
    return host->api == FW_PLUGIN_API ? 0 : 1;
}

fw_plugin describe() {
    fw_plugin plugin{};
    plugin.size = sizeof plugin;
    plugin.api = FW_PLUGIN_API;
    plugin.id = FW_TEXT("odd");
    plugin.start = start;
#if CASE == 1
    plugin.api = 99;
#endif
    return plugin;
}
const fw_plugin kPlugin = describe();

}  // namespace

#if CASE != 6
const fw_plugin* formwork_plugin(void) { return &kPlugin; }
#endif
