// Boxed expressions and decision tables.
#include <algorithm>
#include <array>

#include "engine/interchange/dmn/reader.h"

namespace fw::dmn {

using decision::Boxed;
using decision::BoxedKind;

namespace {

constexpr std::array<std::pair<std::string_view, BoxedKind>, 12> kLogic = {{
    {"literalExpression", BoxedKind::kLiteral},
    {"context", BoxedKind::kContext},
    {"list", BoxedKind::kList},
    {"relation", BoxedKind::kRelation},
    {"invocation", BoxedKind::kInvocation},
    {"functionDefinition", BoxedKind::kFunction},
    {"decisionTable", BoxedKind::kTable},
    {"conditional", BoxedKind::kConditional},
    {"filter", BoxedKind::kFilter},
    {"for", BoxedKind::kFor},
    {"some", BoxedKind::kSome},
    {"every", BoxedKind::kEvery},
}};

}  // namespace

bool Reader::is_logic(std::string_view local) {
    return std::any_of(kLogic.begin(), kLogic.end(), [&](const auto& entry) { return entry.first == local; });
}

Boxed Reader::logic(const Element& e) {
    Boxed out;
    for (const auto& [name, kind] : kLogic) {
        if (name == e.name.local) out.kind = kind;
    }
    out.type = type_of(e);
    switch (out.kind) {
        case BoxedKind::kLiteral:
            literal(e, out);
            break;
        case BoxedKind::kContext:
            context(e, out);
            break;
        case BoxedKind::kList:
            common(e, out, {"typeRef"}, [&](const Element& c, std::string_view local) {
                if (!is_logic(local)) return false;
                out.parts.push_back(logic(c));
                return true;
            });
            break;
        case BoxedKind::kRelation:
            relation(e, out);
            break;
        case BoxedKind::kInvocation:
            invocation(e, out);
            break;
        case BoxedKind::kFunction:
            function(e, out);
            break;
        case BoxedKind::kTable:
            table(e, out);
            break;
        case BoxedKind::kConditional:
            parts(e, out, {"if", "then", "else"});
            break;
        case BoxedKind::kFilter:
            parts(e, out, {"in", "match"});
            break;
        case BoxedKind::kFor:
            parts(e, out, {"in", "return"});
            break;
        case BoxedKind::kSome:
        case BoxedKind::kEvery:
            parts(e, out, {"in", "satisfies"});
            break;
    }
    return out;
}

void Reader::literal(const Element& e, Boxed& out) {
    out.language = std::string(e.value_or("expressionLanguage"));
    if (newest(out.language) == kFeel || out.language == "feel" || out.language == "FEEL") out.language.clear();
    common(e, out, {"typeRef", "expressionLanguage"}, [&](const Element& c, std::string_view local) {
        if (local == "text") {
            out.text = written(c);
        } else if (local == "importedValues") {
            keep(c, out.foreign);
            warn(c, "DMN-018", {"Imported values are not read", "不支持读取外部导入的值"});
        } else {
            return false;
        }
        return true;
    });
}

void Reader::context(const Element& e, Boxed& out) {
    common(e, out, {"typeRef"}, [&](const Element& c, std::string_view local) {
        if (local != "contextEntry") return false;
        decision::BoxedEntry entry;
        common(c, entry, {}, [&](const Element& part, std::string_view name) {
            if (name == "variable") {
                entry.variable = item(part);
            } else if (is_logic(name)) {
                entry.value = {logic(part)};
            } else {
                return false;
            }
            return true;
        });
        out.entries.push_back(std::move(entry));
        return true;
    });
}

void Reader::relation(const Element& e, Boxed& out) {
    common(e, out, {"typeRef"}, [&](const Element& c, std::string_view local) {
        if (local == "column") {
            out.columns.push_back(item(c));
        } else if (local == "row") {
            Boxed row;
            row.kind = BoxedKind::kList;
            row.type = type_of(c);
            common(c, row, {"typeRef"}, [&](const Element& cell, std::string_view name) {
                if (!is_logic(name)) return false;
                row.parts.push_back(logic(cell));
                return true;
            });
            if (row.parts.size() != out.columns.size()) {
                error(c, "DMN-006",
                      format_text({"This row has {0} cells; the relation has {1} columns",
                                   "此行有 {0} 个单元格，而关系有 {1} 列"},
                                  {std::to_string(row.parts.size()), std::to_string(out.columns.size())}));
            }
            out.parts.push_back(std::move(row));
        } else {
            return false;
        }
        return true;
    });
}

void Reader::invocation(const Element& e, Boxed& out) {
    common(e, out, {"typeRef"}, [&](const Element& c, std::string_view local) {
        if (local == "binding") {
            decision::BoxedEntry entry;
            entry.place = document_.place(c.range, path_);
            for (const Element* part : c.elements()) {
                if (part->name.uri != kModel) continue;
                if (part->name.local == "parameter") entry.variable = item(*part);
                if (is_logic(part->name.local)) entry.value = {logic(*part)};
            }
            if (entry.variable.name.empty())
                error(c, "DMN-003", {"This binding names no parameter", "此绑定没有指明参数"});
            out.entries.push_back(std::move(entry));
        } else if (is_logic(local)) {
            out.parts = {logic(c)};
        } else {
            return false;
        }
        return true;
    });
    if (out.parts.empty()) error(e, "DMN-003", {"This invocation calls nothing", "此调用没有指明函数"});
}

void Reader::function(const Element& e, Boxed& out) {
    const std::string_view kind = e.value_or("kind", "FEEL");
    if (kind == "Java") out.function_kind = decision::FunctionKind::kJava;
    if (kind == "PMML") out.function_kind = decision::FunctionKind::kPmml;
    if (kind != "FEEL" && kind != "Java" && kind != "PMML")
        error(e, "DMN-005", format_text({"There is no kind of function '{0}'", "没有名为“{0}”的函数类型"}, {kind}),
              {"use FEEL, Java or PMML", "请使用 FEEL、Java 或 PMML"});
    common(e, out, {"typeRef", "kind"}, [&](const Element& c, std::string_view local) {
        if (local == "formalParameter") {
            out.columns.push_back(item(c));
        } else if (is_logic(local)) {
            out.parts = {logic(c)};
        } else {
            return false;
        }
        return true;
    });
}

void Reader::parts(const Element& e, Boxed& out, std::initializer_list<std::string_view> names) {
    out.variable = std::string(e.value_or("iteratorVariable"));
    out.parts.resize(names.size());
    out.frames.resize(names.size());
    std::vector<bool> seen(names.size());
    common(e, out, {"typeRef", "iteratorVariable"}, [&](const Element& c, std::string_view local) {
        const auto* const at = std::find(names.begin(), names.end(), local);
        if (at == names.end()) return false;
        const auto index = static_cast<std::size_t>(at - names.begin());
        if (local == "in") out.variable_type = type_of(c);
        out.frames[index].id = std::string(c.value_or("id"));
        for (const Element* part : c.elements()) {
            if (part->name.uri != kModel || !is_logic(part->name.local)) continue;
            out.parts[index] = logic(*part);
            seen[index] = true;
        }
        return true;
    });
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (!seen[i])
            error(e, "DMN-003",
                  format_text({"This '{0}' has no '{1}'", "此“{0}”缺少“{1}”"}, {e.name.local, *(names.begin() + i)}));
    }
    const bool loop = out.kind == BoxedKind::kFor || out.kind == BoxedKind::kSome || out.kind == BoxedKind::kEvery;
    if (loop && out.variable.empty()) (void)required(e, "iteratorVariable");
}

