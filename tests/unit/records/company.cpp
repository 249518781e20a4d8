#include "tests/unit/records/company.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/feel/functions.h"

namespace fw::records {

namespace {
std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
}

model::PackSource base() {
    const std::filesystem::path folder = std::filesystem::path(FW_SOURCE_DIR) / "plugins" / "base";
    model::PackSource out;
    out.id = "base";
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string path = std::filesystem::relative(file.path(), folder);
        const bool model = file.path().extension() == ".json" && path.rfind("demo/", 0) != 0;
        if (model) out.files.push_back({path, read_file(file.path())});
    }
    return out;
}

const char* const kPack = R"~({"kind": "pack", "id": "shop", "version": "1.0.0", "label": {"en": "Shop", "zh": "商店"},
    "requires": [{"pack": "base"}]})~";

const char* const kAccount =
    R"~({"kind": "entity", "id": "account", "label": {"en": "Account", "zh": "客户"}, "title": "name",
    "fields": [
      {"id": "name", "type": "text", "required": true, "max_length": 20, "label": {"en": "Name", "zh": "名称"}},
      {"id": "code", "type": "text", "pattern": "[A-Z]{2}[0-9]+", "unique": true},
      {"id": "level", "type": "choice", "options": [{"id": "a"}, {"id": "b"}], "default": "\"b\""},
      {"id": "tags", "type": "multi_choice", "options": [{"id": "x"}, {"id": "y"}, {"id": "z"}]},
      {"id": "mail", "type": "email"},
      {"id": "limit", "type": "currency", "min": 0, "max": 1000000},
      {"id": "stars", "type": "integer", "min": 1, "max": 5, "indexed": true},
      {"id": "active", "type": "boolean", "default": "true"},
      {"id": "since", "type": "date", "default": "today()"},
      {"id": "called_at", "type": "date_time"},
      {"id": "opens", "type": "time"},
      {"id": "boss", "type": "reference", "to": "account", "on_delete": "clear"},
      {"id": "secret", "type": "text"},
      {"id": "order_count", "type": "rollup", "over": "order.customer", "count": true},
      {"id": "order_total", "type": "rollup", "over": "order.customer", "sum": "total", "where": "state != \"cancelled\""},
      {"id": "dearest", "type": "rollup", "over": "order.customer", "max": "total"},
      {"id": "good", "type": "formula", "formula": "order_total >= 100", "result": "boolean"}]})~";

const char* const kProduct =
    R"~({"kind": "entity", "id": "product", "label": {"en": "Product", "zh": "产品"}, "title": "name",
    "fields": [
      {"id": "name", "type": "text", "required": true},
      {"id": "price", "type": "currency"},
      {"id": "sold", "type": "boolean", "default": "true"}]})~";

const char* const kOrder = R"~({"kind": "entity", "id": "order", "label": {"en": "Order", "zh": "订单"},
    "title": "number + \" \" + customer.name",
    "fields": [
      {"id": "number", "type": "auto_number", "pattern": "O-{yyyy}-{000}"},
      {"id": "customer", "type": "reference", "to": "account", "required": true, "on_delete": "restrict"},
      {"id": "customer_level", "type": "lookup", "from": "customer", "field": "level"},
      {"id": "discount", "type": "percent", "default": "0", "min": 0, "max": 50, "read_only_when": "state != \"draft\""},
      {"id": "lines", "type": "child_table", "of": "order_line"},
      {"id": "net", "type": "rollup", "over": "lines", "sum": "amount"},
      {"id": "total", "type": "formula", "formula": "net * (100 - discount) / 100", "result": "number"},
      {"id": "ordered_on", "type": "date"},
      {"id": "deliver_on", "type": "date"},
      {"id": "reason", "type": "text", "visible_when": "discount > 10", "required_when": "discount > 10"},
      {"id": "note", "type": "long_text"}],
    "states": [{"id": "draft"}, {"id": "sent", "locked": true}, {"id": "cancelled", "locked": true}],
    "transitions": [
      {"id": "send", "from": ["draft"], "to": "sent", "when": "total > 0"},
      {"id": "cancel", "from": ["draft", "sent"], "to": "cancelled", "roles": ["chief"]}],
    "checks": [
      {"id": "dates", "check": "deliver_on = null or ordered_on = null or deliver_on >= ordered_on", "field": "deliver_on",
       "message": {"en": "Cannot be delivered before it is ordered", "zh": "交货日期不能早于下单日期"}}]})~";

const char* const kOrderLine = R"~({"kind": "entity", "id": "order_line", "label": {"en": "Line", "zh": "明细"},
    "title": "product.name", "child_of": "order", "fields": [
      {"id": "product", "type": "reference", "to": "product", "required": true, "filter": "sold"},
      {"id": "quantity", "type": "integer", "required": true, "default": "1", "min": 1},
      {"id": "price", "type": "currency", "required": true, "default": "product.price"},
      {"id": "amount", "type": "formula", "formula": "quantity * price", "result": "number"}]})~";

