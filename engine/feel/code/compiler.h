// From a checked tree to register code.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/feel/check/checked.h"
#include "engine/feel/code/program.h"

namespace fw::feel::code {

class Compiler {
  public:
    // `explain`: the values of all parts are noted when it runs, and nothing is left out or done in another order.
    explicit Compiler(std::shared_ptr<const CheckedTree> tree, bool explain = false);
    [[nodiscard]] std::shared_ptr<const Program> run();

  private:
    using NodeId = syntax::NodeId;
    using NodeKind = syntax::NodeKind;
    // Locals and slots by key: a declaration's NodeId, or kSlotKey | slot.
    static constexpr std::uint32_t kSlotKey = 0x80000000U;
    struct State {
        State* parent = nullptr;
        std::size_t block = 0;
        std::uint32_t next_register = 0;
        std::uint32_t joined_at = 0;  // the last place a jump leads to: the code before it is one of several ways there
        std::vector<std::pair<std::uint32_t, Operand>> locals;
        std::vector<std::uint32_t> captured;                     // keys, in capture order
        std::vector<std::pair<NodeId, std::uint32_t>> partials;  // kFor and its builder
    };

    // compiler.cpp
    Operand emit(NodeId id);
    Operand emit_node(NodeId id);
    Operand emit_binary(NodeId id, Op op);
    Operand emit_logic(NodeId id, bool is_and);
    Operand emit_if(NodeId id);
    Operand emit_path(NodeId id);
    Operand emit_list(NodeId id);
    Operand emit_context(NodeId id);
    Operand emit_range(NodeId id);
    Operand emit_name(NodeId id);
    Operand emit_binding(NodeId id, const Binding& binding);
    Operand emit_instance(NodeId id);

    // loops.cpp
    Operand emit_tests(NodeId id, Operand value, std::span<const NodeId> tests, bool negated);
    Operand emit_test(NodeId id, Operand value);
    [[nodiscard]] bool names_input(NodeId id) const;
    // `sum`: the results are added up as they come and no list is made.
    Operand emit_for(NodeId id, bool sum = false);
    [[nodiscard]] bool names_partial(NodeId loop, NodeId id) const;
    Operand emit_quantified(NodeId id);
    Operand emit_filter(NodeId id);
    std::uint32_t begin_loop(NodeId iterator, std::vector<std::uint32_t>& exits, std::uint32_t& start);
    void end_round(syntax::NodeId id, std::uint32_t start);

    // calls.cpp
    Operand emit_call(NodeId id);
    Operand emit_registered(NodeId id);
    Operand emit_value_call(NodeId id);
    Operand emit_function(NodeId id);
    [[nodiscard]] bool sums_a_loop(NodeId call) const;
    [[nodiscard]] bool fold_call(NodeId id, const CallSite& site, Operand& out);
    Operand emit_unknown(NodeId id, Text message);
    Operand capture(NodeId id, std::uint32_t key);

    // support.cpp
    [[nodiscard]] Block& block() { return program_->blocks[state_->block]; }
    std::uint32_t add(NodeId id, Instr instr);  // the index of the new instruction
    void patch(std::uint32_t at) {
        block().code[at].c = here();
        state_->joined_at = here();
    }
    [[nodiscard]] std::uint32_t here() { return static_cast<std::uint32_t>(block().code.size()); }
    std::uint32_t new_register();
    Operand constant(Value value);
    [[nodiscard]] const Value* as_constant(Operand operand) const;
    std::uint32_t name_index(const std::string& name);
    std::uint32_t operand_list(const std::vector<Operand>& list);
    [[nodiscard]] Operand resolve(State& state, std::uint32_t key);
    void move_to(NodeId id, std::uint32_t reg, Operand value);
    [[nodiscard]] const syntax::Ast& ast() const { return *tree_->ast; }

    std::shared_ptr<const CheckedTree> tree_;
    std::shared_ptr<Program> program_;
    State* state_ = nullptr;
    bool explain_ = false;
};

// Every path the tree reads from its scope.
[[nodiscard]] std::vector<std::vector<std::string>> reads_of(const CheckedTree& tree);

}  // namespace fw::feel::code
