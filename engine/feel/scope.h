// The typed names an expression may use. Top-level names get slots in the order they are added; an evaluation hands one
// Value per slot, so nothing is looked up by name when it runs. Build once, then share freely (const is thread-safe).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/feel/functions.h"
#include "engine/feel/type.h"

namespace fw::feel {

class Scope {
  public:
    // `functions` must outlive the scope and everything compiled with it.
    explicit Scope(const Functions& functions = Functions::standard()) : functions_(&functions) {}

    // The slot of the new name. Names may have spaces and symbols ("date of birth", "a-b"); white space is normalised.
    // Adding a name again gives it a new type and returns its old slot.
    std::size_t add(std::string_view name, Type type = {});
    // Lets expressions name the fields of a slot's record directly: after add("record", contract) and open(0), "total"
    // means record.total. Names that were added win over fields; earlier opened slots win over later ones.
    void open(std::size_t slot);
    // Names of context entries that are not part of any type here but may have spaces ("first name").
    void know_member(std::string_view name);

    // A type that expressions may name in "instance of" and function literals; names may be qualified ("sales.line").
    void add_type(std::string_view name, Type type);
    [[nodiscard]] const Type* find_type(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> known_types() const;

    struct Found {
        std::size_t slot = 0;
        std::string field;  // not empty: field of an opened slot
        Type type;
    };
    [[nodiscard]] std::optional<Found> find(std::string_view name) const;

    struct Name {
        std::string name;
        Type type;
    };
    [[nodiscard]] const std::vector<Name>& names() const { return names_; }  // by slot
    [[nodiscard]] const std::vector<std::size_t>& opened() const { return opened_; }
    [[nodiscard]] const Functions& functions() const { return *functions_; }
    [[nodiscard]] std::vector<std::string> known_names() const;  // for suggestions: names, opened fields, functions

    // Names that are more than one word, by their first word: what the parser needs to read "date of birth" as one
    // name.
    using ComplexNames = std::unordered_map<std::string, std::vector<std::string>>;
    [[nodiscard]] const ComplexNames& complex_names() const { return complex_; }
    [[nodiscard]] const ComplexNames& complex_members() const { return complex_members_; }

  private:
    void know_type(const Type& type, int depth);

    const Functions* functions_;
    std::vector<Name> names_;
    std::vector<Name> types_;
    std::vector<std::size_t> opened_;
    std::vector<const RecordType*> seen_;
    ComplexNames complex_;
    ComplexNames complex_members_;
};

}  // namespace fw::feel
