#include "runtime/files/files.h"

#include <algorithm>

#include "runtime/identity/secrets.h"

namespace fw::files {

namespace {

using storage::Id;

constexpr std::string_view kColumns = "id, name, type, purpose, size, instance_id, created_by";
constexpr std::int64_t kDay = 86'400'000'000;

File file_of(const storage::Row& row) {
    File file;
    file.id = row.integer(0);
    file.name = row.text(1);
    file.type = row.text(2);
    file.purpose = row.text(3);
    file.size = row.integer(4);
    file.instance = row.integer(5);
    file.owner = row.integer(6);
    return file;
}

// Only a name: no folders, nothing that breaks a header or a file system.
std::string plain_name(std::string_view name) {
    const std::size_t slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    std::string out;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F) out += c;
    }
    if (out.size() > 200) {
        std::size_t end = 200;
        while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;  // whole letters only
        out.resize(end);
    }
    while (!out.empty() && (out.back() == ' ' || out.back() == '.')) out.pop_back();
    return out;
}

bool is_png(std::string_view bytes) { return bytes.substr(0, 8) == "\x89PNG\r\n\x1a\n"; }

Result<void> forget_loose(access::Act& act) {
    const auto old =
        act.tx.execute("DELETE FROM fw_file WHERE instance_id IS NULL AND created_by = ? AND created_at < ?",
                       {act.caller.person(), storage::DateTime{act.now.micros - kDay}});
    if (!old) return tl::unexpected(old.error());
    if (*old == 0) return {};
    const auto blobs = act.tx.execute(
        "DELETE FROM fw_blob WHERE NOT EXISTS (SELECT 1 FROM fw_file f WHERE f.digest = fw_blob.digest)", {});
    if (!blobs) return tl::unexpected(blobs.error());
    return {};
}

}  // namespace

Result<File> add(access::Act& act, const Upload& upload) {
    File file;
    file.name = plain_name(upload.name);
    file.type = std::string(upload.type.substr(0, upload.type.find(';')));
    file.purpose = upload.purpose.empty() ? std::string("file") : std::string(upload.purpose);
    file.size = static_cast<std::int64_t>(upload.bytes.size());
    file.owner = act.caller.person();
    if (upload.bytes.size() > kMostBytes)
        return fail("FILE-413", {"A file may have 10 MB at most.", "文件大小不能超过 10 MB。"});
    if (file.name.empty()) return fail("FILE-422", {"The file needs a name.", "文件需要有名称。"});
    if (upload.bytes.empty()) return fail("FILE-422", {"The file is empty.", "文件为空。"});
    if (file.purpose != "file" && file.purpose != "signature")
        return fail("FILE-422", {"\"purpose\" is file or signature.", "\"purpose\" 应为 file 或 signature。"});
    if (file.purpose == "signature" && !is_png(upload.bytes))
        return fail("FILE-422", {"A signature is a PNG picture.", "签名必须是 PNG 图片。"});
    if (file.purpose == "signature") file.type = "image/png";
    if (auto done = forget_loose(act); !done) return tl::unexpected(std::move(done.error()));
    const std::string digest = identity::content_hash(upload.bytes);
    const auto kept =
        act.tx.execute("INSERT INTO fw_blob (digest, bytes) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING",
                       {storage::Param::blob(digest), storage::Param::blob(upload.bytes)});
    if (!kept) return tl::unexpected(kept.error());
    file.id = act.ids.next();
    const auto added = act.tx.execute(
        "INSERT INTO fw_file (id, digest, name, type, size, purpose, instance_id, created_by, created_at) VALUES (?, "
        "?, "
        "?, ?, ?, ?, NULL, ?, ?)",
        {file.id, storage::Param::blob(digest), file.name, file.type, file.size, file.purpose, file.owner, act.now});
    if (!added) return tl::unexpected(added.error());
    return file;
}

Result<void> attach(access::Act& act, const std::vector<Id>& ids, std::string_view purpose, Id instance) {
    if (ids.size() > kMostAtOnce)
        return fail("FILE-422", {"At most 20 files are added at once.", "一次最多添加 20 个文件。"});
    for (const Id id : ids) {
        const auto done = act.tx.execute(
            "UPDATE fw_file SET instance_id = ? WHERE id = ? AND purpose = ? AND created_by = ? AND instance_id IS "
            "NULL",
            {instance, id, purpose, act.caller.person()});
        if (!done) return tl::unexpected(done.error());
        if (*done == 1) continue;
        return fail("FILE-422", {"A file is not there, is somebody else's, or was added elsewhere already.",
                                 "文件不存在、不属于您，或已添加到其他位置。"});
    }
    return {};
}

Result<std::optional<File>> find(storage::Reader& reader, Id id) {
    static const std::string sql = "SELECT " + std::string(kColumns) + " FROM fw_file WHERE id = ?";
    std::optional<File> file;
    const auto read = reader.query(sql, {id}, [&](const storage::Row& row) { file = file_of(row); });
    if (!read) return tl::unexpected(read.error());
    return file;
}

Result<std::vector<File>> of_instance(storage::Reader& reader, Id instance) {
    static const std::string sql =
        "SELECT " + std::string(kColumns) + " FROM fw_file WHERE instance_id = ? ORDER BY id";
    std::vector<File> list;
    const auto read = reader.query(sql, {instance}, [&](const storage::Row& row) { list.push_back(file_of(row)); });
    if (!read) return tl::unexpected(read.error());
    return list;
}

Result<std::string> bytes_of(storage::Reader& reader, Id id) {
    std::string bytes;
    const auto read = reader.query("SELECT b.bytes FROM fw_file f JOIN fw_blob b ON b.digest = f.digest WHERE f.id = ?",
                                   {id}, [&](const storage::Row& row) { bytes = row.blob(0); });
    if (!read) return tl::unexpected(read.error());
    return bytes;
}

std::string_view safe_type(std::string_view type) {
    constexpr std::string_view kShown[] = {"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"};
    for (const std::string_view each : kShown) {
        if (type == each) return each;
    }
    return type == "text/plain" || type == "text/csv" ? "text/plain; charset=utf-8" : "application/octet-stream";
}

std::string disposition(std::string_view name, bool shown) {
    constexpr char kHex[] = "0123456789ABCDEF";
    std::string plain, encoded;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter =
            (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
        const bool safe = letter || byte == '.' || byte == '-' || byte == '_';
        plain += safe || byte == ' ' ? c : '_';
        if (safe) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += kHex[byte >> 4U];
            encoded += kHex[byte & 15U];
        }
    }
    return std::string(shown ? "inline" : "attachment") + "; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
}

}  // namespace fw::files
