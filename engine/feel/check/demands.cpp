#include "engine/feel/check/demands.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace fw::feel {
namespace {

using enum TypeKind;
using Kinds = std::uint16_t;

constexpr Kinds one(TypeKind kind) { return static_cast<Kinds>(1U << static_cast<unsigned>(kind)); }
constexpr Kinds any_of(std::initializer_list<TypeKind> kinds) {
    unsigned out = 0;
    for (const TypeKind kind : kinds) out |= one(kind);
    return static_cast<Kinds>(out);
}

constexpr Kinds kDays = any_of({kDate, kDateTime});
constexpr Kinds kDurations = any_of({kDaysDuration, kYearsDuration});
constexpr Kinds kSums = any_of({kNumber, kDaysDuration, kYearsDuration});
constexpr Kinds kOrdered = any_of({kNumber, kString, kDate, kTime, kDateTime, kDaysDuration, kYearsDuration});

struct Demand {
    std::string_view function;
    std::string_view parameter;
    Kinds kinds;
    bool elements;  // of the list, or every argument of f(a, b, …)
};

constexpr std::array<Demand, 36> kDemands = {{
    {"abs", "n", kSums, false},
    {"date", "from", kDays | one(kString), false},
    {"date and time", "from", kDays | one(kString), false},
    {"date and time", "date", kDays, false},
    {"time", "from", kDays | any_of({kTime, kString}), false},
    {"duration", "from", kDurations | one(kString), false},
    {"years and months duration", "from", kDays, false},
    {"years and months duration", "to", kDays, false},
    {"day of week", "date", kDays, false},
    {"day of year", "date", kDays, false},
    {"month of year", "date", kDays, false},
    {"week of year", "date", kDays, false},
    {"sum", "list", kSums, true},
    {"sum", "…", kSums, true},
    {"mean", "list", kSums, true},
    {"mean", "…", kSums, true},
    {"min", "list", kOrdered, true},
    {"min", "…", kOrdered, true},
    {"max", "list", kOrdered, true},
    {"max", "…", kOrdered, true},
    {"product", "list", one(kNumber), true},
    {"product", "…", one(kNumber), true},
    {"median", "list", one(kNumber), true},
    {"median", "…", one(kNumber), true},
    {"stddev", "list", one(kNumber), true},
    {"stddev", "…", one(kNumber), true},
    {"mode", "list", one(kNumber), true},
    {"mode", "…", one(kNumber), true},
    {"all", "list", one(kBoolean), true},
    {"all", "…", one(kBoolean), true},
    {"any", "list", one(kBoolean), true},
    {"any", "…", one(kBoolean), true},
    {"string join", "list", one(kString), true},
    {"context", "entries", one(kContext), true},
    {"context put", "keys", one(kString), true},
    {"context merge", "contexts", one(kContext), true},
}};

bool unknown(const Type& type) { return type.is_any() || type.is(kNull); }

// A list of one stands for its element where an element is asked for.
Type item_of(const Type& type) { return type.is(kList) ? type.element() : type; }

std::string names_of(Kinds kinds) {
    std::vector<std::string> names;
    for (int kind = 0; kind <= static_cast<int>(kFunction); ++kind) {
        if ((kinds & one(static_cast<TypeKind>(kind))) != 0)
            names.emplace_back(type_kind_name(static_cast<TypeKind>(kind)));
    }
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
        out += names[i];
    }
    return out;
}

const Parameter& parameter_of(const Overload& overload, std::size_t argument) {
    return overload.parameters[std::min(argument, overload.parameters.size() - 1)];
}

std::optional<Misfit> by_demands(const FunctionInfo& function, const Overload& overload, std::span<const Type> given) {
    for (std::size_t i = 0; i < given.size(); ++i) {
        const Parameter& p = parameter_of(overload, i);
        const auto demand = std::find_if(kDemands.begin(), kDemands.end(), [&](const Demand& d) {
            return d.function == function.name && d.parameter == p.name;
        });
        if (demand == kDemands.end()) continue;
        // The arguments of f(a, b, …) are the elements themselves.
        const Type seen = demand->elements && overload.variadic ? given[i] : item_of(given[i]);
        if (unknown(seen) || (demand->kinds & one(seen.kind())) != 0) continue;
        std::string wanted = names_of(demand->kinds);
        if (demand->elements && !overload.variadic) wanted = "list<" + wanted + ">";
        return Misfit{i, p.name, std::move(wanted), {}};
    }
    return std::nullopt;
}

