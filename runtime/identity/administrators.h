// Somebody must always be left who can let people in: an employee with an open sign-in and a role that administers.
#pragma once

#include <string>
#include <vector>

#include "engine/compile/program.h"
#include "runtime/identity/directory.h"
#include "runtime/storage/database.h"

namespace fw::identity {

[[nodiscard]] std::vector<std::string> administrator_roles(const compile::Program& program);

// How many have one of the roles; of one person only, or of all (0).
[[nodiscard]] Result<std::int64_t> count_administrators(storage::Reader& reader, const std::vector<std::string>& roles,
                                                        PersonId person = 0);
// AUTH-409 where nobody has.
[[nodiscard]] Result<void> require_administrator(storage::Reader& reader, const std::vector<std::string>& roles);

}  // namespace fw::identity
