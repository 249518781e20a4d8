#include "runtime/host/rules.h"

#include <array>

#include "engine/compile/scopes.h"
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

}  // namespace fw::host
