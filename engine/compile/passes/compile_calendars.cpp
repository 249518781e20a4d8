// Calendars: working hours, read by engine/flow.
#include "engine/compile/build.h"

namespace fw::compile {

void compile_calendars(Build& build) {
    for (const Source& source : build.of("calendar")) {
        CalendarEntry entry;
        entry.id = source.id;
        entry.label = label_of(source.root());
        Diagnostics found;
        entry.calendar = flow::read_calendar(source.root(), source.element, found);
        build.add_located(source, std::move(found));
        build.program->calendars.push_back(std::move(entry));
    }
}

}  // namespace fw::compile
