#include "engine/feel/functions.h"

#include <algorithm>

#include "engine/feel/names.h"

namespace fw::feel {

void add_all_builtins(Functions& registry);

const Functions& Functions::standard() {
    static const Functions* functions = [] {
        auto* made = new Functions();
        add_all_builtins(*made);
        return made;
    }();
    return *functions;
}

void Functions::add(FunctionInfo info) {
    const std::string name = info.name;
    std::size_t end = 0;
    while (end < name.size() &&
           (static_cast<unsigned char>(name[end]) >= 0x80 || is_name_part(static_cast<unsigned char>(name[end]))))
        ++end;
    if (end < name.size()) {
        std::vector<std::string>& names = complex_[name.substr(0, end)];
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    by_name_.insert_or_assign(name, std::make_shared<const FunctionInfo>(std::move(info)));
}

const FunctionInfo* Functions::find(std::string_view name) const {
    const auto it = by_name_.find(name);
    return it == by_name_.end() ? nullptr : it->second.get();
}

std::vector<const FunctionInfo*> Functions::all() const {
    std::vector<const FunctionInfo*> out;
    out.reserve(by_name_.size());
    for (const auto& [name, info] : by_name_) out.push_back(info.get());
    std::sort(out.begin(), out.end(), [](const FunctionInfo* a, const FunctionInfo* b) {
        return a->group != b->group ? a->group < b->group : a->name < b->name;
    });
    return out;
}

}  // namespace fw::feel
