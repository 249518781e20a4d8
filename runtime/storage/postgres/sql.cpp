#include "runtime/storage/postgres/sql.h"

namespace fw::storage::postgres {

namespace {
// The end of what starts at `at` and is not plain SQL (string, quoted name, comment), or `at` itself.
std::size_t skip(std::string_view sql, std::size_t at) {
    const char c = sql[at];
    if (c == '\'' || c == '"') {
        const std::size_t end = sql.find(c, at + 1);  // a doubled quote starts the next piece
        return end == std::string_view::npos ? sql.size() : end + 1;
    }
    if (sql.substr(at, 2) == "--") {
        const std::size_t end = sql.find('\n', at);
        return end == std::string_view::npos ? sql.size() : end;
    }
    if (sql.substr(at, 2) == "/*") {
        const std::size_t end = sql.find("*/", at + 2);
        return end == std::string_view::npos ? sql.size() : end + 2;
    }
    return at;
}

std::string text_of(const Param& param) {
    std::string out;
    switch (param.kind()) {
        case ValueKind::kNull:
            break;
        case ValueKind::kInteger:
            out = std::to_string(param.number());
            break;
        case ValueKind::kBoolean:
            out = param.number() != 0 ? "t" : "f";
            break;
        case ValueKind::kDecimal:
            append(out, Scaled{param.number(), param.scale()});
            break;
        case ValueKind::kDateTime:
            append(out, DateTime{param.number()});
            break;
        case ValueKind::kText:
        case ValueKind::kDate:
        case ValueKind::kBlob:
            out = param.text();
            break;
    }
    return out;
}
}  // namespace

Rewritten with_numbered_parameters(std::string_view sql) {
    Rewritten out;
    out.sql.reserve(sql.size() + 16);
    for (std::size_t i = 0; i < sql.size();) {
        const std::size_t end = skip(sql, i);
        if (end != i) {
            out.sql += sql.substr(i, end - i);
            i = end;
            continue;
        }
        if (sql[i] == '?') {
            out.sql += '$' + std::to_string(++out.parameters);
        } else {
            out.sql += sql[i];
        }
        ++i;
    }
    return out;
}

BoundParams::BoundParams(Params params) {
    texts_.reserve(params.size());
    for (const Param& param : params) {
        const bool blob = param.kind() == ValueKind::kBlob;
        texts_.push_back(text_of(param));
        const std::string& text = texts_.back();
        holds_nul_ = holds_nul_ || (!blob && text.find('\0') != std::string::npos);
        values_.push_back(param.is_null() ? nullptr : text.c_str());
        lengths_.push_back(static_cast<int>(text.size()));
        formats_.push_back(blob ? 1 : 0);
    }
}

ErrorKind kind_of_sqlstate(std::string_view state) {
    const std::string_view group = state.substr(0, 2);
    if (state == "23505") return ErrorKind::kUnique;
    if (state == "23503" || state == "23001") return ErrorKind::kForeignKey;
    if (group == "23" || group == "22") return ErrorKind::kConstraint;
    if (state == "40001" || state == "40P01") return ErrorKind::kConflict;
    if (state == "53100") return ErrorKind::kFull;
    if (state == "58030") return ErrorKind::kInputOutput;
    if (state == "25006") return ErrorKind::kReadOnly;
    if (state == "55P03") return ErrorKind::kBusy;
    if (state == "3D000") return ErrorKind::kCannotOpen;
    if (group.empty() || group == "08" || group == "28" || group == "53" || group == "57")
        return ErrorKind::kConnection;
    return ErrorKind::kStatement;
}

std::string columns_named(std::string_view detail, std::string_view table) {
    const std::size_t open = detail.find('(');
    const std::size_t close = detail.find(")=(");
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
    std::string out;
    std::string_view rest = detail.substr(open + 1, close - open - 1);
    while (!rest.empty()) {
        const std::size_t comma = rest.find(", ");
        std::string_view name = rest.substr(0, comma);
        if (name.size() > 1 && name.front() == '"') name = name.substr(1, name.size() - 2);
        if (!out.empty()) out += ',';
        out += std::string(table) + "." + std::string(name);
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 2);
    }
    return out;
}

}  // namespace fw::storage::postgres
