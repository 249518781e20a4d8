// Local values of nodes: what repeats, what is mapped in and out, what an event brings.
#include <algorithm>

#include "engine/flow/read.h"

namespace fw::flow {

namespace {

bool valid_name(std::string_view name) {
    const auto letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return !name.empty() && letter(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || digit(c); });
}

class LocalsReader {
  public:
    LocalsReader(Reading& r, const json::Value& json, const std::string& element, ReadEnv::Names& names,
                 const ReadEnv::Names& outside, Node& node)
        : r_(r), json_(json), element_(element), names_(names), outside_(outside), node_(node) {}

    void read() {
        node_.first_local = static_cast<Slot>(names_.size());
        if (node_.kind->activity) read_repeat();
        if (node_.kind->container) {
            for (Variable& each : read_variables(r_, json_, element_, names_)) node_.locals.push_back(std::move(each));
        }
        node_.inputs = static_cast<std::uint32_t>(node_.locals.size());
        if (node_.kind->activity) read_inputs();
        node_.payload = static_cast<std::uint32_t>(node_.locals.size());
        if (node_.kind->payload == nullptr) return;
        const std::string payload(node_.kind->payload(json_));
        if (!payload.empty()) local(payload, {}, {});
    }

  private:
    void local(const std::string& name, const feel::Type& type, model::Expr initial) {
        add_local(names_, name, type);
        node_.locals.push_back({name, type, std::move(initial)});
    }

    model::Expr expression(const json::Value& from, std::string_view key, const std::string& at,
                           const ReadEnv::Names& names, const feel::Type& type = {}) {
        const json::Value* value = from.find(key);
        return value == nullptr ? model::Expr{}
                                : r_.env.expression(*value, at + "/" + std::string(key), names, type, r_.out);
    }

    void read_repeat() {
        const json::Value* each = json_.find("for_each");
        const json::Value* loop = json_.find("loop");
        if (each == nullptr && loop == nullptr) return;
        if (each != nullptr && loop != nullptr) {
            r_.mistake("FLOW-052",
                       Text("an activity repeats by 'for_each' or by 'loop', not by both",
                            "活动只能使用“for_each”或“loop”其中之一"),
                       json_.range(), element_);
            return;
        }
        auto repeat = std::make_unique<Repeat>();
        if (each != nullptr && each->is_object()) {
            read_for_each(*each, *repeat);
        } else if (loop != nullptr && loop->is_object()) {
            read_loop(*loop, *repeat);
        }
        node_.repeat = std::move(repeat);
    }

    void counters() {
        for (const std::string_view name : kRepeatNames) local(std::string(name), feel::TypeKind::kNumber, {});
    }

    void read_for_each(const json::Value& each, Repeat& repeat) {
        const std::string at = element_ + "/for_each";
        repeat.kind = each.string_or("mode") == "sequential" ? Repeat::Kind::kSequential : Repeat::Kind::kParallel;
        repeat.items = expression(each, "in", at, outside_);
        repeat.count = expression(each, "count", at, outside_, feel::TypeKind::kNumber);
        if (static_cast<bool>(repeat.items) == static_cast<bool>(repeat.count)) {
            r_.mistake(
                "FLOW-053",
                Text("'for_each' needs either 'in' (a list) or 'count'", "“for_each”需要“in”（列表）或“count”其中之一"),
                each.range(), at);
        }
        const std::string as(each.string_or("as"));
        repeat.has_item = !as.empty();
        if (repeat.has_item && repeat.count) {
            r_.mistake(
                "FLOW-053",
                Text("'" + as + "' is always empty: with 'count' there is no item",
                     "“" + as + "”始终为空：使用“count”时没有当前项"),
                each.range(), at,
                Text("leave 'as' out; loop_counter is the number of the run", "请去掉“as”；loop_counter 是执行的序号"),
                Severity::kWarning);
        }
        if (repeat.has_item) {
            const feel::Type& list = repeat.items.code ? repeat.items.code.type() : feel::Type();
            local(as, list.kind() == feel::TypeKind::kList ? list.element() : feel::Type(), {});
        }
        counters();
        repeat.until = expression(each, "until", at, names_, feel::TypeKind::kBoolean);
    }

    void read_loop(const json::Value& loop, Repeat& repeat) {
        const std::string at = element_ + "/loop";
        repeat.kind = Repeat::Kind::kLoop;
        counters();
        repeat.while_true = expression(loop, "while", at, names_, feel::TypeKind::kBoolean);
        repeat.test_before = loop.string_or("test") == "before";
        if (const json::Value* most = loop.find("at_most"); most != nullptr && most->is_number()) {
            repeat.at_most =
                static_cast<std::uint32_t>(std::clamp<std::int64_t>(most->as_int64().value_or(0), 0, 1'000'000));
        }
        if (!repeat.while_true && repeat.at_most == 0) {
            r_.mistake("FLOW-054", Text("'loop' needs 'while' or 'at_most'", "“loop”需要“while”或“at_most”"),
                       loop.range(), at);
        }
    }

