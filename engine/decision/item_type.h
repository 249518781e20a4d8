// Types of a model (7.3.3): FEEL types with what FEEL does not know of them: allowed values and constraints.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decision/compiled_table.h"
#include "engine/decision/definitions.h"
#include "engine/feel/feel.h"
#include "engine/feel/scope.h"

namespace fw::decision {

struct ItemType {
    std::string name;
    feel::Type type;
    bool plain = true;                  // nothing inside has constraints: the FEEL type says it all
    const ItemType* base = nullptr;     // another named type that this one narrows
    const ItemType* element = nullptr;  // of lists
    std::vector<std::pair<std::string, const ItemType*>> fields;  // of contexts
    const ItemType* result = nullptr;                             // of functions
    std::vector<feel::Value> listed;  // the constants among the allowed values, as written: an order of priority
    feel::Expression allowed;         // over "?" (slot 0): this value, of lists each element
    feel::Expression constraint;      // over "?" (slot 0): this value
    std::vector<Limit> limits;        // the last two and those of `base`; none of lists, contexts and functions
};

// The values of those unary tests that are constants, in order.
[[nodiscard]] std::vector<feel::Value> constants_of(const feel::ParsedExpr& tests, const feel::Functions& functions);

// What unary tests over "?" let through of a scalar type; nothing where that is all, or it is no scalar.
[[nodiscard]] std::optional<Limit> limit_of(const Written& tests, const feel::Type& type,
                                            const feel::Expression& program, const feel::Functions& functions);

// Fits a value to a type: implicit conversions (10.3.2.9.4), then allowed values. `ok` false: null, and the reason is a
// warning of `call`.
[[nodiscard]] feel::Value fit(const feel::Value& value, const ItemType& type, feel::Call& call, bool& ok);
[[nodiscard]] feel::Value fit(const feel::Value& value, const ItemType* type, feel::Call& call);

// The types of a family of models, by model and name. Owns them; they live as long as it does.
class TypeTable {
  public:
    TypeTable() = default;
    TypeTable(const TypeTable&) = delete;
    TypeTable& operator=(const TypeTable&) = delete;

    // `imported`: by import name, the types of models read before.
    void read(const Definitions& model, const std::vector<std::pair<std::string, const Definitions*>>& imported,
              const feel::Functions& functions, Diagnostics& out);
    // A built-in type, one of the model or "import.name"; null pointer: there is none.
    [[nodiscard]] const ItemType* find(const Definitions& model, std::string_view name) const;
    // Every name the model may use, with its type.
    [[nodiscard]] const std::map<std::string, const ItemType*, std::less<>>& names(const Definitions& model) const;

  private:
    class Builder;
    std::vector<std::unique_ptr<ItemType>> types_;
    std::vector<std::unique_ptr<feel::RecordType>> records_;
    std::map<const Definitions*, std::map<std::string, const ItemType*, std::less<>>> names_;
    std::map<std::string, const ItemType*, std::less<>> built_in_;
};

}  // namespace fw::decision
