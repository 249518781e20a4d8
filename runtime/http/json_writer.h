// Writes JSON straight into a string: commas and quotes by itself, structure by the caller.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/text.h"
#include "engine/json/write.h"

namespace fw::http {

class JsonWriter {
  public:
    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }
    JsonWriter& key(std::string_view name) {
        separate();
        json::append_string(out_, name);
        out_ += ':';
        first_ = true;
        return *this;
    }

    JsonWriter& value(std::string_view text) {
        separate();
        json::append_string(out_, text);
        return *this;
    }
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
    JsonWriter& value(bool yes) { return raw(yes ? "true" : "false"); }
    template <std::integral T>
    requires(!std::same_as<T, bool>) JsonWriter& value(T number) { return raw(std::to_string(number)); }
    JsonWriter& value(const Text& text) {
        return begin_object().member("en", text.in(Language::kEn)).member("zh", text.in(Language::kZh)).end_object();
    }
    JsonWriter& null() { return raw("null"); }
    // Text that is JSON already.
    JsonWriter& raw(std::string_view json) {
        separate();
        out_ += json;
        return *this;
    }

    template <class T>
    JsonWriter& member(std::string_view name, const T& v) {
        return key(name).value(v);
    }
    // An id: a string of digits, or null for 0.
    JsonWriter& id(std::string_view name, std::int64_t id) {
        key(name);
        return id == 0 ? null() : value(std::to_string(id));
    }

    [[nodiscard]] const std::string& text() const { return out_; }
    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    JsonWriter& open(char bracket) {
        separate();
        out_ += bracket;
        first_ = true;
        return *this;
    }
    JsonWriter& close(char bracket) {
        out_ += bracket;
        first_ = false;
        return *this;
    }
    void separate() {
        if (!first_) out_ += ',';
        first_ = false;
    }

    std::string out_;
    bool first_ = true;
};

}  // namespace fw::http
