#include "engine/flow/soundness/verdict.h"

namespace fw::soundness {

std::string_view kind_name(Kind kind) {
    switch (kind) {
        case Kind::kDeadlock:
            return "deadlock";
        case Kind::kLackOfSynchronisation:
            return "lack of synchronisation";
        case Kind::kLivelock:
            return "livelock";
        case Kind::kImproperCompletion:
            return "improper completion";
        case Kind::kDeadNode:
            return "dead node";
    }
    return "";
}

}  // namespace fw::soundness
