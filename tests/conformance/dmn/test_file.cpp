#include "tests/conformance/dmn/test_file.h"

#include "engine/feel/calendar/text.h"
#include "engine/interchange/xml/namespaces.h"
#include "engine/interchange/xml/read.h"

namespace fw::tck {

namespace {

constexpr std::string_view kUri = "http://www.omg.org/spec/DMN/20160719/testcase";
constexpr std::string_view kSchema = "http://www.w3.org/2001/XMLSchema";

class Reader {
  public:
    explicit Reader(const xml::Document& document) : document_(document) {}

    Result<TestFile> run() {
        TestFile out;
        scope_.enter(document_.root);
        if (const xml::Element* model = document_.root.child(kUri, "modelName")) out.model = model->text();
        for (const xml::Element* e : document_.root.elements(kUri, "testCase")) {
            scope_.enter(*e);
            out.cases.push_back(test_case(*e));
            scope_.leave();
        }
        if (!errors_.empty()) return fail(std::move(errors_));
        return out;
    }

  private:
    TestCase test_case(const xml::Element& e) {
        TestCase out;
        out.id = e.value_or("id");
        if (e.value_or("type") == "decisionService") out.service = e.value_or("invocableName");
        for (const xml::Element* c : e.elements()) {
            scope_.enter(*c);
            if (c->name.local == "inputNode") {
                out.inputs.push_back(
                    {std::string(c->value_or("name")), std::string(c->value_or("namespace")), value(*c)});
            } else if (c->name.local == "resultNode") {
                ResultNode node;
                node.name = c->value_or("name");
                node.uri = c->value_or("namespace");
                node.error = c->value_or("errorResult") == "true";
                if (const xml::Element* expected = c->child(kUri, "expected")) {
                    scope_.enter(*expected);
                    node.expected = value(*expected);
                    scope_.leave();
                }
                out.results.push_back(std::move(node));
            }
            scope_.leave();
        }
        return out;
    }

    // What an element holds: one value, a list, or components side by side.
    feel::Value value(const xml::Element& e) {
        std::vector<std::pair<std::string, feel::Value>> components;
        for (const xml::Element* c : e.elements()) {
            scope_.enter(*c);
            feel::Value made;
            const bool component = c->name.local == "component";
            if (c->name.local == "value") {
                made = scalar(*c);
            } else if (c->name.local == "list") {
                made = list(*c);
            } else if (component) {
                made = value(*c);
            }
            scope_.leave();
            if (c->name.local == "value" || c->name.local == "list") return made;
            if (component) components.emplace_back(c->value_or("name"), std::move(made));
        }
        const xml::Attribute* nil = e.find(xml::kInstanceNamespace, "nil");
        if (components.empty() || (nil != nullptr && nil->value == "true")) return {};
        return feel::Value::context(std::move(components));
    }

    feel::Value list(const xml::Element& e) {
        const xml::Attribute* nil = e.find(xml::kInstanceNamespace, "nil");
        if (nil != nullptr && nil->value == "true") return {};
        std::vector<feel::Value> items;
        for (const xml::Element* item : e.elements(kUri, "item")) {
            scope_.enter(*item);
            items.push_back(value(*item));
            scope_.leave();
        }
        return feel::Value::list(std::move(items));
    }

    feel::Value scalar(const xml::Element& e) {
        const xml::Attribute* nil = e.find(xml::kInstanceNamespace, "nil");
        if (nil != nullptr && nil->value == "true") return {};
        const std::string text = e.text();
        const xml::Attribute* type = e.find(xml::kInstanceNamespace, "type");
        const auto name = scope_.resolve(type == nullptr ? "" : std::string_view(type->value));
        const std::string kind = name && (name->uri == kSchema || name->uri.empty()) ? name->local : "";
        if (kind == "string" || kind.empty()) return feel::Value::string(text);
        if (kind == "boolean") return feel::Value::boolean(text == "true" || text == "1");
        if (kind == "decimal" || kind == "double" || kind == "integer" || kind == "int" || kind == "long" ||
            kind == "float")
            return read(e, Decimal::parse(text), [](Decimal d) { return feel::Value::number(d); });
        if (kind == "date") return read(e, feel::parse_date(text), &feel::Value::date);
        if (kind == "time") return read(e, feel::parse_time(text), &feel::Value::time);
        if (kind == "dateTime") return read(e, feel::parse_date_time(text), &feel::Value::date_time);
        if (kind == "duration") {
            if (const auto years = feel::parse_years_duration(text)) return feel::Value::years_duration(*years);
            return read(e, feel::parse_days_duration(text), &feel::Value::days_duration);
        }
        return bad(e);
    }

    template <class T, class Make>
    feel::Value read(const xml::Element& e, const std::optional<T>& parsed, Make make) {
        return parsed ? make(*parsed) : bad(e);
    }

    feel::Value bad(const xml::Element& e) {
        errors_.push_back({"TCK-001",
                           Severity::kError,
                           document_.place(e.range),
                           {"this value cannot be read: " + e.text(), "无法读取此值"},
                           {}});
        return {};
    }

    const xml::Document& document_;
    xml::Namespaces scope_;
    Diagnostics errors_;
};

}  // namespace

Result<TestFile> read_test_file(std::string_view text, std::string_view file) {
    auto document = xml::read(text, file);
    if (!document) return fail(std::move(document.error()));
    return Reader(*document).run();
}

}  // namespace fw::tck
