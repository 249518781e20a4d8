// The record of an instance as the engine asks for it: read once, in the caller's transaction, when something needs it.
#pragma once

#include "engine/flow/step.h"
#include "runtime/flows/store.h"

namespace fw::flows {

class StoredRecord final : public flow::RecordSource {
  public:
    StoredRecord(Reader& reader, const records::Records* records, const compile::Entity* entity, Id id,
                 const flow::Flow& flow, storage::DateTime now)
        : reader_(reader), records_(records), entity_(entity), id_(id), flow_(flow), now_(now) {}

    const feel::Value& record() override {
        if (read_ || entity_ == nullptr || records_ == nullptr) return value_;
        read_ = true;
        auto found = records_->context(reader_, *entity_, id_, flow_.record_paths);
        if (found) {
            value_ = std::move(*found);
        } else {
            failure_ = std::move(found.error());
        }
        return value_;
    }
    std::optional<feel::Value> with(const std::vector<std::pair<std::string, feel::Value>>& changes) override {
        if (entity_ == nullptr || records_ == nullptr) return std::nullopt;
        auto found = records_->context_with(reader_, *entity_, id_, flow_.record_paths, changes, now_);
        if (found) return std::move(*found);
        failure_ = std::move(found.error());
        return std::nullopt;
    }
    // What went wrong while reading; to be asked after the step.
    [[nodiscard]] const Diagnostics& failure() const { return failure_; }

  private:
    Reader& reader_;
    const records::Records* records_;
    const compile::Entity* entity_;
    Id id_;
    const flow::Flow& flow_;
    storage::DateTime now_;
    bool read_ = false;
    feel::Value value_;
    Diagnostics failure_;
};

}  // namespace fw::flows