bool is_one_of(const std::string& name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Which argument has to be a range, as the second of during(point, range); -1: none, -2: both or none.
int range_at(const std::string& name) {
    if (is_one_of(name, {"includes", "finished by", "started by"})) return 0;
    if (is_one_of(name, {"during", "finishes", "starts"})) return 1;
    return name == "coincides" ? -2 : -1;
}

// Points and ranges of one kind that has an order.
std::optional<Misfit> by_range(const FunctionInfo& function, const Overload& overload, std::span<const Type> given) {
    const int needed = range_at(function.name);
    Type first;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const Type item = item_of(given[i]);
        if (unknown(item)) continue;
        const std::string& name = parameter_of(overload, i).name;
        const bool range = item.is(kRange);
        const bool other_range = i > 0 && item_of(given[0]).is(kRange);
        if (!range && static_cast<int>(i) == needed) return Misfit{i, name, "range", {}};
        if (needed == -2 && i > 0 && !unknown(item_of(given[0])) && range != other_range)
            return Misfit{i, name, item_of(given[0]).to_string(), {}};
        const Type type = range ? item.element() : item;
        if (unknown(type)) continue;
        if ((kOrdered & one(type.kind())) == 0)
            return Misfit{i, name, names_of(static_cast<Kinds>(kOrdered | one(kRange))), {}};
        if (unknown(first)) first = type;
        if (first.kind() == type.kind()) continue;
        const std::string kind(type_kind_name(first.kind()));
        return Misfit{i, name, kind + " or range<" + kind + ">", {}};
    }
    return std::nullopt;
}

// sum(a, b), min(a, b): all of one kind.
std::optional<Misfit> by_first(const Overload& overload, std::span<const Type> given) {
    const auto known = std::find_if(given.begin(), given.end(), [](const Type& t) { return !unknown(t); });
    if (!overload.variadic || known == given.end()) return std::nullopt;
    for (std::size_t i = 0; i < given.size(); ++i) {
        if (unknown(given[i]) || given[i].kind() == known->kind()) continue;
        return Misfit{i, parameter_of(overload, i).name, known->to_string(), {}};
    }
    return std::nullopt;
}

}  // namespace

bool has_order(TypeKind kind) { return (kOrdered & one(kind)) != 0; }

bool never_equal(const Type& a, const Type& b, bool deep) {
    if (unknown(a) || unknown(b)) return false;
    const bool parts = a.is(kRange) || (deep && a.is(kList));
    return a.kind() != b.kind() || (parts && never_equal(a.element(), b.element(), deep));
}

std::optional<Misfit> misfit(const FunctionInfo& function, const Overload& overload, std::span<const Type> given) {
    if (function.group == FunctionGroup::kPlugin || overload.parameters.empty()) return std::nullopt;
    if (function.group == FunctionGroup::kRange) return by_range(function, overload, given);
    if (auto found = by_demands(function, overload, given)) return found;
    if (is_one_of(function.name, {"list contains", "index of"}) && given.size() == 2) {
        const Type element = item_of(given[0]);
        if (never_equal(element, given[1], true)) return Misfit{1, overload.parameters[1].name, {}, element};
    }
    if (function.name == "context") {
        const RecordType* entry = item_of(given[0]).fields();
        if (entry != nullptr && (entry->find("key") == nullptr || entry->find("value") == nullptr))
            return Misfit{0, "entries", "list<context<key: string, value: Any>>", {}};
    }
    if (is_one_of(function.name, {"sum", "mean", "min", "max"})) return by_first(overload, given);
    if (function.name == "sort") {
        const Type element = item_of(given[0]);
        if (given.size() == 1 && !unknown(element) && !has_order(element.kind()))
            return Misfit{0, "list", "list<" + names_of(kOrdered) + ">", {}};
        if (given.size() == 2 && given[1].has_parameters() && given[1].parameters().size() != 2)
            return Misfit{1, "precedes", "function<Any, Any> -> boolean", {}};
    }
    return std::nullopt;
}

Type result_of(const FunctionInfo& function, const Overload& overload, std::span<const Type> given) {
    if (function.group == FunctionGroup::kPlugin || given.empty()) return overload.result;
    const std::string& name = function.name;
    if (name == "abs" || name == "duration") {
        const Type type = item_of(given[0]);
        return unknown(type) || type.is(kString) ? Type() : type;
    }
    if (is_one_of(name, {"sum", "mean", "min", "max"})) {
        if (!overload.variadic) return item_of(given[0]);
        Type out = given[0];
        for (const Type& type : given.subspan(1)) out = Type::either(out, type);
        return out;
    }
    if (!overload.result.is(kList) || !overload.result.element().is_any()) return overload.result;
    if (is_one_of(name, {"sort", "reverse", "sublist", "remove", "distinct values"})) {
        return Type::list(item_of(given[0]));
    }
    if (name == "concatenate" || name == "union") {
        Type out = item_of(given[0]);
        for (const Type& type : given.subspan(1)) out = Type::either(out, item_of(type));
        return Type::list(out);
    }
    if (name == "append") {
        Type out = item_of(given[0]);
        for (const Type& type : given.subspan(1)) out = Type::either(out, type);
        return Type::list(out);
    }
    if (name == "insert before") return Type::list(Type::either(item_of(given[0]), given[2]));
    return overload.result;
}

}  // namespace fw::feel
