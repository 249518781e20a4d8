#include "runtime/host/rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "engine/base/suggest.h"
#include "engine/compile/scopes.h"
#include "engine/flow/kinds/service_task.h"
#include "engine/json/read.h"
#include "runtime/identity/directory.h"

namespace fw::host {
namespace {

using compile::Entity;
using compile::Program;

// Where a condition stands in the file it was written in.
class Places {
  public:
    explicit Places(const Program& program) : program_(program) {}

    // `within`: the condition's property of the model, or of its right for `of_entity`.
    Place of(std::string_view kind, std::string_view id, std::string_view of_entity, const char* property,
             std::uint32_t inside) const {
        Place out;
        out.element = std::string(kind) + ":" + std::string(id);
        if (!of_entity.empty()) out.element += "/rights/" + std::string(of_entity);
        const std::size_t dot = id.find('.');
        for (const model::PackSource& pack : program_.sources) {
            if (pack.id != id.substr(0, dot)) continue;
            for (const model::SourceFile& file : pack.files) {
                const auto root = json::read(file.text, file.path);
                if (!root || root->string_or("kind") != kind || root->string_or("id") != id.substr(dot + 1)) continue;
                const json::Value* written = condition(*root, pack.id, of_entity, property);
                if (written == nullptr) continue;
                out.file = (pack.folder.empty() ? pack.id : pack.folder) + "/" + file.path;
                out.range = written->range();
                out.at = line_column(file.text, out.range.begin + 1 + inside);
                return out;
            }
        }
        return out;
    }

  private:
    static const json::Value* condition(const json::Value& root, const std::string& pack, std::string_view of_entity,
                                        const char* property) {
        if (of_entity.empty()) return root.find(property);
        const json::Value* rights = root.find("rights");
        if (rights == nullptr || !rights->is_array()) return nullptr;
        for (const json::Value& right : rights->items()) {
            const std::string entity(right.string_or("entity"));
            if (entity == of_entity || pack + "." + entity == of_entity) {
                if (const json::Value* found = right.find(property)) return found;
            }
        }
        return nullptr;
    }

    const Program& program_;
};

class Rules {
  public:
    Rules(const Program& program, const records::Records& records)
        : program_(program), records_(records), places_(program), nobody_(identity::Directory().context_of(0)) {}

    Diagnostics examine() {
        for (const compile::Role& role : program_.roles) {
            for (const compile::Right& right : role.rights) {
                const Entity* entity = right.where ? program_.entity(right.entity) : nullptr;
                if (entity != nullptr) record_rule(*entity, right.where.text, "role", role.id, entity->id, "where");
            }
        }
        for (const compile::Layout& layout : program_.layouts) {
            const Entity* entity = layout.kind == "view" ? program_.entity(layout.entity) : nullptr;
            const std::string_view filter = layout.json.string_or("filter");
            if (entity != nullptr && !filter.empty()) record_rule(*entity, filter, "view", layout.id, {}, "filter");
        }
        for (const compile::Report& report : program_.reports) {
            if (report.entity == nullptr || !report.filter) continue;
            std::vector<feel::Value> values(compile::ReportScope::kFirstParameter + report.parameters.size());
            values[compile::ReportScope::kUser] = nobody_;
            examine(*report.entity, compile::report_scope(report, records_.functions()), report.filter.text, values,
                    "report", report.id, {}, "filter");
        }
        return std::move(found_);
    }

  private:
    void record_rule(const Entity& entity, std::string_view text, std::string_view kind, std::string_view id,
                     std::string_view of_entity, const char* property) {
        const std::array<feel::Value, 3> values{feel::Value(), nobody_, feel::Value()};
        examine(entity, compile::record_scope(entity, records_.functions()), text, values, kind, id, of_entity,
                property);
    }

    void examine(const Entity& entity, const feel::Scope& scope, std::string_view text,
                 std::span<const feel::Value> values, std::string_view kind, std::string_view id,
                 std::string_view of_entity, const char* property) {
        const auto condition = records_.condition(entity, scope, text, values, "r", storage::now());
        if (condition) return;
        for (Diagnostic d : condition.error()) {
            d.place = places_.of(kind, id, of_entity, property, d.place.range.begin);
            found_.push_back(std::move(d));
        }
    }

