#include "runtime/http/problem.h"

#include <string_view>
#include <utility>

#include "engine/json/write.h"

namespace fw::http {
namespace {

Text title_of(int status) {
    switch (status) {
        case 400:
            return {"The request cannot be read", "无法读取请求"};
        case 401:
            return {"Not signed in", "未登录"};
        case 403:
            return {"Not allowed", "没有权限"};
        case 404:
            return {"Not found", "未找到"};
        case 405:
            return {"Method not allowed", "不支持的方法"};
        case 408:
            return {"The request took too long", "请求超时"};
        case 409:
            return {"Conflict", "操作冲突"};
        case 412:
            return {"Changed meanwhile", "数据已被修改"};
        case 413:
            return {"Too large", "请求内容过大"};
        case 415:
            return {"Not JSON", "请求不是 JSON"};
        case 422:
            return {"Not accepted", "数据未通过校验"};
        case 428:
            return {"Version missing", "缺少版本号"};
        case 429:
            return {"Too many attempts", "尝试次数过多"};
        case 431:
            return {"Headers too large", "请求头过大"};
        case 503:
            return {"Not available now", "服务暂不可用"};
        case 507:
            return {"No space left", "存储空间不足"};
        default:
            return status >= 500 ? Text{"Something went wrong here", "服务器出错"}
                                 : Text{"Not accepted", "请求未被接受"};
    }
}

void member(std::string& out, std::string_view key, std::string_view text) {
    out.append(",\"").append(key).append("\":");
    json::append_string(out, text);
}

// Elements of models are named by paths with their kind ("entity:sales.contract/fields/total"), fields of what was sent
// by their names, "lines[2].quantity" or "field:lines[2].quantity".
constexpr std::string_view kFieldPrefix = "field:";

}  // namespace

void append_diagnostic(std::string& out, const Diagnostic& d, Language language) {
    out += "{\"code\":";
    json::append_string(out, d.code);
    member(out, "severity", severity_name(d.severity));
    member(out, "text", d.text.in(language));
    if (!d.hint.empty()) member(out, "hint", d.hint.in(language));
    std::string_view element = d.place.element;
    if (element.substr(0, kFieldPrefix.size()) == kFieldPrefix) element.remove_prefix(kFieldPrefix.size());
    if (!element.empty()) member(out, element.find(':') == std::string_view::npos ? "field" : "element", element);
    if (!d.place.file.empty()) member(out, "file", d.place.file);
    if (d.place.at.line > 0) {
        out += ",\"line\":" + std::to_string(d.place.at.line) + ",\"column\":" + std::to_string(d.place.at.column);
    }
    out += "}";
}

void append_diagnostics(std::string& out, const Diagnostics& diagnostics, Language language) {
    out += "[";
    for (std::size_t i = 0; i < diagnostics.size(); ++i) {
        if (i > 0) out += ",";
        append_diagnostic(out, diagnostics[i], language);
    }
    out += "]";
}

Response problem(int status, const Diagnostics& diagnostics, Language language) {
    std::string out = "{\"type\":\"about:blank\"";
    member(out, "title", title_of(status).in(language));
    out += ",\"status\":" + std::to_string(status);
    for (const Diagnostic& d : diagnostics) {
        if (d.severity != Severity::kError) continue;
        member(out, "detail", d.text.in(language));
        break;
    }
    out += ",\"diagnostics\":";
    append_diagnostics(out, diagnostics, language);
    out += "}";
    return {.status = status, .content_type = "application/problem+json", .body = std::move(out)};
}

Response problem(int status, std::string code, Text text, Language language, Text hint) {
    return problem(status, {Diagnostic{std::move(code), Severity::kError, {}, std::move(text), std::move(hint)}},
                   language);
}

}  // namespace fw::http
