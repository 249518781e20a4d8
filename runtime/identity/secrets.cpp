#include "runtime/identity/secrets.h"

#include <array>

#include <sodium.h>

#include "engine/base/check.h"

namespace fw::identity {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = 19U << 20U;

void ready() {
    static const bool initialised = sodium_init() >= 0;
    FW_CHECK(initialised);
}

}  // namespace

std::string hash_password(std::string_view password) {
    ready();
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    const int failed = crypto_pwhash_str(hash.data(), password.data(), password.size(), kPasses, kMemory);
    return failed != 0 ? std::string() : std::string(hash.data());
}

bool verify_password(const std::string& hash, std::string_view password) {
    ready();
    return !hash.empty() && crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& impossible_hash() {
    static const std::string hash = hash_password(random_token());
    return hash;
}

std::string random_token() {
    ready();
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text{};
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return {text.data()};
}

std::string random_password() {
    ready();
    static constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    std::string out;
    for (int i = 0; i < 16; ++i) out += kLetters[randombytes_uniform(static_cast<std::uint32_t>(kLetters.size()))];
    return out;
}

std::string token_hash(std::string_view token) {
    ready();
    std::array<unsigned char, 32> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(token.data()), token.size(),
                       nullptr, 0);
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::string content_hash(std::string_view bytes) { return token_hash(bytes); }

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

HashingThread::HashingThread() : thread_([this] { loop(); }) {}

HashingThread::~HashingThread() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    news_.notify_one();
    thread_.join();
}

bool HashingThread::run(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        if (ending_ || queue_.size() >= kLongestQueue) return false;
        queue_.push_back(std::move(work));
    }
    news_.notify_one();
    return true;
}

void HashingThread::loop() {
    while (true) {
        std::function<void()> work;
        {
            std::unique_lock lock(mutex_);
            news_.wait(lock, [this] { return ending_ || !queue_.empty(); });
            if (queue_.empty()) return;
            work = std::move(queue_.front());
            queue_.pop_front();
        }
        work();
    }
}

}  // namespace fw::identity
