// Walks a syntax tree once, bottom up: binds names, finds types, collects mistakes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/check/checked.h"
#include "engine/feel/feel.h"
#include "engine/feel/scope.h"

namespace fw::feel {

class Checker {
  public:
    Checker(std::shared_ptr<const syntax::Ast> ast, const Scope& scope, const CheckOptions& options);
    [[nodiscard]] Result<std::shared_ptr<const CheckedTree>> run();

  private:
    using NodeId = syntax::NodeId;
    struct Local {
        std::string_view name;
        NodeId declaration;
        Type type;
        bool is_item = false;  // a filter's element: its entries are names too
    };

    // checker.cpp
    Type visit(NodeId id);
    Type visit_children(NodeId id);
    Type visit_if(NodeId id);
    Type visit_loop(NodeId id);
    Type visit_iterator(NodeId id);
    Type visit_filter(NodeId id);
    Type visit_list(NodeId id);
    Type visit_context(NodeId id);
    Type visit_range(NodeId id);
    Type visit_function(NodeId id);
    void visit_instance_of(NodeId id);
    Type declared_type(NodeId id);
    Type named_type(NodeId id);
    void expect_boolean(NodeId id, const Type& type);

    // operators.cpp
    Type arithmetic(NodeId id);
    Type comparison(NodeId id, const Type& left, const Type& right, bool ordered);
    // A text that the other side, one of some options, never is.
    void look_at_option(NodeId literal, const Type& other);
    void never(NodeId id, const Type& left, const Type& right, bool in_list = false);

    // tests.cpp
    Type visit_tests(NodeId id);
    void visit_test(NodeId id, const Type& tested);
    void list_test(NodeId id, const Type& tested, const Type& element);
    [[nodiscard]] bool names_input(NodeId id) const;

    // names.cpp
    Type visit_name(NodeId id);
    bool bind_local(NodeId id, std::string_view name, Type& type);
    Type visit_path(NodeId id);
    Type member_type(NodeId id, const Type& object, const std::string& member);
    void unknown_name(NodeId id);

    // calls.cpp
    Type visit_call(NodeId id);
    Type call_registered(NodeId id, const FunctionInfo& function);
    Type call_value(NodeId id, const Type& function);
    [[nodiscard]] bool match_named(NodeId id, const Overload& overload, std::vector<std::int32_t>& order) const;
    [[nodiscard]] bool arity_fits(const Overload& overload, std::size_t count) const;
    [[nodiscard]] std::vector<Type> argument_types(NodeId id, const std::vector<std::int32_t>* order) const;
    void check_arguments(NodeId id, const FunctionInfo& function, const Overload& overload,
                         const std::vector<std::int32_t>* order);
    void wrong_argument(NodeId id, const std::string& parameter, const std::string& wanted, const Type& given);
    [[nodiscard]] static int arguments_fit(const Overload& overload, std::span<const Type> given);
    [[nodiscard]] std::optional<NodeId> literal_of(NodeId callee) const;
    void check_names(NodeId id);

    void report(NodeId id, const char* code, Text text, Text hint = {}, bool breaks = false);
    void warn(NodeId id, const char* code, Text text, Text hint = {});
    [[nodiscard]] const syntax::Ast& ast() const { return *tree_->ast; }
    [[nodiscard]] const Type& type_of(NodeId id) const { return tree_->nodes[id].type; }

    std::shared_ptr<CheckedTree> tree_;
    const Scope& scope_;
    const CheckOptions& options_;
    std::vector<Local> locals_;
    Diagnostics errors_;
};

}  // namespace fw::feel
