#include <algorithm>
#include <cstdio>

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

// The rows of a file, and the mistakes in how they are written.
struct Rows {
    std::vector<json::Value> rows;   // objects
    std::vector<std::size_t> lines;  // of CSV: where each row starts
    Diagnostics wrong;
};

bool is_csv(const std::string& file) {
    return file.size() > 4 && (file.ends_with(".csv") || file.ends_with(".CSV") || file.ends_with(".tsv"));
}

const decision::ElementInfo* input_of(const decision::DecisionModel& model, std::size_t element,
                                      std::string_view column) {
    for (const std::size_t input : model.elements()[element].inputs) {
        const decision::ElementInfo& info = model.elements()[input];
        if (info.name == column || info.id == column) return &info;
    }
    return nullptr;
}

// What stands in a cell, as the input's type reads it; what does not fit stays a text, and is told of later.
json::Value cell_value(const std::string& cell, const feel::Type& type) {
    using enum feel::TypeKind;
    const auto read = json::read(cell);
    const bool fits = read && ((read->is_boolean() && (type.is_any() || type.is(kBoolean))) ||
                               (read->is_number() && (type.is_any() || type.is(kNumber))) ||
                               (read->is_array() && type.is(kList)) || (read->is_object() && type.is(kContext)));
    if (!fits) return json::Value::string(cell);
    return read->is_number() ? json::Value::number_literal(cell) : *read;
}

class CsvRows {
  public:
    CsvRows(const std::string& file, const decision::DecisionModel& model, std::size_t element)
        : file_(file), model_(model), element_(element) {}

    Result<Rows> read(const std::string& text) {
        auto rows = parse_csv(text, file_);
        if (!rows) return tl::unexpected(std::move(rows.error()));
        if (rows->empty()) {
            wrong(1, "CLI-064", {"The file is empty; its first line names the inputs", "文件为空；首行应为输入名称"});
            return std::move(out_);
        }
        header(rows->front());
        for (std::size_t i = 1; i < rows->size(); ++i) row((*rows)[i]);
        return std::move(out_);
    }

  private:
    void header(const CsvRow& names) {
        for (const std::string& column : names.cells) {
            const bool twice = std::count(names.cells.begin(), names.cells.end(), column) > 1;
            if (column.empty() || (twice && &column == &*std::find(names.cells.begin(), names.cells.end(), column))) {
                wrong(names.line, "CLI-064",
                      column.empty() ? Text{"A column has no name", "有一列没有名称"}
                                     : format_text({"Two columns are called '{0}'", "有两列都名为“{0}”"}, {column}));
            }
            const decision::ElementInfo* info = input_of(model_, element_, column);
            if (info == nullptr && !column.empty() && !decision::has_input(model_, column)) unknown(names.line, column);
            columns_.push_back(info == nullptr ? std::string() : column);
            types_.push_back(info == nullptr ? feel::Type() : info->type);
        }
    }

    void unknown(std::size_t line, const std::string& column) {
        std::vector<std::string> known;
        for (const std::size_t input : model_.elements()[element_].inputs)
            known.push_back(model_.elements()[input].name);
        wrong(line, "DMN-302",
              format_text({"'{0}' has no input '{1}'", "“{0}”没有名为“{1}”的输入"},
                          {model_.elements()[element_].name, column}),
              did_you_mean(column, known));
    }

    void row(const CsvRow& cells) {
        if (cells.cells.size() > columns_.size()) {
            return wrong(cells.line, "CLI-064",
                         format_text({"This row has {0} cells, but the first line names {1} columns",
                                      "此行有 {0} 个单元格，但首行只有 {1} 列"},
                                     {std::to_string(cells.cells.size()), std::to_string(columns_.size())}),
                         {"put a cell with a separator in quotation marks", "含分隔符的单元格应加引号"});
        }
        json::Value made = json::Value::object();
        for (std::size_t i = 0; i < cells.cells.size(); ++i) {
            if (cells.cells[i].empty() || columns_[i].empty()) continue;
            made.set(columns_[i], cell_value(cells.cells[i], types_[i]));
        }
        out_.rows.push_back(std::move(made));
        out_.lines.push_back(cells.line);
    }

    void wrong(std::size_t line, const char* code, Text text, Text hint = {}) {
        Place place;
        place.file = file_;
        place.at = {static_cast<std::uint32_t>(line), 1};
        out_.wrong.push_back({code, Severity::kError, std::move(place), std::move(text), std::move(hint)});
    }

    const std::string& file_;
    const decision::DecisionModel& model_;
    std::size_t element_;
    std::vector<std::string> columns_;  // empty: one that is not known or not needed
    std::vector<feel::Type> types_;
    Rows out_;
};

Result<Rows> rows_of(const std::string& file, const std::string& text, const decision::DecisionModel& model,
                     std::size_t element) {
    if (is_csv(file)) return CsvRows(file, model, element).read(text);
    auto read = json::read(text, file);
    if (!read) return tl::unexpected(std::move(read.error()));
    Rows out;
    if (read->is_array()) {
        out.rows = std::move(read->items());
    } else {
        out.rows.push_back(std::move(*read));
    }
    return out;
}

// Each row's inputs against the model's; lines of the file.
void check_rows(Rows& rows, const std::string& file, const std::string& text, const decision::DecisionModel& model,
                std::size_t element) {
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
        for (Diagnostic& d : decision::check_inputs(model, element, rows.rows[i], "rows/" + std::to_string(i + 1))) {
            d.place.file = file;
            d.place.at = rows.lines.empty() ? line_column(text, d.place.range.begin)
                                            : LineColumn{static_cast<std::uint32_t>(rows.lines[i]), 1};
            rows.wrong.push_back(std::move(d));
        }
    }
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
    const auto text = read_file(options.input);
    if (!text) return report(text.error());
    auto read = rows_of(options.input, *text, *entry->model, *element);
    if (!read) return report(read.error());
    check_rows(*read, options.input, *text, *entry->model, *element);
    if (!read->wrong.empty()) return report(read->wrong);
    const storage::Deadline deadline(kPatience);
    const feel::EvalOptions eval = options_now(deadline);
    json::Value out = json::Value::array();
    for (const json::Value& row : read->rows) {
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
