// What runs while an expression runs: the clock and limits it got, and the warnings it leaves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/feel/temporal.h"
#include "engine/feel/value.h"

namespace fw::feel {

// Says when an evaluation has run long enough. The engine has no clock: who has one gives it
// (runtime/storage/deadline.h).
class Watch {
  public:
    Watch() = default;
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    virtual ~Watch() = default;
    [[nodiscard]] virtual bool over() const = 0;  // asked every few thousand steps, by the thread that evaluates
};

// Expressions come from users: every limit ends the evaluation with null and a FEEL-3xx note.
struct Limits {
    std::uint64_t steps = 5'000'000;        // iterations, calls and elements that builtins walk over: at most a second
    std::uint32_t depth = 150;              // nested calls of functions
    std::size_t list_size = 1'000'000;      // elements of one list
    std::size_t string_bytes = 10'000'000;  // bytes of one string
    const Watch* watch = nullptr;           // of time; outlives the evaluation, may serve several
};

struct EvalOptions {
    DateTime now;  // what now() gives, with its zone; today() is its date
    Limits limits;
};

// Why a part of an expression is null: FEEL's answer to odd data. Not an error of the model.
struct Warning {
    std::string code;  // FEEL-2xx odd data, FEEL-3xx a limit
    Range range;       // of the part within the expression text
    Text text;
};

// The value of a part of the expression, in the order they were found.
struct TraceStep {
    Range range;
    Value value;
    std::uint32_t node = 0;  // of the syntax tree, where the expression was compiled to be explained (explain.h)
};

// Filled by evaluate() where the caller passes one.
struct Notes {
    std::vector<Warning> warnings;  // at most kMaxWarnings
    bool limit_reached = false;     // the value is null because a limit ended the evaluation
    bool trace = false;             // set it to get the values of operations in `steps`
    std::vector<TraceStep> steps;   // with `trace`, and always of expressions compiled to be explained
    static constexpr std::size_t kMaxSteps = 100'000;
    static constexpr std::size_t kMaxWarnings = 100;
};

// The arguments of a running function, in the order of the overload's parameters.
class Arguments {
  public:
    explicit Arguments(std::span<const Value* const> items) : items_(items) {}
    [[nodiscard]] std::size_t size() const { return items_.size(); }
    [[nodiscard]] bool has(std::size_t i) const { return i < items_.size() && items_[i] != nullptr; }
    [[nodiscard]] const Value& operator[](std::size_t i) const { return has(i) ? *items_[i] : kNull; }

  private:
    static const Value kNull;
    std::span<const Value* const> items_;
};

class Function;

// Handed to every running function.
class Call {
  public:
    Call(const EvalOptions& options, Notes* notes)
        : options_(options), notes_(notes), steps_left_(options.limits.steps) {
        if (options.limits.watch != nullptr && steps_left_ > kSlice) {
            reserve_ = steps_left_ - kSlice;
            steps_left_ = kSlice;
        }
    }

    [[nodiscard]] const EvalOptions& options() const { return options_; }
    // Leaves a warning at the part that runs and gives null, so functions can `return call.warn(…)`.
    Value warn(const char* code, const Text& text);
    // Counts work; false (and a note) when the limit is reached: return at once.
    [[nodiscard]] bool spend(std::uint64_t steps) {
        if (steps_left_ >= steps && !stopped_) {
            steps_left_ -= steps;
            return true;
        }
        return next_slice(steps);
    }
    [[nodiscard]] bool list_fits(std::size_t size);
    [[nodiscard]] bool string_fits(std::size_t bytes);
    [[nodiscard]] bool stopped() const { return stopped_; }
    // Calls a function value (for sort and the like).
    [[nodiscard]] Value invoke(const Function& function, std::span<const Value> arguments);
    [[nodiscard]] bool wants_notes() const { return notes_ != nullptr; }

    // For the evaluator: where it is.
    void at(const Range* range) { range_ = range; }
    [[nodiscard]] Range range() const { return range_ == nullptr ? Range{} : *range_; }
    [[nodiscard]] Notes* notes() const { return notes_; }
    [[nodiscard]] bool enter();
    void leave() { --depth_; }

    // For languages around FEEL (decision models): what runs there, for functions of theirs that FEEL calls.
    void set_host(void* host) { host_ = host; }
    [[nodiscard]] void* host() const { return host_; }

  private:
    // With a watch the steps are handed out in slices; between two of them it is asked.
    static constexpr std::uint64_t kSlice = 10'000;
    [[nodiscard]] bool next_slice(std::uint64_t steps);
    Value stop(const char* code, const Text& text);

    const EvalOptions& options_;
    Notes* notes_;
    std::uint64_t steps_left_;  // of this slice
    std::uint64_t reserve_ = 0;
    std::uint32_t depth_ = 0;
    const Range* range_ = nullptr;
    void* host_ = nullptr;
    bool stopped_ = false;
};

}  // namespace fw::feel
