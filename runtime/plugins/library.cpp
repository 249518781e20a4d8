#include "runtime/plugins/library.h"

#include <algorithm>
#include <cctype>
#include <exception>

#include <dlfcn.h>

#include "engine/feel/type.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/plugins/crash_note.h"
#include "runtime/plugins/host_calls.h"

namespace fw::plugins {

namespace {

bool technical_name(std::string_view id) {
    return !id.empty() && id[0] >= 'a' && id[0] <= 'z' && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

// FEEL's own spelling; "Any" and "any" are what the kind table does not have.
bool known_type(std::string_view type) {
    return type == "Any" || type == "any" || feel::type_kind_of(type).has_value();
}

Place in_file(const std::string& file) {
    Place place;
    place.file = file;
    return place;
}

}  // namespace

// The C functions that need the library behind the table.
struct HostTable {
    static void log(const fw_host* host, int level, fw_text message) {
        const Library* library = reinterpret_cast<const Library::Host*>(host)->library;
        const auto clamped = static_cast<LogLevel>(std::clamp(level, 0, static_cast<int>(LogLevel::kError)));
        if (library->log_) library->log_(clamped, library->id_, view(message));
    }
    static void add_function(fw_registry* registry, const fw_function* function) {
        reinterpret_cast<Library::Registry*>(registry)->library->add(*function);
    }
    static void add_action(fw_registry* registry, const fw_action* action) {
        reinterpret_cast<Library::Registry*>(registry)->library->add(*action);
    }
};

Library::Library(std::string folder, Log log) : folder_(std::move(folder)), log_(std::move(log)) {
    fill_calls(host_.table);
    host_.table.log = HostTable::log;
    host_.library = this;
}

Library::~Library() {
    if (started_ && FW_HAS(plugin_, stop) && plugin_->stop != nullptr) {
        const CrashScope scope(id_, "stop");
        try {
            plugin_->stop();
        } catch (...) {  // NOLINT(bugprone-empty-catch): nothing is left to answer
        }
    }
    if (handle_ != nullptr) dlclose(handle_);
}

Result<std::shared_ptr<Library>> Library::open(const std::string& folder, const Log& log) {
    std::shared_ptr<Library> library(new Library(folder, log));
    const std::string file = folder + "/plugin.so";
    library->handle_ = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library->handle_ == nullptr) {
        const char* why = dlerror();
        return fail("PLUG-001",
                    format_text({"The plugin cannot be loaded: {0}", "无法加载插件：{0}"}, {why == nullptr ? "" : why}),
                    in_file(file));
    }
    using Entry = const fw_plugin* (*)();
    const auto entry = reinterpret_cast<Entry>(dlsym(library->handle_, "formwork_plugin"));
    library->plugin_ = entry == nullptr ? nullptr : entry();
    if (library->plugin_ == nullptr) {
        return fail("PLUG-002", {"The library does not export formwork_plugin", "该动态库没有导出 formwork_plugin"},
                    in_file(file));
    }
    const fw_plugin& plugin = *library->plugin_;
    if (!FW_HAS(&plugin, api) || plugin.api != FW_PLUGIN_API) {
        return fail(
            "PLUG-003",
            format_text({"The plugin was made for version {0} of the plugin interface; this server has version {1}",
                         "插件适用于插件接口第 {0} 版，而本服务器提供第 {1} 版"},
                        {std::to_string(FW_HAS(&plugin, api) ? plugin.api : 0), std::to_string(FW_PLUGIN_API)}),
            in_file(file),
            {"build it again with this server's formwork_plugin.h", "请使用本服务器的 formwork_plugin.h 重新编译"});
    }
    if (!FW_HAS(&plugin, start) || plugin.start == nullptr || !technical_name(view(plugin.id))) {
        return fail("PLUG-004", {"The plugin does not name its id and start function", "插件没有给出标识和启动函数"},
                    in_file(file));
    }
    library->id_ = view(plugin.id);
    if (auto started = library->start(); !started) return tl::unexpected(started.error());
    return library;
}

Result<void> Library::start() {
    const std::string file = folder_ + "/plugin.so";
    Registry registry;
    registry.table = {sizeof(fw_registry), HostTable::add_function, HostTable::add_action};
    registry.library = this;
    int refused = 0;
    try {
        const CrashScope scope(id_, "start");
        refused = plugin_->start(&host_.table, &registry.table);
    } catch (...) {
        refused = -1;
    }
    if (refused != 0) {
        return fail("PLUG-006",
                    format_text({"The plugin '{0}' refused to start ({1})", "插件“{0}”拒绝启动（{1}）"},
                                {id_, std::to_string(refused)}),
                    in_file(file));
    }
    started_ = true;
    if (!mistakes_.empty()) return fail(mistakes_);
    return {};
}

void Library::add(const fw_function& function) {
    FunctionEntry entry;
    entry.name = view(function.name);
    entry.help = text_of(function.help_en, function.help_zh);
    entry.result = view(function.result);
    bool sound = FW_HAS(&function, run) && function.run != nullptr && !entry.name.empty() && known_type(entry.result);
    for (std::size_t i = 0; sound && i < function.parameter_count; ++i) {
        const fw_parameter& parameter = function.parameters[i];
        entry.parameters.push_back(
            {std::string(view(parameter.name)), std::string(view(parameter.type)), parameter.optional != 0});
        sound = parameter.name.size > 0 && known_type(entry.parameters.back().type);
    }
    if (!sound) {
        mistakes_.push_back({"PLUG-004",
                             Severity::kError,
                             in_file(folder_ + "/plugin.so"),
                             format_text({"The function '{0}' needs a name, known types and a function to run",
                                          "函数“{0}”需要名称、已知的类型和可执行的函数"},
                                         {entry.name}),
                             {}});
        return;
    }
    entry.example = view(function.example);
    entry.example_result = view(function.example_result);
    entry.run = function.run;
    functions_.push_back(std::move(entry));
}

void Library::add(const fw_action& action) {
    const std::string_view id = view(action.id);
    if (!FW_HAS(&action, run) || action.run == nullptr || !technical_name(id)) {
        mistakes_.push_back({"PLUG-004",
                             Severity::kError,
                             in_file(folder_ + "/plugin.so"),
                             format_text({"The action '{0}' needs a technical name and a function to run",
                                          "操作“{0}”需要技术名称和可执行的函数"},
                                         {id}),
                             {}});
        return;
    }
    Action described{id_ + "." + std::string(id), text_of(action.label_en, action.label_zh),
                     text_of(action.help_en, action.help_zh)};
    actions_.push_back({std::move(described), action.run});
}

Result<json::Value> Library::call(fw_run run, const std::string& what, const json::Value& input,
                                  const Caller* caller) const {
    fw_call call;
    call.caller = caller;
    const std::string text = json::write_compact(input);
    const auto threw = [&](std::string_view why) {
        if (log_) log_(LogLevel::kError, id_, what + " threw: " + std::string(why));
        return fail("PLUG-011", format_text({"The plugin '{0}' failed in {1}: {2}", "插件“{0}”在 {1} 中出错：{2}"},
                                            {id_, what, why}));
    };
    try {
        const CrashScope scope(id_, what);
        run(&host_.table, &call, {text.data(), text.size()});
    } catch (const std::exception& thrown) {
        return threw(thrown.what());
    } catch (...) {
        return threw("an exception");
    }
    if (call.failed) return fail("PLUG-010", call.problem);
    if (!call.answered) return json::Value::null();
    Result<json::Value> value = json::read(call.answer);
    if (!value) {
        return fail("PLUG-012", format_text({"The plugin '{0}' answered {1} with something that is not JSON",
                                             "插件“{0}”对 {1} 的回答不是 JSON"},
                                            {id_, what}));
    }
    return value;
}

}  // namespace fw::plugins
