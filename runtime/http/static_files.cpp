#include "runtime/http/static_files.h"

#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>

#include "runtime/http/compress.h"
#include "runtime/http/problem.h"

namespace fw::http {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".gif", "image/gif"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".txt", "text/plain; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".pdf", "application/pdf"},
}};

constexpr std::string_view kPagePolicy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src "
    "'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'";

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

constexpr std::string_view kUnknownType = "application/octet-stream";

std::string type_of(std::string_view path) {
    for (const auto& [ending, type] : kTypes) {
        if (ends_with(path, ending)) return std::string(type);
    }
    return std::string(kUnknownType);
}

// Vite writes "assets/name-4f2a9c1b.js".
bool has_hash(std::string_view path) {
    return path.substr(0, 7) == "assets/" && path.find('-') != std::string_view::npos;
}

std::string etag_of(std::string_view bytes) {
    std::uint64_t a = 0xcbf29ce484222325ULL;
    std::uint64_t b = 0x9e3779b97f4a7c15ULL;
    for (const char c : bytes) {
        a = (a ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        b = (b + static_cast<unsigned char>(c)) * 0xff51afd7ed558ccdULL;
        b ^= b >> 29U;
    }
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out = "\"";
    for (const std::uint64_t part : {a, b}) {
        for (int shift = 60; shift >= 0; shift -= 4) out += kDigits[(part >> static_cast<unsigned>(shift)) & 15U];
    }
    return out + "\"";
}

}  // namespace

void StaticFiles::add(std::string path, std::string bytes) {
    const bool gzip = ends_with(path, ".gz");
    const bool brotli = ends_with(path, ".br");
    if (gzip || brotli) path.resize(path.size() - 3);
    File& file = files_[path];
    file.type = type_of(path);
    file.hashed = has_hash(path);
    Variant& variant = gzip ? file.gzip : brotli ? file.brotli : file.plain;
    variant.etag = etag_of(bytes);
    variant.bytes = std::make_shared<const std::string>(std::move(bytes));
}

Result<void> StaticFiles::add_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::recursive_directory_iterator walk(folder, error);
    if (error) {
        return fail("HTTP-103", format_text({"Cannot read the folder {0}: {1}.", "无法读取文件夹 {0}：{1}。"},
                                            {folder.string(), error.message()}));
    }
    for (; walk != std::filesystem::recursive_directory_iterator(); walk.increment(error)) {
        if (error || !walk->is_regular_file(error)) continue;
        std::ifstream in(walk->path(), std::ios::binary);
        add(walk->path().lexically_relative(folder).generic_string(),
            std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()));
    }
    return {};
}

const StaticFiles::File* StaticFiles::find(std::string_view path) const {
    const auto found = files_.find(path);
    return found != files_.end() && found->second.plain.bytes ? &found->second : nullptr;
}

namespace {

// Addresses of machines and of the interface: a mistake below them is no page of the client.
bool is_reserved(std::string_view path) {
    const std::string_view first = path.substr(0, path.find('/'));
    for (const std::string_view name : {"api", "healthz", "readyz", "metrics", "openapi.json"}) {
        if (equal_ignoring_case(first, name)) return true;
    }
    return false;
}

// "a/b", or "a/b/": no part is empty, hidden or leads upwards.
bool is_tidy(std::string_view path) {
    while (!path.empty()) {
        const std::size_t end = path.find('/');
        if (end == 0 || path.front() == '.') return false;
        path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
    }
    return true;
}

}  // namespace

Response StaticFiles::serve(const Request& request) const {
    const Language language = request.language().value_or(Language::kEn);
    const auto decoded = percent_decode(request.path(), false);
    if (!decoded) {
        return problem(400, "HTTP-001",
                       {"The address holds a broken escape or is not UTF-8.", "地址中的转义无效，或不是 UTF-8 编码。"},
                       language);
    }
    std::string_view path = *decoded;
    if (!path.empty()) path.remove_prefix(1);
    const File* file = find(path);
    // A browser asks for a page with "text/html"; routes may hold model names ("list/sales.contract").
    const bool is_page =
        path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos ||
        (request.header("Accept").find("text/html") != std::string_view::npos && path.substr(0, 7) != "assets/");
    if (file == nullptr && is_page && is_tidy(path) && !is_reserved(path)) file = find("index.html");
    if (file == nullptr)
        return problem(404, "HTTP-404", {"There is nothing at this address.", "此地址没有内容。"}, language);
    const std::string_view accepted = request.header("Accept-Encoding");
    const Variant* chosen = &file->plain;
    std::string_view coding;
    if (file->brotli.bytes && accepts_coding(accepted, "br")) {
        chosen = &file->brotli;
        coding = "br";
    } else if (file->gzip.bytes && accepts_coding(accepted, "gzip")) {
        chosen = &file->gzip;
        coding = "gzip";
    }
    Response out{.status = 200, .content_type = file->type, .shared_body = chosen->bytes};
    if (request.header("If-None-Match").find(chosen->etag) != std::string_view::npos) out = Response::empty(304);
    out.with("ETag", chosen->etag);
    out.with("Cache-Control", file->hashed ? "public, max-age=31536000, immutable" : "no-cache");
    if (!coding.empty()) out.with("Content-Encoding", std::string(coding));
    if (file->gzip.bytes || file->brotli.bytes) out.with("Vary", "Accept-Encoding");
    if (file->type.substr(0, 9) == "text/html") out.with("Content-Security-Policy", std::string(kPagePolicy));
    return out;
}

}  // namespace fw::http
