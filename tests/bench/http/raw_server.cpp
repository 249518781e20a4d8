// What the HTTP layer alone does: one thread answering /healthz to 16 keep-alive clients. Prints requests a second.
#include <cstdio>
#include <cstring>
#include <thread>

#include "runtime/http/router.h"
#include "tests/bench/http/load.h"

// `./do bench NAME…` runs every program with the names: this one answers to http_raw.
int main(int argc, char** argv) {
    using namespace fw::http;
    bool wanted = argc == 1;
    for (int i = 1; i < argc; ++i) wanted = wanted || std::strcmp(argv[i], "http_raw") == 0;
    if (!wanted) return 0;
    Router router;
    router.add(Method::kGet, "/healthz", {}, [](Request&) { return Response::json("{\"status\":\"ok\"}"); });
    ServerOptions options;
    options.threads = 1;
    Server server(options, [&](Request& request, const Respond& respond) { router.handle(request, respond); });
    if (!server.listen()) return 1;
    std::thread serving([&] { server.run(); });
    fw::bench::Load load;
    load.port = server.port();
    load.request = [](std::uint64_t) { return fw::bench::get_request("/healthz", {}); };
    const fw::bench::LoadResult result = fw::bench::run_load(load);
    server.stop();
    serving.join();
    std::printf("http_raw ours=%.0f req/s p50=%.3f ms p99=%.3f ms errors=%llu\n", result.per_second, result.p50_ms,
                result.p99_ms, static_cast<unsigned long long>(result.errors));
    return result.errors == 0 && result.answers > 0 ? 0 : 1;
}
