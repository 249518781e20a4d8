// The form of a context: its keys in order. Contexts with the same keys in the same order share one Shape, so compiled
// paths find an entry by index. Shapes are interned, counted and safe to share between threads.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/feel/value.h"

namespace fw::feel {

class Shape {
  public:
    // `keys` without repetitions.
    [[nodiscard]] static std::shared_ptr<const Shape> of(std::vector<std::string> keys);

    [[nodiscard]] std::uint64_t id() const { return id_; }  // never used twice in a process; never 0
    [[nodiscard]] std::size_t size() const { return keys_.size(); }
    [[nodiscard]] const std::vector<std::string>& keys() const { return keys_; }
    [[nodiscard]] int index_of(std::string_view key) const;  // -1: no such key

    // A context of this shape; `values` has one for each key.
    [[nodiscard]] static Value make(const std::shared_ptr<const Shape>& shape, std::vector<Value> values);

    explicit Shape(std::vector<std::string> keys, std::uint64_t id);

  private:
    std::vector<std::string> keys_;
    std::vector<std::uint16_t> table_;  // open addressing, only for more than 8 keys
    std::uint64_t id_;
};

// Looks at a context; valid as long as the Value it came from.
class ContextView {
  public:
    ContextView(const Shape& shape, const Value* values) : shape_(&shape), values_(values) {}
    [[nodiscard]] std::size_t size() const { return shape_->size(); }
    [[nodiscard]] const std::string& key(std::size_t i) const { return shape_->keys()[i]; }
    [[nodiscard]] const Value& value(std::size_t i) const { return values_[i]; }
    [[nodiscard]] const Shape& shape() const { return *shape_; }
    [[nodiscard]] const Value* find(std::string_view name) const {
        const int i = shape_->index_of(name);
        return i < 0 ? nullptr : values_ + i;
    }

  private:
    const Shape* shape_;
    const Value* values_;
};

}  // namespace fw::feel
