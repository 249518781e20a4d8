#include "runtime/http/parser.h"

#include <algorithm>

namespace fw::http {

namespace beast = boost::beast;

namespace {
std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }
}  // namespace

void Parser::on_request_impl(beast::http::verb, View method, View target, int version, Error& error) {
    error = {};
    request_.method = method_from(view(method));
    request_.target.assign(target.data(), target.size());
    version_ = version;
}

void Parser::on_field_impl(beast::http::field field, View name, View value, Error& error) {
    error = {};
    request_.add_header(view(name), view(value));
    if (field == beast::http::field::expect) expects_continue_ = equal_ignoring_case(view(value), "100-continue");
}

void Parser::on_body_init_impl(boost::optional<std::uint64_t> const& length, Error& error) {
    error = {};
    // The length is only a claim: reserve little before bytes arrive.
    if (length) request_.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, 1U << 16U)));
}

std::size_t Parser::on_body_impl(View body, Error& error) {
    error = {};
    request_.body.append(body.data(), body.size());
    return body.size();
}

std::size_t Parser::on_chunk_body_impl(std::uint64_t, View body, Error& error) {
    error = {};
    request_.body.append(body.data(), body.size());
    return body.size();
}

}  // namespace fw::http
