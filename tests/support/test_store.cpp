#include "tests/support/test_store.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <string_view>

#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/check.h"

namespace fw::test {

namespace {
constexpr const char* kBin = "/usr/lib/postgresql/15/bin";

// Pieces joined; operator+ chains here meet a false warning of g++ 12's optimiser.
std::string joined(std::initializer_list<std::string_view> pieces) {
    std::string out;
    for (const std::string_view piece : pieces) out.append(piece);
    return out;
}

std::string as_postgres() {
    if (::geteuid() != 0) return {};
    return "setpriv --reuid=postgres --regid=postgres --clear-groups --pdeathsig=INT ";
}

// A PostgreSQL server on a socket in a temporary folder, without fsync: it need not outlive the test.
class Server {
  public:
    Server() {
        data_ = joined({folder_.path(), "/data"});
        if (const passwd* postgres = ::getpwnam("postgres"); ::geteuid() == 0 && postgres != nullptr) {
            FW_CHECK(::chown(folder_.path().c_str(), postgres->pw_uid, postgres->pw_gid) == 0);
        }
        run(joined(
            {as_postgres(), kBin, "/initdb -D ", data_, " -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync"}));
        start();
    }
    ~Server() {
        ::kill(pid_, SIGQUIT);
        ::waitpid(pid_, nullptr, 0);
    }
    // The address of a new database.
    std::string create() {
        const std::string name = "t" + std::to_string(++databases_);
        run(joined({kBin, "/createdb -h ", folder_.path(), " -U postgres ", name}));
        return joined({"postgresql:///", name, "?user=postgres&host=", folder_.path()});
    }

  private:
    static void run(const std::string& command) {
        if (std::system(joined({command, " >/dev/null 2>/tmp/fw_test_postgres.err </dev/null"}).c_str()) == 0) return;
        std::fprintf(stderr, "failed: %s\n", command.c_str());
        FW_CHECK(false);
    }
    void start() {
        const std::string command =
            joined({"cd / && exec ", as_postgres(), kBin, "/postgres -D ", data_,
                    " -c listen_addresses= -c unix_socket_directories=", folder_.path(),
                    " -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200 >",
                    folder_.path(), "/log 2>&1 </dev/null"});
        pid_ = ::fork();
        FW_CHECK(pid_ >= 0);
        if (pid_ == 0) {
            ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
            ::_exit(127);
        }
        const std::string ready = joined({kBin, "/pg_isready -q -h ", folder_.path()});
        for (int i = 0; i < 600 && std::system(ready.c_str()) != 0; ++i) ::usleep(50'000);
        FW_CHECK(std::system(ready.c_str()) == 0);
    }

    TempFolder folder_;
    std::string data_;
    pid_t pid_ = -1;
    int databases_ = 0;
};

Server& server() {
    static Server one;
    return one;
}
}  // namespace

TempFolder::TempFolder() {
    std::string pattern = "/tmp/fw_test_XXXXXX";
    FW_CHECK(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

TestStore::TestStore(storage::Backend backend, storage::OpenOptions options) : options_(options) {
    address_ = backend == storage::Backend::kSqlite ? joined({folder_.path(), "/formwork.db"}) : server().create();
    reopen();
}

void TestStore::reopen() {
    database_.reset();
    auto opened = storage::open(address_, options_);
    if (!opened) std::fprintf(stderr, "%s", format(opened.error()).c_str());
    FW_CHECK(opened);
    database_ = std::move(*opened);
}

std::int64_t TestStore::count(std::string_view sql) {
    std::int64_t value = -1;
    const auto done = database_->read([&](storage::Reader& reader) -> Result<void> {
        auto found = reader.query_integer(sql);
        if (!found) return tl::unexpected(found.error());
        value = found->value_or(0);
        return {};
    });
    if (!done) std::fprintf(stderr, "%s", format(done.error()).c_str());
    return value;
}

std::vector<storage::Backend> all_backends() {
    std::vector<storage::Backend> out{storage::Backend::kSqlite};
    const char* wanted = std::getenv("FW_TEST_POSTGRES");
    const bool refused = wanted != nullptr && std::string_view(wanted) == "0";
    if (!refused && std::filesystem::exists(joined({kBin, "/postgres"}))) out.push_back(storage::Backend::kPostgres);
    return out;
}

}  // namespace fw::test
