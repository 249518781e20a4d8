// The registry of FEEL functions. Each describes itself: parameters, types, help and examples, from which calls are
// checked, reference pages and completion are made and tests are run. The built-in functions of DMN 1.5 (10.3.4) stand
// in engine/feel/builtins, one file each; plugins add theirs to a copy of standard().
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/text.h"
#include "engine/feel/call.h"
#include "engine/feel/type.h"
#include "engine/feel/value.h"

namespace fw::feel {

enum class FunctionGroup : std::uint8_t {
    kConversion,
    kBoolean,
    kString,
    kNumeric,
    kList,
    kContext,
    kDateTime,
    kRange,
    kSort,
    kPlugin
};

struct Parameter {
    std::string name;
    Type type;
    bool optional = false;
};

// One way to call a function. `variadic`: the last parameter takes any number of further positional arguments.
// Arguments are fitted to the parameters' types before `run`; where one does not fit, the result is null with a warning
// and `run` is not called. A null argument is refused likewise unless the parameter's type is any.
struct Overload {
    std::vector<Parameter> parameters;
    Type result;
    std::function<Value(Call&, const Arguments&)> run;
    bool variadic = false;
    bool accepts_null = false;  // `run` deals with null arguments itself
};

// Run as a test: `expression` gives what `result` gives.
struct FunctionExample {
    std::string expression;
    std::string result;
};

struct FunctionInfo {
    std::string name;
    FunctionGroup group = FunctionGroup::kPlugin;
    Text help;  // one or two sentences
    std::vector<Overload> overloads;
    std::vector<FunctionExample> examples;
    bool pure = true;  // same arguments, same result: now() and today() are not
};

class Functions {
  public:
    [[nodiscard]] static const Functions& standard();  // DMN 1.5's own

    void add(FunctionInfo info);  // replaces one of the same name
    [[nodiscard]] const FunctionInfo* find(std::string_view name) const;
    [[nodiscard]] std::vector<const FunctionInfo*> all() const;  // by group, then name
    // Names of more than one word, by first word.
    [[nodiscard]] const std::unordered_map<std::string, std::vector<std::string>>& complex_names() const {
        return complex_;
    }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>()(s); }
    };
    std::unordered_map<std::string, std::shared_ptr<const FunctionInfo>, Hash, std::equal_to<>> by_name_;
    std::unordered_map<std::string, std::vector<std::string>> complex_;
};

}  // namespace fw::feel
