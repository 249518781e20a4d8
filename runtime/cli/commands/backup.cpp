#include <cstdio>
#include <filesystem>

#include "runtime/cli/command.h"
#include "runtime/http/json_writer.h"
#include "runtime/storage/data_folder.h"
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

Result<void> restore_into(const Options& options) {
    auto lock = storage::FolderLock::acquire(options.target.data);
    if (!lock) return tl::unexpected(lock.error());
    const std::string path = storage::database_path(options.target.data);
    std::error_code error;
    if (fs::exists(path, error) && !options.force) {
        return fail("CLI-050", format_text({"{0} exists already.", "{0} 已存在。"}, {path}), {},
                    {"Choose an empty folder, or replace it with --force.", "请选择空文件夹，或用 --force 覆盖。"});
    }
    {  // only a database of ours, and one this program understands
        auto opened = storage::open_as_is(options.file);
        if (!opened) return tl::unexpected(opened.error());
        auto version = storage::schema_version(**opened);
        if (!version) return tl::unexpected(version.error());
        if (*version == 0)
            return fail("CLI-051",
                        format_text({"{0} is no backup of Formwork.", "{0} 不是 Formwork 备份。"}, {options.file}));
    }
    const std::string fresh = path + ".restored";
    fs::copy_file(options.file, fresh, fs::copy_options::overwrite_existing, error);
    if (error) {
        std::error_code ignored;
        fs::remove(fresh, ignored);
        return fail("CLI-006",
                    format_text({"Cannot write {0}: {1}.", "无法写入 {0}：{1}。"}, {fresh, error.message()}));
    }
    for (const char* beside : {"-wal", "-shm"}) fs::remove(path + beside, error);
    fs::rename(fresh, path, error);
    if (error)
        return fail("CLI-006", format_text({"Cannot write {0}: {1}.", "无法写入 {0}：{1}。"}, {path, error.message()}));
    return {};
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
    Command command = commands.add("backup", "Write a consistent copy of the database, also while the server runs",
                                   "  formwork backup /backups/monday.db --data ./data");
    command.add("FILE", options->file, "New file").required();
    options->target.add_to(command, false);
    command.run([options] { return backup(*options); });

    const auto wanted = std::make_shared<Options>();
    Command restoring = commands.add("restore", "Put a backup into a data folder whose server is stopped",
                                     "  formwork restore /backups/monday.db --data ./data --force");
    restoring.add("FILE", wanted->file, "A file that `formwork backup` wrote").required();
    wanted->target.add_to(restoring, false);
    restoring.flag("--force", wanted->force, "Replace the database there is");
    restoring.run([wanted] { return restore(*wanted); });
}

}  // namespace fw::cli
