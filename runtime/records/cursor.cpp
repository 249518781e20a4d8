#include "runtime/records/cursor.h"

#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::records {

namespace {
constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kLongest = 20'000;

std::string to_base64(std::string_view bytes) {
    std::string out;
    unsigned buffer = 0;
    int bits = 0;
    for (const char c : bytes) {
        buffer = (buffer << 8U) | static_cast<unsigned char>(c);
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            out += kAlphabet[(buffer >> static_cast<unsigned>(bits)) & 63U];
        }
    }
    if (bits > 0) out += kAlphabet[(buffer << static_cast<unsigned>(6 - bits)) & 63U];
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string out;
    unsigned buffer = 0;
    int bits = 0;
    for (const char c : text) {
        const std::size_t digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        buffer = (buffer << 6U) | static_cast<unsigned>(digit);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>(static_cast<unsigned char>((buffer >> static_cast<unsigned>(bits)) & 255U));
        }
    }
    return out;
}
}  // namespace

std::string encode_cursor(std::string_view sort, std::string_view values, storage::Id id) {
    std::string json = "[";
    json::append_string(json, sort);
    json += ',';
    json += values;
    json += ",\"" + storage::id_text(id) + "\"]";
    return to_base64(json);
}

std::optional<Cursor> decode_cursor(std::string_view cursor, std::string_view sort, std::size_t terms) {
    if (cursor.size() > kLongest) return std::nullopt;
    const auto text = from_base64(cursor);
    if (!text) return std::nullopt;
    const auto json = json::read(*text);
    if (!json || !json->is_array() || json->items().size() != 3) return std::nullopt;
    const auto& parts = json->items();
    if (!parts[0].is_string() || parts[0].as_string() != sort || !parts[1].is_array() || !parts[2].is_string())
        return std::nullopt;
    const auto id = storage::parse_id(parts[2].as_string());
    if (!id || parts[1].items().size() != terms) return std::nullopt;
    return Cursor{parts[1].items(), *id};
}

}  // namespace fw::records
