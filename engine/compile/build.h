// What the passes share while a Program is made: the models by kind, the diagnostics, lookups that complain with a
// suggestion, and expressions that are checked where they stand. Internal to engine/compile; one thread; lives as long
// as one call of compile().
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/compile/program.h"
#include "engine/feel/feel.h"
#include "engine/model/pack.h"

namespace fw::compile {

// One model: its document, its pack, its names.
struct Source {
    const model::Pack* pack = nullptr;
    const model::Document* document = nullptr;
    std::string id;       // "sales.contract"
    std::string element;  // "entity:sales.contract"
    [[nodiscard]] const json::Value& root() const { return document->root; }
};

// What FEEL texts of one purpose need.
struct Wanted {
    feel::Type type;      // FEEL-120 if the result cannot be that
    bool reader = true;   // may read `user`
    bool stored = false;  // the result is kept, so the clock should not decide it
};

class Build {
  public:
    Build(const std::vector<model::Pack>& packs, std::vector<std::string> unread, const feel::Functions& functions);

    // Packs and models.
    [[nodiscard]] const std::vector<model::Pack>& packs() const { return packs_; }
    [[nodiscard]] const std::vector<Source>& of(std::string_view kind) const;
    [[nodiscard]] bool has_pack(std::string_view pack) const;
    // The qualified id of the model that `written` names, or "" after saying what is wrong. Names of files that exist
    // but could not be read give "" silently: their own mistakes are already reported.
    std::string model_id(const Source& source, std::string_view kind, const json::Value& written,
                         const std::string& element);
    // The same for an id that came out of a larger text; `at` is its place.
    std::string model_id(const Source& source, std::string_view kind, std::string_view id, const json::Value& at,
                         const std::string& element);
    Entity* entity(const Source& source, const json::Value& written, const std::string& element);
    void declare(const Source& source, std::unique_ptr<Entity> entity);
    [[nodiscard]] Entity* entity_by_id(std::string_view qualified) const;  // null if there is none
    // The field, or null after saying what is wrong. A null entity is silent.
    const Field* field(const Source& source, const Entity* entity, const json::Value& written,
                       const std::string& element);
    const State* state(const Source& source, const Entity* entity, const json::Value& written,
                       const std::string& element);

    // Diagnostics.
    void error(const Source& source, const char* code, Range range, const std::string& element, Text text,
               Text hint = {});
    void warn(const Source& source, const char* code, Range range, const std::string& element, Text text,
              Text hint = {});
    void add(Diagnostics diagnostics);
    [[nodiscard]] Place place(const Source& source, Range range, const std::string& element) const;
    void add_located(const Source& source,
                     Diagnostics diagnostics);  // whose places know only ranges: adds file and line
    Diagnostics take_since(std::size_t count);  // what came after the first `count` problems
    [[nodiscard]] std::size_t problem_count() const { return problems_.size(); }
    Diagnostics take_problems();  // sorted by file and place, without repetitions

    // FEEL. A missing or faulty text gives an empty Expr.
    Expr expression(const Source& source, const json::Value* written, const std::string& element,
                    const feel::Scope& scope, const Wanted& wanted);
    Expr constant(std::string text, const std::string& element);  // a literal that is known to be right
    Template text_template(const Source& source, const json::Value* written, const std::string& element,
                           const feel::Scope& scope, bool reader);

    [[nodiscard]] const feel::Functions& functions() const { return functions_; }

    std::shared_ptr<Program> program = std::make_shared<Program>();

  private:
    void compile_into(Expr& expr, const Source& source, Range literal, std::uint32_t offset, const feel::Scope& scope,
                      const Wanted& wanted);
    std::vector<Template::Piece> pieces(const Source& source, const json::Value& written, const std::string& element,
                                        const feel::Scope& scope, bool reader);
    [[nodiscard]] bool may_use(const Source& source, std::string_view pack) const;

    const std::vector<model::Pack>& packs_;
    std::set<std::string, std::less<>> unread_;
    std::set<std::string, std::less<>> known_;  // "entity:sales.contract"
    const feel::Functions& functions_;
    std::map<std::string, std::vector<Source>, std::less<>> by_kind_;
    std::map<std::string, Entity*, std::less<>> entities_;
    Diagnostics problems_;
};

// The passes, in the order they run.
void check_packs(Build& build);
void declare_entities(Build& build);    // entities with fields, states …; nothing linked
void link_entities(Build& build);       // references, child tables, roll-ups, lookups, record types
void entity_expressions(Build& build);  // titles, conditions, formulas, checks …
void order_computed(Build& build);      // compute_order; circles
void compile_roles(Build& build);
void compile_calendars(Build& build);
void compile_decisions(Build& build);
void compile_flows(Build& build);
void compile_reminders(Build& build);
void compile_automations(Build& build);
void compile_reports(Build& build);
void compile_layouts(Build& build);  // forms, views, pages, and generated forms

// Small readers of documents that satisfy their descriptors.
[[nodiscard]] Text text_of(const json::Value& element, std::string_view key);  // empty where missing
[[nodiscard]] Text label_of(const json::Value& element);                       // the id in words where missing
[[nodiscard]] bool flag(const json::Value& element, std::string_view key, bool fallback = false);
[[nodiscard]] std::int64_t integer(const json::Value& element, std::string_view key, std::int64_t fallback);
[[nodiscard]] std::vector<std::string> strings_of(const json::Value& element, std::string_view key);
[[nodiscard]] const std::vector<json::Value>& items_of(const json::Value& element,
                                                       std::string_view key);  // empty where missing
[[nodiscard]] Range range_of(const json::Value& element,
                             std::string_view key);  // of the value, or of the element's start

}  // namespace fw::compile