    const Program& program_;
    const records::Records& records_;
    Places places_;
    feel::Value nobody_;
    Diagnostics found_;
};

}  // namespace

Diagnostics untranslatable_rules(const Program& program, const records::Records& records) {
    return Rules(program, records).examine();
}

namespace {

// The action of a node, in the text of its flow.
const json::Value* written_action(const json::Value& body, std::string_view node) {
    const json::Value* nodes = body.find("nodes");
    if (nodes == nullptr || !nodes->is_array()) return nullptr;
    for (const json::Value& each : nodes->items()) {
        if (each.string_or("id") == node) return each.find("action");
        if (const json::Value* within = written_action(each, node)) return within;
    }
    return nullptr;
}

Place place_of_action(const Program& program, const flow::Flow& flow, const flow::Node& node) {
    Place out;
    out.element = "flow:" + flow.id + "/nodes/" + node.id;
    const std::size_t dot = flow.id.find('.');
    for (const model::PackSource& pack : program.sources) {
        if (pack.id != flow.id.substr(0, dot)) continue;
        for (const model::SourceFile& file : pack.files) {
            const auto root = json::read(file.text, file.path);
            if (!root || root->string_or("kind") != "flow" || root->string_or("id") != flow.id.substr(dot + 1))
                continue;
            const json::Value* action = written_action(*root, node.id);
            if (action == nullptr) continue;
            out.file = (pack.folder.empty() ? pack.id : pack.folder) + "/" + file.path;
            out.range = action->range();
            out.at = line_column(file.text, out.range.begin);
            return out;
        }
    }
    return out;
}

}  // namespace

namespace {

std::string plugin_of(const std::string& action) { return action.substr(0, action.find('.')); }

Text where_to_put(const std::string& plugin) {
    return format_text(
        {"put the plugin '{0}' into the folder plugins of the data folder, or name its folder with "
         "`formwork serve --plugins DIR`",
         "请将插件“{0}”放入数据文件夹的 plugins 子文件夹，或用 `formwork serve --plugins DIR` 指定其所在文件夹"},
        {plugin});
}

// What may have been meant, or where the plugin belongs.
Text hint_for(const std::string& action, const std::vector<std::string>& known) {
    Text near = did_you_mean(action, known);
    return near.empty() ? where_to_put(plugin_of(action)) : near;
}

std::string joined(const std::set<std::string>& all) {
    std::string out;
    for (const std::string& each : all) out += (out.empty() ? "" : ", ") + each;
    return out;
}

}  // namespace

Diagnostics missing_plugins(const Program& program, const plugins::Plugins& plugins) {
    struct Needed {
        std::set<std::string> actions, models;
    };
    std::set<std::string> known;
    for (const plugins::Action& each : plugins.actions()) known.insert(each.id);
    std::map<std::string, Needed> missing;
    const auto look = [&](const std::string& action, const std::string& model) {
        if (action.empty() || known.contains(action)) return;
        Needed& needed = missing[plugin_of(action)];
        needed.actions.insert(action);
        needed.models.insert(model);
    };
    for (const auto& flow : program.flows) {
        for (const flow::Node& node : flow->nodes) {
            const auto* service = dynamic_cast<const flow::Service*>(node.detail.get());
            if (service != nullptr) look(service->action, flow->id);
        }
    }
    for (const auto& automation : program.automations) {
        for (const automation::Step& step : automation->steps) look(step.action, automation->id);
    }
    Diagnostics out;
    for (const auto& [plugin, needed] : missing) {
        Diagnostic made;
        made.code = "PLUG-019";
        made.severity = Severity::kWarning;
        made.text = format_text(
            {"The plugin '{0}' is not loaded, and deployed models call {1}: {2}. What calls it fails until it is there",
             "插件“{0}”未加载，而已部署的模型调用了 {1}：{2}。在其加载之前，相关调用都会失败"},
            {plugin, joined(needed.actions), joined(needed.models)});
        made.hint = where_to_put(plugin);
        out.push_back(std::move(made));
    }
    return out;
}

Diagnostics unknown_actions(const Program& program, const plugins::Plugins& plugins) {
    std::vector<std::string> known;
    for (const plugins::Action& each : plugins.actions()) known.push_back(each.id);
    Diagnostics found;
    for (const auto& flow : program.flows) {
        for (const flow::Node& node : flow->nodes) {
            const auto* service = dynamic_cast<const flow::Service*>(node.detail.get());
            if (service == nullptr || service->action.empty()) continue;
            if (std::find(known.begin(), known.end(), service->action) != known.end()) continue;
            Diagnostic made;
            made.code = "FLOW-070";
            made.place = place_of_action(program, *flow, node);
            made.text = format_text({"no plugin of this server has the action '{0}'", "本服务器的插件中没有动作“{0}”"},
                                    {service->action});
            made.hint = hint_for(service->action, known);
            found.push_back(std::move(made));
        }
    }
    for (const auto& automation : program.automations) {
        for (const automation::Step& step : automation->steps) {
            if (step.action.empty() || std::find(known.begin(), known.end(), step.action) != known.end()) continue;
            Diagnostic made;
            made.code = "FLOW-070";
            made.place = step.place;
            made.text = format_text({"no plugin of this server has the action '{0}'", "本服务器的插件中没有动作“{0}”"},
                                    {step.action});
            made.hint = hint_for(step.action, known);
            found.push_back(std::move(made));
        }
    }
    return found;
}

}  // namespace fw::host
