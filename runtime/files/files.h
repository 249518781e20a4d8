// Files that people add: comments' attachments and signatures. The bytes are kept once each, by their hash, in the
// database, so that a file and what it hangs on are committed together. Nobody but its owner has a file that is not
// attached yet; afterwards it is for those who may see what it hangs on (the caller of these functions asks that).
//
// Failures: FILE-404 none, or not to be seen · FILE-413 too big · FILE-422 no name, no such purpose, not his own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "runtime/access/act.h"

namespace fw::files {

inline constexpr std::size_t kMostBytes = 10'000'000;
inline constexpr std::size_t kMostAtOnce = 20;  // attached by one act

struct File {
    storage::Id id = 0;
    std::string name, type, purpose;  // purpose: file, signature
    std::int64_t size = 0;
    storage::Id instance = 0;  // 0: not attached yet
    std::int64_t owner = 0;
    std::string bytes;  // read() alone
};

struct Upload {
    std::string_view name, type, purpose, bytes;
};

// Stores it for the caller. Files that he never attached are forgotten after a day.
[[nodiscard]] Result<File> add(access::Act& act, const Upload& upload);
// Hangs his own files on the instance; each must be his, of that purpose, and not hang elsewhere.
[[nodiscard]] Result<void> attach(access::Act& act, const std::vector<storage::Id>& ids, std::string_view purpose,
                                  storage::Id instance);
// Without bytes; nothing where there is none.
[[nodiscard]] Result<std::optional<File>> find(storage::Reader& reader, storage::Id id);
[[nodiscard]] Result<std::vector<File>> of_instance(storage::Reader& reader, storage::Id instance);
[[nodiscard]] Result<std::string> bytes_of(storage::Reader& reader, storage::Id id);

// The type it is sent with: one that a browser only shows, or application/octet-stream.
[[nodiscard]] std::string_view safe_type(std::string_view type);
// "attachment; filename=…" (RFC 6266), with the name in UTF-8.
[[nodiscard]] std::string disposition(std::string_view name, bool shown);

}  // namespace fw::files
