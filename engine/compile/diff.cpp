#include "engine/compile/diff.h"

#include <algorithm>
#include <map>

#include "engine/json/write.h"

namespace fw::compile {

namespace {

using model::ElementType;
using model::Property;
using model::Shape;

struct Document {
    std::string kind, id;  // qualified
    std::string pack;
    json::Value root;
};

using Documents = std::vector<Document>;

Documents documents_of(const std::vector<model::PackSource>& sources, const model::Descriptors& descriptors) {
    Documents all;
    for (const model::PackSource& source : sources) {
        model::Reading reading = model::read_pack_partly(source, descriptors);
        for (model::Document& one : reading.pack.documents) {
            const std::string id = one.kind == "pack" ? one.id : model::qualified(one.id, reading.pack.id);
            all.push_back({one.kind, id, reading.pack.id, std::move(one.root)});
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const Document& a, const Document& b) {
        return std::tie(a.kind, a.id) < std::tie(b.kind, b.id);
    });
    return all;
}

bool was(const json::Value& element, std::string_view old) {
    const json::Value* names = element.find("was");
    if (names == nullptr || !names->is_array()) return false;
    return std::any_of(names->items().begin(), names->items().end(),
                       [&](const json::Value& n) { return n.is_string() && n.as_string() == old; });
}

// A string stands for the same text in both languages.
json::Value spread(const Property& property, const json::Value& value) {
    if ((property.shape != Shape::kText && property.shape != Shape::kTemplate) || !value.is_string()) return value;
    json::Value both = json::Value::object();
    both.set("en", value);
    both.set("zh", value);
    return both;
}

std::string short_json(const json::Value* value) {
    constexpr std::size_t kLongest = 80;
    if (value == nullptr) return "–";
    std::string text = json::write_compact(*value);
    if (text.size() <= kLongest) return text;
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "…";
}

class Differ {
  public:
    explicit Differ(const model::Descriptors& descriptors) : descriptors_(descriptors) {}

    std::vector<Change> run(const Documents& before, const Documents& after) {
        std::vector<bool> kept(before.size(), false);
        for (const Document& now : after) {
            const Document* old = partner(before, after, now, kept);
            begin(now);
            const Text name = named(*type_, now.root);
            if (old == nullptr) {
                add(Change::Kind::kAdded, {}, format_text({"{0} is new", "新增{1}"}, {name.en, name.zh}));
                continue;
            }
            if (old->id != now.id) {
                add(Change::Kind::kRenamed, {},
                    format_text({"{0} was called '{2}'", "{1}由“{2}”改名而来"}, {name.en, name.zh, old->id}));
                changes_.back().before = old->id;
            }
            element(*type_, old->root, now.root, {}, {});
        }
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (kept[i]) continue;
            begin(before[i]);
            const Text name = named(*type_, before[i].root);
            add(Change::Kind::kRemoved, {}, format_text({"{0} is removed", "删除{1}"}, {name.en, name.zh}));
        }
        return std::move(changes_);
    }

  private:
    static const Document* partner(const Documents& before, const Documents& after, const Document& now,
                                   std::vector<bool>& kept) {
        for (std::size_t i = 0; i < before.size(); ++i) {
            if (before[i].kind != now.kind || before[i].id != now.id) continue;
            kept[i] = true;
            return &before[i];
        }
        for (std::size_t i = 0; i < before.size(); ++i) {
            const Document& old = before[i];
            if (kept[i] || old.kind != now.kind) continue;
            const bool still_there = std::any_of(
                after.begin(), after.end(), [&](const Document& d) { return d.kind == old.kind && d.id == old.id; });
            const std::string plain = old.pack == now.pack ? old.id.substr(old.id.find('.') + 1) : std::string();
            if (still_there || !(was(now.root, old.id) || (!plain.empty() && was(now.root, plain)))) continue;
            kept[i] = true;
            return &old;
        }
        return nullptr;
    }

    void begin(const Document& document) {
        document_ = &document;
        type_ = &descriptors_.at(document.kind);
        model_name_ = named(*type_, document.root);
    }

    void add(Change::Kind kind, std::string element, Text text, std::string property = {}) {
        changes_.push_back(
            {kind, document_->kind, document_->id, std::move(element), std::move(property), {}, std::move(text)});
    }

    // "Field 'Total'" / "字段“合同金额”"
    static Text named(const ElementType& type, const json::Value& element) {
        const std::string key = type.key_of(element);
        const json::Value* label = element.find("label");
        std::string en = key;
        std::string zh = key;
        if (label != nullptr && label->is_string()) en = zh = label->as_string();
        if (label != nullptr && label->is_object()) {
            en = label->string_or("en", key);
            zh = label->string_or("zh", en);
        }
        return format_text({"{0} '{1}'", "{2}“{3}”"}, {type.label.en, en, type.label.zh, zh});
    }

    // Where an element stands: " in entity 'Contract'", or nothing for the model itself.
    [[nodiscard]] Text where(const Text& element_name) const {
        if (element_name.empty()) return model_name_;
        return format_text({"{0} in {1}", "{3}的{2}"},
                           {element_name.en, model_name_.en, element_name.zh, model_name_.zh});
    }

    void element(const ElementType& type, const json::Value& before, const json::Value& after, const std::string& path,
                 const Text& name) {
        std::vector<std::string> seen;
        const auto each = [&](const json::Value& of) {
            for (const Property* property : type.properties_of(of)) {
                if (std::find(seen.begin(), seen.end(), property->id) != seen.end()) continue;
                seen.push_back(property->id);
                compare(*property, before, after, path, name);
            }
        };
        each(after);
        each(before);  // properties of the type it had
    }

