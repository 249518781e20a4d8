// A small HTTP client for the command line: one keep-alive connection, blocking. Commands work on a server through it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/json/value.h"

namespace fw::cli {

struct Answer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
    [[nodiscard]] std::string_view header(std::string_view name) const;
    // The body as JSON; null where it is none.
    [[nodiscard]] json::Value json() const;
    // The sentences of a problem, with codes.
    [[nodiscard]] Diagnostics diagnostics() const;
};

// A list of diagnostics as answers hold them.
[[nodiscard]] Diagnostics diagnostics_in(const json::Value& list);

class Client {
  public:
    // "http://host:port". CLI-010 for another kind of address.
    [[nodiscard]] static Result<Client> to(std::string_view address, std::string token);
    Client(Client&& other) noexcept;
    Client& operator=(Client&& other) noexcept;
    ~Client();

    // Fails with CLI-011 if the server cannot be reached, and with the server's own diagnostics for answers that are
    // not 2xx.
    [[nodiscard]] Result<Answer> ask(std::string_view method, std::string_view path, std::string_view body = {},
                                     std::string_view type = "application/json");
    [[nodiscard]] Result<json::Value> get(std::string_view path);
    [[nodiscard]] Result<json::Value> post(std::string_view path, std::string_view body);
    [[nodiscard]] const std::string& address() const { return address_; }
    // Acts as that user from now on; only the local command line may (not with a user's own token).
    void act_as(std::string login) { as_ = std::move(login); }

  private:
    Client() = default;
    [[nodiscard]] Result<void> connect();
    [[nodiscard]] bool send_all(std::string_view bytes);
    [[nodiscard]] bool fill();
    [[nodiscard]] bool read_answer(Answer& out, bool bodiless);
    [[nodiscard]] bool read_chunks(std::string& out);
    [[nodiscard]] tl::unexpected<Diagnostics> unreachable(std::string_view why) const;
    void close();

    std::string address_, host_, port_, token_, as_, buffer_;
    int socket_ = -1;
};

}  // namespace fw::cli
