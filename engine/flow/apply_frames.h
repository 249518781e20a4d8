// The events of frames, waits, compensation and complex gateways; a part of apply() (event.h).
#pragma once

#include "engine/flow/event.h"

namespace fw::flow {

void apply_frames(Instance& instance, const Flow& flow, const Event& event);

}  // namespace fw::flow
