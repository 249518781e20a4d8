// Private to runtime/http: Beast's incremental parser writing straight into our Request.
#pragma once

#include <boost/beast/http/basic_parser.hpp>

#include "runtime/http/message.h"

namespace fw::http {

class Parser : public boost::beast::http::basic_parser<true> {
  public:
    explicit Parser(Request& request) : request_(request) {}

    [[nodiscard]] int version() const { return version_; }
    [[nodiscard]] bool expects_continue() const { return expects_continue_; }

  private:
    using Error = boost::beast::error_code;
    using View = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb verb, View method, View target, int version, Error& error) override;
    void on_response_impl(int, View, int, Error&) override {}
    void on_field_impl(boost::beast::http::field field, View name, View value, Error& error) override;
    void on_header_impl(Error& error) override { error = {}; }
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, Error& error) override;
    std::size_t on_body_impl(View body, Error& error) override;
    void on_chunk_header_impl(std::uint64_t, View, Error& error) override { error = {}; }
    std::size_t on_chunk_body_impl(std::uint64_t, View body, Error& error) override;
    void on_finish_impl(Error& error) override { error = {}; }

    Request& request_;
    int version_ = 11;
    bool expects_continue_ = false;
};

}  // namespace fw::http
