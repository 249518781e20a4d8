#include "engine/compile/build.h"

#include <algorithm>
#include <tuple>

#include "engine/base/suggest.h"

namespace fw::compile {

namespace {

// The nearest name, or else what there is to choose from.
Text suggestion(std::string_view written, const std::vector<std::string>& known) {
    constexpr std::size_t kShown = 12;
    Text near = did_you_mean(written, known);
    if (!near.empty() || known.empty()) return near;
    std::string names;
    for (std::size_t i = 0; i < known.size() && i < kShown; ++i) names += (i == 0 ? "" : ", ") + known[i];
    if (known.size() > kShown) names += " …";
    return format_text({"there are: {0}", "可用：{0}"}, {names});
}

}  // namespace

Build::Build(const std::vector<model::Pack>& packs, std::vector<std::string> unread, const feel::Functions& functions)
    : packs_(packs), unread_(unread.begin(), unread.end()), functions_(functions) {
    for (const model::Pack& pack : packs) {
        for (const model::Document& document : pack.documents) {
            if (document.id.empty()) continue;
            const std::string id = document.kind == "pack" ? document.id : model::qualified(document.id, pack.id);
            by_kind_[document.kind].push_back({&pack, &document, id, document.kind + ":" + id});
            known_.insert(document.kind + ":" + id);
        }
    }
}

const std::vector<Source>& Build::of(std::string_view kind) const {
    static const std::vector<Source> kNone;
    const auto found = by_kind_.find(kind);
    return found == by_kind_.end() ? kNone : found->second;
}

bool Build::has_pack(std::string_view pack) const {
    return std::any_of(packs_.begin(), packs_.end(), [&](const model::Pack& p) { return p.id == pack; });
}

bool Build::may_use(const Source& source, std::string_view pack) const {
    if (pack == source.pack->id || pack == "base") return true;
    for (const Source& info : of("pack")) {
        if (info.pack != source.pack) continue;
        for (const json::Value& requirement : items_of(info.root(), "requires")) {
            if (requirement.string_or("pack") == pack) return true;
        }
        return false;
    }
    return true;  // pack.json itself is faulty
}

std::string Build::model_id(const Source& source, std::string_view kind, const json::Value& written,
                            const std::string& element) {
    return written.is_string() ? model_id(source, kind, written.as_string(), written, element) : std::string();
}

std::string Build::model_id(const Source& source, std::string_view kind, std::string_view id, const json::Value& at,
                            const std::string& element) {
    const std::string wanted = model::qualified(id, source.pack->id);
    const std::string pack = wanted.substr(0, wanted.find('.'));
    if (known_.count(std::string(kind) + ":" + wanted) > 0) {
        if (may_use(source, pack)) return wanted;
        error(source, "MODEL-103", at.range(), element,
              format_text({"pack '{0}' does not require pack '{1}'", "模型包“{0}”未声明依赖“{1}”"},
                          {source.pack->id, pack}),
              format_text({R"(add {"pack": "{0}"} to 'requires' in pack.json)",
                           R"(请在 pack.json 的“requires”中加入 {"pack": "{0}"})"},
                          {pack}));
        return {};
    }
    if (unread_.count(std::string(kind) + ":" + wanted) > 0) return {};
    const std::vector<Source>& known = of(kind);
    std::vector<std::string> names;  // as they would be written here
    for (const Source& s : known) names.push_back(s.pack == source.pack ? s.document->id : s.id);
    Text hint;
    for (const Source& s : known) {
        if (s.document->id == id) hint = format_text({"did you mean '{0}'?", "您是否想写“{0}”？"}, {s.id});
    }
    if (hint.empty()) hint = suggestion(id, names);
    const model::ElementType* described = standard_descriptors().find(kind);
    const std::string zh = described == nullptr ? std::string(kind) : described->label.zh;
    error(source, "MODEL-101", at.range(), element,
          format_text({"there is no {0} '{1}'", "不存在{2}“{1}”"}, {kind, id, zh}), std::move(hint));
    return {};
}

Entity* Build::entity(const Source& source, const json::Value& written, const std::string& element) {
    const std::string id = model_id(source, "entity", written, element);
    return id.empty() ? nullptr : entity_by_id(id);
}

void Build::declare(const Source& source, std::unique_ptr<Entity> entity) {
    entities_.emplace(source.id, entity.get());
    program->entities.push_back(std::move(entity));
}

Entity* Build::entity_by_id(std::string_view qualified) const {
    const auto found = entities_.find(qualified);
    return found == entities_.end() ? nullptr : found->second;
}

const Field* Build::field(const Source& source, const Entity* entity, const json::Value& written,
                          const std::string& element) {
    if (entity == nullptr || !written.is_string()) return nullptr;
    if (const Field* found = entity->find(written.as_string())) return found;
    std::vector<std::string> names;
    for (const Field& f : entity->fields) names.push_back(f.id);
    for (const Field& f : entity->system_fields) names.push_back(f.id);
    error(source, "MODEL-102", written.range(), element,
          format_text({"{0} has no field '{1}'", "实体 {0} 没有字段“{1}”"}, {entity->id, written.as_string()}),
          suggestion(written.as_string(), names));
    return nullptr;
}

const State* Build::state(const Source& source, const Entity* entity, const json::Value& written,
                          const std::string& element) {
    if (entity == nullptr || !written.is_string()) return nullptr;
    if (const State* found = entity->state(written.as_string())) return found;
    std::vector<std::string> names;
    for (const State& s : entity->states) names.push_back(s.id);
    error(source, "MODEL-102", written.range(), element,
          format_text({"{0} has no state '{1}'", "实体 {0} 没有状态“{1}”"}, {entity->id, written.as_string()}),
          suggestion(written.as_string(), names));
    return nullptr;
}

Place Build::place(const Source& source, Range range, const std::string& element) const {
    return model::place_in(*source.pack, *source.document, range, element);
}

void Build::error(const Source& source, const char* code, Range range, const std::string& element, Text text,
                  Text hint) {
    problems_.push_back({code, Severity::kError, place(source, range, element), std::move(text), std::move(hint)});
}

void Build::warn(const Source& source, const char* code, Range range, const std::string& element, Text text,
                 Text hint) {
    problems_.push_back({code, Severity::kWarning, place(source, range, element), std::move(text), std::move(hint)});
}

void Build::add(Diagnostics diagnostics) {
    for (Diagnostic& d : diagnostics) problems_.push_back(std::move(d));
}

void Build::add_located(const Source& source, Diagnostics diagnostics) {
    for (Diagnostic& d : diagnostics) {
        if (d.place.file.empty()) d.place = place(source, d.place.range, d.place.element);
        problems_.push_back(std::move(d));
    }
}

Diagnostics Build::take_since(std::size_t count) {
    Diagnostics since(std::make_move_iterator(problems_.begin() + static_cast<std::ptrdiff_t>(count)),
                      std::make_move_iterator(problems_.end()));
    problems_.resize(count);
    return since;
}

Diagnostics Build::take_problems() {
    const auto key = [](const Diagnostic& d) {
        return std::tie(d.place.file, d.place.range.begin, d.place.range.end, d.code, d.place.element, d.text.en);
    };
    std::stable_sort(problems_.begin(), problems_.end(),
                     [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
    problems_.erase(std::unique(problems_.begin(), problems_.end(),
                                [&](const Diagnostic& a, const Diagnostic& b) { return key(a) == key(b); }),
                    problems_.end());
    return std::move(problems_);
}

}  // namespace fw::compile