void Reader::table(const Element& e, Boxed& out) {
    decision::Table made;
    if (const xml::Attribute* policy = e.find("hitPolicy")) {
        const auto known = decision::hit_policy_of(policy->value);
        if (!known || decision::hit_policy_name(*known) != policy->value) {
            errors_.push_back(
                {"DMN-004",
                 Severity::kError,
                 document_.place(policy->range, path_),
                 format_text({"There is no hit policy '{0}'", "没有名为“{0}”的命中策略"}, {policy->value}),
                 {"use UNIQUE, FIRST, PRIORITY, ANY, COLLECT, RULE ORDER or OUTPUT ORDER",
                  "请使用 UNIQUE、FIRST、PRIORITY、ANY、COLLECT、RULE ORDER 或 OUTPUT ORDER"}});
        } else {
            made.hit_policy = *known;
        }
    }
    if (const xml::Attribute* aggregation = e.find("aggregation")) {
        const auto known = decision::aggregation_of(aggregation->value);
        if (!known || decision::aggregation_name(*known) != aggregation->value) {
            errors_.push_back(
                {"DMN-005",
                 Severity::kError,
                 document_.place(aggregation->range, path_),
                 format_text({"There is no aggregation '{0}'", "没有名为“{0}”的汇总方式"}, {aggregation->value}),
                 {"use SUM, COUNT, MIN or MAX", "请使用 SUM、COUNT、MIN 或 MAX"}});
        } else if (made.hit_policy == decision::HitPolicy::kCollect) {
            made.aggregation = *known;
        } else {
            warn_at(aggregation->range, "DMN-023",
                    format_text({"{0} has no effect: only COLLECT is aggregated, and the hit policy is {1}",
                                 "{0} 不起作用：只有 COLLECT 才会汇总，而命中策略为 {1}"},
                                {aggregation->value, decision::hit_policy_name(made.hit_policy)}),
                    {"make the hit policy COLLECT, or leave the aggregation out",
                     "请将命中策略改为 COLLECT，或去掉汇总方式"});
        }
    }
    made.orientation = std::string(e.value_or("preferredOrientation"));
    made.output_label = std::string(e.value_or("outputLabel"));
    common(e, out, {"typeRef", "hitPolicy", "aggregation", "preferredOrientation", "outputLabel"},
           [&](const Element& c, std::string_view local) {
               if (local == "input") {
                   made.inputs.push_back(table_input(c));
               } else if (local == "output") {
                   made.outputs.push_back(table_output(c));
               } else if (local == "annotation") {
                   made.note_names.emplace_back(c.value_or("name"));
               } else if (local == "rule") {
                   made.rules.push_back(table_rule(c));
               } else {
                   return false;
               }
               return true;
           });
    out.table.push_back(std::move(made));
}