    void read_inputs() {
        const json::Value* in = json_.find("in");
        if (in == nullptr || !in->is_object()) return;
        for (const json::Member& each : in->members()) {
            const std::string at = element_ + "/in/" + each.key;
            if (!valid_name(each.key)) {
                r_.mistake("FLOW-055",
                           Text("'" + each.key + "' is no name: letters, digits and _ only",
                                "“" + each.key + "”不是有效名称：只能使用字母、数字和下划线"),
                           each.key_range, at);
                continue;
            }
            model::Expr value = r_.env.expression(each.value, at, names_, feel::Type(), r_.out);
            const feel::Type type = value.code ? value.code.type() : feel::Type();
            local(each.key, type, std::move(value));
        }
    }

    Reading& r_;
    const json::Value& json_;
    const std::string& element_;
    ReadEnv::Names& names_;
    const ReadEnv::Names& outside_;
    Node& node_;
};

}  // namespace

void read_locals(Reading& r, const json::Value& json, const std::string& element, ReadEnv::Names& names,
                 const ReadEnv::Names& outside, Node& node) {
    LocalsReader(r, json, element, names, outside, node).read();
}

void read_mappings(NodeReader& reader, Node& node) {
    node.out_mapping = reader.assignments("out");
    node.inherits = reader.find("in") == nullptr && reader.find("out") == nullptr;
    node.for_compensation = node.for_compensation || reader.flag("for_compensation");
    const json::Value* each = reader.find("for_each");
    if (node.repeat == nullptr || each == nullptr || !each->is_object()) return;
    auto repeat = std::make_unique<Repeat>(*node.repeat);
    const std::string at = reader.element() + "/for_each";
    if (const json::Value* collect = each->find("collect")) {
        repeat->collect = reader.expression(*collect, at + "/collect", feel::Type());
    }
    if (const json::Value* into = each->find("into"); into != nullptr && into->is_string()) {
        repeat->into = reader.target(into->as_string(), into->range(), at + "/into");
    }
    if (static_cast<bool>(repeat->collect) != (each->find("into") != nullptr)) {
        reader.mistake(
            "FLOW-056",
            Text("'collect' and 'into' belong together: what is collected of each, and the list it goes into",
                 "“collect”与“into”必须同时使用：前者为每项收集的值，后者为存入的列表"),
            each);
    }
    node.repeat = std::move(repeat);
}

std::vector<Assignment> NodeReader::assignments(std::string_view property, bool free) {
    std::vector<Assignment> made;
    const json::Value* all = find(property);
    if (all == nullptr || !all->is_object()) return made;
    for (const json::Member& each : all->members()) {
        const std::string at = element_ + "/" + std::string(property) + "/" + each.key;
        std::optional<Assignment> one;
        if (free) {
            one.emplace();
            one->name = each.key;
        } else {
            one = target(each.key, each.key_range, at);
        }
        if (!one) continue;
        one->value = expression(each.value, at, one->type);
        if (!one->field.empty() && !flow_.entity.empty())
            env_.written_value(flow_.entity, one->field, one->value, each.value.range(), at, out_);
        made.push_back(std::move(*one));
    }
    return made;
}

std::optional<Assignment> NodeReader::target(std::string_view key, Range range, const std::string& element) {
    Assignment made;
    made.name = key;
    json::Value at = json::Value::string(std::string(key));
    at.set_range(range);
    if (key.substr(0, 7) == "record.") {
        made.field = key.substr(7);
        json::Value field = json::Value::string(made.field);
        field.set_range(range);
        if (flow_.entity.empty()) {
            mistake("FLOW-022", Text("the flow has no record", "该流程没有关联记录"), &at);
            return made;
        }
        const std::optional<feel::Type> type = env_.written(flow_.entity, field, element, out_);
        if (!type) return std::nullopt;
        made.type = *type;
        return made;
    }
    for (std::size_t i = outside_.size(); i-- > Scope::kFirstVariable;) {
        if (outside_[i].first != key) continue;
        made.slot = static_cast<Slot>(i);
        made.type = outside_[i].second;
        return made;
    }
    mistake("FLOW-023",
            Text("'" + std::string(key) + "' is neither 'record.<field>' nor a variable of the flow",
                 "“" + std::string(key) + "”既不是“record.<字段>”，也不是流程变量"),
            &at);
    return std::nullopt;
}

}  // namespace fw::flow
