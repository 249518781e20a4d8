// What a command says of its arguments: options, flags, positionals, subcommands and what --help shows of them. The
// library behind it (CLI11) is known to arguments.cpp alone: it is large, and every command would compile it again.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace fw::cli {

// One option, flag or positional. A handle: the program owns what it stands for.
class Argument {
  public:
    Argument required();
    Argument type(const std::string& name);  // what --help shows for its value: DIR, URL …
    Argument one_of(const std::vector<std::string>& words);
    Argument range(int least, int most);
    Argument once();          // of a list option: one value only
    Argument show_default();  // --help shows the value its variable has now
    Argument environment(const std::string& name);
    Argument excludes(const Argument& other);

  private:
    friend class Command;
    explicit Argument(CLI::Option* option) : option_(option) {}
    CLI::Option* option_;
};

// A command, or a command inside one. A handle too; the variables must outlive the program's run.
class Command {
  public:
    // "--name", "-n,--name"; a name without dashes is a positional. A list may be given several times.
    Argument add(const std::string& name, std::string& value, const std::string& about);
    Argument add(const std::string& name, int& value, const std::string& about);
    Argument add(const std::string& name, std::vector<std::string>& values, const std::string& about);
    Argument flag(const std::string& name, bool& value, const std::string& about);
    // A command inside this one; one of them must be given then.
    Command inside(const std::string& name, const std::string& about);
    // Runs when this command is chosen; its result is the exit code.
    void run(std::function<int()> work);
    void hide();         // --help of the program does not show it
    void takes_minus();  // its positional may begin with a minus, as "-x" does

  private:
    friend class Commands;
    struct Shared {
        std::function<int()> chosen;               // what the arguments say to do
        std::vector<const CLI::App*> takes_minus;  // whose positional may begin with a minus
    };
    Command(CLI::App* app, Shared* shared) : app_(app), shared_(shared) {}
    CLI::App* app_;
    Shared* shared_;
};

// The program's commands.
class Commands {
  public:
    Commands(const std::string& name, const std::string& version, const std::string& about, const std::string& footer);
    ~Commands();
    Commands(const Commands&) = delete;
    Commands& operator=(const Commands&) = delete;

    // A command with a one-line summary, and examples for its --help.
    Command add(const std::string& name, const std::string& summary, const std::string& examples);
    // Reads the arguments and runs what they choose; the exit code. Wrong usage is told on standard error.
    int run(int argc, const char* const* argv);

  private:
    [[nodiscard]] bool takes_minus(const CLI::App& command) const;
    [[nodiscard]] bool parse_with_minus(int argc, const char* const* argv);

    std::unique_ptr<CLI::App> app_;
    Command::Shared shared_;
};

}  // namespace fw::cli
