// Calls of registered functions, of function values, and closures.
#include <algorithm>
#include <array>

#include "engine/feel/eval/machine.h"
#include "engine/feel/eval/operators.h"
#include "engine/feel/function.h"
#include "engine/feel/objects.h"

namespace fw::feel::eval {
namespace {

Value wrong_argument(Call& call, const FunctionInfo& function, const Parameter& parameter, const Value& given) {
    if (given.is_null()) {
        return call.warn("FEEL-212",
                         format_text({"{0}: '{1}' is null", "{0}：参数“{1}”为 null"}, {function.name, parameter.name}));
    }
    return call.warn("FEEL-213",
                     format_text({"{0}: '{1}' must be a {2}, not a {3}", "{0}：参数“{1}”应为 {2}，而不是 {3}"},
                                 {function.name, parameter.name, parameter.type.to_string(), kind_name(given.kind())}));
}

bool fits_as_it_is(const Value& value, const Type& type) {
    if (type.is_any()) return true;
    if (type_kind_of(value.kind()) != type.kind()) return false;
    return !type.is(TypeKind::kList) || type.element().is_any();
}

// A registered function as a value.
class RegisteredFunction : public Function {
  public:
    explicit RegisteredFunction(const FunctionInfo& info) : info_(info) {
        for (const Parameter& p : info.overloads.front().parameters) parameters_.push_back(p.name);
    }
    const std::vector<std::string>& parameters() const override { return parameters_; }
    Type type() const override { return TypeKind::kFunction; }
    std::string print() const override { return info_.name; }
    bool same(const Function& other) const override {
        const auto* registered = dynamic_cast<const RegisteredFunction*>(&other);
        return registered != nullptr && &registered->info_ == &info_;
    }
    [[nodiscard]] const FunctionInfo& info() const { return info_; }
    Value call(Call& call, std::span<const Value> arguments) const override {
        const Overload* best = nullptr;
        for (const Overload& o : info_.overloads) {
            const auto required = static_cast<std::size_t>(std::count_if(
                o.parameters.begin(), o.parameters.end(), [](const Parameter& p) { return !p.optional; }));
            if (arguments.size() < required || (!o.variadic && arguments.size() > o.parameters.size())) continue;
            bool typed = true;
            for (std::size_t i = 0; i < arguments.size(); ++i) {
                typed = typed && o.parameters[std::min(i, o.parameters.size() - 1)].type.accepts(
                                     type_kind_of(arguments[i].kind()));
            }
            if (best == nullptr || typed) best = &o;
            if (typed) break;
        }
        if (best == nullptr) {
            return call.warn("FEEL-214", format_text({"{0} does not take {1} arguments", "{0} 不接受 {1} 个参数"},
                                                     {info_.name, std::to_string(arguments.size())}));
        }
        std::vector<const Value*> given;
        given.reserve(arguments.size());
        for (const Value& a : arguments) given.push_back(&a);
        return call_overload(call, info_, *best, given);
    }

  private:
    const FunctionInfo& info_;
    std::vector<std::string> parameters_;
};

class Closure : public Function {
  public:
    Closure(std::shared_ptr<const code::Program> program, std::size_t block, std::vector<Value> captures)
        : program_(std::move(program)), block_(program_->blocks[block]), captures_(std::move(captures)) {}
    const std::vector<std::string>& parameters() const override { return block_.parameters; }
    Type type() const override { return Type::function(block_.parameter_types, block_.result); }
    std::string print() const override { return block_.text; }
    bool same(const Function& other) const override {
        const auto* closure = dynamic_cast<const Closure*>(&other);
        return closure != nullptr && closure->block_.text == block_.text && same_scope(closure->captures_, captures_);
    }
    Value call(Call& call, std::span<const Value> arguments) const override {
        if (arguments.size() != block_.parameters.size()) {
            return call.warn(
                "FEEL-214",
                format_text({"This function takes {0} arguments, not {1}", "此函数需要 {0} 个参数，而不是 {1} 个"},
                            {std::to_string(block_.parameters.size()), std::to_string(arguments.size())}));
        }
        if (!call.spend(1 + cost_of(block_))) return {};
        std::vector<Value> fitted(arguments.begin(), arguments.end());
        for (std::size_t i = 0; i < fitted.size(); ++i) {
            bool ok = true;
            fitted[i] = conform(fitted[i], block_.parameter_types[i], ok);
            if (!ok) {
                return call.warn("FEEL-213",
                                 format_text({"'{0}' must be a {1}, not a {2}", "参数“{0}”应为 {1}，而不是 {2}"},
                                             {block_.parameters[i], block_.parameter_types[i].to_string(),
                                              kind_name(arguments[i].kind())}));
            }
        }
        return Machine(call, program_, {}, captures_).run(block_, fitted);
    }

