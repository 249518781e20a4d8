#include "tests/conformance/bpmn/round_trip.h"

#include "engine/interchange/bpmn/bpmn.h"
#include "engine/interchange/xml/read.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "tests/conformance/bpmn/compare.h"

namespace fw::test {

namespace {

void add(std::vector<std::string>& lines, const Diagnostics& diagnostics) {
    for (const Diagnostic& each : diagnostics) lines.push_back(format(each));
}

// BPMN to JSON texts and back.
std::string through_models(std::string_view bytes, const std::string& file, std::vector<std::string>& lines) {
    const Result<bpmn::Import> imported = bpmn::import_bpmn(bytes, file);
    if (!imported) {
        add(lines, imported.error());
        return {};
    }
    std::vector<json::Value> flows;
    for (const json::Value& flow : imported->flows) {
        Result<json::Value> read = json::read(json::write_canonical(flow), file);
        if (!read) {
            add(lines, read.error());
            return {};
        }
        flows.push_back(std::move(*read));
    }
    Result<std::string> text = bpmn::export_bpmn(flows);
    if (text) return std::move(*text);
    add(lines, text.error());
    return {};
}

}  // namespace

std::vector<std::string> round_trip(std::string_view bytes, const std::string& file, std::string& first) {
    std::vector<std::string> lines;
    first = through_models(bytes, file, lines);
    if (!lines.empty()) return lines;
    const std::string second = through_models(first, file, lines);
    const Result<xml::Document> source = xml::read(bytes, file);
    const Result<xml::Document> exported = xml::read(first, file);
    if (!exported) add(lines, exported.error());
    if (!source || !exported) return lines;
    for (std::string& each : differences(*source, *exported)) lines.push_back(std::move(each));
    if (second != first) lines.emplace_back("the second export differs from the first");
    return lines;
}

}  // namespace fw::test
