// Passwords and tokens. The only file that knows libsodium is secrets.cpp.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace fw::identity {

// Argon2id (RFC 9106), 19 MiB and 2 passes as OWASP recommends; takes tens of milliseconds, so never on an I/O thread.
[[nodiscard]] std::string hash_password(std::string_view password);
[[nodiscard]] bool verify_password(const std::string& hash, std::string_view password);
// A hash no password fits, for unknown logins: verifying it takes as long as a real one.
[[nodiscard]] const std::string& impossible_hash();

// 256 random bits, URL-safe.
[[nodiscard]] std::string random_token();
// A password people can type: 16 letters and digits without look-alikes.
[[nodiscard]] std::string random_password();
// What is stored of a token: BLAKE2b, 32 bytes.
[[nodiscard]] std::string token_hash(std::string_view token);
[[nodiscard]] std::string content_hash(std::string_view bytes);  // the same of a file's bytes: what knows them again
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

// One thread for slow hashing. Thread-safe; the destructor finishes what was queued.
class HashingThread {
  public:
    static constexpr std::size_t kLongestQueue = 64;

    HashingThread();
    ~HashingThread();
    HashingThread(const HashingThread&) = delete;
    HashingThread& operator=(const HashingThread&) = delete;

    // False if too many wait already.
    [[nodiscard]] bool run(std::function<void()> work);

  private:
    void loop();
    std::mutex mutex_;
    std::condition_variable news_;
    std::deque<std::function<void()>> queue_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace fw::identity
