// Runs folders laid out like the DMN TCK (each *-test-*.xml beside its models) and says which cases fail.
//   conformance_dmn DIR… [--list] [--only TEXT] [--by dmn|json]
// --by: what runs are not the models but what they become when written and read again, as DMN or as our JSON.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/decision/decision_model.h"
#include "engine/interchange/dmn/convert.h"
#include "engine/interchange/dmn/dmn.h"
#include "tests/conformance/dmn/test_file.h"

namespace {

namespace fs = std::filesystem;
using fw::decision::DecisionModel;

struct Options {
    std::vector<fs::path> folders;
    std::string only;
    std::string by;
    bool list = false;
};

struct Count {
    std::size_t cases = 0;
    std::size_t passed = 0;
    std::size_t java = 0;
    std::size_t errors = 0;
    std::size_t silent = 0;
};

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Files in order, so that two runs print the same.
std::vector<fs::path> files_in(const fs::path& folder, std::string_view extension, bool below) {
    std::vector<fs::path> out;
    const auto take = [&](const fs::directory_entry& entry) {
        if (entry.is_regular_file() && entry.path().extension() == extension) out.push_back(entry.path());
    };
    if (below) {
        for (const auto& entry : fs::recursive_directory_iterator(folder)) take(entry);
    } else {
        for (const auto& entry : fs::directory_iterator(folder)) take(entry);
    }
    std::sort(out.begin(), out.end());
    return out;
}

class Runner {
  public:
    explicit Runner(Options options) : options_(std::move(options)) {}

    int run() {
        for (const fs::path& folder : options_.folders) {
            for (const fs::path& file : files_in(folder, ".xml", true)) {
                const std::string text = text_of(file);
                if (text.find("http://www.omg.org/spec/DMN/20160719/testcase") != std::string::npos)
                    test_file(file, text);
            }
        }
        if (options_.list) return 0;
        if (count_.java > 0)
            std::printf("unsupported, not counted below: %zu cases ask for external Java functions\n", count_.java);
        std::printf("expected errors without a diagnostic: %zu of %zu\n", count_.silent, count_.errors);
        std::printf("dmn: %zu of %zu cases passed\n", count_.passed, count_.cases);
        return count_.passed == count_.cases && count_.cases > 0 ? 0 : 1;
    }

  private:
    std::shared_ptr<const DecisionModel> load(const fs::path& folder, const std::string& name) {
        std::vector<fw::decision::Definitions> models;
        std::string problems;
        for (const fs::path& file : files_in(folder, ".dmn", false)) {
            auto read = fw::dmn::read(text_of(file), file.filename().string());
            if (!read) {
                problems += format(read.error());
                continue;
            }
            const bool main = file.filename() == name;
            models.insert(main ? models.begin() : models.end(), std::move(*read));
        }
        if (models.empty() || models[0].file != name) {
            std::printf("%s/%s cannot be read\n%s", folder.string().c_str(), name.c_str(), problems.c_str());
            return nullptr;
        }
        if (!options_.by.empty()) {
            if (auto original = DecisionModel::compile(std::move(models))) original_ = *original;
            models = again(folder, name);
        }
        auto made = DecisionModel::compile(std::move(models));
        if (made) return *made;
        std::printf("%s/%s cannot be compiled\n%s%s", folder.string().c_str(), name.c_str(), problems.c_str(),
                    format(made.error()).c_str());
        return nullptr;
    }

    // The models after a round trip; nothing where that fails.
    std::vector<fw::decision::Definitions> again(const fs::path& folder, const std::string& name) {
        std::vector<fw::dmn::File> files;
        for (const fs::path& file : files_in(folder, ".dmn", false)) {
            const bool main = file.filename() == name;
            files.insert(main ? files.begin() : files.end(), {file.filename().string(), text_of(file)});
        }
        std::vector<fw::decision::Definitions> out;
        fw::Diagnostics problems;
        if (options_.by == "json") {
            auto made = fw::dmn::import_dmn(files);
            for (const fw::json::Value& decision : made ? made->decisions : std::vector<fw::json::Value>()) {
                out.push_back(fw::dmn::from_json(decision, made->decisions, problems));
                out.back().strict = false;
            }
        } else {
            for (const fw::dmn::File& file : files) {
                auto once = fw::dmn::read(file.bytes, file.name);
                if (once) out.push_back(fw::dmn::read(fw::dmn::write(*once), file.name).value());
            }
        }
        std::printf("%s", format(problems).c_str());
        return out;
    }

