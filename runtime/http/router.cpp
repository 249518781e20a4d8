#include "runtime/http/router.h"

#include <array>
#include <map>
#include <optional>
#include <utility>

#include "engine/base/check.h"
#include "runtime/http/problem.h"

namespace fw::http {

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> any;
    std::array<Route*, 8> by_method{};
    std::vector<std::string> names;  // of the parameters on the way here

    [[nodiscard]] bool used() const {
        for (const Route* route : by_method) {
            if (route != nullptr) return true;
        }
        return false;
    }
};

namespace {

// Cuts the first segment off `path` ("/a/b" gives "a" and leaves "/b").
std::string_view cut_segment(std::string_view& path) {
    path.remove_prefix(1);
    const std::size_t end = path.find('/');
    const std::string_view segment = path.substr(0, end);
    path = end == std::string_view::npos ? std::string_view() : path.substr(end);
    return segment;
}

Response not_found(Language language) {
    return problem(404, "HTTP-404", {"There is nothing at this address.", "此地址没有内容。"}, language);
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

void Router::add(Method method, std::string pattern, About about, Handler handler) {
    FW_CHECK(!pattern.empty() && pattern.front() == '/');
    Node* node = root_.get();
    std::vector<std::string> names;
    std::string_view rest = pattern;
    while (!rest.empty()) {
        const std::string_view segment = cut_segment(rest);
        if (segment.size() > 2 && segment.front() == '{' && segment.back() == '}') {
            names.emplace_back(segment.substr(1, segment.size() - 2));
            if (!node->any) node->any = std::make_unique<Node>();
            node = node->any.get();
        } else {
            auto& child = node->literals[std::string(segment)];
            if (!child) child = std::make_unique<Node>();
            node = child.get();
        }
    }
    Route*& slot = node->by_method[static_cast<std::size_t>(method)];
    FW_CHECK(slot == nullptr);
    FW_CHECK(!node->used() || node->names == names);
    node->names = std::move(names);
    routes_.push_back(std::make_unique<Route>(
        Route{method, std::move(pattern), std::move(about), std::move(handler), routes_.size()}));
    slot = routes_.back().get();
}

void Router::add(Method method, std::string pattern, About about, std::function<Response(Request&)> handler) {
    add(method, std::move(pattern), std::move(about),
        Handler(
            [handler = std::move(handler)](Request& request, const Respond& respond) { respond(handler(request)); }));
}

void Router::fallback(Handler handler) { fallback_ = std::move(handler); }

namespace {
std::string allow_header(const std::array<Route*, 8>& by_method) {
    std::string allow = "OPTIONS";
    for (std::size_t i = 0; i < by_method.size(); ++i) {
        if (by_method[i] == nullptr) continue;
        allow.append(", ").append(method_name(static_cast<Method>(i)));
        if (static_cast<Method>(i) == Method::kGet) allow += ", HEAD";
    }
    return allow;
}
}  // namespace

void Router::handle(Request& request, const Respond& respond) const {
    // Depth first, literal before parameter. The pattern table is ours, so the search is short.
    struct Walk {
        std::vector<std::string_view> values;
        const Node* find(const Node& node, std::string_view path) {
            if (path.empty()) return node.used() ? &node : nullptr;
            std::string_view rest = path;
            const std::string_view segment = cut_segment(rest);
            if (const auto child = node.literals.find(segment); child != node.literals.end()) {
                if (const Node* found = find(*child->second, rest)) return found;
            }
            if (!node.any || segment.empty()) return nullptr;
            values.push_back(segment);
            if (const Node* found = find(*node.any, rest)) return found;
            values.pop_back();
            return nullptr;
        }
    };
    const Language language = request.language().value_or(Language::kEn);
    const auto broken = [&] {
        respond(problem(400, "HTTP-001",
                        {"The address holds a broken escape or is not UTF-8.", "地址中的转义无效，或不是 UTF-8 编码。"},
                        language));
    };
    if (!request.decode_query()) return broken();
    const std::string_view path = request.path();
    Walk walk;
    const Node* node = !path.empty() && path.front() == '/' ? walk.find(*root_, path) : nullptr;
    if (node == nullptr) {
        const bool reading = request.method == Method::kGet || request.method == Method::kHead;
        if (reading && fallback_) return fallback_(request, respond);
        return respond(not_found(language));
    }
    const Method wanted = request.method == Method::kHead ? Method::kGet : request.method;
    const Route* route = wanted == Method::kOther ? nullptr : node->by_method[static_cast<std::size_t>(wanted)];
    if (route == nullptr) {
        std::string allow = allow_header(node->by_method);
        if (wanted == Method::kOptions) return respond(Response::empty(204).with("Allow", std::move(allow)));
        return respond(problem(405, "HTTP-405",
                               format_text({"This address answers {0} only.", "此地址仅支持 {0}。"}, {allow}), language)
                           .with("Allow", allow));
    }
    for (std::size_t i = 0; i < walk.values.size(); ++i) {
        auto value = percent_decode(walk.values[i], false);
        if (!value) return broken();
        request.path_parameters.emplace_back(node->names[i], std::move(*value));
    }
    request.route = route;
    route->handler(request, respond);
}

}  // namespace fw::http
