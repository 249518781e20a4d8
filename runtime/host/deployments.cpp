#include "runtime/host/deployments.h"

#include <algorithm>

#include "engine/compile/decision_findings.h"
#include "engine/compile/flow_findings.h"
#include "engine/feel/functions.h"
#include "engine/json/read.h"
#include "engine/packs/built_in.h"
#include "runtime/host/host.h"
#include "runtime/host/people.h"
#include "runtime/host/rules.h"
#include "runtime/http/json_writer.h"
#include "runtime/identity/administrators.h"
#include "runtime/records/tables.h"

namespace fw::host {

using compile::Program;
using http::JsonWriter;
using storage::Row;
using storage::Transaction;

namespace {

std::string sources_text(const std::vector<model::PackSource>& packs) {
    JsonWriter out;
    out.begin_array();
    for (const model::PackSource& pack : packs) {
        out.begin_object().member("id", pack.id).key("files").begin_array();
        for (const model::SourceFile& file : pack.files) {
            out.begin_object().member("path", file.path).member("text", file.text).end_object();
        }
        out.end_array().end_object();
    }
    return out.end_array().take();
}

Result<std::vector<model::PackSource>> read_sources(std::string_view text) {
    auto root = json::read(text, "fw_deployment.program");
    if (!root) return tl::unexpected(root.error());
    std::vector<model::PackSource> out;
    for (const json::Value& pack : root->items()) {
        model::PackSource source;
        source.id = source.folder = pack.string_or("id");
        if (const json::Value* files = pack.find("files")) {
            for (const json::Value& file : files->items()) {
                source.files.push_back({std::string(file.string_or("path")), std::string(file.string_or("text"))});
            }
        }
        out.push_back(std::move(source));
    }
    return out;
}

std::string packs_text(const Program& program) {
    JsonWriter out;
    out.begin_array();
    for (const compile::PackInfo& pack : program.packs) {
        out.begin_object().member("id", pack.id).member("version", pack.version).end_object();
    }
    return out.end_array().take();
}

std::string changes_text(const std::vector<Change>& changes) {
    JsonWriter out;
    out.begin_array();
    for (const Change& change : changes) {
        out.begin_object().member("kind", change.kind).member("model", change.model).member("id", change.id);
        out.member("element", change.element).member("text", change.text).end_object();
    }
    return out.end_array().take();
}

// What the runtime itself reads of the organisation (docs/decisions/002).
Diagnostics missing_organisation(const Program& program) {
    static const std::pair<const char*, std::vector<const char*>> kNeeded[] = {
        {"base.person", {"login", "name", "unit", "manager", "active"}}, {"base.unit", {"name", "parent", "head"}}};
    Diagnostics out;
    for (const auto& [id, fields] : kNeeded) {
        const compile::Entity* entity = program.entity(id);
        for (const char* field : fields) {
            if (entity != nullptr && entity->find(field) != nullptr) continue;
            Diagnostic d{
                "AUTH-100",
                Severity::kError,
                {},
                format_text({"People and units need the field {0} of {1}.", "人员和部门需要 {1} 的字段 {0}。"},
                            {field, id}),
                {"Keep the fields of the pack base that Formwork itself uses.", "请保留 base 包中系统使用的字段。"}};
            d.place.element = std::string("entity:") + id + "/fields/" + field;
            out.push_back(std::move(d));
        }
    }
    return out;
}

Result<std::shared_ptr<const Program>> compiled(const std::vector<model::PackSource>& sources, Host& host) {
    auto program = compile::compile_sources(sources, host.functions());
    if (!program) return program;
    Diagnostics wrong = missing_organisation(**program);
    if (wrong.empty()) {
        const records::Records records(*program, host.database().dialect(), {feel::Zone::utc(), &host.functions()});
        wrong = untranslatable_rules(**program, records);
        for (Diagnostic& each : unknown_actions(**program, host.plugins())) wrong.push_back(std::move(each));
    }
    if (!wrong.empty()) return fail(std::move(wrong));
    return program;
}

Result<Checked> proved(std::shared_ptr<const Program> program) {
    Checked out{std::move(program), {}};
    out.warnings = out.program->warnings;
    for (Diagnostic& each : compile::prove_models(*out.program)) out.warnings.push_back(std::move(each));
    if (has_errors(out.warnings)) return fail(std::move(out.warnings));
    return out;
}

}  // namespace

Result<std::optional<Deployment>> load_active_deployment(storage::Database& database,
                                                         const feel::Functions& functions) {
    std::optional<Deployment> out;
    std::string text;
    Result<void> read = database.read([&](storage::Reader& reader) {
        return reader.query(
            "SELECT id, created_at, program FROM fw_deployment WHERE status = 'active' ORDER BY id DESC LIMIT 1", {},
            [&](const Row& row) {
                out.emplace();
                out->id = row.integer(0);
                out->at = row.date_time(1);
                text = row.text(2);
            });
    });
    if (!read) return tl::unexpected(read.error());
    if (!out) return out;
    auto sources = read_sources(text);
    if (!sources) return tl::unexpected(sources.error());
    auto program = compile::compile_sources(*sources, functions);
    if (!program) return tl::unexpected(program.error());
    out->program = std::move(*program);
    return out;
}

Result<std::vector<Deployment>> list_deployments(storage::Database& database) {
    std::vector<Deployment> out;
    Result<void> read = database.read([&](storage::Reader& reader) {
        return reader.query(
            "SELECT id, created_at, created_by, note, packs, plan, status FROM fw_deployment ORDER BY id DESC", {},
            [&](const Row& row) {
                out.push_back({row.integer(0), row.date_time(1), row.integer(2), std::string(row.text(3)),
                               std::string(row.text(4)), std::string(row.text(5)), std::string(row.text(6)), nullptr});
            });
    });
    if (!read) return tl::unexpected(read.error());
    return out;
}

namespace {

Result<std::vector<model::PackSource>> sources_of(storage::Reader& reader, storage::Id id) {
    auto text = reader.query_text("SELECT program FROM fw_deployment WHERE id = ?", {id});
    if (!text) return tl::unexpected(text.error());
    if (!*text) {
        return fail("HTTP-404",
                    format_text({"There is no deployment {0}.", "没有编号为 {0} 的部署。"}, {std::to_string(id)}));
    }
    return read_sources(**text);
}

}  // namespace

Result<std::shared_ptr<const Program>> load_program(storage::Reader& reader, storage::Id deployment,
                                                    const feel::Functions& functions) {
    auto sources = sources_of(reader, deployment);
    if (!sources) return tl::unexpected(sources.error());
    return compile::compile_sources(*sources, functions);
}

Result<std::vector<model::PackSource>> deployment_sources(storage::Database& database, storage::Id id) {
    std::vector<model::PackSource> out;
    Result<void> read = database.read([&](storage::Reader& reader) -> Result<void> {
        auto sources = sources_of(reader, id);
        if (!sources) return tl::unexpected(sources.error());
        out = std::move(*sources);
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    return out;
}

std::vector<model::PackSource> merged(const Program& running, std::vector<model::PackSource> packs) {
    std::vector<model::PackSource> out;
    for (const model::PackSource& pack : running.sources) {
        const bool replaced = std::any_of(packs.begin(), packs.end(), [&](const auto& p) { return p.id == pack.id; });
        if (!replaced) out.push_back(pack);
    }
    for (model::PackSource& pack : packs) {
        std::erase_if(pack.files, [](const model::SourceFile& file) { return file.path.starts_with("demo/"); });
        out.push_back(std::move(pack));
    }
    const bool has_base = std::any_of(out.begin(), out.end(), [](const auto& pack) { return pack.id == "base"; });
    if (!has_base) out.push_back(packs::built_in_pack("base"));  // always deployed
    return out;
}

Result<Checked> check(Host& host, std::vector<model::PackSource> packs) {
    auto program = compiled(merged(*host.program(), std::move(packs)), host);
    if (!program) return tl::unexpected(program.error());
    return proved(std::move(*program));
}

namespace {

Result<records::TablePlan> plan_for(storage::Reader& reader, const Program& running, const Program& program) {
    auto tables = records::deployed_tables(reader);
    if (!tables) return tl::unexpected(tables.error());
    records::TablePlan plan = records::plan_tables(*tables, program, reader.dialect());
    records::plan_values(plan, running, program);
    Result<void> counted = records::count_losses(reader, plan);
    if (!counted) return tl::unexpected(counted.error());
    return plan;
}

void add_data(Diff& diff, const records::TablePlan& plan) {
    for (const records::TableChange& change : plan.changes) {
        diff.data.push_back({change.text, change.affected, change.destructive && change.affected > 0});
    }
}

// Everything a deployment does to the database; the diff is filled.
Result<void> carry_out(Transaction& tx, Host& host, const Program& running, const Running& next, Applied& out,
                       bool allow_data_loss) {
    const Program& program = *next.program();
    const storage::DateTime now = storage::now();
    auto plan = plan_for(tx, running, program);
    if (!plan) return tl::unexpected(plan.error());
    Result<void> applied = records::apply_tables(tx, *plan, allow_data_loss);
    if (applied) applied = next.records().recompute(tx, now, plan->recompute);
    if (applied) applied = next.flows().plan_starts(tx, host.ids(), now);
    if (applied) applied = next.automations().plan(tx, host.ids(), now);
    if (!applied) return applied;
    auto before = identity::count_administrators(tx, identity::administrator_roles(running));
    if (!before) return tl::unexpected(std::move(before.error()));
    if (*before > 0) applied = identity::require_administrator(tx, identity::administrator_roles(program));
    if (!applied) return applied;
    out.diff.data.clear();
    add_data(out.diff, *plan);
    return {};
}

Applied begun(Host& host, Checked& checked) {
    Applied out;
    out.id = host.ids().next();
    out.diff.changes = compare(host.program()->sources, checked.program->sources);
    out.diff.warnings = std::move(checked.warnings);
    return out;
}

// The deployment itself, undone: it tells of data that would be lost, and refuses what the deployment would refuse.
Result<Diff> diff_of(Host& host, Checked checked) {
    const std::shared_ptr<const Program> program = checked.program, running = host.program();
    Applied out = begun(host, checked);
    Result<void> tried = host.rehearse(program, out.id, [&](Transaction& tx, const Running& next) {
        return carry_out(tx, host, *running, next, out, true);
    });
    if (!tried) return tl::unexpected(tried.error());
    for (Diagnostic& each : approver_holes(*program, *host.directory())) out.diff.warnings.push_back(std::move(each));
    return std::move(out.diff);
}

Result<Applied> apply(Host& host, Checked checked, bool allow_data_loss, std::int64_t by, const std::string& note) {
    const std::shared_ptr<const Program> program = checked.program, running = host.program();
    Applied out = begun(host, checked);
    Result<void> replaced = host.replace(program, out.id, [&](Transaction& tx, const Running& next) -> Result<void> {
        if (auto done = carry_out(tx, host, *running, next, out, allow_data_loss); !done) return done;
        auto done = tx.execute("UPDATE fw_deployment SET status = 'replaced' WHERE status = 'active'");
        if (done) {
            done = tx.execute(
                "INSERT INTO fw_deployment (id, created_at, created_by, note, packs, program, plan, status) VALUES (?, "
                "?, ?, ?, ?, ?, ?, 'active')",
                {out.id, storage::now(), by == 0 ? storage::Param() : storage::Param(by), note, packs_text(*program),
                 sources_text(program->sources), changes_text(out.diff.changes)});
        }
        if (!done) return tl::unexpected(done.error());
        return {};
    });
    if (!replaced) return tl::unexpected(replaced.error());
    for (Diagnostic& each : approver_holes(*program, *host.directory())) out.diff.warnings.push_back(std::move(each));
    return out;
}

}  // namespace

Result<Diff> diff(Host& host, std::vector<model::PackSource> packs) {
    auto program = check(host, std::move(packs));
    if (!program) return tl::unexpected(program.error());
    return diff_of(host, std::move(*program));
}

Result<Applied> deploy(Host& host, std::vector<model::PackSource> packs, bool allow_data_loss, std::int64_t by,
                       const std::string& note) {
    auto program = check(host, std::move(packs));
    if (!program) return tl::unexpected(program.error());
    return apply(host, std::move(*program), allow_data_loss, by, note);
}

Result<Applied> roll_back(Host& host, storage::Id id, bool allow_data_loss, std::int64_t by) {
    auto sources = deployment_sources(host.database(), id);
    if (!sources) return tl::unexpected(sources.error());
    auto program = compiled(*sources, host);
    if (!program) return tl::unexpected(program.error());
    auto again = proved(std::move(*program));  // what was right then need not be so under this Formwork
    if (!again) return tl::unexpected(again.error());
    return apply(host, std::move(*again), allow_data_loss, by, "roll back to " + std::to_string(id));
}

}  // namespace fw::host
