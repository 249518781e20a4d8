// An entity that only administrators can read, because no role has a right for it. Child entities go with their parent.
#include <algorithm>

#include "engine/compile/check.h"

namespace fw::compile {

namespace {

bool readable(const Build& build, const Entity& entity) {
    const std::string everything = entity.id.substr(0, entity.id.find('.')) + ".*";
    return std::any_of(build.program->roles.begin(), build.program->roles.end(), [&](const Role& role) {
        return std::any_of(role.rights.begin(), role.rights.end(), [&](const Right& right) {
            return right.read != Right::Reach::kNone && (right.entity == entity.id || right.entity == everything);
        });
    });
}

void run(Build& build) {
    if (build.program->roles.empty() || build.of("role").size() != build.program->roles.size()) return;
    const std::vector<Source>& sources = build.of("entity");
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const Entity& entity = *build.program->entities[i];
        if (entity.parent != nullptr || readable(build, entity)) continue;
        build.warn(sources[i], "MODEL-203", range_of(sources[i].root(), "id"), sources[i].element,
                   format_text({"no role may read {0}: only administrators see its records",
                                "没有角色可以读取 {0}：只有管理员能看到其记录"},
                               {entity.id}),
                   {"give a role the right to read it", "请为某个角色授予读取权限"});
    }
}

}  // namespace

void add_hidden_entity(Checks& registry) {
    registry.add({"hidden_entity", "MODEL-203", {"Entities that no role may read.", "没有角色可以读取的实体。"}, &run});
}

}  // namespace fw::compile
