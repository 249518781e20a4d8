// Decision models: read, imports found by model, linked and compiled by engine/decision.
#include <algorithm>
#include <map>

#include "engine/base/suggest.h"
#include "engine/compile/build.h"
#include "engine/decision/decision_model.h"
#include "engine/decision/read_json.h"

namespace fw::compile {

namespace {

using decision::Definitions;

class Decisions {
  public:
    explicit Decisions(Build& build) : build_(build) {}

    void run() {
        for (const Source& source : build_.of("decision")) read(source);
        for (const Source& source : build_.of("decision")) compile(source);
    }

  private:
    void read(const Source& source) {
        Diagnostics found;
        models_[source.id] = decision::read_json(
            *source.document, source.id,
            [&](const json::Value& written, const std::string& element) {
                const std::string id = build_.model_id(source, "decision", written, element);
                return id.empty() ? std::string() : uri_of(id);
            },
            found);
        build_.add_located(source, std::move(found));
    }

    // The namespace of a model, which may not have been read yet.
    std::string uri_of(const std::string& id) {
        for (const Source& other : build_.of("decision")) {
            if (other.id != id) continue;
            const std::string_view own = other.root().string_or("namespace");
            if (!own.empty()) return std::string(own);
        }
        return decision::namespace_of(id);
    }

    void compile(const Source& source) {
        std::vector<Definitions> family{models_[source.id]};
        add_imports(family);
        auto made = decision::DecisionModel::compile(std::move(family), build_.functions());
        Diagnostics own;
        for (const Diagnostic& d : made ? (*made)->warnings() : made.error()) {
            if (d.place.file != source.id && !d.place.file.empty()) continue;  // said where that model is compiled
            own.push_back(d);
            own.back().place.file.clear();
        }
        build_.add_located(source, std::move(own));
        if (!made) return;
        DecisionEntry entry;
        entry.id = source.id;
        entry.path = source.document->path;
        entry.label = label_of(source.root());
        for (const json::Value& role : items_of(source.root(), "roles")) {
            std::string id = build_.model_id(source, "role", role, source.element);
            if (!id.empty()) entry.roles.push_back(std::move(id));
        }
        entry.model = std::move(*made);
        if (answer(source, entry)) build_.program->decisions.push_back(std::move(entry));
    }

    void add_imports(std::vector<Definitions>& family) const {
        for (std::size_t i = 0; i < family.size(); ++i) {
            const std::vector<decision::Import> imports = family[i].imports;
            for (const decision::Import& import : imports) {
                const auto known = [&](const Definitions& d) { return d.uri == import.uri; };
                if (std::any_of(family.begin(), family.end(), known)) continue;
                for (const auto& [id, model] : models_) {
                    if (model.uri == import.uri) family.push_back(model);
                }
            }
        }
    }

    bool answer(const Source& source, DecisionEntry& entry) {
        const Definitions& model = entry.model->definitions();
        std::string wanted = model.result;
        if (wanted.empty() && !model.decisions.empty()) wanted = model.decisions.back().id;
        const auto found = entry.model->find(wanted);
        if (found) {
            entry.result = *found;
            return true;
        }
        std::vector<std::string> known;
        for (const decision::Decision& d : model.decisions) known.push_back(d.id);
        build_.error(source, "DMN-010", range_of(source.root(), "result"), source.element,
                     format_text({"There is no decision '{0}'", "没有名为“{0}”的决策"}, {wanted}),
                     did_you_mean(wanted, known));
        return false;
    }

    Build& build_;
    std::map<std::string, Definitions> models_;
};

}  // namespace

void compile_decisions(Build& build) { Decisions(build).run(); }

}  // namespace fw::compile
