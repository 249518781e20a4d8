#include "runtime/storage/data_folder.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "runtime/storage/errors.h"

namespace fw::storage {

namespace {
std::string lock_path(const std::string& folder) { return folder + "/lock"; }

std::string read_all(int file) {
    char buffer[512];
    const ssize_t n = ::pread(file, buffer, sizeof buffer, 0);
    return n > 0 ? std::string(buffer, static_cast<std::size_t>(n)) : std::string();
}

// "pid\naddress\n"
FolderOwner parse_owner(const std::string& text) {
    FolderOwner owner;
    const std::size_t line = text.find('\n');
    if (line == std::string::npos) return owner;
    std::from_chars(text.data(), text.data() + line, owner.pid);
    owner.address = text.substr(line + 1, text.find('\n', line + 1) - line - 1);
    return owner;
}

tl::unexpected<Diagnostics> cannot(const std::string& path, int error) {
    const std::string detail = path + ": " + std::generic_category().message(error);
    switch (error) {
        case EROFS:
            return fail(storage_error(ErrorKind::kReadOnly, detail));
        case ENOSPC:
        case EDQUOT:
            return fail(storage_error(ErrorKind::kFull, detail));
        case EIO:
            return fail(storage_error(ErrorKind::kInputOutput, detail));
        default:
            return fail(storage_error(ErrorKind::kCannotOpen, detail));
    }
}

bool overwrite(int file, const std::string& text) {
    return ::ftruncate(file, 0) == 0 &&
           ::pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

tl::unexpected<Diagnostics> in_use(const std::string& folder, const FolderOwner& owner) {
    std::string detail = folder + ", process " + (owner.pid > 0 ? std::to_string(owner.pid) : std::string("?"));
    if (!owner.address.empty()) detail += ", " + owner.address;
    return fail(storage_error(ErrorKind::kInUse, detail));
}
}  // namespace

Result<FolderLock> FolderLock::acquire(const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return cannot(folder, error.value());
    const std::string path = lock_path(folder);
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return cannot(path, errno);
    FolderLock lock(file, path);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return cannot(path, errno);
        return in_use(folder, parse_owner(read_all(file)));
    }
    if (!overwrite(file, std::to_string(::getpid()) + "\n\n")) return cannot(path, errno);
    return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept
    : file_(std::exchange(other.file_, -1)), path_(std::move(other.path_)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
    if (this != &other) {
        if (file_ >= 0) ::close(file_);
        file_ = std::exchange(other.file_, -1);
        path_ = std::move(other.path_);
    }
    return *this;
}

FolderLock::~FolderLock() {
    if (file_ >= 0) ::close(file_);  // lets go of the lock; the file stays, so that nobody locks a removed one
}

Result<void> FolderLock::set_address(const std::string& address) {
    if (!overwrite(file_, std::to_string(::getpid()) + "\n" + address + "\n")) return cannot(path_, errno);
    return {};
}

std::optional<FolderOwner> folder_owner(const std::string& folder) {
    const int file = ::open(lock_path(folder).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    std::optional<FolderOwner> owner;
    if (::flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK) owner = parse_owner(read_all(file));
    ::close(file);
    return owner;
}

std::string database_path(const std::string& folder) { return folder + "/formwork.db"; }

}  // namespace fw::storage
