#include "engine/feel/call.h"

#include <algorithm>

#include "engine/feel/eval/operators.h"
#include "engine/feel/function.h"

namespace fw::feel {

const Value Arguments::kNull;

Value Call::warn(const char* code, const Text& text) {
    if (notes_ != nullptr && notes_->warnings.size() < Notes::kMaxWarnings)
        notes_->warnings.push_back({code, range(), text});
    return {};
}

Value Call::stop(const char* code, const Text& text) {
    if (!stopped_) {
        stopped_ = true;
        if (notes_ != nullptr) {
            notes_->limit_reached = true;
            if (notes_->warnings.size() >= Notes::kMaxWarnings) notes_->warnings.pop_back();
            notes_->warnings.push_back({code, range(), text});
        }
    }
    return {};
}

bool Call::next_slice(std::uint64_t steps) {
    if (stopped_) return false;
    const std::uint64_t left = steps_left_ + reserve_;
    if (left < steps) {
        (void)stop("FEEL-301", {"This takes too many steps", "计算步骤过多"});
        return false;
    }
    const Watch* watch = options_.limits.watch;
    if (watch != nullptr && watch->over()) {
        (void)stop("FEEL-306", {"This takes too long", "计算时间过长"});
        return false;
    }
    steps_left_ = std::min(left - steps, kSlice);
    reserve_ = left - steps - steps_left_;
    return true;
}

bool Call::list_fits(std::size_t size) {
    if (size <= options_.limits.list_size) return !stopped_;
    (void)stop("FEEL-302", format_text({"A list may have at most {0} elements", "列表最多只能有 {0} 个元素"},
                                       {std::to_string(options_.limits.list_size)}));
    return false;
}

bool Call::string_fits(std::size_t bytes) {
    if (bytes <= options_.limits.string_bytes) return spend(bytes / 64);
    (void)stop("FEEL-303", {"This text becomes too long", "此文本过长"});
    return false;
}

bool Call::enter() {
    if (stopped_) return false;
    if (depth_ >= options_.limits.depth) {
        (void)stop("FEEL-304", {"Functions call each other too deep", "函数调用层次过深"});
        return false;
    }
    ++depth_;
    return spend(1);
}

Value Call::invoke(const Function& function, std::span<const Value> arguments) {
    if (!enter()) return {};
    const Range* const here = range_;
    Value result = function.call(*this, arguments);
    range_ = here;
    leave();
    return result;
}

}  // namespace fw::feel