  private:
    std::shared_ptr<const code::Program> program_;
    const code::Block& block_;
    std::vector<Value> captures_;
};

}  // namespace

// Another overload that takes the arguments as they are: types known only now may ask for it.
namespace {
const Overload* better_overload(const FunctionInfo& function, const Overload& chosen,
                                std::span<const Value* const> given) {
    for (const Overload& o : function.overloads) {
        if (&o == &chosen || o.parameters.size() != given.size()) continue;
        bool fits = true;
        for (std::size_t i = 0; i < given.size() && fits; ++i) {
            fits = given[i] == nullptr ? o.parameters[i].optional : fits_as_it_is(*given[i], o.parameters[i].type);
        }
        if (fits) return &o;
    }
    return nullptr;
}
}  // namespace

Value call_overload(Call& call, const FunctionInfo& function, const Overload& overload,
                    std::span<const Value* const> given, bool named) {
    constexpr std::size_t kInline = 8;
    std::array<const Value*, kInline> inline_arguments{};
    std::vector<const Value*> more;
    std::span<const Value*> arguments(inline_arguments.data(), std::min(given.size(), kInline));
    if (given.size() > kInline) {
        more.resize(given.size());
        arguments = more;
    }
    std::vector<Value> converted;  // rarely needed
    // Functions walk over their arguments: long lists and texts cost steps, or a loop could do endless work in few of
    // them.
    std::uint64_t weight = 0;
    for (std::size_t i = 0; i < given.size(); ++i) {
        arguments[i] = given[i];
        if (given[i] == nullptr) continue;
        if (given[i]->object() != nullptr) weight += objects::weight_of(*given[i]);
        const Parameter& parameter = overload.parameters[std::min(i, overload.parameters.size() - 1)];
        if (given[i]->is_null()) {
            if (overload.accepts_null || parameter.type.is_any()) continue;
            return wrong_argument(call, function, parameter, *given[i]);
        }
        if (fits_as_it_is(*given[i], parameter.type)) continue;
        if (!named && function.overloads.size() > 1) {
            if (const Overload* other = better_overload(function, overload, given))
                return call_overload(call, function, *other, given);
        }
        bool ok = true;
        if (converted.empty()) converted.resize(given.size());
        converted[i] = conform(*given[i], parameter.type, ok);
        if (!ok) return wrong_argument(call, function, parameter, *given[i]);
        arguments[i] = &converted[i];
    }
    if (weight > kStepWeight && !call.spend(weight / kStepWeight)) return {};
    return overload.run(call, Arguments(arguments));
}

Value function_value(const FunctionInfo& function) { return Value::adopt(new RegisteredFunction(function)); }

Value call_named(Call& call, const Function& function, std::span<const std::string> names,
                 std::span<const Value> arguments) {
    std::vector<std::string> parameters = function.parameters();
    if (const auto* registered = dynamic_cast<const RegisteredFunction*>(&function)) {
        const Overload* best = nullptr;
        std::vector<const Value*> best_given;
        for (const Overload& o : registered->info().overloads) {
            std::vector<const Value*> given(o.parameters.size(), nullptr);
            std::size_t used = 0;
            for (std::size_t p = 0; p < o.parameters.size(); ++p) {
                const auto at = std::find(names.begin(), names.end(), o.parameters[p].name);
                if (at != names.end()) {
                    given[p] = &arguments[static_cast<std::size_t>(at - names.begin())];
                    ++used;
                } else if (!o.parameters[p].optional) {
                    used = names.size() + 1;
                }
            }
            if (used != names.size()) continue;
            // before(point, range) and before(range, point) differ in nothing but the order.
            const bool as_written = std::is_sorted(given.begin(), given.end());
            if (best != nullptr && !as_written) continue;
            best = &o;
            best_given = std::move(given);
            if (as_written) break;
        }
        if (best != nullptr) return call_overload(call, registered->info(), *best, best_given, true);
    }
    std::vector<Value> ordered;
    for (const std::string& parameter : parameters) {
        const auto at = std::find(names.begin(), names.end(), parameter);
        if (at == names.end()) break;
        ordered.push_back(arguments[static_cast<std::size_t>(at - names.begin())]);
    }
    if (ordered.size() != names.size() || ordered.size() != parameters.size()) {
        return call.warn("FEEL-214",
                         {"The names of the arguments are not those of the parameters", "参数名称与形参不一致"});
    }
    return call.invoke(function, ordered);
}

Value make_closure(const std::shared_ptr<const code::Program>& program, std::size_t block,
                   std::vector<Value> captures) {
    std::uint16_t depth = 0;
    for (const Value& v : captures) {
        if (v.object() != nullptr) depth = std::max(depth, v.object()->depth);
    }
    if (depth >= Value::kMaxDepth) return {};
    auto* closure = new Closure(program, block, std::move(captures));
    closure->depth = static_cast<std::uint16_t>(depth + 1);
    return Value::adopt(closure);
}

}  // namespace fw::feel::eval
