#include <chrono>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <iterator>

#include "engine/feel/budget.h"
#include "engine/feel/calendar/text.h"
#include "engine/feel/explain.h"
#include "engine/feel/names.h"
#include "engine/feel/shape.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/cli/caret.h"
#include "runtime/cli/command.h"
#include "runtime/cli/offline_pack.h"

namespace fw::cli {
namespace {

struct Options {
    std::string expression;
    std::string file;               // of JSON values
    std::vector<std::string> sets;  // name=FEEL
    std::string now;
    std::string cell;  // FEEL: the value a decision table's cell is tried on
    bool explain = false;
    bool lenient = false;
    bool json = false;
};

// The names an expression sees and their values.
struct Names {
    feel::Scope scope;
    std::vector<feel::Value> values;

    void add(std::string_view name, feel::Value value) {
        const std::size_t slot = scope.add(name, type_of(value));
        if (slot >= values.size()) values.resize(slot + 1);
        values[slot] = std::move(value);
    }

    // What a value shows of its type: contexts by their entries, lists where all elements are alike.
    static feel::Type type_of(const feel::Value& value) {
        if (value.is_null()) return {};
        if (value.is_context()) {
            std::vector<std::pair<std::string, feel::Type>> fields;
            const feel::ContextView view = value.as_context();
            for (std::size_t i = 0; i < view.size(); ++i) fields.emplace_back(view.key(i), type_of(view.value(i)));
            return feel::Type::context(std::move(fields));
        }
        if (!value.is_list()) return feel::type_kind_of(value.kind());
        feel::Type element = feel::TypeKind::kNull;
        for (const feel::Value& item : value.as_list()) element = feel::Type::either(element, type_of(item));
        return feel::Type::list(element.is(feel::TypeKind::kNull) ? feel::Type() : element);
    }
};

Result<std::string> read_input(const std::string& path) {
    if (path != "-") return read_file(path);
    return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
}

Result<void> add_file(const std::string& path, Names& names) {
    const auto text = read_input(path);
    if (!text) return tl::unexpected(text.error());
    auto root = json::read(*text);
    if (!root) {
        Diagnostics wrong = std::move(root.error());
        for (Diagnostic& d : wrong) d.place.file = path;
        return tl::unexpected(std::move(wrong));
    }
    if (root->kind() != json::Kind::kObject) {
        return fail("CLI-060",
                    format_text({"{0} must hold a JSON object: its members are the names the expression sees",
                                 "{0} 应为 JSON 对象，其成员即为表达式可用的变量"},
                                {path}));
    }
    for (const json::Member& member : root->members()) names.add(member.key, feel::from_json(member.value));
    return {};
}

// A value given as FEEL; prints what is wrong with it.
std::optional<feel::Value> value_of(const std::string& text, const Names& names, const feel::EvalOptions& options) {
    const auto made = feel::compile_text(text, names.scope);
    if (made) {
        feel::Notes notes;
        feel::Value value = feel::evaluate(*made, names.values, options, &notes);
        const auto limit = feel::limit_reached(notes, text);
        if (!limit) return value;
        (void)report(Diagnostics{*limit});
        return std::nullopt;
    }
    std::fputs(with_carets(made.error(), text, terminal_language()).c_str(), stderr);
    return std::nullopt;
}

Result<feel::DateTime> clock(const std::string& text) {
    if (text.empty()) {
        const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
        std::tm local{};
        localtime_r(&now, &local);
        const auto offset = static_cast<std::int32_t>(local.tm_gmtoff);
        return feel::DateTime{static_cast<std::int64_t>(now) + offset, 0, feel::Zone::of_offset(offset)};
    }
    if (const auto given = feel::parse_date_time(text)) return *given;
    return fail("CLI-061", format_text({"--now {0} is no date and time", "--now {0} 不是日期时间"}, {text}), {},
                {"write 2026-11-21T09:30:00+08:00", "请写作 2026-11-21T09:30:00+08:00"});
}

std::string short_text(const feel::Value& value) {
    constexpr std::size_t kLongest = 160;
    std::string text = value.print();
    if (text.size() <= kLongest) return text;
    std::size_t cut = kLongest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    return text.substr(0, cut) + " …";
}

std::string one_line(std::string text) {
    for (char& c : text) c = c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
    return text;
}

void print_parts(const feel::Explanation& found, Language language) {
    for (const feel::Explained& part : found.parts) {
        std::string line(2UL * part.depth, ' ');
        line += one_line(part.text);
        if (part.values.empty()) line += language == Language::kZh ? "   （未求值）" : "   (not needed)";
        constexpr std::size_t kShown = 8;
        for (std::size_t i = 0; i < part.values.size() && i < kShown; ++i) {
            line += (i == 0 ? " = " : ", ") + short_text(part.values[i]);
        }
        if (part.values.size() > kShown) line += ", … (" + std::to_string(part.values.size()) + ")";
        std::printf("%s\n", line.c_str());
    }
}

void print_warnings(const std::vector<feel::Warning>& warnings, const std::string& text) {
    Diagnostics out;
    for (const feel::Warning& w : warnings) {
        Place place;
        place.range = w.range;
        out.push_back({w.code, Severity::kWarning, std::move(place), w.text, {}});
    }
    std::fputs(with_carets(out, text, terminal_language()).c_str(), stderr);
}

Result<feel::CheckedExpr> checked(const Options& options, const Names& names) {
    feel::ParseOptions parse_options;
    parse_options.scope = &names.scope;
    const auto parsed = options.cell.empty() ? feel::parse(options.expression, parse_options)
                                             : feel::parse_unary_tests(options.expression, parse_options);
    if (!parsed) return tl::unexpected(parsed.error());
    feel::CheckOptions check_options;
    check_options.strict = !options.lenient;
    return feel::check(*parsed, names.scope, check_options);
}

int eval(const Options& options) {
    feel::EvalOptions eval_options;
    const storage::Deadline deadline(kPatience);
    eval_options.limits.watch = &deadline;
    const auto now = clock(options.now);
    if (!now) return report(now.error());
    eval_options.now = *now;
    Names names;
    if (!options.file.empty()) {
        if (const auto added = add_file(options.file, names); !added) return report(added.error());
    }
    for (const std::string& set : options.sets) {
        const std::size_t at = set.find('=');
        if (at == std::string::npos || at == 0) {
            return report(
                fail("CLI-062", format_text({"--set {0} should be NAME=FEEL", "--set {0} 应写作 名称=FEEL"}, {set}))
                    .value());
        }
        const auto value = value_of(set.substr(at + 1), names, eval_options);
        if (!value) return kFailed;
        names.add(feel::normalize_name(set.substr(0, at)), *value);
    }
    if (!options.cell.empty()) {
        const auto value = value_of(options.cell, names, eval_options);
        if (!value) return kFailed;
        names.add("?", *value);
    }
    const auto ready = checked(options, names);
    if (!ready) {
        std::fputs(with_carets(ready.error(), options.expression, terminal_language()).c_str(), stderr);
        return kFailed;
    }
    std::fputs(with_carets(ready->warnings(), options.expression, terminal_language()).c_str(), stderr);
    const feel::Explanation found = feel::explain(*ready, names.values, eval_options);
    print_warnings(found.warnings, options.expression);
    if (options.explain) {
        print_parts(found, terminal_language());
    } else {
        std::printf("%s\n", options.json ? json::write_compact(feel::to_json(found.value)).c_str()
                                         : found.value.print().c_str());
    }
    return found.limit_reached ? kFailed : kDone;
}

}  // namespace

void add_eval(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command = commands.add(
        "eval", "Evaluate a FEEL expression and show its value",
        "  formwork eval '0.1 + 0.2'\n"
        "  formwork eval 'sum(for i in items return i.price * i.qty)' --with order.json\n"
        "  formwork eval 'if due < today() then \"late\" else \"open\"' --set 'due=@\"2026-11-20\"' --explain\n"
        "  formwork eval '[1..5], > 10' --cell 7\n\n"
        "The language is explained in docs/feel.md, every function in docs/feel-functions.md.\n"
        "Mistakes go to standard error with a caret under the place; exit code 1 if there is one.");
    command.add("FEEL", options->expression, "The expression").required();
    command.takes_minus();
    command.add("--with", options->file, "JSON object whose members are the names; - is standard input").type("FILE");
    command.add("--set", options->sets, "One more name and its value as FEEL, 'due=@\"2026-11-20\"'").type("NAME=FEEL");
    command.add("--cell", options->cell, "Read FEEL as a cell of a decision table and try it on this value")
        .type("VALUE");
    command.add("--now", options->now, "What now() and today() give; the clock of this machine otherwise").type("TIME");
    command.flag("--explain", options->explain, "Show the value of every part");
    command.flag("--lenient", options->lenient,
                 "Unknown names and wrong types are warnings and give null, as DMN has it");
    command.flag("--json", options->json, "Print the value as JSON");
    command.run([options] { return eval(*options); });
}

}  // namespace fw::cli