    void test_file(const fs::path& file, const std::string& text) {
        const fs::path folder = file.parent_path();
        auto read = fw::tck::read_test_file(text, file.filename().string());
        if (!read) {
            std::printf("FAILED %s\n%s", file.string().c_str(), format(read.error()).c_str());
            ++count_.cases;
            return;
        }
        std::shared_ptr<const DecisionModel> model;
        bool loaded = false;
        for (const fw::tck::TestCase& test : read->cases) {
            const std::string name = folder.filename().string() + "/" + test.id;
            const std::string long_name = file.string() + " " + test.id;
            if (!options_.only.empty() && long_name.find(options_.only) == std::string::npos &&
                name.find(options_.only) == std::string::npos)
                continue;
            if (options_.list) {
                std::printf("%s\n", name.c_str());
                continue;
            }
            if (!loaded) model = load(folder, read->model);
            loaded = true;
            run_case(model.get(), test, name);
        }
    }

    void run_case(const DecisionModel* model, const fw::tck::TestCase& test, const std::string& name) {
        if (model == nullptr) {
            ++count_.cases;
            std::printf("FAILED %s\n    the model cannot be used\n", name.c_str());
            return;
        }
        std::string failures;
        bool java = false;
        for (const fw::tck::ResultNode& result : test.results) {
            const std::string failure = check(*model, test, result);
            if (failure.empty()) continue;
            failures += failure;
            const auto element = model->find(result.name, result.uri);
            java = java || (element && model->elements()[*element].asks_java);
            if (original_ == nullptr) continue;
            const auto first = original_->find(result.name, result.uri);
            java = java || (first && original_->elements()[*first].asks_java);
        }
        if (!failures.empty() && java) {
            ++count_.java;
            return;
        }
        ++count_.cases;
        if (failures.empty()) {
            ++count_.passed;
        } else {
            std::printf("FAILED %s\n%s", name.c_str(), failures.c_str());
        }
    }

    // What is wrong with a result; empty: nothing.
    std::string check(const DecisionModel& model, const fw::tck::TestCase& test, const fw::tck::ResultNode& result) {
        const std::string& target = test.service.empty() ? result.name : test.service;
        auto element = model.find(target, result.uri);
        if (!element) return "    there is no '" + target + "'\n";
        std::vector<DecisionModel::Given> given;
        for (const fw::tck::InputNode& input : test.inputs) {
            if (const auto at = model.find(input.name, input.uri)) given.push_back({*at, input.value});
            if (!input.uri.empty() || model.find(input.name)) continue;
            // A name of an imported model, given without its namespace.
            for (std::size_t i = 0; i < model.elements().size(); ++i) {
                if (model.elements()[i].name == input.name) given.push_back({i, input.value});
            }
        }
        fw::feel::EvalOptions options;
        options.now = {1767225600, 0, fw::feel::Zone::utc()};
        fw::decision::Outcome outcome = model.evaluate(*element, given, options);
        fw::feel::Value actual = std::move(outcome.value);
        if (!test.service.empty() && model.elements()[*element].outputs.size() != 1) {
            const fw::feel::Value* one = actual.find(result.name);
            actual = one == nullptr ? fw::feel::Value() : fw::feel::Value(*one);
        }
        if (result.error) {
            ++count_.errors;
            if (outcome.warnings.empty() && model.warnings().empty()) ++count_.silent;
        }
        if (fw::tck::same(result.expected, actual)) return {};
        std::string out = "    " + result.name + "\n    expected " + result.expected.print() + "\n    actual   " +
                          actual.print() + "\n";
        for (const fw::Diagnostic& d : outcome.warnings) out += "    " + format(d) + "\n";
        return out;
    }

    Options options_;
    Count count_;
    std::shared_ptr<const DecisionModel> original_;  // with --by: the model as it stands in the file
};

}  // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--list") {
            options.list = true;
        } else if (argument == "--only" && i + 1 < argc) {
            options.only = argv[++i];
        } else if (argument == "--by" && i + 1 < argc) {
            options.by = argv[++i];
        } else if (argument.starts_with("--")) {
            std::fprintf(stderr, "usage: conformance_dmn DIR... [--list] [--only TEXT] [--by dmn|json]\n");
            return 2;
        } else if (fs::is_directory(argument)) {
            options.folders.emplace_back(argument);
        } else {
            std::fprintf(stderr, "conformance_dmn: %s is no folder\n", argument.c_str());
            return 2;
        }
    }
    if (options.folders.empty()) {
        std::fprintf(stderr, "usage: conformance_dmn DIR... [--list] [--only TEXT] [--by dmn|json]\n");
        return 2;
    }
    return Runner(std::move(options)).run();
}
