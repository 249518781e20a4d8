#include "engine/model/reference.h"

#include <set>

#include "engine/json/write.h"
#include "engine/model/element.h"

namespace fw::model {

namespace {

// The words of a page in both languages.
const Text kProperty{"Property", "属性"};
const Text kValue{"Value", "取值"};
const Text kMeaning{"Meaning", "含义"};
const Text kRequired{"required", "必填"};
const Text kDefault{"default", "默认"};
const Text kTypes{"Own properties by type", "各类型的专有属性"};
const Text kFiles{"Files", "文件"};
const Text kGenerated{"Made by `fw_schemas` from the descriptions in the program; do not edit.",
                      "由 `fw_schemas` 根据程序内的描述生成，请勿手工修改。"};
const Text kTitle{"The models, kind by kind", "模型参考"};
const Text kNoOwn{"No properties of its own.", "没有专有属性。"};

std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

class Page {
  public:
    Page(const Descriptors& descriptors, Language language) : descriptors_(descriptors), language_(language) {}

    std::string kind(const ElementType& type) {
        out_ = "# " + name(type) + "\n\n" + in(type.help) + "\n\n";
        const std::string file = type.folder == "." ? "pack.json" : type.folder + "/<id>.json";
        out_ += in(kFiles) + ": `" + file + "` · [schema](" + up() + "../schemas/" + type.id + ".schema.json)\n\n";
        element_body(type);
        for (std::size_t i = 0; i < wanted_.size(); ++i) {  // grows while it is walked
            const ElementType& nested = descriptors_.at(wanted_[i]);
            out_ += "## " + name(nested) + "\n\n" + in(nested.help) + "\n\n";
            element_body(nested);
        }
        out_ += "---\n\n" + in(kGenerated) + "\n";
        return std::move(out_);
    }

    std::string index() {
        out_ = "# " + in(kTitle) + "\n\n";
        for (const ElementType* kind : descriptors_.model_kinds()) {
            out_ += "- [" + name(*kind) + "](" + kind->id + ".md) — " + in(kind->help) + "\n";
        }
        return out_ + "\n" + in(kGenerated) + "\n";
    }

  private:
    [[nodiscard]] std::string in(const Text& text) const { return std::string(text.in(language_)); }
    [[nodiscard]] std::string up() const { return language_ == Language::kZh ? "../../" : "../"; }

    [[nodiscard]] std::string name(const ElementType& type) const { return in(type.label) + " (`" + type.id + "`)"; }

    void element_body(const ElementType& type) {
        std::vector<const Property*> all;
        for (const Property& property : type.properties) all.push_back(&property);
        for (const Property& property : type.trailing) all.push_back(&property);
        table(all, type);
        if (type.variants.empty()) return;
        out_ += "### " + in(kTypes) + "\n\n";
        for (const auto& [id, variant] : type.variants) {
            out_ += "#### " + name(variant) + "\n\n" + in(variant.help) + "\n\n";
            std::vector<const Property*> own;
            for (const Property& property : variant.properties) own.push_back(&property);
            for (const Property& property : variant.trailing) own.push_back(&property);
            if (own.empty()) {
                out_ += in(kNoOwn) + "\n\n";
            } else {
                table(own, variant);
            }
        }
    }

    void table(const std::vector<const Property*>& properties, const ElementType& type) {
        out_ += "| " + in(kProperty) + " | " + in(kValue) + " | " + in(kMeaning) + " |\n| --- | --- | --- |\n";
        for (const Property* property : properties) {
            std::string notes;
            if (property->required) notes += in(kRequired);
            if (!property->fallback.is_null()) {
                notes +=
                    (notes.empty() ? "" : ", ") + in(kDefault) + " `" + json::write_compact(property->fallback) + "`";
            }
            out_ += "| `" + property->id + "` | " + cell(value_words(*property, type)) +
                    (notes.empty() ? "" : " — " + cell(notes)) + " | **" + cell(property->label.in(language_)) + "** " +
                    cell(property->help.in(language_)) + " |\n";
        }
        out_ += "\n";
    }

    std::string value_words(const Property& property, const ElementType& type) {
        if (property.shape == Shape::kChoice) {
            std::string names;
            for (const Choice& choice : property.choices) names += (names.empty() ? "`" : ", `") + choice.id + "`";
            if (property.id == type.variant_by) {
                for (const auto& [id, variant] : type.variants) names += (names.empty() ? "`" : ", `") + id + "`";
            }
            return names;
        }
        if (property.shape == Shape::kElement || property.shape == Shape::kElements) {
            if (seen_.insert(property.element).second) wanted_.push_back(property.element);
            const ElementType& element = descriptors_.at(property.element);
            const Text words = property.shape == Shape::kElement ? Text{"one ", "一个"} : Text{"list of ", "列表："};
            return in(words) + name(element);
        }
        return in(shape_words(property.shape));
    }

    const Descriptors& descriptors_;
    Language language_;
    std::string out_;
    std::vector<std::string> wanted_;
    std::set<std::string> seen_;
};

}  // namespace

std::string reference_page(const ElementType& kind, const Descriptors& descriptors, Language language) {
    return Page(descriptors, language).kind(kind);
}

std::string reference_index(const Descriptors& descriptors, Language language) {
    return Page(descriptors, language).index();
}

}  // namespace fw::model
