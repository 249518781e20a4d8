#include "runtime/cli/arguments.h"

#include <algorithm>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "engine/base/suggest.h"
#include "runtime/cli/command.h"

namespace fw::cli {

// Before an argument that begins with a minus it makes CLI11 take that for what it is.
constexpr char kApart = '\x1f';

Argument Argument::required() {
    option_->required();
    return *this;
}

Argument Argument::type(const std::string& name) {
    option_->type_name(name);
    return *this;
}

Argument Argument::one_of(const std::vector<std::string>& words) {
    option_->check(CLI::IsMember(words));
    return *this;
}

Argument Argument::range(int least, int most) {
    option_->check(CLI::Range(least, most));
    return *this;
}

Argument Argument::once() {
    option_->expected(1);
    return *this;
}

Argument Argument::show_default() {
    option_->capture_default_str();
    return *this;
}

Argument Argument::environment(const std::string& name) {
    option_->envname(name);
    return *this;
}

Argument Argument::excludes(const Argument& other) {
    option_->excludes(other.option_);
    return *this;
}

Argument Command::add(const std::string& name, std::string& value, const std::string& about) {
    return Argument(app_->add_option(name, value, about));
}

Argument Command::add(const std::string& name, int& value, const std::string& about) {
    return Argument(app_->add_option(name, value, about));
}

Argument Command::add(const std::string& name, std::vector<std::string>& values, const std::string& about) {
    return Argument(app_->add_option(name, values, about));
}

Argument Command::flag(const std::string& name, bool& value, const std::string& about) {
    return Argument(app_->add_flag(name, value, about));
}

Command Command::inside(const std::string& name, const std::string& about) {
    app_->require_subcommand(1);
    return {app_->add_subcommand(name, about), shared_};
}

void Command::run(std::function<int()> work) {
    app_->callback([shared = shared_, work = std::move(work)] { shared->chosen = work; });
}

void Command::hide() { app_->group(""); }

void Command::takes_minus() {
    shared_->takes_minus.push_back(app_);
    for (CLI::Option* option : app_->get_options([](const CLI::Option* each) { return each->get_positional(); }))
        option->transform([](const std::string& text) { return text.starts_with(kApart) ? text.substr(1) : text; }, "");
}

Commands::Commands(const std::string& name, const std::string& version, const std::string& about,
                   const std::string& footer)
    : app_(std::make_unique<CLI::App>(about, name)) {
    app_->require_subcommand(1);
    app_->set_version_flag("--version", name + " " + version);
    app_->footer(footer);
    app_->get_formatter()->column_width(34);
}

Commands::~Commands() = default;

Command Commands::add(const std::string& name, const std::string& summary, const std::string& examples) {
    CLI::App* command = app_->add_subcommand(name, summary);
    command->footer("Examples:\n" + examples);
    return {command, &shared_};
}

namespace {

// The innermost command that was written.
const CLI::App& innermost(const CLI::App& app) {
    const auto inside = app.get_subcommands();
    return inside.empty() ? app : innermost(*inside.back());
}

std::string full_name(const CLI::App& app) {
    return app.get_parent() == nullptr ? app.get_name() : full_name(*app.get_parent()) + " " + app.get_name();
}

std::vector<std::string> names_inside(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App* each) { return !each->get_group().empty(); }))
        names.push_back(command->get_name());
    return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
}

std::string suggestion(const std::string& written, const std::vector<std::string>& known) {
    const std::string near = nearest(written, known);
    return near.empty() ? "" : " (did you mean '" + near + "'?)";
}

// What is wrong, as people would say it: the first word that nothing takes counts, whatever else is missing.
std::string mistake(const CLI::App& command, const std::vector<std::string>& rest, const CLI::ParseError& error) {
    const std::vector<std::string> inside = names_inside(command);
    if (!rest.empty() && rest[0].starts_with('-')) {
        const std::string option = rest[0].substr(0, rest[0].find('='));
        return "there is no option '" + option + "'" + suggestion(option, option_names(command));
    }
    if (!rest.empty() && !inside.empty()) return "there is no command '" + rest[0] + "'" + suggestion(rest[0], inside);
    if (!rest.empty()) return "'" + rest[0] + "' is one argument too many";
    if (dynamic_cast<const CLI::RequiredError*>(&error) == nullptr || inside.empty()) return error.what();
    std::string list;
    for (const std::string& name : inside) list += (list.empty() ? "" : ", ") + name;
    return "say what to do: " + list;
}

}  // namespace

bool Commands::takes_minus(const CLI::App& command) const {
    const std::vector<const CLI::App*>& takes = shared_.takes_minus;
    return std::find(takes.begin(), takes.end(), &command) != takes.end();
}

// Again, where all that nothing took is one argument that begins with a minus and may: "-x" is no option of `eval`.
bool Commands::parse_with_minus(int argc, const char* const* argv) {
    const std::vector<std::string> rest = app_->remaining(true);
    if (rest.size() != 1 || !rest[0].starts_with('-') || rest[0].starts_with("--") || !takes_minus(innermost(*app_)))
        return false;
    const std::string text = kApart + rest[0];
    std::vector<const char*> again(argv, argv + argc);
    for (const char*& each : again) {
        if (each == rest[0]) each = text.c_str();
    }
    app_->parse(argc, again.data());
    return true;
}

int Commands::run(int argc, const char* const* argv) {
    try {
        try {
            app_->parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            if (error.get_exit_code() == 0 || !parse_with_minus(argc, argv)) throw;
        }
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app_->exit(error);  // --help, --version
        const CLI::App& command = innermost(*app_);
        const std::string name = full_name(command);
        std::vector<std::string> rest = app_->remaining(true);
        const auto option =
            std::find_if(rest.begin(), rest.end(), [](const auto& each) { return each.starts_with("--"); });
        if (takes_minus(command) && option != rest.end()) std::rotate(rest.begin(), option, option + 1);
        std::fprintf(stderr, "%s: %s\nRun `%s --help` to see what it takes.\n", name.c_str(),
                     mistake(command, rest, error).c_str(), name.c_str());
        return kUsage;
    }
    return shared_.chosen ? shared_.chosen() : kUsage;
}

}  // namespace fw::cli
