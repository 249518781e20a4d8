#include "runtime/http/compress.h"

#include <array>
#include <cstdint>

#include <boost/beast/zlib/deflate_stream.hpp>

namespace fw::http {
namespace {

namespace zlib = boost::beast::zlib;
constexpr std::size_t kShortest = 1024;
constexpr int kLevel = 3;  // of 9: two thirds of the work is saved, a tenth of the size lost

constexpr std::array<std::uint32_t, 256> make_table() {
    std::array<std::uint32_t, 256> out{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t c = i;
        for (int k = 0; k < 8; ++k) c = (c & 1U) != 0 ? 0xEDB88320U ^ (c >> 1U) : c >> 1U;
        out[i] = c;
    }
    return out;
}
constexpr std::array<std::uint32_t, 256> kTable = make_table();

std::uint32_t crc32(std::string_view bytes) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : bytes) crc = kTable[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8U);
    return ~crc;
}

void append_little_endian(std::string& out, std::uint32_t number) {
    for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>((number >> shift) & 0xFFU);
}

bool compressible(std::string_view type) {
    const std::string_view essence = type.substr(0, type.find(';'));
    return essence.starts_with("text/") || essence == "application/json" || essence.ends_with("+json");
}

}  // namespace

bool accepts_coding(std::string_view header, std::string_view coding) {
    while (!header.empty()) {
        const std::size_t end = header.find(',');
        std::string_view item = header.substr(0, end);
        header = end == std::string_view::npos ? std::string_view() : header.substr(end + 1);
        while (!item.empty() && (item.front() == ' ' || item.front() == '\t')) item.remove_prefix(1);
        const std::string_view name = item.substr(0, item.find_first_of("; \t"));
        if (name != "*" && !equal_ignoring_case(name, coding)) continue;
        const std::size_t quality = item.find("q=");
        return quality == std::string_view::npos ||
               item.substr(quality + 2).find_first_of("123456789") != std::string_view::npos;
    }
    return false;
}

std::string gzip(std::string_view bytes) {
    std::string out("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
    zlib::deflate_stream deflate;
    deflate.reset(kLevel, 15, 8, zlib::Strategy::normal);
    zlib::z_params params;
    params.next_in = bytes.data();
    params.avail_in = bytes.size();
    const std::size_t head = out.size();
    out.resize(head + deflate.upper_bound(bytes.size()) + 64);
    params.next_out = out.data() + head;
    params.avail_out = out.size() - head;
    boost::beast::error_code error;
    deflate.write(params, zlib::Flush::finish, error);
    out.resize(head + params.total_out);
    append_little_endian(out, crc32(bytes));
    append_little_endian(out, static_cast<std::uint32_t>(bytes.size()));
    return out;
}

void compress(const Request& request, Response& response, std::size_t longest) {
    const std::string& body = response.body;
    if (response.shared_body || response.events || body.size() < kShortest || body.size() > longest) return;
    if (!compressible(response.content_type) || !response.header("Content-Encoding").empty()) return;
    if (request.path() == "/api/v1/session") return;
    response.with("Vary", "Accept-Encoding");
    if (!accepts_coding(request.header("Accept-Encoding"), "gzip")) return;
    std::string small = gzip(body);
    if (small.size() >= body.size()) return;
    response.body = std::move(small);
    response.with("Content-Encoding", "gzip");
}

}  // namespace fw::http
