// A condition reads a variable, or an optional field of the record, that only some steps of the flow fill in, and a way
// leads to the condition past all of them: there it would read null. Nothing is said where the gateway asks for null.
#include <algorithm>
#include <cctype>
#include <set>

#include "engine/compile/check.h"

namespace fw::compile {

namespace {

class Reads {
  public:
    Reads(Build& build, const Source& source, const flow::Flow& flow)
        : build_(build), source_(source), flow_(flow), entity_(build.program->entity(flow.entity)) {}

    void check() {
        for (const flow::Edge& edge : flow_.edges) {
            if (!edge.when.code) continue;
            for (const std::vector<std::string>& path : edge.when.code.reads()) check(edge, path);
        }
    }

  private:
    // "record.total" or "n"; empty where it always has a value, or gets it from elsewhere.
    [[nodiscard]] std::string optional_name(const std::vector<std::string>& path) const {
        if (path.size() >= 2 && path[0] == "record" && entity_ != nullptr) {
            const Field* field = entity_->declared(path[1]);
            const bool optional = field != nullptr && !field->required && !field->fallback && !field->computed();
            return optional ? "record." + path[1] : "";
        }
        for (const flow::Variable& variable : flow_.variables) {
            if (variable.id == path[0] && !variable.initial) return variable.id;
        }
        return "";
    }

    [[nodiscard]] bool sets(const flow::Node& node, const std::string& name) const {
        const json::Value* set = node.properties.find("set");
        if (set != nullptr && set->is_object() && set->find(name) != nullptr) return true;
        for (const flow::Assignment& each : node.out_mapping) {
            if (each.name == name) return true;
        }
        if (node.repeat != nullptr && node.repeat->into && node.repeat->into->name == name) return true;
        if (node.human == nullptr || name.rfind("record.", 0) != 0) return false;
        const std::vector<std::string>& edit = node.human->edit;
        return std::find(edit.begin(), edit.end(), name.substr(7)) != edit.end();
    }

    // Whether a condition of the gateway compares it with null.
    [[nodiscard]] bool asks_for_null(flow::NodeIndex gateway, const std::string& name) const {
        for (const flow::EdgeIndex index : flow_.nodes[gateway].out) {
            std::string text;
            for (const char each : flow_.edges[index].when.text) {
                if (each != ' ' && each != '\n' && each != '\t') text += each;
            }
            for (const std::string& asked :
                 {name + "!=null", name + "=null", "null!=" + name, "null=" + name, "isdefined(" + name + ")"}) {
                const std::size_t at = text.find(asked);
                const bool whole = at != std::string::npos && (at == 0 || !is_name(text[at - 1]));
                if (whole) return true;
            }
        }
        return false;
    }
    static bool is_name(char each) {
        return each == '_' || each == '.' || (std::isalnum(static_cast<unsigned char>(each)) != 0);
    }

    void check(const flow::Edge& edge, const std::vector<std::string>& path) {
        const std::string name = optional_name(path);
        if (name.empty()) return;
        std::vector<bool> setter(flow_.nodes.size(), false);
        std::string where;
        for (std::size_t i = 0; i < setter.size(); ++i) {
            if (!sets(flow_.nodes[i], name)) continue;
            if (where.empty()) where = flow_.nodes[i].id;
            setter[i] = true;
            // What is around it is taken to set it as well.
            for (flow::NodeIndex at = flow_.bodies[flow_.nodes[i].body].owner; at != flow::kNone;
                 at = flow_.bodies[flow_.nodes[at].body].owner)
                setter[at] = true;
        }
        if (where.empty() || asks_for_null(edge.from, name) ||
            !told_.insert(name + " " + flow_.nodes[edge.from].id).second)
            return;
        const std::vector<flow::NodeIndex> way = way_past(edge.from, setter);
        if (way.empty()) return;
        std::string text;
        for (const flow::NodeIndex node : way) text += (text.empty() ? "" : " → ") + flow_.nodes[node].id;
        build_.warn(source_, "FLOW-080", edge.range, source_.element + "/edges/" + edge.id,
                    format_text({"'{0}' may be empty here: it is set at '{1}', and this way leads past it: {2}",
                                 "“{0}”在此处可能为空：它在“{1}”处赋值，而以下路径会绕过该节点：{2}"},
                                {name, where, text}),
                    {"give it an initial value, or ask whether it is null", "请设置初始值，或在条件中判断其是否为空"});
    }

    // A shortest way from the start to the node on which no setter is completed; empty if there is none.
    [[nodiscard]] std::vector<flow::NodeIndex> way_past(flow::NodeIndex to, const std::vector<bool>& setter) const {
        if (flow_.start == flow::kNone || setter[flow_.start] || setter[to]) return {};
        std::vector<flow::NodeIndex> by(flow_.nodes.size(), flow::kNone), queue{flow_.start};
        by[flow_.start] = flow_.start;
        for (std::size_t next = 0; next < queue.size(); ++next) {
            const flow::Node& node = flow_.nodes[queue[next]];
            const auto visit = [&](flow::NodeIndex other) {
                if (by[other] != flow::kNone) return;
                by[other] = queue[next];
                queue.push_back(other);
            };
            for (const flow::NodeIndex boundary : node.boundaries) visit(boundary);
            if (setter[queue[next]]) continue;  // but it may be broken off before
            for (const flow::EdgeIndex edge : node.out) visit(flow_.edges[edge].to);
        }
        if (by[to] == flow::kNone) return {};
        std::vector<flow::NodeIndex> way{to};
        while (way.back() != flow_.start) way.push_back(by[way.back()]);
        std::reverse(way.begin(), way.end());
        return way;
    }

    Build& build_;
    const Source& source_;
    const flow::Flow& flow_;
    const Entity* entity_;
    std::set<std::string> told_;
};

void run(Build& build) {
    each_flow(build, [&](const Source& source, const flow::Flow& flow) { Reads(build, source, flow).check(); });
}

}  // namespace

void add_unset_read(Checks& registry) {
    registry.add(
        {"unset_read",
         "FLOW-080",
         {"Conditions that read what is not set on every way to them.", "条件读取了并非在所有路径上都已赋值的内容。"},
         &run});
}

}  // namespace fw::compile
