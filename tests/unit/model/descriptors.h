// The descriptors these tests read with: every model kind with every field type, without node kinds.
#pragma once

#include "engine/form/field_type.h"
#include "engine/model/descriptor.h"

namespace fw::model {

void add_all_kinds(Descriptors& registry);

inline const Descriptors& test_descriptors() {
    static const Descriptors kAll = [] {
        Descriptors all;
        add_all_kinds(all);
        for (const auto& [id, type] : form::field_types().all()) all.add_variant("field", type.description);
        return all;
    }();
    return kAll;
}

}  // namespace fw::model