decision::TableInput Reader::table_input(const Element& e) {
    decision::TableInput out;
    common(e, out, {}, [&](const Element& c, std::string_view local) {
        if (local == "inputExpression") {
            decision::Common inner;
            common(c, inner, {"typeRef", "expressionLanguage"},
                   [](const Element&, std::string_view name) { return name == "text"; });
            out.expression = written_in(c);
            out.type = type_of(c);
            out.expression_foreign = std::move(inner.foreign);
        } else if (local == "inputValues") {
            out.allowed = written_in(c);
        } else {
            return false;
        }
        return true;
    });
    return out;
}

decision::TableOutput Reader::table_output(const Element& e) {
    decision::TableOutput out;
    out.name = std::string(e.value_or("name"));
    out.type = type_of(e);
    common(e, out, {"name", "typeRef"}, [&](const Element& c, std::string_view local) {
        if (local == "outputValues") {
            out.allowed = written_in(c);
        } else if (local == "defaultOutputEntry") {
            out.fallback = written_in(c);
        } else {
            return false;
        }
        return true;
    });
    return out;
}

decision::TableRule Reader::table_rule(const Element& e) {
    decision::TableRule out;
    common(e, out, {}, [&](const Element& c, std::string_view local) {
        if (local == "inputEntry") {
            out.tests.push_back(written_in(c));
        } else if (local == "outputEntry") {
            out.results.push_back(written_in(c));
        } else if (local == "annotationEntry") {
            out.notes.push_back(written_in(c).text);
        } else {
            return false;
        }
        return true;
    });
    return out;
}

}  // namespace fw::dmn
