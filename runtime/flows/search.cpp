#include "runtime/flows/search.h"

#include <algorithm>

#include "engine/feel/feel.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::flows {

namespace {

constexpr std::string_view kStates[] = {"running", "completed", "refused", "withdrawn", "terminated"};

tl::unexpected<Diagnostics> wrong(const char* element, Text text) {
    Diagnostic made;
    made.code = "FLOW-422";
    made.place.element = element;
    made.text = std::move(text);
    return fail(std::move(made));
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

}  // namespace

void InstanceSearch::where(std::string condition, storage::Value parameter) {
    where_ += " AND " + std::move(condition);
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
    search.before_ = storage::parse_id(request.after).value_or(INT64_MAX);
    const flow::Flow* flow = request.flow.empty() ? nullptr : view.program().flow(request.flow);
    const std::string flow_id = flow == nullptr ? request.flow : flow->id;
    if (!view.caller().administrator()) search.where("i.initiator_id = ?", view.caller().person());
    if (!flow_id.empty()) search.where("i.flow = ?", flow_id);
    if (request.state == "ended") {
        search.where("i.state <> ?", "running");
    } else if (request.state == "suspended") {
        search.where("i.suspended = ?", storage::Value(storage::Param(true)));
    } else if (request.state == "incident") {
        search.where("EXISTS (SELECT 1 FROM fw_incident x WHERE x.instance_id = i.id AND x.state = ?)", "open");
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
        search.where("EXISTS (SELECT 1 FROM fw_incident x WHERE x.instance_id = i.id AND x.state = ?)", "open");
    } else if (!request.incident.empty()) {
        search.where(
            "EXISTS (SELECT 1 FROM fw_incident x WHERE x.instance_id = i.id AND x.state = 'open' AND x.code = ?)",
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

bool InstanceSearch::matches(const json::Value& snapshot) const {
    if (!node_.empty()) {
        const json::Value* tokens = snapshot.find("tokens");
        const bool there = tokens != nullptr && tokens->is_array() &&
                           std::any_of(tokens->items().begin(), tokens->items().end(),
                                       [&](const json::Value& token) { return token.string_or("node") == node_; });
        if (!there) return false;
    }
    const json::Value* variables = snapshot.find("variables");
    return std::all_of(variables_.begin(), variables_.end(), [&](const Variable& wanted) {
        return holds(wanted, variables == nullptr ? nullptr : variables->find(wanted.name));
    });
}

Result<InstanceSearch::Page> InstanceSearch::find(Id before, std::size_t most) const {
    Page page;
    const bool look = !node_.empty() || !variables_.empty();
    const std::string sql = std::string("SELECT i.id, i.entity, i.record_id, ") + (look ? "i.snapshot" : "''") +
                            " FROM fw_flow_instance i WHERE i.id < ?" + where_ + " ORDER BY i.id DESC LIMIT ?";
    std::vector<storage::Param> params{before};
    for (const storage::Value& each : params_) params.emplace_back(each);
    params.emplace_back(residual() ? kMostLooked : static_cast<std::int64_t>(most) + 1);
    std::int64_t looked = 0;
    Id last = before;
    Diagnostics failure;
    const auto read = view_->reader().query(sql, params, [&](const storage::Row& row) {
        const Id id = row.integer(0);
        if (page.ids.size() == most) {
            page.next = last;
            return false;
        }
        ++looked;
        last = id;
        if (look) {
            const auto snapshot = json::read(row.text(3));
            if (!snapshot || !matches(*snapshot)) return true;
        }
        if (!search_.empty()) {
            const compile::Entity* entity = view_->program().entity(row.text(1));
            if (entity == nullptr || view_->records() == nullptr || row.is_null(2)) return true;
            const auto title = view_->records()->title(view_->reader(), *entity, row.integer(2));
            if (!title || title->find(search_) == std::string::npos) return true;
        }
        page.ids.push_back(id);
        return true;
    });
    if (!read) return tl::unexpected(read.error());
    if (page.next == 0 && residual() && looked == kMostLooked) page.next = last;
    return page;
}

Result<std::string> Flows::instances(Reader& reader, const Caller& caller, const InstanceRequest& request, DateTime now,
                                     Language language) const {
    const View view(*this, reader, caller, now, language);
    auto search = InstanceSearch::make(view, request);
    if (!search) return tl::unexpected(std::move(search.error()));
    auto page = search->find(search->first(), static_cast<std::size_t>(std::clamp(request.limit, 1, 200)));
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
        constexpr std::size_t kMostCounted = 100'000;
        auto all = search->find(INT64_MAX, kMostCounted);
        if (!all) return tl::unexpected(std::move(all.error()));
        out.set("count", json::Value::number(static_cast<std::int64_t>(all->ids.size())));
    }
    return json::write_compact(out);
}

}  // namespace fw::flows
