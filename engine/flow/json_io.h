// Writing and reading the engine's own JSON (snapshots, events): members with default values are left out, nodes and
// edges stand by their ids, so that a text outlives the indexes of one deployment.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/flow/flow.h"
#include "engine/json/value.h"
#include "engine/json/write.h"

namespace fw::flow {

// Appends one object; the destructor closes it.
class ObjectWriter {
  public:
    explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
    ObjectWriter(const ObjectWriter&) = delete;
    ObjectWriter& operator=(const ObjectWriter&) = delete;
    ~ObjectWriter() { out_ += '}'; }

    std::string& key(std::string_view name) {
        if (!first_) out_ += ',';
        first_ = false;
        out_ += '"';
        out_ += name;
        out_ += "\":";
        return out_;
    }
    void number(std::string_view name, std::int64_t value, std::int64_t unless = 0) {
        if (value != unless) append_number(key(name), value);
    }
    void text(std::string_view name, std::string_view value) {
        if (!value.empty()) json::append_string(key(name), value);
    }
    void flag(std::string_view name, bool value) {
        if (value) key(name) += "true";
    }
    void node(std::string_view name, const Flow& flow, NodeIndex index) {
        if (index != kNone) text(name, flow.nodes[index].id);
    }
    void edge(std::string_view name, const Flow& flow, EdgeIndex index) {
        if (index != kNone) text(name, flow.edges[index].id);
    }
    static void append_number(std::string& out, std::int64_t value) {
        char digits[24];
        const auto written = std::to_chars(digits, digits + sizeof digits, value);
        out.append(digits, static_cast<std::size_t>(written.ptr - digits));
    }

  private:
    std::string& out_;
    bool first_ = true;
};

// Reads members of one object; what is missing or of another kind gives the fallback, ids that are unknown set
// `broken`.
class ObjectReader {
  public:
    ObjectReader(const json::Value& value, const Flow& flow, bool& broken)
        : value_(value), flow_(flow), broken_(broken) {}

    [[nodiscard]] std::int64_t number(std::string_view name, std::int64_t fallback = 0) const {
        const json::Value* found = value_.find(name);
        if (found == nullptr || !found->is_number()) return fallback;
        return found->as_int64().value_or(fallback);
    }
    [[nodiscard]] std::uint32_t u32(std::string_view name, std::uint32_t fallback = 0) const {
        return static_cast<std::uint32_t>(number(name, fallback));
    }
    [[nodiscard]] bool flag(std::string_view name) const {
        const json::Value* found = value_.find(name);
        return found != nullptr && found->is_boolean() && found->as_boolean();
    }
    [[nodiscard]] std::string_view text(std::string_view name) const { return value_.string_or(name); }
    [[nodiscard]] NodeIndex node(std::string_view name) const {
        const std::string_view id = text(name);
        if (id.empty()) return kNone;
        const auto found = flow_.nodes_by_id.find(id);
        if (found != flow_.nodes_by_id.end()) return found->second;
        broken_ = true;
        return kNone;
    }
    [[nodiscard]] EdgeIndex edge(std::string_view name) const {
        const std::string_view id = text(name);
        if (id.empty()) return kNone;
        const auto found = flow_.edges_by_id.find(id);
        if (found != flow_.edges_by_id.end()) return found->second;
        broken_ = true;
        return kNone;
    }
    [[nodiscard]] const json::Value* find(std::string_view name) const { return value_.find(name); }

  private:
    const json::Value& value_;
    const Flow& flow_;
    bool& broken_;
};

// An enum by its table of names; unknown names set `broken`.
template <class Enum, std::size_t N>
Enum named(std::string_view name, const std::string_view (&names)[N], Enum fallback, bool& broken) {
    if (name.empty()) return fallback;
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] == name) return static_cast<Enum>(i);
    }
    broken = true;
    return fallback;
}

inline constexpr std::string_view kStatusNames[] = {"new",     "running",   "completed",
                                                    "refused", "withdrawn", "terminated"};
inline constexpr std::string_view kSeatNames[] = {"queued", "waiting", "parked", "agreed", "refused", "absent", "held"};
inline constexpr std::string_view kOriginNames[] = {"node", "substitute", "transfer", "added", "timeout"};

inline constexpr std::string_view kWaitNames[] = {"message", "signal", "condition", "job", "call"};

}  // namespace fw::flow
