#include "engine/compile/program.h"

namespace fw::compile {

bool Field::stored() const { return storage != form::Storage::kNone && lookup_from.empty(); }

const Field* Entity::declared(std::string_view field) const {
    for (const Field& one : fields) {
        if (one.id == field) return &one;
    }
    return nullptr;
}

const Field* Entity::find(std::string_view field) const {
    if (const Field* found = declared(field)) return found;
    for (const Field& one : system_fields) {
        if (one.id == field) return &one;
    }
    return nullptr;
}

const State* Entity::state(std::string_view wanted) const {
    for (const State& one : states) {
        if (one.id == wanted) return &one;
    }
    return nullptr;
}

namespace {

std::string_view plain(std::string_view id) {
    const std::size_t dot = id.rfind('.');
    return dot == std::string_view::npos ? id : id.substr(dot + 1);
}

template <class T>
const T& model_of(const T& model) {
    return model;
}
template <class T>
const T& model_of(const std::unique_ptr<T>& model) {
    return *model;
}

// By qualified id, or by plain id where only one model has it.
template <class List>
auto find_in(const List& list, std::string_view id) -> decltype(&model_of(list[0])) {
    const bool is_qualified = id.find('.') != std::string_view::npos;
    decltype(&model_of(list[0])) found = nullptr;
    for (const auto& one : list) {
        const auto& model = model_of(one);
        if (model.id == id) return &model;
        if (is_qualified || plain(model.id) != id) continue;
        if (found != nullptr) return nullptr;
        found = &model;
    }
    return found;
}

}  // namespace

const Entity* Program::entity(std::string_view id) const { return find_in(entities, id); }
const flow::Flow* Program::flow(std::string_view id) const { return find_in(flows, id); }
const Role* Program::role(std::string_view id) const { return find_in(roles, id); }
const DecisionEntry* Program::decision(std::string_view id) const { return find_in(decisions, id); }
const CalendarEntry* Program::calendar(std::string_view id) const { return find_in(calendars, id); }
const Report* Program::report(std::string_view id) const { return find_in(reports, id); }

const automation::Automation* Program::automation(std::string_view id) const {
    for (const auto& each : automations) {
        if (each->id == id) return each.get();
    }
    return nullptr;
}

std::vector<const flow::Flow*> Program::flows_of(const Entity& entity) const {
    std::vector<const flow::Flow*> all;
    for (const auto& one : flows) {
        if (one->entity == entity.id) all.push_back(one.get());
    }
    return all;
}

}  // namespace fw::compile
