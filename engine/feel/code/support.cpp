#include "engine/feel/code/compiler.h"

namespace fw::feel::code {

std::uint32_t Compiler::add(NodeId id, Instr instr) {
    block().code.push_back(instr);
    block().ranges.push_back(ast().node(id).range);
    return here() - 1;
}

std::uint32_t Compiler::new_register() {
    const std::uint32_t reg = state_->next_register++;
    if (reg >= block().registers) block().registers = reg + 1;
    return reg;
}

Operand Compiler::constant(Value value) {
    program_->constants.push_back(std::move(value));
    return kConstant | static_cast<Operand>(program_->constants.size() - 1);
}

const Value* Compiler::as_constant(Operand operand) const {
    if (operand == kMissing || (operand & ~kIndexMask) != kConstant) return nullptr;
    return &program_->constants[operand & kIndexMask];
}

std::uint32_t Compiler::name_index(const std::string& name) {
    for (std::size_t i = 0; i < program_->names.size() && i < 64; ++i) {
        if (program_->names[i] == name) return static_cast<std::uint32_t>(i);
    }
    program_->names.push_back(name);
    return static_cast<std::uint32_t>(program_->names.size() - 1);
}

std::uint32_t Compiler::operand_list(const std::vector<Operand>& list) {
    const auto begin = static_cast<std::uint32_t>(program_->operands.size());
    program_->operands.insert(program_->operands.end(), list.begin(), list.end());
    return begin;
}

// Where a local or slot is found from within `state`; outer ones are captured by value.
Operand Compiler::resolve(State& state, std::uint32_t key) {
    for (std::size_t i = state.locals.size(); i-- > 0;) {
        if (state.locals[i].first == key) return state.locals[i].second;
    }
    if (state.parent == nullptr) return (key & kSlotKey) != 0 ? kInput | (key & ~kSlotKey) : kMissing;
    const auto capture = static_cast<Operand>(state.captured.size());
    state.captured.push_back(key);
    state.locals.insert(state.locals.begin(), {key, kCapture | capture});
    return kCapture | capture;
}

void Compiler::move_to(NodeId id, std::uint32_t reg, Operand value) {
    if (value == reg) return;
    // A value just calculated into a register is calculated into `reg` instead.
    std::vector<Instr>& code = block().code;
    if ((value & ~kIndexMask) == kRegister && !code.empty() && code.back().dst == value &&
        state_->joined_at != here()) {
        switch (code.back().op) {
            case Op::kAdd:
            case Op::kSubtract:
            case Op::kMultiply:
            case Op::kDivide:
            case Op::kPath:
            case Op::kCall:
            case Op::kEqual:
            case Op::kNotEqual:
            case Op::kLess:
            case Op::kLessEqual:
            case Op::kGreater:
            case Op::kGreaterEqual:
                break;
            default:
                add(id, {Op::kMove, 0, 0, reg, value, 0, 0});
                return;
        }
        for (const auto& [key, operand] : state_->locals) {
            if (operand == value) {
                add(id, {Op::kMove, 0, 0, reg, value, 0, 0});
                return;
            }
        }
        code.back().dst = reg;
        return;
    }
    add(id, {Op::kMove, 0, 0, reg, value, 0, 0});
}

namespace {

class Reads {
  public:
    explicit Reads(const CheckedTree& tree) : tree_(tree) {}
    std::vector<std::vector<std::string>> out;

    void visit(syntax::NodeId id, bool whole) {
        const syntax::Ast& ast = *tree_.ast;
        const syntax::Node& node = ast.node(id);
        const auto children = ast.children_of(id);
        if (whole && (node.kind == syntax::NodeKind::kName || node.kind == syntax::NodeKind::kPath)) add(path_of(id));
        for (std::size_t i = 0; i < children.size(); ++i) {
            const bool base =
                i == 0 && (node.kind == syntax::NodeKind::kPath || (node.kind == syntax::NodeKind::kFilter && !whole));
            visit(children[i], !base);
        }
        if (node.kind == syntax::NodeKind::kUnaryTests && tree_.info(id).binding.kind == BindingKind::kSlot) {
            add({tree_.slot_names[tree_.info(id).binding.index]});
        }
    }

  private:
    void add(std::vector<std::string> path) {
        if (path.empty()) return;
        for (const auto& known : out) {
            if (known == path) return;
        }
        out.push_back(std::move(path));
    }

    std::vector<std::string> path_of(syntax::NodeId id) const {
        const syntax::Ast& ast = *tree_.ast;
        switch (ast.node(id).kind) {
            case syntax::NodeKind::kName:
                return path_of_name(id);
            case syntax::NodeKind::kPath: {
                std::vector<std::string> path = path_of(ast.child(id, 0));
                if (!path.empty()) path.push_back(ast.text(id));
                return path;
            }
            case syntax::NodeKind::kFilter:
                return path_of(ast.child(id, 0));
            default:
                return {};
        }
    }

    std::vector<std::string> path_of_name(syntax::NodeId id) const {
        const syntax::Ast& ast = *tree_.ast;
        const Binding& binding = tree_.info(id).binding;
        switch (binding.kind) {
            case BindingKind::kSlot:
                return {tree_.slot_names[binding.index]};
            case BindingKind::kSlotField:
                return {tree_.slot_names[binding.index], ast.text(id)};
            case BindingKind::kLocal: {
                const syntax::NodeKind kind = ast.node(binding.index).kind;
                if (kind == syntax::NodeKind::kIterator || kind == syntax::NodeKind::kFilter ||
                    kind == syntax::NodeKind::kEntry) {
                    return path_of(ast.child(binding.index, 0));
                }
                return {};
            }
            case BindingKind::kItemField: {
                std::vector<std::string> path = path_of(ast.child(binding.index, 0));
                if (!path.empty()) path.push_back(ast.text(id));
                return path;
            }
            default:
                return {};
        }
    }

    const CheckedTree& tree_;
};

}  // namespace

std::vector<std::vector<std::string>> reads_of(const CheckedTree& tree) {
    Reads reads(tree);
    reads.visit(tree.ast->root, true);
    return std::move(reads.out);
}

}  // namespace fw::feel::code
