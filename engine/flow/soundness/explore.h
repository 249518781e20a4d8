// All markings that can be reached, up to a limit, breadth first: so paths are shortest. Markings behind one with two
// tokens on an edge come last and are marked so: what goes wrong there is a consequence.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/flow/soundness/game.h"

namespace fw::soundness {

struct States {
    struct State {
        std::uint32_t parent = kNothing;  // on a shortest path
        Game::Move move;                  // from it
        bool pruned = false;              // not everything that can happen here was followed
        bool tainted = false;             // two tokens lay on one edge on the way
    };
    std::vector<State> states;
    std::vector<Game::Marking> markings;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> steps;  // from state to state
    std::vector<bool> acted;                                     // by node
    bool complete = true;                                        // the limit was not reached
    std::uint64_t work = 0;
};

[[nodiscard]] States explore(const Game& game, const Limits& limits);

// The steps to a state.
[[nodiscard]] std::vector<Step> path_to(const Game& game, const States& states, std::uint32_t state);

// The edge with two tokens or more; kNothing if there is none.
[[nodiscard]] EdgeId crowded(const Game& game, const Game::Marking& marking);

// A lack of synchronisation as an engine shows it, whose parallel joins act as soon as they can: rewrites the path.
// False (and nothing is changed) where no such run is found near by.
[[nodiscard]] bool join_at_once(const Game& game, Finding& finding);

// What is wrong, one finding for each kind and node. Where the exploration is not complete: what is certain.
[[nodiscard]] std::vector<Finding> classify(const Game& game, const States& states);

}  // namespace fw::soundness
