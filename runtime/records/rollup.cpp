#include "runtime/records/rollup.h"

namespace fw::records {

using feel::Value;
using Function = compile::Rollup::Function;

void RollupTotal::add(const Value& value) {
    if (rollup_.function == Function::kCount) {
        ++count_;
        return;
    }
    if (!value.is_number()) return;
    ++count_;
    const Decimal number = value.as_number();
    total_ = total_ + number;
    const bool first = best_.is_null();
    if (rollup_.function == Function::kMin && (first || number < best_.as_number())) best_ = value;
    if (rollup_.function == Function::kMax && (first || number > best_.as_number())) best_ = value;
}

Value RollupTotal::result() const {
    switch (rollup_.function) {
        case Function::kCount:
            return Value::number(count_);
        case Function::kSum:
            return Value::number(total_);
        case Function::kAvg:
            return count_ == 0 ? Value::null() : Value::number(total_ / Decimal(count_));
        case Function::kMin:
        case Function::kMax:
            break;
    }
    return best_;
}

Value empty_rollup(const compile::Rollup& rollup) { return RollupTotal(rollup).result(); }

}  // namespace fw::records
