// A text written for one language only. A plain string counts for both and is no mistake.
#include "engine/compile/check.h"

namespace fw::compile {

namespace {

class Walk {
  public:
    Walk(Build& build, const Source& source) : build_(build), source_(source) {}

    void element(const model::ElementType& type, const json::Value& value, const std::string& path) {
        for (const model::Property* property : type.properties_of(value)) {
            const json::Value* written = value.find(property->id);
            if (written == nullptr) continue;
            const std::string inside = path + "/" + property->id;
            switch (property->shape) {
                case model::Shape::kText:
                case model::Shape::kTemplate:
                    text(*property, *written, path);
                    break;
                case model::Shape::kElement:
                    element(standard_descriptors().at(property->element), *written, inside);
                    break;
                case model::Shape::kElements: {
                    const model::ElementType& nested = standard_descriptors().at(property->element);
                    for (const json::Value& item : items_of(value, property->id))
                        element(nested, item, inside + "/" + nested.key_of(item));
                    break;
                }
                default:
                    break;
            }
        }
    }

  private:
    void text(const model::Property& property, const json::Value& value, const std::string& path) {
        if (!value.is_object() || value.string_or("en").empty() == value.string_or("zh").empty()) return;
        const bool no_english = value.string_or("en").empty();
        build_.warn(source_, "MODEL-205", value.range(), path,
                    no_english ? format_text({"'{0}' has no English text; readers of English see the Chinese one",
                                              "“{0}”缺少英文文本，英文用户将看到中文"},
                                             {property.id})
                               : format_text({"'{0}' has no Chinese text; readers of Chinese see the English one",
                                              "“{0}”缺少中文文本，中文用户将看到英文"},
                                             {property.id}),
                    {"add it, or write one string for both", "请补充，或用一个字符串同时表示两种语言"});
    }

    Build& build_;
    const Source& source_;
};

void run(Build& build) {
    for (const model::ElementType* kind : standard_descriptors().model_kinds()) {
        for (const Source& source : build.of(kind->id))
            Walk(build, source).element(*kind, source.root(), source.element);
    }
}

}  // namespace

void add_untranslated(Checks& registry) {
    registry.add({"untranslated", "MODEL-205", {"Texts in one language only.", "只有一种语言的文本。"}, &run});
}

}  // namespace fw::compile
