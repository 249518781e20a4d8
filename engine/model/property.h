// A short way to write the properties of a kind (STYLE.md A4):
//   Prop("max_length", Shape::kInteger, {"Longest text", "最大长度"}, {"Counted in characters.",
//   "按字符计。"}).fallback(255)
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/model/descriptor.h"

namespace fw::model {

class Prop {
  public:
    Prop(std::string id, Shape shape, Text label, Text help = {}) {
        made_.id = std::move(id);
        made_.shape = shape;
        made_.label = std::move(label);
        made_.help = std::move(help);
    }
    Prop& required() { return made_.required = true, *this; }
    Prop& fallback(bool value) { return made_.fallback = json::Value::boolean(value), *this; }
    Prop& fallback(int value) { return made_.fallback = json::Value::number(value), *this; }
    Prop& fallback(const char* value) { return made_.fallback = json::Value::string(value), *this; }
    Prop& choices(std::vector<Choice> values) { return made_.choices = std::move(values), *this; }
    Prop& refers(std::string kind) { return made_.refers = std::move(kind), *this; }
    Prop& element(std::string type) { return made_.element = std::move(type), *this; }
    Prop& scope(std::string names) { return made_.scope = std::move(names), *this; }
    Prop& visible_when(std::string feel) { return made_.visible_when = std::move(feel), *this; }
    Prop& at_least(std::int64_t value) { return made_.minimum = value, *this; }
    Prop& at_most(std::int64_t value) { return made_.maximum = value, *this; }
    Prop& group(Group value) { return made_.group = value, *this; }
    operator Property() const { return made_; }  // NOLINT: meant to be silent

  private:
    Property made_;
};

// The properties every kind has, worded once.
[[nodiscard]] Property kind_property(std::string kind, Text label);  // "kind": the name of the kind itself
[[nodiscard]] Property id_property();
[[nodiscard]] Property was_property();
[[nodiscard]] Property label_property();
[[nodiscard]] Property note_property();

}  // namespace fw::model