const char* const kOrderForm =
    R"~({"kind": "form", "id": "order", "label": {"en": "Order", "zh": "订单"}, "entity": "order",
    "sections": [
      {"id": "head", "label": {"en": "Order", "zh": "订单"}, "fields": [{"field": "customer"}, {"field": "discount"}]},
      {"id": "why", "label": {"en": "Why", "zh": "原因"}, "visible_when": "discount > 10 and customer.name = \"Acme\"",
       "fields": [{"field": "reason"}]},
      {"id": "gift", "label": {"en": "Gift", "zh": "赠品"}, "visible_when": "total >= 1000", "fields": [{"field": "note"}]}]})~";

const char* const kSellerRole =
    R"~({"kind": "role", "id": "seller", "label": {"en": "Seller", "zh": "销售"}, "rights": [
      {"entity": "account", "create": true, "read": "all", "update": "own", "delete": "own"},
      {"entity": "product", "read": "all"},
      {"entity": "order", "create": true, "read": "own", "update": "own", "delete": "own"}],
    "fields": [{"entity": "account", "field": "secret", "read": false, "write": false},
               {"entity": "account", "field": "limit", "write": false}]})~";

const char* const kChiefRole = R"~({"kind": "role", "id": "chief", "label": {"en": "Chief", "zh": "主管"}, "rights": [
      {"entity": "account", "create": true, "read": "all", "update": "all", "delete": "all", "export": true},
      {"entity": "product", "read": "all"},
      {"entity": "order", "create": true, "read": "subunits", "update": "subunits", "delete": "subunits", "export": true}]})~";

const char* const kClerkRole = R"~({"kind": "role", "id": "clerk", "label": {"en": "Clerk", "zh": "文员"}, "rights": [
      {"entity": "account", "read": "all", "where": "level = \"a\" or boss.level = \"a\""}]})~";

json::Value parsed(std::string_view text) {
    auto value = json::read(text);
    EXPECT_TRUE(value) << text;
    return value ? *value : json::Value();
}

identity::Person person(Id id, const char* name, identity::UnitId unit, const char* role) {
    identity::Person p;
    p.id = id;
    p.login = p.name = name;
    p.unit = unit;
    p.roles = {role};
    p.administrator = id == 1;
    return p;
}
}  // namespace

Files shop() {
    return {{"pack.json", kPack},
            {"entities/account.json", kAccount},
            {"entities/product.json", kProduct},
            {"entities/order.json", kOrder},
            {"entities/order_line.json", kOrderLine},
            {"forms/order.json", kOrderForm},
            {"roles/seller.json", kSellerRole},
            {"roles/chief.json", kChiefRole},
            {"roles/clerk.json", kClerkRole}};
}

Files edited(Files files, const std::string& path, const std::string& from, const std::string& to) {
    for (auto& [name, text] : files) {
        if (name != path) continue;
        const std::size_t at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        if (at != std::string::npos) text.replace(at, from.size(), to);
    }
    return files;
}

std::shared_ptr<const compile::Program> compiled(const Files& shop) {
    model::PackSource source;
    source.id = "shop";
    for (const auto& [path, text] : shop) source.files.push_back({path, text});
    auto program = compile::compile_sources({base(), source}, feel::Functions::standard());
    if (!program) ADD_FAILURE() << format(program.error());
    return program ? *program : nullptr;
}

Result<void> Company::try_deploy(const Files& files, bool allow_data_loss) {
    auto program = compiled(files);
    if (program == nullptr) return fail("TEST-000", {"the models do not compile", "模型无法编译"});
    auto records = std::make_unique<Records>(program, store_.database().dialect());
    auto done = store_.database().write_and_wait([&](storage::Transaction& tx) -> Result<void> {
        auto tables = deployed_tables(tx);
        if (!tables) return fail(tables.error());
        TablePlan plan = plan_tables(*tables, *program, tx.dialect());
        if (program_ != nullptr) plan_values(plan, *program_, *program);
        if (auto applied = apply_tables(tx, plan, allow_data_loss); !applied) return applied;
        return records->recompute(tx, now_, plan.recompute);
    });
    if (!done) return done;
    program_ = program;
    records_ = std::move(records);
    directory_ = std::make_shared<const identity::Directory>(
        std::vector{person(kAdmin, "admin", 0, "base.administrator"), person(kSeller, "seller", 10, "shop.seller"),
                    person(kOther, "other", 11, "shop.seller"), person(kChief, "chief", 10, "shop.chief"),
                    person(kClerk, "clerk", 11, "shop.clerk")},
        std::vector<identity::Unit>{{10, "Sales", 0, kChief}, {11, "Sales East", 10, 0}});
    return {};
}

