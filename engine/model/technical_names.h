// Technical names for what foreign files (BPMN, DMN) call something: "sid-69DF" and "notEnoughInformation" are none
// here.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace fw::model {

// [a-z][a-z0-9_]*, at most 60 characters: words parted by "_", other letters by their code point.
// "notEnoughInformation" → "not_enough_information", "_42" → "n42", "中" → "u4e2d".
[[nodiscard]] std::string technical_name(std::string_view text);

// Gives each name of the source one technical name of its own; the same question, the same answer.
class Names {
  public:
    // Two sources that would get the same name are told apart by a number behind it.
    const std::string& of(std::string_view source);
    void assign(std::string_view source, std::string_view name);   // this name, whatever it would be
    void reserve(std::string_view name) { taken_.emplace(name); }  // may not be given
    [[nodiscard]] const std::map<std::string, std::string, std::less<>>& all() const { return names_; }

  private:
    std::map<std::string, std::string, std::less<>> names_;  // source → technical
    std::set<std::string, std::less<>> taken_;
};

}  // namespace fw::model
