// A small HTTP client over libcurl for talking to one Formwork server: signs in, keeps the session's cookie and token.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"

namespace fw::designer::ui {

struct HttpAnswer {
    int status = 0;
    std::string body;
};

// Calls block; use it on a thread of its own. Not shared between threads at the same time.
class HttpClient {
  public:
    explicit HttpClient(std::string server);  // "http://127.0.0.1:8080"
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    // POST /session; fails with a sentence for people.
    [[nodiscard]] Result<HttpAnswer> sign_in(std::string_view user, std::string_view password);
    // Paths below /api/v1. Fails only where no answer came at all.
    [[nodiscard]] Result<HttpAnswer> post(std::string_view path, std::string_view json, std::string_view language);
    [[nodiscard]] Result<HttpAnswer> get(std::string_view path);
    void stop();  // from another thread: ends a call that is under way

  private:
    struct State;
    [[nodiscard]] Result<HttpAnswer> call(const char* method, std::string_view path, std::string_view body,
                                          std::string_view language);
    std::unique_ptr<State> state_;
};

}  // namespace fw::designer::ui
