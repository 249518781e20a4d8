// Compiled FEEL: register code. An operand names a register, an input, a constant or a captured value; instructions
// never look up a name. Immutable and shared between threads, but for the path caches, which are relaxed atomics.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/feel/functions.h"
#include "engine/feel/shape.h"
#include "engine/feel/type.h"
#include "engine/feel/value.h"

namespace fw::feel::code {

// The bank in the top two bits, the index below.
using Operand = std::uint32_t;
enum Bank : std::uint32_t { kRegister = 0, kInput = 1U << 30U, kConstant = 2U << 30U, kCapture = 3U << 30U };
inline constexpr Operand kIndexMask = (1U << 30U) - 1;
inline constexpr Operand kMissing = 0xFFFFFFFFU;

// dst, a, b, c are operands unless said otherwise; "jump" is an index into the block's code.
enum class Op : std::uint8_t {
    kMove,  // dst = a
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kPower,   // dst = a op b
    kNegate,  // dst = -a
    kEqual,
    kNotEqual,
    kLess,
    kLessEqual,
    kGreater,
    kGreaterEqual,
    kAnd,
    kOr,             // dst = a op b, three-valued
    kBetween,        // dst = a between b and c
    kIn,             // dst = a in b (one test); flag 1: b is more than a literal or name, 2: it names "?"
    kTest,           // dst = comparison `flag` of a with b as a unary test
    kJump,           // to c
    kJumpIfFalse,    // to c if a is false
    kJumpIfTrue,     // to c if a is true
    kJumpIfNotTrue,  // to c unless a is true (a warning if it is no boolean)
    kPath,           // dst = a.names[b]; c: cache
    kItemField,      // if a is a context with names[b]: dst = it, jump to c
    kFilter,         // dst = a[b], b does not depend on the element
    kFilterTest,  // keep the element of loop a in builder `count` if b is true; a number b: dst = that element, jump to
                  // c
    kLoop,  // start loop `count` over a; dst = null and jump to c if that cannot be; flag 1: dry run if empty, 2: a
            // filter
    kLoopRange,  // the same from a to b
    kNext,       // dst = next element of loop `count`, jump to c at the end; a: steps of the round
    kBuild,      // empty builder `count`
    kPush,       // a to builder `count`
    kBuilt,      // dst = the list in builder `count`
    kSumAdd,     // dst = dst + a, where null is nothing yet and false what has no sum
    kSummed,     // dst = a as kSumAdd leaves it
    kPartial,    // dst = the list so far in builder `count`
    kPartialAt,  // dst = element a of the list so far in builder `count`
    kQuantify,   // dst = dst or/and a (flag 0: some, 1: every); jump to c when decided
    kList,       // dst = list of the a operands from b
    kContext,    // dst = context of shapes[a] with the c operands from b
    kRange,      // dst = range a, b; flag: 1 low closed, 2 high closed
    kFunction,   // dst = closure of blocks[a] that captures the c operands from b
    kInstance,   // dst = a instance of types[b]
    kCall,       // dst = calls[a]
    kCallValue,  // dst = value calls[a]
    kExplain,    // a is the value of node b
    kUnknown,    // dst = null, with the warning messages[a]
    kReturn      // a
};

inline constexpr std::uint32_t kInstructionsOfStep = 4;

struct Instr {
    Op op = Op::kMove;
    std::uint8_t flag = 0;
    std::uint16_t count = 0;
    std::uint32_t dst = 0;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::uint32_t c = 0;
};

// The code of the expression itself or of one function literal.
struct Block {
    std::vector<Instr> code;
    std::vector<Range> ranges;  // by instruction: the part of the text it came from
    std::uint32_t registers = 0;
    std::uint32_t loops = 0;
    std::uint32_t builders = 0;
    // Of function literals: parameters are the first registers.
    std::vector<std::string> parameters;
    std::vector<Type> parameter_types;
    Type result;
    Range range;
    std::string text;
};

struct CallSite {
    const FunctionInfo* function = nullptr;
    const Overload* overload = nullptr;
    std::vector<Operand> arguments;  // in the order of the overload's parameters; kMissing where not given
    bool named = false;              // arguments came by name: no other overload will do
    // The kind of value each parameter takes as it is, if that can be said by kind alone (at most kDirect arguments).
    static constexpr std::size_t kDirect = 4;
    static constexpr std::uint8_t kAnyKind = 0xFF;
    std::uint8_t kinds[kDirect] = {};
    bool direct = false;
};

struct ValueCallSite {
    Operand callee = 0;
    std::vector<Operand> arguments;
    std::vector<std::string> names;  // of named arguments; empty: positional
};

struct Program {
    std::string text;
    Type type;
    Diagnostics warnings;
    std::vector<std::vector<std::string>> reads;
    std::vector<Block> blocks;  // [0]: the expression
    std::vector<Value> constants;
    std::vector<std::string> names;
    std::vector<std::shared_ptr<const Shape>> shapes;
    std::vector<Type> types;
    std::vector<Operand> operands;
    std::vector<CallSite> calls;
    std::vector<ValueCallSite> value_calls;
    std::vector<Text> messages;
    std::uint32_t inputs = 0;
    std::uint32_t cache_count = 0;
    // Path caches: the shape met last (id, 40 bits) and the entry's index (24 bits).
    std::unique_ptr<std::atomic<std::uint64_t>[]> caches;
};

}  // namespace fw::feel::code
