#include <unordered_set>

#include "engine/compile/program.h"
#include "runtime/identity/directory.h"
#include "runtime/storage/database.h"

namespace fw::identity {

using storage::Reader;
using storage::Row;

Result<std::shared_ptr<const Directory>> load_directory(Reader& reader, const compile::Program& program) {
    std::vector<Person> people;
    std::vector<Unit> units;
    std::unordered_map<PersonId, std::size_t> at;
    const compile::Entity* entity = program.entity("base.person");
    const char* title = entity == nullptr           ? "NULL"
                        : entity->find("job_title") ? "job_title"
                        : entity->declared("title") ? "title"  // before base 1.1
                                                    : "NULL";
    Result<void> done =
        reader.query(std::string("SELECT id, login, name, ") + title +
                         ", unit, manager, active, deleted_at FROM base_person ORDER BY id",
                     {}, [&](const Row& row) {
                         at[row.integer(0)] = people.size();
                         people.push_back({.id = row.integer(0),
                                           .login = std::string(row.text(1)),
                                           .name = std::string(row.text(2)),
                                           .title = std::string(row.text(3)),
                                           .unit = row.integer(4),
                                           .manager = row.integer(5),
                                           .active = (row.is_null(6) || row.boolean(6)) && row.is_null(7),
                                           .language = Language::kEn,
                                           .roles = {},
                                           .administrator = false});
                     });
    if (!done) return tl::unexpected(done.error());
    done = reader.query("SELECT id, name, parent, head FROM base_unit WHERE deleted_at IS NULL ORDER BY id", {},
                        [&](const Row& row) {
                            units.push_back({row.integer(0), std::string(row.text(1)), row.integer(2), row.integer(3)});
                        });
    if (!done) return tl::unexpected(done.error());
    done = reader.query("SELECT person_id, language FROM fw_user", {}, [&](const Row& row) {
        const auto found = at.find(row.integer(0));
        if (found != at.end()) people[found->second].language = language_from(row.text(1));
    });
    if (!done) return tl::unexpected(done.error());
    std::unordered_set<std::string> administrating;
    for (const compile::Role& role : program.roles) {
        if (role.administrator) administrating.insert(role.id);
    }
    done = reader.query("SELECT role, person_id FROM fw_role_member", {}, [&](const Row& row) {
        const auto found = at.find(row.integer(1));
        if (found == at.end()) return;
        std::string role(row.text(0));
        Person& person = people[found->second];
        person.administrator = person.administrator || administrating.contains(role);
        person.roles.push_back(std::move(role));
    });
    if (!done) return tl::unexpected(done.error());
    std::vector<Absence> absences;
    done = reader.query(
        "SELECT person_id, stand_in_id, from_at, to_at FROM fw_absence WHERE to_at > ? ORDER BY id", {storage::now()},
        [&](const Row& row) {
            absences.push_back({row.integer(0), row.integer(1), row.date_time(2).micros, row.date_time(3).micros});
        });
    if (!done) return tl::unexpected(done.error());
    return std::make_shared<const Directory>(std::move(people), std::move(units), std::move(absences));
}

std::shared_ptr<const Directory> DirectoryStore::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

void DirectoryStore::set(std::shared_ptr<const Directory> directory) {
    const std::lock_guard lock(mutex_);
    current_ = std::move(directory);
}

Result<void> DirectoryStore::reload(storage::Database& database, const compile::Program& program) {
    const std::lock_guard one_at_a_time(reloading_);
    std::shared_ptr<const Directory> fresh;
    Result<void> read = database.read([&](Reader& reader) -> Result<void> {
        auto loaded = load_directory(reader, program);
        if (!loaded) return tl::unexpected(loaded.error());
        fresh = std::move(*loaded);
        return {};
    });
    if (!read) return read;
    set(std::move(fresh));
    return {};
}

}  // namespace fw::identity
