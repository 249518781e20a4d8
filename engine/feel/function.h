// Function values: function literals, builtins and plugin functions, callable from FEEL and from C++.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/feel/type.h"
#include "engine/feel/value.h"

namespace fw::feel {

class Call;  // what a running function may use: clock, limits, warnings (call.h)

class Function : public Object {
  public:
    Function() : Object(Kind::kFunction) {}
    Function(const Function&) = delete;
    Function& operator=(const Function&) = delete;
    virtual ~Function() = default;

    [[nodiscard]] virtual const std::vector<std::string>& parameters() const = 0;
    [[nodiscard]] virtual Type type() const = 0;
    [[nodiscard]] virtual std::string print() const = 0;
    // Equal functions have the same parameters, body and scope (10.3.2.7, table 53).
    [[nodiscard]] virtual bool same(const Function& other) const { return this == &other; }
    // `arguments` in the order of parameters(); a wrong number gives null and a warning.
    [[nodiscard]] virtual Value call(Call& call, std::span<const Value> arguments) const = 0;
};

// Whether two functions of the same text saw the same names: scalars by value, all else is one and the same.
[[nodiscard]] bool same_scope(std::span<const Value> a, std::span<const Value> b);

}  // namespace fw::feel
