#include "runtime/http/message.h"

#include <gtest/gtest.h>

#include "runtime/http/problem.h"

namespace fw::http {
namespace {

TEST(Message, DecodesPercentEscapes) {
    EXPECT_EQ(percent_decode("a%20b+c", false), "a b+c");
    EXPECT_EQ(percent_decode("a%20b+c", true), "a b c");
    EXPECT_EQ(percent_decode("%E5%90%88", false), "合");
    EXPECT_EQ(percent_decode("%", false), std::nullopt);
    EXPECT_EQ(percent_decode("%0", false), std::nullopt);
    EXPECT_EQ(percent_decode("%00", false), std::nullopt);
    EXPECT_EQ(percent_decode("%C0%80", false), std::nullopt);
    EXPECT_EQ(percent_encode("a b/合"), "a%20b%2F%E5%90%88");
}

TEST(Message, FindsCookiesAndHeaders) {
    Request request;
    request.add_header("cookie", "a=1; fw_session=xyz=;b=2");
    request.add_header("X-Thing", "yes");
    EXPECT_EQ(request.cookie("fw_session"), "xyz=");
    EXPECT_EQ(request.cookie("b"), "2");
    EXPECT_EQ(request.cookie("c"), "");
    EXPECT_EQ(request.header("x-thing"), "yes");
    EXPECT_FALSE(request.language().has_value());
}

TEST(Problem, ShowsEveryDiagnosticWithItsField) {
    Diagnostic d{"REC-101", Severity::kError, {}, {"No field 'x'.", "没有字段“x”。"}, {}};
    d.place.element = "field:lines[2].x";
    const Response response = problem(422, {d}, Language::kZh);
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(response.content_type, "application/problem+json");
    EXPECT_EQ(response.body,
              R"({"type":"about:blank","title":"数据未通过校验","status":422,"detail":"没有字段“x”。","diagnostics":)"
              R"([{"code":"REC-101","severity":"error","text":"没有字段“x”。","field":"lines[2].x"}]})");
}

}  // namespace
}  // namespace fw::http
