// POST /records/{entity}/batch: many records in one transaction, each good or refused by itself. For imports.
#include <cstdio>

#include "runtime/http/routes/routes.h"
#include "runtime/records/records.h"
#include "runtime/storage/errors.h"

namespace fw::http::routes {
namespace {

tl::unexpected<Diagnostics> wrong(Text text, std::string element = {}) {
    Place place;
    place.element = std::move(element);
    return fail("HTTP-422", std::move(text), std::move(place));
}

struct Asked {
    const json::Value* records = nullptr;
    bool check = false;     // say what is wrong, store nothing
    bool together = false;  // all or none
};

Asked read_batch(const json::Value& body) {
    const auto flag = [&](const char* name) {
        const json::Value* found = body.find(name);
        return found != nullptr && found->is_boolean() && found->as_boolean();
    };
    return {body.find("records"), flag("check"), flag("together")};
}

// Mistakes of one record leave the others alone; a database that cannot go on does not.
bool is_the_database(const Diagnostics& why) {
    using storage::ErrorKind;
    const ErrorKind kind = storage::error_kind(why);
    return kind != ErrorKind::kOther && kind != ErrorKind::kUnique && kind != ErrorKind::kForeignKey &&
           kind != ErrorKind::kConstraint;
}

class Batch {
  public:
    Batch(host::Host& host, Act& act, const Input& in, const compile::Entity& entity, const Asked& asked)
        : running_(host.running()), act_(act), in_(in), entity_(entity), asked_(asked) {}

    Result<Response> run() {
        const access::News before = act_.news;
        const Result<void> kept = act_.tx.attempt([this]() -> Result<void> {
            Result<void> done = write_all();
            if (!done) return done;
            if (asked_.check || (asked_.together && failed_ > 0)) return wrong({"undone", "已撤销"});
            return {};
        });
        if (!broken_.empty()) return tl::unexpected(std::move(broken_));
        if (!kept) act_.news = before;
        if (!kept && !asked_.check) results_ = refused_;  // together: what was good is not there either
        JsonWriter out;
        out.begin_object().member("stored", kept ? good_ - unchanged_ : 0).member("failed", failed_);
        out.member("unchanged", unchanged_);
        out.key("results").raw("[" + results_ + "]").end_object();
        return Response::json(out.take());
    }

  private:
    Result<void> write_all() {
        good_ = failed_ = unchanged_ = 0;
        results_.clear();
        refused_.clear();
        for (const json::Value& record : asked_.records->items()) {
            const access::News before = act_.news;
            records::Written written;
            const Result<void> done = act_.tx.attempt([&]() -> Result<void> {
                auto one = write(record);
                if (!one) return tl::unexpected(one.error());
                written = *one;
                const std::size_t known = act_.news.records.size();
                auto followed = running_->automations().after(act_);  // what it sets going is good or refused with it
                if (!followed || act_.news.records.size() == known) return followed;
                auto shown = running_->records().show(act_.tx, act_.caller, entity_, written.id, act_.now);
                if (shown) written.version = shown->version;
                return {};
            });
            if (!results_.empty()) results_ += ',';
            if (done) {
                ++good_;
                if (written.unchanged) ++unchanged_;
                JsonWriter out;
                out.begin_object().id("id", written.id).member("version", written.version);
                if (written.unchanged) out.member("unchanged", true);
                results_ += out.end_object().text();
                if (!refused_.empty()) refused_ += ',';
                refused_ += R"({"diagnostics":)";
                append_diagnostics(refused_, undone(), in_.language);
                refused_ += '}';
                continue;
            }
            if (is_the_database(done.error())) {
                broken_ = done.error();
                return done;
            }
            act_.news = before;
            ++failed_;
            std::string why = "{\"diagnostics\":";
            append_diagnostics(why, done.error(), in_.language);
            why += '}';
            results_ += why;
            refused_ += (refused_.empty() ? "" : ",") + why;
        }
        return {};
    }

    static Diagnostics undone() {
        return {{"HTTP-422",
                 Severity::kError,
                 {},
                 {"Not stored: another record of the batch has a mistake.", "未保存：同一批中有其他记录出错。"},
                 {}}};
    }

    Result<records::Written> write(const json::Value& record) {
        if (!record.is_object()) return wrong({"A record is an object.", "记录应为对象。"});
        const json::Value* given = record.find("id");
        if (given == nullptr || given->is_null()) return running_->records().create(act_, entity_, record);
        const auto id = given->is_string() ? storage::parse_id(given->as_string()) : std::nullopt;
        if (!id) return not_found();
        records::WriteOptions options;
        options.pass_unchanged = true;
        if (const json::Value* version = record.find("version"); version != nullptr && version->is_number())
            options.version = version->as_int64();
        return running_->records().update(act_, entity_, *id, record, options);
    }

    std::shared_ptr<const host::Running> running_;
    Act& act_;
    const Input& in_;
    const compile::Entity& entity_;
    const Asked& asked_;
    int good_ = 0, failed_ = 0;
    int unchanged_ = 0;    // of the good ones
    std::string results_;  // of each record by itself
    std::string refused_;  // the same where none was kept: those that were good say so
    Diagnostics broken_;
};

}  // namespace

void add_batches(Api& api) {
    host::Host& host = api.host();
    api.change(
        Method::kPost, "/api/v1/records/{entity}/batch", Needs::kPerson,
        {.tag = "records",
         .summary = "Create many records (with \"id\": change them) in one transaction, each good or refused by itself",
         .parameters = {},
         .body =
             R"({"type":"object","required":["records"],"properties":{"records":{"description":"Each good or refused by itself","type":"array","maxItems":500,"items":{}},)"
             R"("check":{"type":"boolean","description":"Only say what is wrong; nothing is stored"},)"
             R"("together":{"type":"boolean","description":"All or none"}},"additionalProperties":false})",
         .answers =
             {{200, "One result each, in their order",
               R"({"type":"object","properties":{"stored":{"type":"integer"},"failed":{"type":"integer"},"unchanged":{"description":"Said what is stored already","type":"integer"},"results":{"type":"array","items":{"type":"object","properties":{"id":{"type":"string"},)"
               R"("version":{"type":"integer"},"unchanged":{"type":"boolean"},"diagnostics":{"type":"array","items":{"$ref":"#/components/schemas/diagnostic"}}}}}}})"}}},
        [&host](Act& act, const Input& in) -> Result<Response> {
            const compile::Entity* entity = act.caller.program().entity(in.parameter("entity"));
            if (entity == nullptr) return not_found();
            const Asked asked = read_batch(in.body);
            return Batch(host, act, in, *entity, asked).run();
        });
}

}  // namespace fw::http::routes
