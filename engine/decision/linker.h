// From definitions to a linked, compiled program. Only for this folder.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/decision/run.h"
#include "engine/feel/scope.h"

namespace fw::decision {

class LogicCompiler;

class Linker {
  public:
    Linker(DecisionModel::Program& program, const feel::Functions& functions, Diagnostics& out)
        : program_(program), functions_(functions), out_(out) {}
    void run();

  private:
    using Key = std::pair<const Definitions*, std::string>;
    using Path = std::vector<std::string>;  // of import names

    void error(const Definitions& in, const Place& at, const char* code, Text text, Text hint = {}, bool hard = true);
    void read_models();
    void read_model(const Definitions& model, std::vector<const Definitions*>& open);
    void add_nodes(const Definitions& model);
    void add_node(const Definitions& model, ElementKind kind, const Common& source, const std::string& name,
                  const InformationItem& variable);
    [[nodiscard]] const Definitions* model_of(const std::string& uri) const;
    [[nodiscard]] std::optional<std::size_t> resolve(const Definitions& in, const Reference& reference,
                                                     ElementKind wanted, ElementKind other, bool any = false);
    void resolve_needs(std::size_t node);
    [[nodiscard]] std::vector<std::size_t> order();
    void compile(std::size_t node);
    void compile_logic(std::size_t node);
    void compile_knowledge(Node& node, const Knowledge& source, feel::Scope& scope);
    void compile_service(Node& node, const Service& source);
    [[nodiscard]] feel::Scope scope_of(Node& node);
    static void add_wire(std::vector<std::pair<std::string, Wire>>& wires, const Path& names, std::size_t need);
    [[nodiscard]] const std::vector<Path>& paths_to(const Definitions& from, const Definitions& to);
    void find_paths(const Definitions& to, std::vector<const Definitions*>& open, Path& path, std::vector<Path>& out);
    [[nodiscard]] feel::Type type_of(const Wire& wire) const;
    [[nodiscard]] const ItemType* item_type_of(const Wire& wire);
    [[nodiscard]] const ItemType* item_type_of(const Node& node);
    [[nodiscard]] std::unique_ptr<ItemType> item_type_of(const Node& node, const TableOutput& output);
    // What the compiler of a node's logic knows of the names in its scope.
    void tell(LogicCompiler& compiler, const Node& node);
    [[nodiscard]] const ItemType* type(const Node& node, const std::string& name, const Place& place);
    void describe(std::size_t node);

    DecisionModel::Program& program_;
    const feel::Functions& functions_;
    Diagnostics& out_;
    std::map<std::string, const Definitions*> by_uri_;
    std::vector<const Definitions*> reached_;
    std::map<const Definitions*, std::vector<std::pair<std::string, const Definitions*>>> imports_;
    std::map<Key, std::size_t> by_id_;
    std::map<Key, std::size_t> by_name_;
    std::map<std::pair<const Definitions*, const Definitions*>, std::vector<Path>> paths_;
    std::map<const Definitions*, feel::Scope> scopes_;   // with the model's types
    std::vector<std::unique_ptr<ItemType>> made_types_;  // of imports and of tables
    std::set<std::size_t> incomplete_;                   // nodes with a requirement that leads nowhere
};

}  // namespace fw::decision
