// Which stored values follow from which others: formulas, roll-ups and lookups, over references, of all entities.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "engine/compile/program.h"

namespace fw::compile {

// A field of an entity; "" stands for records of it coming into being.
using Spot = std::pair<const Entity*, std::string>;

// What an expression over a record of the entity reads, also of the records it leads to.
[[nodiscard]] std::set<Spot> spots_read(const Entity& entity, const Expr& expression);

class Dependence {
  public:
    explicit Dependence(const Program& program);
    // These and everything that is computed from them.
    [[nodiscard]] std::set<Spot> follow(std::set<Spot> changed) const;
    // What a computed field is computed from; null for others.
    [[nodiscard]] const std::set<Spot>* sources(const Spot& spot) const;

  private:
    void depends(const Spot& computed, const std::set<Spot>& on);
    std::map<Spot, std::set<Spot>> sources_, uses_;
};

}  // namespace fw::compile
