#include "runtime/host/background.h"

namespace fw::host {

Background::Background(Host& host) : host_(host), jobs_(*this) {
    host_.on_timers([this] { jobs_.wake(); });
}

Background::~Background() {
    stop();
    host_.on_timers(nullptr);  // commits may still come
}

void Background::start() { jobs_.start(); }

void Background::stop() { jobs_.stop(); }

jobs::Current Background::current() {
    const auto running = host_.running();
    return {running,           running->deployment(), running->program().get(), &running->records(),
            &running->flows(), host_.directory()};
}

void Background::act(std::function<Result<void>(access::Act&)> work, std::function<void(Result<void>)> done) {
    host_.act(0, std::move(work), std::move(done));
}

}  // namespace fw::host
