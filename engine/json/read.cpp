#include "engine/json/read.h"

#include <optional>

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include "engine/base/utf8.h"

namespace fw::json {

// Receives RapidJSON's events. For a StringStream, Tell() inside a callback is the start of a string, number or
// bracket, and the end of a keyword (pinned by tests/unit/json).
class Builder {
  public:
    Builder(std::string_view text, rapidjson::StringStream& stream, std::size_t depth_limit)
        : text_(text), stream_(stream), depth_limit_(depth_limit) {}

    bool Null() { return keyword(Value::null(), 4); }
    bool Bool(bool b) { return keyword(Value::boolean(b), b ? 4 : 5); }
    bool RawNumber(const char* literal, rapidjson::SizeType length, bool) {
        const std::uint32_t begin = tell();
        return add(located(Value::number_literal(std::string(literal, length)), {begin, begin + length}));
    }
    bool String(const char* text, rapidjson::SizeType length, bool) {
        const std::uint32_t begin = tell();
        return add(located(Value::string({text, length}), {begin, string_end(begin)}));
    }
    bool Key(const char* text, rapidjson::SizeType length, bool) {
        const std::uint32_t begin = tell();
        key_.assign(text, length);
        key_range_ = {begin, string_end(begin)};
        if (open_.back().find(key_) != nullptr) {
            twice = true;
            problem_at = key_range_;
            return false;
        }
        // The slot is made now, so that open containers never need their key again.
        open_.back().members().push_back({key_, Value::null(), key_range_});
        return true;
    }
    bool StartObject() { return open(Value::object()); }
    bool StartArray() { return open(Value::array()); }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool EndArray(rapidjson::SizeType) { return close(); }

    // Never called with kParseNumbersAsStringsFlag, but RapidJSON wants them.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }

    Value root;
    bool too_deep = false;
    bool twice = false;
    Range problem_at;

  private:
    [[nodiscard]] std::uint32_t tell() const { return static_cast<std::uint32_t>(stream_.Tell()); }

    [[nodiscard]] std::uint32_t string_end(std::uint32_t begin) const {
        std::size_t i = begin + 1;
        while (i < text_.size() && text_[i] != '"') i += text_[i] == '\\' ? 2 : 1;
        return static_cast<std::uint32_t>(i + 1);
    }

    static Value located(Value value, Range range) {
        value.set_range(range);
        return value;
    }
    bool keyword(Value value, std::uint32_t length) {
        return add(located(std::move(value), {tell() - length, tell()}));
    }
    bool add(Value value) {
        if (open_.empty()) {
            root = std::move(value);
        } else if (open_.back().is_array()) {
            open_.back().items().push_back(std::move(value));
        } else {
            open_.back().members().back().value = std::move(value);
        }
        return true;
    }
    bool open(Value value) {
        const Range bracket{tell(), tell() + 1};
        if (open_.size() >= depth_limit_) {
            too_deep = true;
            problem_at = bracket;
            return false;
        }
        open_.push_back(located(std::move(value), bracket));
        return true;
    }
    bool close() {
        Value value = std::move(open_.back());
        open_.pop_back();
        value.set_range({value.range().begin, tell() + 1});
        return add(std::move(value));
    }

    std::string_view text_;
    rapidjson::StringStream& stream_;
    std::size_t depth_limit_;
    std::vector<Value> open_;
    std::string key_;
    Range key_range_;
};

namespace {

Place place(std::string_view text, std::string_view file, Range range) {
    return {std::string(file), range, line_column(text, range.begin), {}};
}

Text syntax_sentence(rapidjson::ParseErrorCode code) {
    switch (code) {
        case rapidjson::kParseErrorDocumentEmpty:
            return {"the text is empty", "文本为空"};
        case rapidjson::kParseErrorDocumentRootNotSingular:
            return {"there is more text after the end of the value", "值结束之后还有多余的内容"};
        case rapidjson::kParseErrorObjectMissName:
            return {"expected a key in double quotes", "此处应为双引号括起的键"};
        case rapidjson::kParseErrorObjectMissColon:
            return {"expected ':' after the key", "键之后应为“:”"};
        case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
            return {"expected ',' or '}'", "此处应为“,”或“}”"};
        case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
            return {"expected ',' or ']'", "此处应为“,”或“]”"};
        case rapidjson::kParseErrorStringMissQuotationMark:
            return {"the string has no closing quotation mark", "字符串缺少右引号"};
        case rapidjson::kParseErrorStringEscapeInvalid:
            return {"unknown escape in a string", "字符串中有无效的转义"};
        case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
        case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
            return {"a \\u escape is not a character", "\\u 转义不是有效字符"};
        case rapidjson::kParseErrorValueInvalid:
            return {"expected a value", "此处应为一个值"};
        default:
            return {"the JSON is malformed here", "此处 JSON 格式错误"};
    }
}

}  // namespace

Result<Value> read(std::string_view text, std::string_view file, const ReadLimits& limits) {
    if (text.size() > limits.bytes) {
        return fail(
            "JSON-004",
            format_text({"the text has {0} bytes, more than the {1} allowed", "文本有 {0} 字节，超过上限 {1} 字节"},
                        {std::to_string(text.size()), std::to_string(limits.bytes)}),
            place(text, file, {}));
    }
    if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);  // a byte order mark some editors write
    if (!utf8::valid(text)) {
        const std::size_t bad = utf8::first_invalid(text);
        const auto at = static_cast<std::uint32_t>(bad);
        return fail("JSON-002", {"the text is not valid UTF-8 here", "此处不是有效的 UTF-8 文本"},
                    place(text, file, {at, at + 1}), {"save the file as UTF-8", "请将文件保存为 UTF-8 编码"});
    }
    const std::size_t zero = text.find('\0');
    if (zero != std::string_view::npos) {
        const auto at = static_cast<std::uint32_t>(zero);
        return fail("JSON-001", {"the text holds a zero byte", "文本包含零字节"}, place(text, file, {at, at + 1}));
    }
    const std::string owned(text);  // StringStream wants a terminator
    rapidjson::StringStream stream(owned.c_str());
    rapidjson::Reader reader;
    Builder builder(owned, stream, limits.depth);
    constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag;
    const rapidjson::ParseResult parsed = reader.Parse<kFlags>(stream, builder);
    if (parsed) return std::move(builder.root);
    if (builder.too_deep) {
        return fail(
            "JSON-003",
            format_text({"nested more than {0} levels deep", "嵌套超过 {0} 层"}, {std::to_string(limits.depth)}),
            place(owned, file, builder.problem_at));
    }
    if (builder.twice) {
        return fail("JSON-005", {"this key stands twice in the same object", "同一对象中该键出现了两次"},
                    place(owned, file, builder.problem_at), {"remove one of the two", "请删除其中一个"});
    }
    const auto at = static_cast<std::uint32_t>(parsed.Offset());
    return fail("JSON-001", syntax_sentence(parsed.Code()), place(owned, file, {at, at + 1}));
}

}  // namespace fw::json
