// Replays every instance of a data folder: its events must give its snapshot.
#include <cstdio>
#include <vector>

#include "runtime/host/host.h"

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: flow_verify DIR\n");
        return 2;
    }
    fw::host::HostOptions options;
    options.data = argv[1];
    const auto host = fw::host::Host::open(options);
    if (!host) {
        std::fprintf(stderr, "%s", fw::format(host.error()).c_str());
        return 1;
    }
    const auto running = (*host)->running();
    std::vector<fw::storage::Id> ids;
    std::size_t bad = 0;
    const auto read = (*host)->database().read([&](fw::storage::Reader& reader) -> fw::Result<void> {
        auto all = reader.query("SELECT id FROM fw_flow_instance ORDER BY id", {},
                                [&](const fw::storage::Row& row) { ids.push_back(row.integer(0)); });
        if (!all) return all;
        for (const fw::storage::Id id : ids) {
            const auto verified = running->flows().verify(reader, id);
            if (verified) continue;
            ++bad;
            std::fprintf(stderr, "%s", fw::format(verified.error()).c_str());
        }
        return {};
    });
    if (!read) std::fprintf(stderr, "%s", fw::format(read.error()).c_str());
    if (!read || bad > 0) return 1;
    std::printf("verified %zu instances\n", ids.size());
    return 0;
}
