#include "engine/compile/build.h"
#include "engine/compile/check.h"

namespace fw::compile {

namespace {

Result<std::shared_ptr<const Program>> run(const std::vector<model::Pack>& packs, std::vector<std::string> unread,
                                           Diagnostics problems, const feel::Functions& functions) {
    Build build(packs, std::move(unread), functions);
    build.add(std::move(problems));
    check_packs(build);
    declare_entities(build);
    link_entities(build);
    entity_expressions(build);
    order_computed(build);
    compile_roles(build);
    compile_calendars(build);
    compile_decisions(build);
    compile_flows(build);
    compile_reminders(build);
    compile_automations(build);
    compile_reports(build);
    compile_layouts(build);
    run_checks(build);
    Diagnostics all = build.take_problems();
    if (has_errors(all)) return fail(std::move(all));
    build.program->warnings = std::move(all);
    return std::shared_ptr<const Program>(std::move(build.program));
}

}  // namespace

Result<std::shared_ptr<const Program>> compile(const std::vector<model::Pack>& packs,
                                               const feel::Functions& functions) {
    return run(packs, {}, {}, functions);
}

Result<std::shared_ptr<const Program>> compile_sources(const std::vector<model::PackSource>& sources,
                                                       const feel::Functions& functions) {
    std::vector<model::Pack> packs;
    std::vector<std::string> unread;
    Diagnostics problems;
    for (const model::PackSource& source : sources) {
        model::Reading reading = model::read_pack_partly(source, standard_descriptors());
        packs.push_back(std::move(reading.pack));
        for (std::string& one : reading.unread) unread.push_back(std::move(one));
        for (Diagnostic& d : reading.problems) problems.push_back(std::move(d));
    }
    auto made = run(packs, std::move(unread), std::move(problems), functions);
    if (made) std::const_pointer_cast<Program>(*made)->sources = sources;
    return made;
}

}  // namespace fw::compile
