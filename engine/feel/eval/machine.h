// Runs compiled blocks: one frame of registers a block, one switch over the instructions.
#pragma once

#include <memory>
#include <new>
#include <span>
#include <vector>

#include "engine/feel/call.h"
#include "engine/feel/code/program.h"

namespace fw::feel::eval {

// `count` objects, the first kInline of them without an allocation.
template <class T, std::size_t kInline>
class SmallArray {
  public:
    explicit SmallArray(std::size_t count) : count_(count) {
        void* memory = count > kInline ? ::operator new(count * sizeof(T)) : static_cast<void*>(inline_);
        items_ = static_cast<T*>(memory);
        for (std::size_t i = 0; i < count; ++i) new (items_ + i) T();
    }
    ~SmallArray() {
        for (std::size_t i = 0; i < count_; ++i) items_[i].~T();
        if (count_ > kInline) ::operator delete(items_);
    }
    SmallArray(const SmallArray&) = delete;
    SmallArray& operator=(const SmallArray&) = delete;
    T& operator[](std::size_t i) { return items_[i]; }
    [[nodiscard]] T* data() { return items_; }

  private:
    std::size_t count_;
    T* items_;
    alignas(T) unsigned char inline_[kInline * sizeof(T)];
};

// One running iteration: over a list's elements, or over whole numbers or days.
struct Loop {
    enum class Over : std::uint8_t { kList, kNumbers, kDates };
    Value source;  // keeps the list alive
    std::span<const Value> items;
    std::size_t index = 0;
    Over over = Over::kList;
    bool dry = false;  // one round with null, to see whether a filter gives positions
    std::int64_t current = 0;
    std::int64_t step = 1;
    std::uint64_t left = 0;
};

class Machine {
  public:
    Machine(Call& call, const std::shared_ptr<const code::Program>& program, std::span<const Value> inputs,
            std::span<const Value> captures)
        : call_(call), shared_(program), program_(*program), inputs_(inputs), captures_(captures) {}
    [[nodiscard]] Value run(const code::Block& block, std::span<const Value> arguments);

  private:
    struct Frame;
    template <bool kTrace>
    [[nodiscard]] Value run_traced(const code::Block& block, std::span<const Value> arguments);
    void note(const code::Block& block, const code::Instr& in, const Value& value, std::uint32_t node = 0);
    void sum_add(Value& sum, const Value& item);
    [[nodiscard]] const Value& at(Frame& frame, code::Operand operand) const;
    void step_slow(Frame& frame, const code::Instr& in, std::uint32_t& pc);
    [[nodiscard]] Value path(const Value& object, const code::Instr& in);
    [[nodiscard]] bool start_loop(Frame& frame, const code::Instr& in);
    [[nodiscard]] bool start_range(Loop& loop, const Value& from, const Value& to, bool low_closed, bool high_closed);
    [[nodiscard]] bool next(Loop& loop, Value& variable, std::uint64_t cost);
    void filter_test(Frame& frame, const code::Instr& in, std::uint32_t& pc);
    void quantify(Frame& frame, const code::Instr& in, std::uint32_t& pc);
    [[nodiscard]] Value call_site(Frame& frame, const code::CallSite& site);
    [[nodiscard]] Value call_value(Frame& frame, const code::ValueCallSite& site);
    [[nodiscard]] Value make_range(const Value& low, const Value& high, std::uint8_t flag);
    [[nodiscard]] Value make_closure(Frame& frame, const code::Instr& in);

    Call& call_;
    const std::shared_ptr<const code::Program>& shared_;
    const code::Program& program_;
    std::span<const Value> inputs_;
    std::span<const Value> captures_;
};

// Steps of running a block once, without its loops: a step stands for some instructions, so that the limit of steps is
// one of time as well.
[[nodiscard]] inline std::uint64_t cost_of(const code::Block& block) {
    return block.code.size() / code::kInstructionsOfStep;
}

// A function literal with what it captured.
[[nodiscard]] Value make_closure(const std::shared_ptr<const code::Program>& program, std::size_t block,
                                 std::vector<Value> captures);

}  // namespace fw::feel::eval
