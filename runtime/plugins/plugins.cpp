#include "runtime/plugins/plugins.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "engine/feel/type.h"
#include "runtime/plugins/library.h"

namespace fw::plugins {

namespace {

feel::Type type_of(std::string_view name) { return feel::type_kind_of(name).value_or(feel::TypeKind::kAny); }

// The FEEL function behind an entry: arguments to JSON, answer from JSON; a failing call is a warning and null.
feel::FunctionInfo adapt(const std::shared_ptr<const Library>& library, const FunctionEntry& entry) {
    feel::FunctionInfo info;
    info.name = entry.name;
    info.group = feel::FunctionGroup::kPlugin;
    info.help = entry.help;
    if (!entry.example.empty()) info.examples.push_back({entry.example, entry.example_result});
    feel::Overload overload;
    for (const FunctionEntry::Parameter& parameter : entry.parameters) {
        overload.parameters.push_back({parameter.name, type_of(parameter.type), parameter.optional});
    }
    overload.result = type_of(entry.result);
    overload.run = [library, run = entry.run, what = entry.name + "()", count = entry.parameters.size(),
                    result = overload.result](feel::Call& call, const feel::Arguments& arguments) {
        json::Value input = json::Value::array();
        for (std::size_t i = 0; i < count; ++i) input.push(feel::to_json(arguments[i]));
        const Result<json::Value> answer = library->call(run, what, input, nullptr);
        if (!answer) return call.warn("FEEL-290", answer.error().front().text);
        return feel::from_json(*answer, result);
    };
    info.overloads.push_back(std::move(overload));
    return info;
}

Diagnostic name_taken(const Library& library, const std::string& name) {
    Diagnostic diagnostic;
    diagnostic.code = "PLUG-005";
    diagnostic.place.file = library.folder() + "/plugin.so";
    diagnostic.text = format_text(
        {"The plugin '{0}' brings '{1}', which exists already", "插件“{0}”提供的“{1}”已经存在"}, {library.id(), name});
    return diagnostic;
}

Diagnostic unreadable(const std::string& folder, const std::error_code& error) {
    Diagnostic out;
    out.code = "PLUG-017";
    const bool missing = error == std::errc::no_such_file_or_directory;
    out.text = missing ? format_text({"There is no folder of plugins {0}", "没有插件文件夹 {0}"}, {folder})
                       : format_text({"The folder of plugins {0} cannot be read: {1}", "无法读取插件文件夹 {0}：{1}"},
                                     {folder, error.message()});
    out.hint = {"name the folder in which each plugin has a folder of its own, with plugin.so in it",
                "请指定插件文件夹；其中每个插件各占一个子文件夹，内含 plugin.so"};
    return out;
}

}  // namespace

Diagnostics examine_folder(const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code error;
    bool any = false;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        std::error_code missing;
        any = any || fs::exists(at->path() / "plugin.so", missing);
    }
    if (error) return {unreadable(folder, error)};
    if (any) return {};
    Diagnostic none;
    none.code = "PLUG-018";
    none.severity = Severity::kWarning;
    none.text = format_text({"There is no plugin in {0}", "{0} 中没有插件"}, {folder});
    none.hint = {"each plugin is a folder in it that holds plugin.so", "每个插件是其中一个含有 plugin.so 的子文件夹"};
    if (fs::exists(fs::path(folder) / "plugin.so", error)) {
        const std::string above = fs::absolute(folder).lexically_normal().parent_path().string();
        none.hint = format_text(
            {"it is a plugin itself: name the folder above it, {0}", "它本身就是插件，请指定其上一级文件夹 {0}"},
            {above});
    }
    return {std::move(none)};
}

void log_to_stderr(LogLevel level, std::string_view plugin, std::string_view message) {
    static constexpr const char* kNames[] = {"debug", "info", "warning", "error"};
    if (level == LogLevel::kDebug) return;
    std::string line = "formwork: plugin ";
    line.append(plugin).append(": ").append(kNames[static_cast<int>(level)]).append(": ").append(message).append("\n");
    std::fputs(line.c_str(), stderr);
}

Plugins::Plugins() = default;
Plugins::Plugins(Plugins&&) noexcept = default;
Plugins& Plugins::operator=(Plugins&&) noexcept = default;
Plugins::~Plugins() = default;

Result<Plugins> Plugins::load(const std::string& folder, Log log) {
    namespace fs = std::filesystem;
    std::vector<std::string> found;
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        std::error_code missing;
        if (fs::exists(entry->path() / "plugin.so", missing)) found.push_back(entry->path().string());
    }
    if (error && error != std::errc::no_such_file_or_directory) return fail(unreadable(folder, error));
    std::sort(found.begin(), found.end());

    Plugins plugins;
    Diagnostics mistakes;
    feel::Functions taken = feel::Functions::standard();
    std::vector<std::string> ids;
    for (const std::string& path : found) {
        auto library = Library::open(path, log);
        if (!library) {
            mistakes.insert(mistakes.end(), library.error().begin(), library.error().end());
            continue;
        }
        if (std::find(ids.begin(), ids.end(), (*library)->id()) != ids.end())
            mistakes.push_back(name_taken(**library, (*library)->id()));
        ids.push_back((*library)->id());
        for (const FunctionEntry& function : (*library)->functions()) {
            if (taken.find(function.name) != nullptr) mistakes.push_back(name_taken(**library, function.name));
            taken.add(adapt(*library, function));
        }
        plugins.libraries_.push_back(std::move(*library));
    }
    if (!mistakes.empty()) return fail(std::move(mistakes));
    return plugins;
}

void Plugins::add_functions(feel::Functions& functions) const {
    for (const auto& library : libraries_) {
        for (const FunctionEntry& function : library->functions()) functions.add(adapt(library, function));
    }
}

std::vector<Action> Plugins::actions() const {
    std::vector<Action> out;
    for (const auto& library : libraries_) {
        for (const ActionEntry& entry : library->actions()) out.push_back(entry.action);
    }
    return out;
}

Result<json::Value> Plugins::run(std::string_view action, const json::Value& input, const Caller& caller) const {
    for (const auto& library : libraries_) {
        for (const ActionEntry& entry : library->actions()) {
            if (entry.action.id == action) return library->call(entry.run, "action " + entry.action.id, input, &caller);
        }
    }
    return fail("PLUG-013", format_text({"There is no action '{0}'", "没有操作“{0}”"}, {action}));
}

std::vector<std::string> Plugins::folders() const {
    std::vector<std::string> out;
    for (const auto& library : libraries_) out.push_back(library->folder());
    return out;
}

}  // namespace fw::plugins
