// What travels between the program and a database: column types, parameters and owned values, with one storage form
// each.
//
//   ColumnType   SQLite (STRICT)              PostgreSQL        Param
//   text         TEXT                         text              string_view, const char*, std::string
//   integer      INTEGER                      bigint            any integer
//   decimal      INTEGER, scaled by 10^scale  numeric(p, s)     Scaled
//   boolean      INTEGER 0/1                  boolean           bool
//   date         TEXT, ISO 8601               date              Param::date("2026-11-21")
//   time         TEXT, ISO 8601               text              string_view
//   date_time    INTEGER, µs since 1970 UTC   timestamptz       DateTime
//   json         TEXT                         text              string_view (bytes are kept as written)
//   blob         BLOB                         bytea             Param::blob(bytes)
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fw::storage {

enum class ColumnKind : std::uint8_t { kText, kInteger, kDecimal, kBoolean, kDate, kTime, kDateTime, kJson, kBlob };

// Decimals hold at most kMaxPrecision digits, scale of them behind the point (docs/decisions/004-decimal-storage.md).
struct ColumnType {
    static constexpr int kMaxPrecision = 18;
    ColumnKind kind = ColumnKind::kText;
    int precision = 0;
    int scale = 0;
    bool operator==(const ColumnType&) const = default;
};
[[nodiscard]] constexpr ColumnType decimal_type(int precision, int scale) {
    return {ColumnKind::kDecimal, precision, scale};
}

// A decimal number: scaled / 10^scale. In SQLite the column's scale must be the parameter's: use `rescale` first.
struct Scaled {
    std::int64_t scaled = 0;
    int scale = 0;
    bool operator==(const Scaled&) const = default;
};
void append(std::string& out, const Scaled& value);  // "-12.50": always `scale` digits behind the point
// Plain or scientific notation; nothing if it is no number or has no exact form with `scale` digits in 64 bits.
[[nodiscard]] std::optional<Scaled> parse_decimal(std::string_view text, int scale);
// Nothing if digits would be lost or 64 bits do not hold it.
[[nodiscard]] std::optional<Scaled> rescale(const Scaled& value, int scale);

// A moment: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct DateTime {
    std::int64_t micros = 0;
    auto operator<=>(const DateTime&) const = default;
};
void append(std::string& out, const DateTime& value);  // "2026-11-21T21:58:29.5Z"; no fraction where it is zero
// ISO 8601 with 'T' or space, optional fraction, zone "Z", "+08", "+08:00" (none means UTC).
[[nodiscard]] std::optional<DateTime> parse_date_time(std::string_view text);
[[nodiscard]] DateTime now();

enum class ValueKind : std::uint8_t { kNull, kInteger, kDecimal, kBoolean, kText, kDate, kDateTime, kBlob };

class Value;

// A statement's parameter: a view. The text it points to must live until the call returns (temporaries do).
class Param {
  public:
    Param() = default;  // null
    Param(std::nullptr_t) {}
    template <std::integral T>
    requires(!std::same_as<T, bool>) Param(T number)
        : kind_(ValueKind::kInteger), number_(static_cast<std::int64_t>(number)) {}
    Param(bool value) : kind_(ValueKind::kBoolean), number_(value ? 1 : 0) {}
    Param(Scaled value) : kind_(ValueKind::kDecimal), scale_(value.scale), number_(value.scaled) {}
    Param(DateTime value) : kind_(ValueKind::kDateTime), number_(value.micros) {}
    Param(std::string_view text) : kind_(ValueKind::kText), text_(text) {}
    Param(const char* text) : Param(std::string_view(text)) {}
    Param(const std::string& text) : Param(std::string_view(text)) {}
    Param(const Value& value);
    template <class T>
    Param(const std::optional<T>& maybe) : Param(maybe ? Param(*maybe) : Param()) {}
    [[nodiscard]] static Param date(std::string_view iso) { return Param(ValueKind::kDate, iso); }
    [[nodiscard]] static Param blob(std::string_view bytes) { return Param(ValueKind::kBlob, bytes); }

    [[nodiscard]] ValueKind kind() const { return kind_; }
    [[nodiscard]] bool is_null() const { return kind_ == ValueKind::kNull; }
    [[nodiscard]] std::int64_t number() const { return number_; }  // integer, boolean, scaled decimal, microseconds
    [[nodiscard]] int scale() const { return scale_; }
    [[nodiscard]] std::string_view text() const { return text_; }  // text, date, blob

  private:
    friend class Value;
    Param(ValueKind kind, std::string_view text) : kind_(kind), text_(text) {}

    ValueKind kind_ = ValueKind::kNull;
    int scale_ = 0;
    std::int64_t number_ = 0;
    std::string_view text_;
};

// The same, owning its text: for parameters that outlive their source (compiled filters, captured works).
class Value {
  public:
    Value() = default;
    explicit Value(const Param& param)
        : kind_(param.kind_), scale_(param.scale_), number_(param.number_), text_(param.text_) {}
    template <std::integral T>
    Value(T number) : Value(Param(number)) {}
    Value(Scaled value) : Value(Param(value)) {}
    Value(DateTime value) : Value(Param(value)) {}
    Value(std::string_view text) : Value(Param(text)) {}
    Value(const char* text) : Value(Param(text)) {}
    Value(const std::string& text) : Value(Param(text)) {}

    [[nodiscard]] ValueKind kind() const { return kind_; }
    [[nodiscard]] bool is_null() const { return kind_ == ValueKind::kNull; }
    [[nodiscard]] std::int64_t number() const { return number_; }
    [[nodiscard]] int scale() const { return scale_; }
    [[nodiscard]] const std::string& text() const { return text_; }
    bool operator==(const Value&) const = default;

  private:
    friend class Param;
    ValueKind kind_ = ValueKind::kNull;
    int scale_ = 0;
    std::int64_t number_ = 0;
    std::string text_;
};

inline Param::Param(const Value& value)
    : kind_(value.kind_), scale_(value.scale_), number_(value.number_), text_(value.text_) {}

// The parameters of one call, in order of their '?': `{id, "text", nullptr}` or a vector. A view.
class Params {
  public:
    Params() = default;
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winit-list-lifetime"
#endif
    Params(std::initializer_list<Param> list) : data_(list.begin()), size_(list.size()) {}
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
    Params(const std::vector<Param>& list) : data_(list.data()), size_(list.size()) {}

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] const Param& operator[](std::size_t i) const { return data_[i]; }
    [[nodiscard]] const Param* begin() const { return data_; }
    [[nodiscard]] const Param* end() const { return data_ + size_; }

  private:
    const Param* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace fw::storage
