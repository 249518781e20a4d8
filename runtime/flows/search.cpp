#include "runtime/flows/search.h"

#include <algorithm>

#include "engine/base/suggest.h"
#include "engine/feel/feel.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::flows {

namespace {

constexpr std::string_view kStates[] = {"running", "completed", "refused", "withdrawn", "terminated"};

tl::unexpected<Diagnostics> wrong(const char* element, Text text, Text hint = {}) {
    Diagnostic made;
    made.code = "FLOW-422";
    made.place.element = element;
    made.text = std::move(text);
    made.hint = std::move(hint);
    return fail(std::move(made));
}

// The text of a member of the object that a snapshot is, "" where it has none: most of a snapshot is of no interest to
// a search, and reading all of it costs ten times as much.
std::string_view member_text(std::string_view object, std::string_view wanted) {
    std::size_t depth = 0, begin = 0;
    std::string_view name;
    for (std::size_t at = 0; at < object.size(); ++at) {
        const char c = object[at];
        if (c == '"') {
            const std::size_t from = at + 1;
            for (++at; at < object.size() && object[at] != '"'; ++at) {
                if (object[at] == '\\') ++at;
            }
            if (depth == 1 && begin == 0) name = object.substr(from, at - from);
        } else if (c == ':' && depth == 1 && begin == 0) {
            begin = at + 1;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (depth == 1 && (c == ',' || c == '}')) {
            if (name == wanted) return object.substr(begin, at - begin);
            begin = 0;
            if (c == '}') return {};
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return {};
}

json::Value member_of(std::string_view object, std::string_view wanted) {
    const std::string_view text = member_text(object, wanted);
    auto value = text.empty() ? Result<json::Value>(json::Value::null()) : json::read(text);
    return value ? std::move(*value) : json::Value::null();
}

// Less, equal, greater; nothing where the two have no order.
std::optional<int> order(const json::Value& a, const json::Value& b) {
    if (a.is_number() && b.is_number()) {
        const feel::Value x = feel::from_json(a);
        const feel::Value y = feel::from_json(b);
        return compare(x.as_number(), y.as_number());
    }
    if (a.is_string() && b.is_string()) return a.as_string().compare(b.as_string());
    return std::nullopt;
}

// Its whole id; "" for "". A flow that is deployed no more is known by its instances.
Result<std::string> known_flow(const View& view, const std::string& name) {
    if (name.empty()) return name;
    if (const flow::Flow* flow = view.program().flow(name)) return flow->id;
    const auto ran = view.reader().query_integer("SELECT 1 FROM fw_flow_instance WHERE flow = ? LIMIT 1", {name});
    if (!ran) return tl::unexpected(ran.error());
    if (*ran) return name;
    std::vector<std::string> deployed;
    for (const auto& each : view.program().flows) deployed.push_back(each->id);
    Text hint = did_you_mean(name, deployed);
    if (hint.empty() && !deployed.empty()) {
        std::string all;
        for (const std::string& each : deployed) all += (all.empty() ? "" : ", ") + each;
        hint = format_text({"there are: {0}", "可用：{0}"}, {all});
    }
    return wrong("flow", format_text({"there is no flow '{0}'", "没有流程“{0}”"}, {name}), std::move(hint));
}

// The variables that instances of the flow, or of any, can have: of the models deployed now, and where `all` of those
// they run on.
Result<std::vector<std::string>> variables_of(const View& view, const std::string& flow, bool all) {
    std::vector<std::string> names;
    const auto add = [&](const flow::Flow& one) {
        for (const flow::Variable& each : one.variables) names.push_back(each.id);
    };
    for (const auto& each : view.program().flows) {
        if (flow.empty() || each->id == flow) add(*each);
    }
    if (!all) return names;
    struct Version {
        std::string flow, version;
        Id deployment = 0;
    };
    std::vector<Version> versions;
    const auto read = view.reader().query(
        "SELECT flow, flow_version, max(deployment_id) FROM fw_flow_instance WHERE flow = ? OR ? = '' GROUP BY flow, "
        "flow_version",
        {flow, flow}, [&](const storage::Row& row) {
            versions.push_back({std::string(row.text(0)), std::string(row.text(1)), row.integer(2)});
        });
    if (!read) return tl::unexpected(read.error());
    for (const Version& each : versions) {
        Loaded on;
        if (view.finder().find(view.reader(), each.flow, each.version, each.deployment, on)) add(*on.flow);
    }
    return names;
}

// A name that no flow has would find nothing, whatever the values are.
Result<void> known_variables(const View& view, const std::string& flow, const InstanceRequest& request) {
    for (const auto& [name, text] : request.variables) {
        const auto among = [&, &wanted = name](const std::vector<std::string>& names) {
            return std::find(names.begin(), names.end(), wanted) != names.end();
        };
        auto names = variables_of(view, flow, false);
        if (names && !among(*names)) names = variables_of(view, flow, true);
        if (!names) return tl::unexpected(std::move(names.error()));
        if (among(*names)) continue;
        std::sort(names->begin(), names->end());
        names->erase(std::unique(names->begin(), names->end()), names->end());
        Text hint = did_you_mean(name, *names);
        if (hint.empty() && !names->empty()) {
            std::string known;
            for (const std::string& each : *names) known += (known.empty() ? "" : ", ") + each;
            hint = format_text({"there are: {0}", "可用：{0}"}, {known});
        }
        return wrong(("variable." + name).c_str(),
                     flow.empty() ? format_text({"no flow has a variable '{0}'", "没有任何流程有变量“{0}”"}, {name})
                                  : format_text({"the flow '{1}' has no variable '{0}'", "流程“{1}”没有变量“{0}”"},
                                                {name, flow}),
                     std::move(hint));
    }
    return {};
}

}  // namespace

void InstanceSearch::where(std::string condition) { where_ += " AND " + std::move(condition); }

void InstanceSearch::where(std::string condition, storage::Value parameter) {
    where(std::move(condition));
    params_.push_back(std::move(parameter));
}

Result<void> InstanceSearch::add_moment(std::string_view column, std::string_view operation, const std::string& text,
                                        const char* name) {
    if (text.empty()) return {};
    const auto at = storage::parse_date_time(text.size() == 10 ? text + "T00:00:00Z" : text);
    if (!at) {
        return wrong(name, format_text({"'{0}' is no date or date and time", "“{0}”不是日期或日期时间"}, {text}));
    }
    where("i." + std::string(column) + " " + std::string(operation) + " ?", storage::Value(*at));
    return {};
}

Result<InstanceSearch> InstanceSearch::make(const View& view, const InstanceRequest& request) {
    InstanceSearch search(view);
    if (request.sort == "started_at") {
        search.oldest_first_ = true;
    } else if (!request.sort.empty() && request.sort != "-started_at") {
        return wrong("sort", {"'sort' is started_at or -started_at", "“sort”必须是 started_at 或 -started_at"});
    }
    search.first_ = storage::parse_id(request.after).value_or(search.oldest_first_ ? 0 : INT64_MAX);
    auto known = known_flow(view, request.flow);
    if (!known) return tl::unexpected(std::move(known.error()));
    const std::string& flow_id = *known;
    if (auto named = known_variables(view, flow_id, request); !named) return tl::unexpected(std::move(named.error()));
    if (!view.caller().administrator()) search.where("i.initiator_id = ?", view.caller().person());
    if (!flow_id.empty()) search.where("i.flow = ?", flow_id);
    if (request.state == "ended") {
        search.where("i.state <> ?", "running");
    } else if (request.state == "suspended") {
        search.where("i.suspended = ?", storage::Value(storage::Param(true)));
    } else if (request.state == "incident") {
        search.where("i.id IN (SELECT x.instance_id FROM fw_incident x WHERE x.state = 'open')");
    } else if (!request.state.empty()) {
        if (std::find(std::begin(kStates), std::end(kStates), request.state) == std::end(kStates)) {
            return wrong("state",
                         {"'state' is running, ended, suspended, incident, completed, refused, withdrawn or "
                          "terminated",
                          "“state”必须是 running、ended、suspended、incident、completed、refused、withdrawn 或 "
                          "terminated"});
        }
        search.where("i.state = ?", request.state);
    }
    if (request.incident == "*") {
        search.where("i.id IN (SELECT x.instance_id FROM fw_incident x WHERE x.state = 'open')");
    } else if (!request.incident.empty()) {
        search.where("i.id IN (SELECT x.instance_id FROM fw_incident x WHERE x.state = 'open' AND x.code = ?)",
                     request.incident);
    }
    if (request.version != 0) search.where("i.deployment_id = ?", request.version);
    if (request.record != 0) search.where("i.record_id = ?", request.record);
    if (request.initiator != 0) search.where("i.initiator_id = ?", request.initiator);
    for (auto done : {search.add_moment("started_at", ">=", request.started_from, "started_from"),
                      search.add_moment("started_at", "<", request.started_to, "started_to"),
                      search.add_moment("ended_at", ">=", request.ended_from, "ended_from"),
                      search.add_moment("ended_at", "<", request.ended_to, "ended_to")}) {
        if (!done) return tl::unexpected(std::move(done.error()));
    }
    search.node_ = request.node;
    if (!search.node_.empty()) {
        search.signs_.emplace_back("\"node\":");
        json::append_string(search.signs_.back(), search.node_);
    }
    if (!request.search.empty()) {
        if (const auto id = storage::parse_id(request.search)) {
            search.where("i.id = ?", *id);
        } else {
            search.search_ = request.search;
        }
    }
    for (const auto& [name, text] : request.variables) {
        Variable wanted;
        wanted.name = name;
        std::string_view value = text;
        for (const std::string_view operation : {">=", "<=", "!=", ">", "<"}) {
            if (!value.starts_with(operation)) continue;
            wanted.operation = operation;
            value.remove_prefix(operation.size());
            break;
        }
        auto parsed = json::read(value);
        wanted.value = parsed ? std::move(*parsed) : json::Value::string(value);
        // What has no value is not in a snapshot.
        if (wanted.operation != "!=" && !wanted.value.is_null()) {
            search.signs_.push_back('"' + name + "\":");
            if (wanted.operation.empty() && wanted.value.is_string())
                json::append_string(search.signs_.back(), wanted.value.as_string());
        }
        search.variables_.push_back(std::move(wanted));
    }
    return search;
}

bool InstanceSearch::holds(const Variable& wanted, const json::Value* found) {
    static const json::Value kNothing = json::Value::null();
    const json::Value& value = found == nullptr ? kNothing : *found;
    const auto ordered = order(value, wanted.value);
    if (wanted.operation == "<") return ordered && *ordered < 0;
    if (wanted.operation == "<=") return ordered && *ordered <= 0;
    if (wanted.operation == ">") return ordered && *ordered > 0;
    if (wanted.operation == ">=") return ordered && *ordered >= 0;
    const bool equal = ordered ? *ordered == 0 : json::write_compact(value) == json::write_compact(wanted.value);
    return (wanted.operation == "!=") != equal;
}

bool InstanceSearch::matches(std::string_view snapshot) const {
    for (const std::string& sign : signs_) {
        if (snapshot.find(sign) == std::string_view::npos) return false;
    }
    if (!node_.empty()) {
        const json::Value tokens = member_of(snapshot, "tokens");
        const bool there = tokens.is_array() &&
                           std::any_of(tokens.items().begin(), tokens.items().end(),
                                       [&](const json::Value& token) { return token.string_or("node") == node_; });
        if (!there) return false;
    }
    if (variables_.empty()) return true;
    const json::Value variables = member_of(snapshot, "variables");
    return std::all_of(variables_.begin(), variables_.end(), [&](const Variable& wanted) {
        return holds(wanted, variables.is_object() ? variables.find(wanted.name) : nullptr);
    });
}

bool InstanceSearch::matches(Id id, std::int64_t version, std::string_view snapshot) const {
    if (snapshot_step(snapshot, version) == version) return matches(snapshot);
    auto now = load_instance(view_->reader(), view_->finder(), id, false);
    // Without its models a snapshot is all that is known.
    return matches(now ? snapshot_text(now->state, *now->flow, now->version) : std::string(snapshot));
}

Result<InstanceSearch::Page> InstanceSearch::find(Id after, std::size_t most, bool count) const {
    Page page;
    const bool look = !node_.empty() || !variables_.empty();
    const bool count_all = count && residual();
    const std::string sql = std::string("SELECT i.id, i.entity, i.record_id, ") +
                            (look ? "i.version, i.snapshot" : "0, ''") + " FROM fw_flow_instance i WHERE i.id " +
                            (oldest_first_ ? ">" : "<") + " ?" + where_ + " ORDER BY i.id " +
                            (oldest_first_ ? "ASC" : "DESC") + " LIMIT ?";
    std::vector<storage::Param> params{after};
    for (const storage::Value& each : params_) params.emplace_back(each);
    params.emplace_back(residual() ? kMostLooked : static_cast<std::int64_t>(most) + 1);
    std::int64_t looked = 0;
    Id last = after;
    const auto read = view_->reader().query(sql, params, [&](const storage::Row& row) {
        const Id id = row.integer(0);
        if (page.ids.size() == most) {
            if (page.next == 0) page.next = last;
            if (!count_all || page.count == kMostCounted) return false;
        }
        ++looked;
        last = id;
        if (look && !matches(id, row.integer(3), row.text(4))) return true;
        if (!search_.empty()) {
            const compile::Entity* entity = view_->program().entity(row.text(1));
            if (entity == nullptr || view_->records() == nullptr || row.is_null(2)) return true;
            const auto title = view_->records()->title(view_->reader(), *entity, row.integer(2));
            if (!title || title->find(search_) == std::string::npos) return true;
        }
        ++page.count;
        if (page.ids.size() < most) page.ids.push_back(id);
        return true;
    });
    if (!read) return tl::unexpected(read.error());
    if (page.next == 0 && residual() && looked == kMostLooked) page.next = last;
    if (count && !residual()) {
        auto all = counted();
        if (!all) return tl::unexpected(std::move(all.error()));
        page.count = *all;
    }
    return page;
}

Result<std::int64_t> InstanceSearch::counted() const {
    std::vector<storage::Param> params;
    for (const storage::Value& each : params_) params.emplace_back(each);
    params.emplace_back(kMostCounted);
    auto all = view_->reader().query_integer(
        "SELECT count(*) FROM (SELECT 1 FROM fw_flow_instance i WHERE 1 = 1" + where_ + " LIMIT ?) x", params);
    if (!all) return tl::unexpected(std::move(all.error()));
    return all->value_or(0);
}

Result<std::string> Flows::instances(Reader& reader, const Caller& caller, const InstanceRequest& request, DateTime now,
                                     Language language) const {
    const View view(*this, reader, caller, now, language);
    auto search = InstanceSearch::make(view, request);
    if (!search) return tl::unexpected(std::move(search.error()));
    const auto limit = static_cast<std::size_t>(std::clamp(request.limit, 1, 1000));
    const bool first = request.after.empty();
    auto page = search->find(search->first(), limit, request.count && first);
    if (!page) return tl::unexpected(std::move(page.error()));
    json::Value list = json::Value::array();
    for (const Id id : page->ids) {
        auto loaded = load_instance(reader, view.finder(), id, false);
        if (!loaded) return tl::unexpected(std::move(loaded.error()));
        auto item = view.instance(*loaded, false);
        if (!item) return tl::unexpected(std::move(item.error()));
        list.push(std::move(*item));
    }
    json::Value out = json::Value::object();
    out.set("instances", std::move(list));
    out.set("next", page->next == 0 ? json::Value::null() : View::id(page->next));
    if (request.count) {
        // Of all that match, on whichever page one is.
        auto all = first ? std::move(page) : search->find(search->beginning(), 1, true);
        if (!all) return tl::unexpected(std::move(all.error()));
        out.set("count", json::Value::number(all->count));
    }
    return json::write_compact(out);
}

}  // namespace fw::flows
