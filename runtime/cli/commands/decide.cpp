#include <cstdio>
#include <sstream>

#include "engine/base/suggest.h"
#include "engine/decision/explain_json.h"
#include "engine/decision/inputs.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/cli/caret.h"
#include "runtime/cli/command.h"
#include "runtime/cli/csv.h"
#include "runtime/cli/offline_pack.h"

namespace fw::cli {
namespace {

struct Options {
    std::string pack, decision, input, plugins;
    bool explain = false;
};

// Rows as JSON objects; cells of CSV are texts, numbers or true/false by what they look like and the input's type.
Result<std::vector<json::Value>> rows_of(const Options& options) {
    auto text = read_file(options.input);
    if (!text) return tl::unexpected(std::move(text.error()));
    std::vector<json::Value> out;
    if (!options.input.ends_with(".csv")) {
        auto read = json::read(*text, options.input);
        if (!read) return tl::unexpected(std::move(read.error()));
        if (!read->is_array()) return std::vector<json::Value>{std::move(*read)};
        return std::move(read->items());
    }
    std::istringstream in(*text);
    CsvReader reader(in, options.input);
    std::vector<CsvRow> rows;
    for (;;) {
        auto row = reader.next();
        if (!row) return tl::unexpected(std::move(row.error()));
        if (!*row) break;
        rows.push_back(std::move(**row));
    }
    for (std::size_t i = 1; i < rows.size(); ++i) {
        json::Value row = json::Value::object();
        for (std::size_t c = 0; c < rows[0].cells.size() && c < rows[i].cells.size(); ++c) {
            const std::string& cell = rows[i].cells[c];
            if (cell.empty()) continue;
            const bool word = cell == "true" || cell == "false";
            row.set(rows[0].cells[c], word ? json::Value::boolean(cell == "true") : json::Value::string(cell));
        }
        out.push_back(std::move(row));
    }
    return out;
}

// Numbers in CSV are texts: those that read as numbers become some, unless the input is a text.
void read_numbers(json::Value& row, const decision::DecisionModel& model, std::size_t element) {
    for (json::Member& m : row.members()) {
        if (!m.value.is_string()) continue;
        bool text = false;
        for (const std::size_t input : model.elements()[element].inputs) {
            const decision::ElementInfo& info = model.elements()[input];
            if (info.name == m.key || info.id == m.key)
                text = !info.type.is_any() && !info.type.is(feel::TypeKind::kNumber);
        }
        if (!text && json::read(m.value.as_string()) && json::read(m.value.as_string())->is_number())
            m.value = json::Value::number_literal(m.value.as_string());
    }
}

// Lines and columns of a JSON file; rows of a CSV file are named by number.
Diagnostics located(Diagnostics wrong, const std::string& file) {
    const auto text = read_file(file);
    for (Diagnostic& d : wrong) {
        d.place.file = file;
        if (text && !file.ends_with(".csv")) d.place.at = line_column(*text, d.place.range.begin);
    }
    return wrong;
}

Diagnostics no_decision(const compile::Program& program, const std::string& name) {
    std::vector<std::string> known;
    for (const compile::DecisionEntry& each : program.decisions) {
        known.push_back(each.id.substr(each.id.find('.') + 1));
        for (const decision::ElementInfo& element : each.model->elements())
            known.push_back(known.back() + "/" + element.id);
    }
    const Text hint =
        known.empty() ? Text{"This pack has no decisions.", "该应用包没有决策。"} : did_you_mean(name, known);
    return fail("CLI-063", format_text({"There is no decision '{0}'", "没有名为“{0}”的决策"}, {name}), {}, hint)
        .value();
}

int decide(const Options& options) {
    const auto functions = functions_with(options.plugins);
    if (!functions) return report(functions.error());
    const auto program = compile_pack_folder(options.pack, *functions);
    if (!program) return report(with_plugins_hinted(program.error(), options.plugins));
    // "discount", "sales.discount", or one decision inside: "discount/rate"
    const std::size_t slash = options.decision.find('/');
    const compile::DecisionEntry* entry = (*program)->decision(options.decision.substr(0, slash));
    std::optional<std::size_t> element;
    if (entry != nullptr)
        element = slash == std::string::npos ? entry->result : entry->model->find(options.decision.substr(slash + 1));
    if (!element) {
        return report(no_decision(**program, options.decision));
    }
    auto rows = rows_of(options);
    if (!rows) return report(rows.error());
    Diagnostics wrong;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        json::Value& row = (*rows)[i];
        if (options.input.ends_with(".csv")) read_numbers(row, *entry->model, *element);
        for (Diagnostic& d : decision::check_inputs(*entry->model, *element, row, "rows/" + std::to_string(i + 1)))
            wrong.push_back(std::move(d));
    }
    if (!wrong.empty()) return report(located(std::move(wrong), options.input));
    const storage::Deadline deadline(kPatience);
    const feel::EvalOptions eval = options_now(deadline);
    json::Value out = json::Value::array();
    for (const json::Value& row : *rows) {
        const feel::Value inputs = decision::inputs_of(*entry->model, *element, row);
        out.push(decision::to_json(entry->model->decide(*element, inputs, eval, options.explain), terminal_language()));
    }
    std::fputs(json::write_canonical(out).c_str(), stdout);
    return kDone;
}

}  // namespace

void add_decide(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command = commands.add(
        "decide", "Evaluate a decision of a pack for rows of inputs",
        "  formwork decide plugins/sales discount --input rows.json\n"
        "  formwork decide plugins/sales discount/rate --input rows.csv --explain\n\n"
        "Prints a JSON list: value and warnings of each row; --explain adds why. Dates are texts: \"2026-11-21\".\n"
        "now() and today() are this machine's. Inputs that do not fit are named with their place; exit code 1.");
    command.add("PACKDIR", options->pack, "Folder with a pack.json").required();
    command.add("DECISION", options->decision, "Id of the decision model, or MODEL/DECISION").required();
    command.add("--input", options->input, "JSON object or list of them, or a CSV file with a header").required();
    command.add("--plugins", options->plugins, "Folder of plugins whose functions the models use").type("DIR");
    command.flag("--explain", options->explain, "Which rules matched, which cell stopped the others, every value");
    command.run([options] { return decide(*options); });
}

}  // namespace fw::cli
