#include "runtime/cli/arguments.h"

#include <algorithm>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "engine/base/suggest.h"
#include "runtime/cli/command.h"

namespace fw::cli {

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

Argument Argument::needs(const Argument& other) {
    option_->needs(other.option_);
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
    return {app_->add_subcommand(name, about), chosen_};
}

void Command::run(std::function<int()> work) {
    app_->callback([chosen = chosen_, work = std::move(work)] { *chosen = work; });
}

void Command::hide() { app_->group(""); }

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
    return {command, &chosen_};
}

namespace {

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(command->get_name());
    }
    return names;
}

// CLI11 would only say that a subcommand is required.
int unknown_command(const std::string& written, const std::vector<std::string>& known) {
    const std::string near = nearest(written, known);
    const std::string hint = near.empty() ? "" : " (did you mean '" + near + "'?)";
    std::fprintf(stderr, "formwork: there is no command '%s'%s\nRun `formwork --help` for the list.\n", written.c_str(),
                 hint.c_str());
    return kUsage;
}

}  // namespace

int Commands::run(int argc, const char* const* argv) {
    const std::vector<std::string> known = command_names(*app_);
    const bool unknown = argc > 1 && argv[1][0] != '-' && std::find(known.begin(), known.end(), argv[1]) == known.end();
    if (unknown) return unknown_command(argv[1], known);
    try {
        app_->parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app_->exit(error) == 0 ? kDone : kUsage;
    }
    return chosen_ ? chosen_() : kUsage;
}

}  // namespace fw::cli
