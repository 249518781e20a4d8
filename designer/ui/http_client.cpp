#include "designer/ui/http_client.h"

#include <atomic>

#include <curl/curl.h>

#include "designer/core/deployment.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::designer::ui {

struct HttpClient::State {
    CURL* curl = nullptr;
    std::string server;
    std::string csrf;
    std::atomic<bool> stopped{false};
};

namespace {

std::size_t take(char* data, std::size_t size, std::size_t count, void* into) {
    static_cast<std::string*>(into)->append(data, size * count);
    return size * count;
}

int progress(void* stopped, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<std::atomic<bool>*>(stopped)->load() ? 1 : 0;
}

}  // namespace

HttpClient::HttpClient(std::string server) : state_(std::make_unique<State>()) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)ready;
    state_->server = std::move(server);
    state_->curl = curl_easy_init();
}

HttpClient::~HttpClient() { curl_easy_cleanup(state_->curl); }

void HttpClient::stop() { state_->stopped = true; }

Result<HttpAnswer> HttpClient::call(const char* method, std::string_view path, std::string_view body,
                                    std::string_view language) {
    CURL* curl = state_->curl;
    const std::string url = state_->server + "/api/v1" + std::string(path);
    HttpAnswer answer;
    curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Expect:");
    if (!language.empty()) headers = curl_slist_append(headers, ("Accept-Language: " + std::string(language)).c_str());
    if (!state_->csrf.empty()) headers = curl_slist_append(headers, ("X-CSRF-Token: " + state_->csrf).c_str());
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_COOKIEFILE, "");  // cookies in memory
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &state_->stopped);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 300L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    if (std::string_view(method) == "GET") {
        curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    } else {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    }
    const CURLcode code = curl_easy_perform(curl);
    curl_slist_free_all(headers);
    if (code == CURLE_ABORTED_BY_CALLBACK) return fail("HTTP-091", {"Stopped.", "已停止。"});
    if (code != CURLE_OK) {
        return fail("HTTP-092",
                    format_text({"No answer from {0}: {1}. Is the server running, and is the address right?",
                                 "{0} 没有响应：{1}。请确认服务器已启动且地址正确。"},
                                {state_->server, curl_easy_strerror(code)}));
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    return answer;
}

Result<HttpAnswer> HttpClient::sign_in(std::string_view user, std::string_view password) {
    json::Value body = json::Value::object();
    body.set("user", json::Value::string(user));
    body.set("password", json::Value::string(password));
    state_->csrf.clear();
    auto answer = call("POST", "/session", json::write_compact(body), {});
    if (!answer) return answer;
    if (answer->status != 200) return fail("HTTP-093", sentence_for(answer->status, answer->body));
    if (const auto root = json::read(answer->body); root && root->is_object()) state_->csrf = root->string_or("csrf");
    return answer;
}

Result<HttpAnswer> HttpClient::post(std::string_view path, std::string_view json, std::string_view language) {
    return call("POST", path, json, language);
}
Result<HttpAnswer> HttpClient::get(std::string_view path) { return call("GET", path, {}, {}); }

}  // namespace fw::designer::ui
