#include "runtime/cli/instances.h"

#include <algorithm>

#include "engine/json/read.h"
#include "runtime/http/message.h"

namespace fw::cli {

namespace {

std::string encoded(const std::string& text) { return http::percent_encode(text); }

json::Value value_of(const std::string& text) {
    auto parsed = json::read(text);
    return parsed ? std::move(*parsed) : json::Value::string(text);
}

}  // namespace

std::string filter_of(const InstanceOptions& options) {
    std::string path = "state=" + encoded(options.state == "all" ? "" : options.state);
    if (!options.flow.empty()) path += "&flow=" + encoded(options.flow);
    if (!options.node.empty()) path += "&node=" + encoded(options.node);
    if (!options.incident.empty()) path += "&incident=" + encoded(options.incident);
    if (!options.search.empty()) path += "&search=" + encoded(options.search);
    for (const std::string& each : options.where) {
        const std::size_t at = each.find('=');
        const std::size_t order = each.find_first_of("<>!");
        const std::size_t cut = std::min(at, order);
        if (cut == std::string::npos) continue;
        const std::string value = each.substr(cut == order ? cut : cut + 1);
        path += "&variable." + encoded(each.substr(0, cut)) + "=" + encoded(value);
    }
    return path;
}

Result<void> check_where(const InstanceOptions& options) {
    for (const std::string& each : options.where) {
        const std::size_t at = each.find_first_of("=<>!");
        if (at != std::string::npos && at > 0 && each.size() > at + 1) continue;
        return fail("CLI-030", format_text({"'{0}' is not NAME=VALUE", "“{0}”应为 名称=值"}, {each}), {},
                    {"--where 'limit>=100000'; the operators are = != < <= > >=",
                     "例如 --where 'limit>=100000'，可用 = != < <= > >="});
    }
    return {};
}

Result<json::Value> body_of(const InstanceOptions& options) {
    json::Value body = json::Value::object();
    const auto text = [&](const char* name, const std::string& value) {
        if (!value.empty()) body.set(name, json::Value::string(value));
    };
    text("comment", options.comment);
    text("incident", options.action == "retry" || options.action == "skip" ? options.incident : "");
    text(options.action == "begin" ? "node" : "to", options.to);
    text("deployment", options.deployment);
    if (options.token != 0) body.set("token", json::Value::number(static_cast<std::int64_t>(options.token)));
    if (!options.result.empty()) body.set("result", value_of(options.result));
    const auto pairs = [&](const char* name, const std::vector<std::string>& given, bool texts) -> Result<void> {
        if (given.empty()) return {};
        json::Value made = json::Value::object();
        for (const std::string& each : given) {
            const std::size_t at = each.find('=');
            if (at == std::string::npos) {
                return fail("CLI-030", format_text({"'{0}' is not NAME=VALUE", "“{0}”应为 名称=值"}, {each}));
            }
            const std::string value = each.substr(at + 1);
            made.set(each.substr(0, at), texts ? json::Value::string(value) : value_of(value));
        }
        body.set(name, std::move(made));
        return {};
    };
    if (auto done = pairs("variables", options.variables, false); !done) return tl::unexpected(std::move(done.error()));
    if (auto done = pairs("nodes", options.nodes, true); !done) return tl::unexpected(std::move(done.error()));
    return body;
}

}  // namespace fw::cli
