#include "runtime/http/routes/expects.h"

#include <algorithm>

#include "engine/base/suggest.h"
#include "engine/json/read.h"
#include "runtime/http/problem.h"

namespace fw::http::routes {
namespace {

// Where a route reads no body, one that says something was meant for another.
constexpr const char* kNoBody = R"({"type":"object","additionalProperties":false})";

// "variable.NAME" stands for every name behind the point.
constexpr std::string_view kAny = ".NAME";

bool is_family(std::string_view listed) { return listed.size() > kAny.size() && listed.ends_with(kAny); }

bool stands_for(std::string_view listed, std::string_view name) {
    if (listed == name) return true;
    if (!is_family(listed)) return false;
    const std::string_view stem = listed.substr(0, listed.size() - kAny.size() + 1);
    return name.size() > stem.size() && name.starts_with(stem);
}

Text known_names(const std::vector<std::string>& known) {
    std::string all;
    for (const std::string& each : known) all += (all.empty() ? "" : ", ") + each;
    return known.empty() ? Text() : format_text({"known: {0}", "可用参数：{0}"}, {all});
}

std::vector<std::string> choices_of(const std::string& schema) {
    std::vector<std::string> out;
    const auto read = json::read(schema);
    const json::Value* choices = read ? read->find("enum") : nullptr;
    for (std::size_t i = 0; choices != nullptr && i < choices->items().size(); ++i)
        out.push_back(choices->items()[i].as_string());
    return out;
}

}  // namespace

Expects::Expects(Method method, const About& about)
    : body_(about.body.empty() ? std::string(kNoBody) : about.body),
      code_(about.body_code),
      own_queries_(about.own_queries),
      body_needed_(about.body_required && !about.body.empty()),
      checks_body_(!about.bytes && method != Method::kGet) {
    for (const Parameter& parameter : about.parameters) {
        if (parameter.in == Parameter::In::kQuery) queries_.emplace_back(parameter.name, Shape(parameter.schema));
        if (parameter.in != Parameter::In::kPath) continue;
        if (auto choices = choices_of(parameter.schema); !choices.empty())
            path_choices_.emplace_back(parameter.name, std::move(choices));
    }
}

std::optional<Response> Expects::refused_address(const Request& request, Language language) const {
    for (const auto& [name, choices] : path_choices_) {
        const std::string_view given = request.parameter(name);
        if (std::find(choices.begin(), choices.end(), given) != choices.end()) continue;
        Text hint = did_you_mean(given, choices);
        if (hint.empty()) hint = known_names(choices);
        return problem(404, "HTTP-404",
                       format_text({"There is no '{0}' at this address.", "此地址没有“{0}”。"}, {given}), language,
                       std::move(hint));
    }
    if (own_queries_) return std::nullopt;
    const std::vector<Request::Pair>& all = request.queries();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& [name, value] = all[i];
        const auto known = std::find_if(queries_.begin(), queries_.end(), [&, &wanted = name](const Named& each) {
            return stands_for(each.first, wanted);
        });
        if (known == queries_.end()) {
            std::vector<std::string> names;
            for (const Named& each : queries_) names.push_back(each.first);
            Text hint = did_you_mean(name, names);
            if (hint.empty()) hint = known_names(names);
            return problem(400, "HTTP-400",
                           format_text({"There is no query parameter '{0}' here.", "此处没有查询参数“{0}”。"}, {name}),
                           language, std::move(hint));
        }
        const bool again = std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i),
                                       [&, &given = name](const Request::Pair& each) { return each.first == given; });
        if (again && !is_family(known->first)) {
            return problem(400, "HTTP-400",
                           format_text({"The query parameter '{0}' is given twice.", "查询参数“{0}”重复。"}, {name}),
                           language);
        }
        if (const auto wrong = known->second.check_text(name, value)) return problem(400, {*wrong}, language);
    }
    return std::nullopt;
}

Diagnostics Expects::refused_body(const Request& request, const json::Value& body) const {
    if (!checks_body_ || (body.is_null() && !body_needed_)) return {};
    Diagnostics wrong = body_.check(body, request.parameter("action"), code_);
    for (Diagnostic& d : wrong) d.place.at = line_column(request.body, d.place.range.begin);
    return wrong;
}

}  // namespace fw::http::routes
