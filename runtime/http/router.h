// Which handler answers a path: a trie of segments, "/records/{entity}/{id}"; a literal wins over a parameter.
// Each route describes itself; /openapi.json and the metrics read the same table.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/http/message.h"
#include "runtime/http/server.h"

namespace fw::http {

struct Parameter {
    std::string name;
    enum class In : std::uint8_t { kPath, kQuery, kHeader } in = In::kQuery;
    std::string schema = R"({"type":"string"})";  // JSON Schema
    std::string about;
    bool required = false;
};

struct Answer {
    int status = 200;
    std::string about = {};
    std::string schema = {};  // JSON Schema of an application/json body; empty: no such body
    std::string content_type = "application/json";
};

// What a route is for; texts in English, for OpenAPI.
struct About {
    std::string tag;  // "records"
    std::string summary;
    std::vector<Parameter> parameters;  // path parameters need not be listed
    std::string body;                   // JSON Schema of the request body; empty: none
    bool body_required = true;
    bool own_queries = false;  // takes query parameters that are not listed (those of a report)
    std::vector<Answer> answers;
    bool bytes = false;                  // the body is a file, not JSON
    std::string body_code = "HTTP-422";  // of the diagnostics about a body that is not as `body` says
};

struct Route {
    Method method = Method::kGet;
    std::string pattern;
    About about;
    Handler handler;
    std::size_t number = 0;  // place in routes()
};

// Routes are added before the server runs; afterwards `handle` may be called from many threads.
class Router {
  public:
    Router();
    ~Router();
    Router(const Router&) = delete;
    Router& operator=(const Router&) = delete;

    // Patterns start with '/'; "{name}" stands for one segment. The same pattern and method twice is our own mistake.
    void add(Method method, std::string pattern, About about, Handler handler);
    // The same for handlers that answer at once.
    void add(Method method, std::string pattern, About about, std::function<Response(Request&)> handler);
    // Answers GET and HEAD of paths no route knows (static files).
    void fallback(Handler handler);

    // HEAD is answered by GET, OPTIONS by the list of methods; 404, 405 (with Allow) and 400 (broken escapes) as
    // problems.
    void handle(Request& request, const Respond& respond) const;

    [[nodiscard]] const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

  private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::vector<std::unique_ptr<Route>> routes_;
    Handler fallback_;
};

}  // namespace fw::http
