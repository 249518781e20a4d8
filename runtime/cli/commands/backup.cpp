#include <cstdio>
#include <filesystem>

#include "runtime/cli/command.h"
#include "runtime/http/json_writer.h"
#include "runtime/storage/data_folder.h"
#include "runtime/storage/errors.h"
#include "runtime/storage/open.h"
#include "runtime/storage/schema.h"

namespace fw::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    Target target;
    std::string file;
    bool force = false;
};

int backup(const Options& options) {
    auto session = Session::open(options.target);
    if (!session) return report(session.error());
    http::JsonWriter body;
    body.begin_object().member("file", fs::absolute(options.file).lexically_normal().string()).end_object();
    const auto answer = session->client().post("/api/v1/maintenance/backup", body.take());
    if (!answer) return report(answer.error());
    std::printf("%s\n", std::string(answer->string_or("file")).c_str());
    return kDone;
}

tl::unexpected<Diagnostics> no_backup(const std::string& file) {
    return fail(
        "CLI-051",
        format_text({"{0} is no backup of Formwork, or it is damaged.", "{0} 不是 Formwork 备份，或已损坏。"}, {file}),
        {}, {"Give a file that `formwork backup` wrote.", "请指定由 `formwork backup` 生成的文件。"});
}

// Only a whole database of ours, and one this program understands. Looks at a copy: opening a database may change it.
Result<void> examine(const std::string& copy, const std::string& file) {
    auto opened = storage::open_as_is(copy);
    if (!opened) return no_backup(file);
    const auto version = storage::schema_version(**opened);
    if (!version || *version == 0) return no_backup(file);
    const int newest = storage::migrations(storage::Backend::kSqlite).back().number;
    if (*version > newest) {
        return fail(storage::storage_error(storage::ErrorKind::kNewer, file + ", schema " + std::to_string(*version) +
                                                                           " > " + std::to_string(newest)));
    }
    std::string state;
    Result<void> looked = (*opened)->read([&](storage::Reader& reader) {
        return reader.query("PRAGMA quick_check(1)", {}, [&](const storage::Row& row) { state = row.text(0); });
    });
    return looked && state == "ok" ? Result<void>() : no_backup(file);
}

// The copy under construction, gone unless it was put in its place.
class Copy {
  public:
    explicit Copy(std::string path) : path_(std::move(path)) {}
    ~Copy() {
        std::error_code ignored;
        for (const char* part : {"", "-wal", "-shm"}) fs::remove(path_ + part, ignored);
    }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;

    // With what a database that was not closed still has beside it.
    [[nodiscard]] Result<void> take(const std::string& file) const {
        for (const char* part : {"", "-wal"}) {
            std::error_code error;
            if (*part != '\0' && !fs::exists(file + part, error)) continue;
            fs::copy_file(file + part, path_ + part, fs::copy_options::overwrite_existing, error);
            if (error) return cannot_write(path_, error);
        }
        return {};
    }
    [[nodiscard]] Result<void> put(const std::string& path) const {
        std::error_code error;
        for (const char* beside : {"-wal", "-shm"}) fs::remove(path + beside, error);
        fs::rename(path_, path, error);
        return error ? Result<void>(cannot_write(path, error)) : Result<void>();
    }

  private:
    static tl::unexpected<Diagnostics> cannot_write(const std::string& path, const std::error_code& error) {
        return fail("CLI-006", format_text({"Cannot write {0}: {1}.", "无法写入 {0}：{1}。"}, {path, error.message()}));
    }
    std::string path_;
};

Result<void> restore_into(const Options& options) {
    if (const auto readable = open_file(options.file); !readable) return tl::unexpected(readable.error());
    auto lock = storage::FolderLock::acquire(options.target.data);
    if (!lock) return tl::unexpected(lock.error());
    const std::string path = storage::database_path(options.target.data);
    std::error_code error;
    if (fs::exists(path, error) && !options.force) {
        return fail("CLI-050", format_text({"{0} exists already.", "{0} 已存在。"}, {path}), {},
                    {"Choose an empty folder, or replace it with --force.", "请选择空文件夹，或用 --force 覆盖。"});
    }
    if (fs::equivalent(options.file, path, error)) {
        return fail("CLI-051", format_text({"{0} is the database itself.", "{0} 就是该数据库本身。"}, {options.file}),
                    {}, {"Give a file that `formwork backup` wrote.", "请指定由 `formwork backup` 生成的文件。"});
    }
    const Copy copy(path + ".restored");
    if (Result<void> taken = copy.take(options.file); !taken) return taken;
    if (Result<void> good = examine(path + ".restored", options.file); !good) return good;
    return copy.put(path);
}

int restore(const Options& options) {
    const Result<void> done = restore_into(options);
    if (!done) return report(done.error());
    std::printf("restored %s\n", storage::database_path(options.target.data).c_str());
    return kDone;
}

}  // namespace

void add_backup(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command =
        commands.add("backup", "Write a consistent copy of the database, also while the server runs",
                     "  formwork backup /backups/monday.db --data ./data\n"
                     "  formwork backup /backups/$(date +%F).db --data ./data        # each night, by cron\n\n"
                     "FILE is new: a backup replaces nothing. It appears under its name when it is whole.\n"
                     "A PostgreSQL database is backed up with pg_dump.");
    command.add("FILE", options->file, "New file").required();
    options->target.add_to(command, false);
    command.run([options] { return backup(*options); });

    const auto wanted = std::make_shared<Options>();
    Command restoring = commands.add(
        "restore", "Put a backup into a data folder whose server is stopped",
        "  formwork restore /backups/monday.db --data ./new           # into an empty folder, to look at it\n"
        "  kill $SERVER; formwork restore /backups/monday.db --data ./data --force\n\n"
        "Replaces the whole database DIR/formwork.db: records, files, people and passwords, deployed\n"
        "models, running flows. Everything since the backup is gone, so make a backup of what there is\n"
        "first. Plugins (DIR/plugins) are no part of a backup and stay. FILE is examined before anything is\n"
        "replaced: a damaged one, or one of a newer Formwork, changes nothing; a backup of an older one is\n"
        "brought up to date when the server starts. While a server runs on DIR, restoring is refused: stop it.\n"
        "A PostgreSQL database is restored with pg_restore.");
    restoring.add("FILE", wanted->file, "A file that `formwork backup` wrote").required();
    restoring.add("--data", wanted->target.data, "The data folder; made if it is missing").type("DIR").required();
    restoring.flag("--force", wanted->force, "Replace the database that DIR holds; without it, DIR must have none");
    restoring.run([wanted] { return restore(*wanted); });
}

}  // namespace fw::cli
