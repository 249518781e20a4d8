#include "runtime/identity/administrators.h"

namespace fw::identity {

std::vector<std::string> administrator_roles(const compile::Program& program) {
    std::vector<std::string> roles;
    for (const compile::Role& role : program.roles) {
        if (role.administrator) roles.push_back(role.id);
    }
    return roles;
}

Result<std::int64_t> count_administrators(storage::Reader& reader, const std::vector<std::string>& roles,
                                          PersonId person) {
    if (roles.empty()) return 0;
    std::string sql =
        "SELECT count(DISTINCT u.person_id) FROM fw_user u JOIN fw_role_member m ON m.person_id = u.person_id JOIN "
        "base_person p ON p.id = u.person_id WHERE u.active = ? AND (p.active IS NULL OR p.active = ?) AND "
        "p.deleted_at IS NULL AND m.role IN (";
    std::vector<storage::Param> parameters{storage::Param(true), storage::Param(true)};
    for (std::size_t i = 0; i < roles.size(); ++i) {
        sql += i == 0 ? "?" : ", ?";
        parameters.emplace_back(roles[i]);
    }
    sql += ")";
    if (person != 0) {
        sql += " AND u.person_id = ?";
        parameters.emplace_back(person);
    }
    auto count = reader.query_integer(sql, parameters);
    if (!count) return tl::unexpected(count.error());
    return count->value_or(0);
}

Result<void> require_administrator(storage::Reader& reader, const std::vector<std::string>& roles) {
    auto left = count_administrators(reader, roles);
    if (!left) return tl::unexpected(std::move(left.error()));
    if (*left > 0) return {};
    return fail("AUTH-409",
                {"This is the last active administrator: nobody could administer Formwork any more.",
                 "这是最后一个有效的管理员，操作后将无人能够管理系统。"},
                {}, {"Make somebody else an administrator first.", "请先将其他人设为管理员。"});
}

}  // namespace fw::identity