    void compare(const Property& property, const json::Value& before, const json::Value& after, const std::string& path,
                 const Text& name) {
        if (property.id == "id" || property.id == "was" || property.id == "kind" || property.shape == Shape::kPositions)
            return;
        const json::Value* old = before.find(property.id);
        const json::Value* now = after.find(property.id);
        const std::string inside = path.empty() ? property.id : path + "/" + property.id;
        if (property.shape == Shape::kElements) {
            elements(property, old, now, inside, name);
            return;
        }
        if (property.shape == Shape::kElement && old != nullptr && now != nullptr) {
            const ElementType& type = descriptors_.at(property.element);
            element(type, *old, *now, inside, property.label);
            return;
        }
        const json::Value* fallback = property.fallback.is_null() ? nullptr : &property.fallback;
        const json::Value* was_value = old != nullptr ? old : fallback;
        const json::Value* is_value = now != nullptr ? now : fallback;
        if (was_value == nullptr && is_value == nullptr) return;
        if (was_value != nullptr && is_value != nullptr && spread(property, *was_value) == spread(property, *is_value))
            return;
        const Text at = where(name);
        add(Change::Kind::kChanged, path,
            format_text({"{0}: '{1}' was {2} and is {3}", "{4}：“{1}”由 {2} 改为 {3}"},
                        {at.en, property.id, short_json(was_value), short_json(is_value), at.zh}),
            property.id);
    }

    void elements(const Property& property, const json::Value* before, const json::Value* after,
                  const std::string& path, const Text& holder) {
        static const json::Value kNone = json::Value::array();
        const auto& olds = (before != nullptr && before->is_array() ? *before : kNone).items();
        const auto& news = (after != nullptr && after->is_array() ? *after : kNone).items();
        const ElementType& type = descriptors_.at(property.element);
        std::vector<bool> kept(olds.size(), false);
        std::vector<std::size_t> order;
        for (const json::Value& now : news) {
            const std::string key = type.key_of(now);
            const std::size_t found = partner(type, olds, news, now, key, kept);
            Text name = within(named(type, now), holder);
            const Text at = where(name);
            if (found == olds.size()) {
                add(Change::Kind::kAdded, path + "/" + key, format_text({"{0} is new", "新增{1}"}, {at.en, at.zh}));
                continue;
            }
            kept[found] = true;
            order.push_back(found);
            const std::string old_key = type.key_of(olds[found]);
            if (old_key != key) {
                add(Change::Kind::kRenamed, path + "/" + key,
                    format_text({"{0} was called '{2}'", "{1}由“{2}”改名而来"}, {at.en, at.zh, old_key}));
                changes_.back().before = old_key;
            }
            element(type, olds[found], now, path + "/" + key, name);
        }
        for (std::size_t i = 0; i < olds.size(); ++i) {
            if (kept[i]) continue;
            const Text at = where(within(named(type, olds[i]), holder));
            add(Change::Kind::kRemoved, path + "/" + type.key_of(olds[i]),
                format_text({"{0} is removed", "删除{1}"}, {at.en, at.zh}));
        }
        // The order of nodes means nothing; elsewhere it is what people see, or what is tried first.
        if (property.element == "node" || std::is_sorted(order.begin(), order.end())) return;
        const Text at = where(holder);
        add(Change::Kind::kChanged, path.substr(0, path.size() - std::min(path.size(), property.id.size() + 1)),
            format_text({"{0}: the order of '{1}' changes", "{2}：“{1}”的顺序改变"}, {at.en, property.id, at.zh}),
            property.id);
    }

    static Text within(const Text& name, const Text& holder) {
        if (holder.empty()) return name;
        return format_text({"{0} of {1}", "{3}的{2}"}, {name.en, holder.en, name.zh, holder.zh});
    }

    static std::size_t partner(const ElementType& type, const std::vector<json::Value>& olds,
                               const std::vector<json::Value>& news, const json::Value& now, const std::string& key,
                               const std::vector<bool>& kept) {
        for (std::size_t i = 0; i < olds.size(); ++i) {
            if (!kept[i] && type.key_of(olds[i]) == key) return i;
        }
        for (std::size_t i = 0; i < olds.size(); ++i) {
            const std::string old_key = type.key_of(olds[i]);
            const bool still_there =
                std::any_of(news.begin(), news.end(), [&](const json::Value& n) { return type.key_of(n) == old_key; });
            if (!kept[i] && !still_there && was(now, old_key)) return i;
        }
        return olds.size();
    }

    const model::Descriptors& descriptors_;
    const Document* document_ = nullptr;
    const ElementType* type_ = nullptr;
    Text model_name_;
    std::vector<Change> changes_;
};

}  // namespace

std::string_view change_name(Change::Kind kind) {
    switch (kind) {
        case Change::Kind::kAdded:
            return "added";
        case Change::Kind::kChanged:
            return "changed";
        case Change::Kind::kRemoved:
            return "removed";
        case Change::Kind::kRenamed:
            return "renamed";
    }
    return "changed";
}

std::vector<Change> diff(const std::vector<model::PackSource>& before, const std::vector<model::PackSource>& after,
                         const model::Descriptors& descriptors) {
    return Differ(descriptors).run(documents_of(before, descriptors), documents_of(after, descriptors));
}

}  // namespace fw::compile