void Company::deploy(const Files& files) {
    const auto done = try_deploy(files);
    ASSERT_TRUE(done) << format(done.error());
}

std::shared_ptr<const Caller> Company::caller(Id id) const {
    return std::make_shared<const Caller>(program_, directory_, id);
}

const compile::Entity& Company::entity_of(std::string_view name) const { return *program_->entity(name); }

Result<Written> Company::act(Id id, const std::function<Result<Written>(Act&)>& command) {
    const auto who = caller(id);
    Written out;
    const auto done = store_.database().write_and_wait([&](storage::Transaction& tx) -> Result<void> {
        Act act{tx, *who, ids_, now_, {}};
        auto written = command(act);
        if (!written) return fail(std::move(written.error()));
        out = *written;
        news_ = std::move(act.news);
        return {};
    });
    if (!done) return fail(done.error());
    return out;
}

Result<Written> Company::create(Id id, std::string_view entity, std::string_view json) {
    return act(id, [&](Act& a) { return records_->create(a, entity_of(entity), parsed(json)); });
}

Result<Written> Company::update(Id id, std::string_view entity, Id record, std::string_view json,
                                const WriteOptions& options) {
    return act(id, [&](Act& a) { return records_->update(a, entity_of(entity), record, parsed(json), options); });
}

Result<void> Company::remove(Id id, std::string_view entity, Id record) {
    const auto done = act(id, [&](Act& a) -> Result<Written> {
        auto removed = records_->remove(a, entity_of(entity), record);
        if (!removed) return fail(std::move(removed.error()));
        return Written{};
    });
    if (!done) return fail(done.error());
    return {};
}

Result<Written> Company::transition(Id id, std::string_view entity, Id record, std::string_view name) {
    return act(id, [&](Act& a) { return records_->transition(a, entity_of(entity), record, name); });
}

Result<Written> Company::set(std::string_view entity, Id record,
                             const std::vector<std::pair<std::string, feel::Value>>& values) {
    return act(kAdmin, [&](Act& a) { return records_->set(a, entity_of(entity), record, values); });
}

Id Company::made(std::string_view entity, std::string_view json, Id id) {
    const auto written = create(id, entity, json);
    if (!written) ADD_FAILURE() << format(written.error());
    return written ? written->id : 0;
}

Result<json::Value> Company::show(Id id, std::string_view entity, Id record) {
    const auto who = caller(id);
    json::Value out;
    const auto done = store_.database().read([&](Reader& reader) -> Result<void> {
        auto shown = records_->show(reader, *who, entity_of(entity), record, now_);
        if (!shown) return fail(std::move(shown.error()));
        out = parsed("{" + shown->members + "}");
        return {};
    });
    if (!done) return fail(done.error());
    return out;
}

json::Value Company::shown(std::string_view entity, Id record, Id id) {
    const auto out = show(id, entity, record);
    if (!out) ADD_FAILURE() << format(out.error());
    return out ? *out : json::Value();
}

Result<json::Value> Company::list(Id id, std::string_view entity, const ListRequest& request) {
    const auto who = caller(id);
    json::Value out;
    const auto done = store_.database().read([&](Reader& reader) -> Result<void> {
        auto text = records_->list(reader, *who, entity_of(entity), request, now_);
        if (!text) return fail(std::move(text.error()));
        out = parsed(*text);
        return {};
    });
    if (!done) return fail(done.error());
    return out;
}

std::string Company::read(const std::function<Result<std::string>(Reader&)>& function) {
    std::string out;
    const auto done = store_.database().read([&](Reader& reader) -> Result<void> {
        auto text = function(reader);
        if (!text) return fail(std::move(text.error()));
        out = std::move(*text);
        return {};
    });
    if (!done) ADD_FAILURE() << format(done.error());
    return out;
}

json::Value Company::compute(Id id, std::string_view entity, std::string_view request) {
    const auto who = caller(id);
    return parsed(read([&](Reader& reader) {
        return records_->compute(reader, *who, entity_of(entity), parsed(request), now_, Language::kEn);
    }));
}

std::string Company::text(const json::Value& record, std::string_view key) {
    const json::Value* found = record.find(key);
    return found == nullptr ? "missing" : json::write_compact(*found);
}

Company::List Company::codes(const Diagnostics& diagnostics) {
    List out;
    for (const Diagnostic& d : diagnostics) {
        EXPECT_FALSE(d.text.en.empty());
        EXPECT_FALSE(d.text.zh.empty()) << d.text.en;
        out.push_back(d.code + (d.place.element.empty() ? "" : " " + d.place.element));
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace fw::records
