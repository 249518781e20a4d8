// Checks one document against the description of its kind and takes its faulty parts out; shared by element.cpp and
// shapes.cpp only.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/model/descriptor.h"

namespace fw::model {

// Collects the mistakes of one document. Lives no longer than the texts it looks at.
class DocumentCheck {
  public:
    DocumentCheck(const Descriptors& descriptors, std::string_view file, std::string_view text, Diagnostics& out)
        : descriptors_(descriptors), file_(file), text_(text), out_(out) {}

    // `path` is the element's own path: "entity:sales.contract/fields/total".
    void element(const ElementType& type, json::Value& value, const std::string& path);

    void error(const char* code, Range range, const std::string& path, Text text, Text hint = {});

  private:
    void keys(const ElementType& type, json::Value& value, const std::string& path);
    void unknown_key(const ElementType& type, const json::Value& value, const json::Member& member,
                     const std::string& path);
    void elements(const Property& property, json::Value& value, const std::string& path);
    void choice(const ElementType& type, const Property& property, const json::Value& value, const std::string& path);
    // Everything but elements and choices.
    void shape(const Property& property, const json::Value& value, const std::string& path);
    void text(const Property& property, const json::Value& value, const std::string& path);
    void number(const Property& property, const json::Value& value, const std::string& path);
    void string(const Property& property, const json::Value& value, const std::string& path);
    void strings(const Property& property, const json::Value& value, const std::string& path);
    void wrong_shape(const Property& property, const json::Value& value, const std::string& path);

    const Descriptors& descriptors_;
    std::string file_;
    std::string_view text_;
    Diagnostics& out_;
};

// What a property's value looks like, for sentences: "true or false", "a text: {\"en\": …, \"zh\": …}".
[[nodiscard]] Text shape_words(Shape shape);

[[nodiscard]] bool valid_duration(std::string_view text);  // ISO 8601, may start with '-'
[[nodiscard]] bool valid_time(std::string_view text);      // hh:mm
[[nodiscard]] bool valid_color(std::string_view text);
[[nodiscard]] const std::vector<std::string>& palette();

}  // namespace fw::model
