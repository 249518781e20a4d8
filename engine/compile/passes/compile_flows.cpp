// Flows: read and linked by engine/flow, with this build answering its questions.
#include "engine/compile/environment.h"

namespace fw::compile {

void compile_flows(Build& build) {
    for (const Source& source : build.of("flow")) {
        const Environment environment(build, source);
        Diagnostics warnings;
        auto flow = flow::read_flow(*source.document, environment, &warnings);
        build.add_located(source, std::move(warnings));
        if (!flow) {
            build.add_located(source, std::move(flow.error()));
            continue;
        }
        if (flow->tests.is_array()) {
            for (const json::Value& test : flow->tests.items()) {
                const std::string id(test.string_or("id", "test"));
                flow->tests_at.push_back(build.place(source, test.range(), source.element + "/tests/" + id));
            }
        }
        build.program->flows.push_back(std::make_unique<flow::Flow>(std::move(*flow)));
    }
}

}  // namespace fw::compile
