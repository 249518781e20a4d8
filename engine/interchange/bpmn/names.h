// Technical names for the ids of BPMN files.
#pragma once

#include "engine/model/technical_names.h"

namespace fw::bpmn {

using model::Names;
using model::technical_name;

}  // namespace fw::bpmn
