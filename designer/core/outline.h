// The pack as a tree, and search over everything in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "designer/core/workspace.h"

namespace fw::designer {

struct OutlineKind {
    std::string kind;
    Text label;  // "Entities"
    std::string icon;
    std::vector<const Document*> documents;  // by label
};

// Every kind of model in the order people work: entities, forms, views, pages, flows … Kinds without models are there
// too.
[[nodiscard]] std::vector<OutlineKind> outline(const Workspace& workspace, Language language);
[[nodiscard]] Text title_of(const Document& document);

struct Hit {
    Address at;
    Text title;         // of the element
    std::string where;  // "contract › Fields"
    std::string snippet;
    int rank = 0;
};
// Elements whose id, label or any text holds the words, best first; at most `limit`.
[[nodiscard]] std::vector<Hit> search(const Workspace& workspace, std::string_view words, Language language,
                                      std::size_t limit = 50);

}  // namespace fw::designer
