// The shared parts of the built-in functions; not in builtins/, where every file is one function.
#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

const Value& single(const Value& value) {
    return value.is_list() && value.as_list().size() == 1 ? value.as_list()[0] : value;
}

std::optional<Date> day_of(const Value& value) {
    const Value& v = single(value);
    if (v.is(Kind::kDate)) return v.as_date();
    if (v.is(Kind::kDateTime)) return date_part(v.as_date_time());
    return std::nullopt;
}

std::optional<std::int64_t> whole(Call& call, const Value& value) {
    if (value.is_number()) {
        if (const auto n = value.as_number().to_int64()) return n;
    }
    (void)call.warn("FEEL-216", {"A whole number is needed", "此处需要整数"});
    return std::nullopt;
}

std::optional<std::vector<Decimal>> numbers_of(Call& call, std::span<const Value> list) {
    if (!call.spend(list.size())) return std::nullopt;
    std::vector<Decimal> out;
    out.reserve(list.size());
    for (const Value& item : list) {
        if (!item.is_number()) {
            (void)call.warn("FEEL-217", format_text({"A list of numbers is needed, but one element is a {0}",
                                                     "此处需要数字列表，但其中有 {0}"},
                                                    {kind_name(item.kind())}));
            return std::nullopt;
        }
        out.push_back(item.as_number());
    }
    return out;
}

std::vector<Value> all_of(const Arguments& arguments, std::size_t from) {
    std::vector<Value> out;
    for (std::size_t i = from; i < arguments.size(); ++i) out.push_back(arguments[i]);
    return out;
}

std::vector<Overload> list_or_items(const Type& result, Value (*run)(Call&, std::span<const Value>)) {
    Overload list;
    list.parameters = {param("list", kList)};
    list.result = result;
    list.run = [run](Call& call, const Arguments& a) { return run(call, a[0].as_list()); };
    Overload items;
    items.parameters = {param("list", kAny), param("…", kAny)};
    items.result = result;
    items.variadic = true;
    items.accepts_null = true;
    items.run = [run](Call& call, const Arguments& a) { return run(call, all_of(a)); };
    return {std::move(list), std::move(items)};
}

std::optional<int> scale_of(Call& call, const Value& value) {
    const auto scale = value.as_number().round(0, Rounding::kDown).to_int64();
    if (scale && *scale >= -6111 && *scale <= 6176) return static_cast<int>(*scale);
    (void)call.warn("FEEL-203", {"The scale is out of range", "小数位数超出范围"});
    return std::nullopt;
}

Overload rounding(bool scale_optional, Value (*run)(Call&, Decimal, int)) {
    Overload o;
    o.parameters = {param("n", kNumber), scale_optional ? optional_param("scale", kNumber) : param("scale", kNumber)};
    o.result = kNumber;
    o.run = [run](Call& call, const Arguments& a) {
        const auto scale = a.has(1) ? scale_of(call, a[1]) : std::optional(0);
        return scale ? run(call, a[0].as_number(), *scale) : Value();
    };
    return o;
}

}  // namespace fw::feel
