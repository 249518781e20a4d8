#include "designer/core/outline.h"

#include <algorithm>

#include "designer/core/flow_diagram.h"
#include "designer/core/references.h"

namespace fw::designer {

Text title_of(const Document& document) {
    Text title = text_of_value(document.root.find("label"));
    return title.empty() ? Text{document.id, document.id} : title;
}

std::vector<OutlineKind> outline(const Workspace& workspace, Language language) {
    static const std::vector<std::string> order{"entity",     "form",     "view",   "page",      "flow", "decision",
                                                "automation", "reminder", "report", "dashboard", "role"};
    std::vector<OutlineKind> kinds;
    for (const model::ElementType* type : workspace.descriptors().model_kinds()) {
        if (type->id == "pack") continue;
        OutlineKind kind{type->id, type->label, type->icon, {}};
        for (const auto& [path, document] : workspace.documents()) {
            if (document.kind == type->id) kind.documents.push_back(&document);
        }
        std::stable_sort(kind.documents.begin(), kind.documents.end(), [&](const Document* a, const Document* b) {
            return title_of(*a).in(language) < title_of(*b).in(language);
        });
        kinds.push_back(std::move(kind));
    }
    std::stable_sort(kinds.begin(), kinds.end(), [&](const OutlineKind& a, const OutlineKind& b) {
        return std::find(order.begin(), order.end(), a.kind) < std::find(order.begin(), order.end(), b.kind);
    });
    return kinds;
}

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

void texts_of(const json::Value& value, std::vector<std::string>& out) {
    if (value.is_string()) {
        out.push_back(value.as_string());
    } else if (value.is_object()) {
        for (const json::Member& member : value.members()) texts_of(member.value, out);
    } else if (value.is_array()) {
        for (const json::Value& item : value.items()) texts_of(item, out);
    }
}

}  // namespace

std::vector<Hit> search(const Workspace& workspace, std::string_view words, Language language, std::size_t limit) {
    std::vector<Hit> hits;
    const std::string wanted = lower(words);
    if (wanted.empty()) return hits;
    const auto consider = [&](const Document& document, const std::string& path, const json::Value& element,
                              const std::string& where) {
        Hit hit{{document.path, path}, text_of_value(element.find("label")), where, {}, 0};
        const std::string id(element.string_or("id", last_step(path)));
        if (hit.title.empty()) hit.title = {id, id};
        const std::string name = lower(id);
        const std::string label = lower(hit.title.en) + "\n" + lower(hit.title.zh);
        if (name == wanted || lower(hit.title.in(language)) == wanted) {
            hit.rank = 4;
        } else if (name.starts_with(wanted) || label.starts_with(wanted)) {
            hit.rank = 3;
        } else if (name.find(wanted) != std::string::npos || label.find(wanted) != std::string::npos) {
            hit.rank = 2;
        } else {
            std::vector<std::string> texts;
            for (const json::Member& member : element.members()) {
                const bool list =
                    member.value.is_array() && !member.value.items().empty() && member.value.items()[0].is_object();
                if (!list) texts_of(member.value, texts);
            }
            for (const std::string& text : texts) {
                if (lower(text).find(wanted) == std::string::npos) continue;
                hit.rank = 1;
                hit.snippet = text;
                break;
            }
        }
        if (hit.rank > 0) hits.push_back(std::move(hit));
    };
    for (const auto& [path, document] : workspace.documents()) {
        if (!document.readable()) continue;
        const model::ElementType* type = workspace.descriptors().find(document.kind);
        consider(document, {}, document.root, type == nullptr ? document.kind : std::string(type->label.in(language)));
    }
    each_property(workspace, [&](const Document& document, const std::string& path, const model::ElementType&,
                                 const json::Value&, const model::Property& property, const json::Value& value) {
        if (property.shape != model::Shape::kElements || !value.is_array()) return;
        const std::string where =
            std::string(title_of(document).in(language)) + " › " + std::string(property.label.in(language));
        for (std::size_t i = 0; i < value.items().size(); ++i) {
            if (value.items()[i].is_object()) {
                consider(document, join_path(join_path(path, property.id), element_key(value, i)), value.items()[i],
                         where);
            }
        }
    });
    std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.rank > b.rank; });
    if (hits.size() > limit) hits.resize(limit);
    return hits;
}

}  // namespace fw::designer
