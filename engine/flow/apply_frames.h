// The events of frames, waits, compensation and complex gateways; a part of apply() (event.h).
#pragma once

#include "engine/flow/event.h"

namespace fw::flow {

void apply_frames(Instance& instance, const Flow& flow, const Event& event);
void apply_to_incidents(Instance& instance, const Event& event);  // those it settles are gone

}  // namespace fw::flow
