#include "runtime/storage/value.h"

#include <charconv>
#include <chrono>
#include <limits>

namespace fw::storage {

namespace {
constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_padded(std::string& out, std::int64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
}

// Appends a digit; false where 64 bits do not hold the result.
bool push_digit(std::int64_t& number, char digit, bool negative) {
    const std::int64_t value = negative ? -(digit - '0') : digit - '0';
    return !__builtin_mul_overflow(number, std::int64_t{10}, &number) &&
           !__builtin_add_overflow(number, value, &number);
}

// A cursor over a text; each step says whether it matched.
struct Cursor {
    std::string_view text;
    std::size_t at = 0;
    [[nodiscard]] bool done() const { return at == text.size(); }
    [[nodiscard]] char peek() const { return done() ? '\0' : text[at]; }
    bool take(char c) {
        if (done() || text[at] != c) return false;
        ++at;
        return true;
    }
    bool number(std::size_t min, std::size_t max, int& out) {
        std::size_t n = 0;
        out = 0;
        while (n < max && is_digit(peek())) {
            out = out * 10 + (text[at++] - '0');
            ++n;
        }
        return n >= min;
    }
};

std::optional<int> parse_zone(Cursor& cursor) {  // seconds east of UTC
    if (cursor.done() || cursor.take('Z') || cursor.take('z')) return 0;
    const int sign = cursor.peek() == '-' ? -1 : 1;
    if (!cursor.take('+') && !cursor.take('-')) return std::nullopt;
    int hours = 0;
    int minutes = 0;
    if (!cursor.number(2, 2, hours)) return std::nullopt;
    cursor.take(':');
    if (is_digit(cursor.peek()) && !cursor.number(2, 2, minutes)) return std::nullopt;
    if (hours > 23 || minutes > 59) return std::nullopt;
    return sign * (hours * 3600 + minutes * 60);
}

std::int64_t parse_fraction(Cursor& cursor) {  // microseconds; further digits are cut
    std::int64_t micros = 0;
    std::int64_t unit = kMicrosPerSecond / 10;
    while (is_digit(cursor.peek())) {
        micros += (cursor.text[cursor.at++] - '0') * unit;
        unit /= 10;
    }
    return micros;
}
}  // namespace

void append(std::string& out, const Scaled& value) {
    char buffer[24];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value.scaled).ptr;
    std::string_view digits(buffer, static_cast<std::size_t>(end - buffer));
    if (digits.front() == '-') {
        out += '-';
        digits.remove_prefix(1);
    }
    const auto scale = static_cast<std::size_t>(value.scale);
    if (scale == 0) {
        out += digits;
        return;
    }
    if (digits.size() <= scale) {
        out += "0.";
        out.append(scale - digits.size(), '0');
        out += digits;
        return;
    }
    out += digits.substr(0, digits.size() - scale);
    out += '.';
    out += digits.substr(digits.size() - scale);
}

std::optional<Scaled> parse_decimal(std::string_view text, int scale) {
    Cursor cursor{text};
    const bool negative = cursor.peek() == '-';
    if (!cursor.take('-')) cursor.take('+');
    Scaled out{0, 0};
    bool point = false;
    int zeros = 0;  // held back: trailing zeros cost no digits
    std::size_t digits = 0;
    const auto flush = [&] {
        for (; zeros > 0; --zeros) {
            if (!push_digit(out.scaled, '0', negative)) return false;
        }
        return true;
    };
    int pending_scale = 0;
    for (; !cursor.done(); ++cursor.at) {
        const char c = cursor.peek();
        if (c == '.' && !point) {
            if (!flush()) return std::nullopt;
            point = true;
            continue;
        }
        if (!is_digit(c)) break;
        ++digits;
        if (c == '0' && point) {
            ++zeros;
            ++pending_scale;
            continue;
        }
        if (!flush() || !push_digit(out.scaled, c, negative)) return std::nullopt;
        if (point) out.scale += pending_scale + 1;
        pending_scale = 0;
    }
    if (digits == 0) return std::nullopt;
    if (cursor.take('e') || cursor.take('E')) {
        const bool down = cursor.peek() == '-';
        if (!cursor.take('-')) cursor.take('+');
        int exponent = 0;
        if (!cursor.number(1, 4, exponent)) return std::nullopt;
        out.scale += down ? exponent : -exponent;
    }
    if (!cursor.done()) return std::nullopt;
    return rescale(out, scale);
}

std::optional<Scaled> rescale(const Scaled& value, int scale) {
    Scaled out = value;
    if (out.scaled == 0) return Scaled{0, scale};
    for (; out.scale < scale; ++out.scale) {
        if (__builtin_mul_overflow(out.scaled, std::int64_t{10}, &out.scaled)) return std::nullopt;
    }
    for (; out.scale > scale; --out.scale) {
        if (out.scaled % 10 != 0) return std::nullopt;
        out.scaled /= 10;
    }
    return out;
}

void append(std::string& out, const DateTime& value) {
    std::int64_t seconds = value.micros / kMicrosPerSecond;
    std::int64_t micros = value.micros % kMicrosPerSecond;
    if (micros < 0) {
        micros += kMicrosPerSecond;
        --seconds;
    }
    std::int64_t days = seconds / kSecondsPerDay;
    std::int64_t second_of_day = seconds % kSecondsPerDay;
    if (second_of_day < 0) {
        second_of_day += kSecondsPerDay;
        --days;
    }
    const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{days}}};
    append_padded(out, static_cast<int>(ymd.year()), 4);
    out += '-';
    append_padded(out, static_cast<unsigned>(ymd.month()), 2);
    out += '-';
    append_padded(out, static_cast<unsigned>(ymd.day()), 2);
    out += 'T';
    append_padded(out, second_of_day / 3600, 2);
    out += ':';
    append_padded(out, second_of_day / 60 % 60, 2);
    out += ':';
    append_padded(out, second_of_day % 60, 2);
    if (micros != 0) {
        out += '.';
        append_padded(out, micros, 6);
        while (out.back() == '0') out.pop_back();
    }
    out += 'Z';
}

std::optional<DateTime> parse_date_time(std::string_view text) {
    Cursor cursor{text};
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!cursor.number(4, 6, year) || !cursor.take('-') || !cursor.number(2, 2, month) || !cursor.take('-') ||
        !cursor.number(2, 2, day)) {
        return std::nullopt;
    }
    if (!cursor.take('T') && !cursor.take(' ')) return std::nullopt;
    if (!cursor.number(2, 2, hour) || !cursor.take(':') || !cursor.number(2, 2, minute)) return std::nullopt;
    if (cursor.take(':') && !cursor.number(2, 2, second)) return std::nullopt;
    const std::int64_t micros = cursor.take('.') ? parse_fraction(cursor) : 0;
    const auto zone = parse_zone(cursor);
    // std::chrono::year ends at 32767; that is far enough for moments.
    if (!zone || !cursor.done() || year > 32767 || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    const std::chrono::year_month_day ymd{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                          std::chrono::day{static_cast<unsigned>(day)}};
    if (!ymd.ok()) return std::nullopt;
    const std::int64_t days = std::chrono::sys_days{ymd}.time_since_epoch().count();
    const std::int64_t seconds = days * kSecondsPerDay + hour * 3600 + minute * 60 + second - *zone;
    return DateTime{seconds * kMicrosPerSecond + micros};
}

DateTime now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

}  // namespace fw::storage
