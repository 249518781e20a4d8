#include "runtime/http/server.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include <gtest/gtest.h>

#include "runtime/http/event_stream.h"
#include "runtime/http/problem.h"
#include "runtime/http/router.h"
#include "runtime/http/static_files.h"
#include "tests/unit/http/raw_client.h"

namespace fw::http {
namespace {

using testing::body_of;
using testing::RawClient;
using testing::status_of;

class ServerTest : public ::testing::Test {
  protected:
    void SetUp() override {
        router.add(Method::kGet, "/hello", {}, [](Request&) { return Response::json("{\"hello\":1}"); });
        router.add(Method::kPost, "/echo", {}, [](Request& r) { return Response::text(r.body); });
        router.add(Method::kGet, "/records/{entity}/{id}", {}, [](Request& r) {
            return Response::text(std::string(r.parameter("entity")) + "|" + std::string(r.parameter("id")));
        });
        router.add(Method::kGet, "/records/{entity}/lookup", {},
                   [](Request& r) { return Response::text("lookup " + std::string(r.query("q").value_or("-"))); });
        router.add(Method::kPost, "/later", {}, [this](Request&, const Respond& respond) { keep(respond); });
        router.add(Method::kPost, "/forget", {}, [](Request&, const Respond&) {});
        router.add(Method::kGet, "/events", {}, [this](Request&) { return Response::stream(events); });
        router.add(Method::kGet, "/long", {}, [](Request&) { return Response::text(std::string(3'000'000, 'x')); });
    }

    void serve(ServerOptions options = {}) {
        options.threads = 2;
        options.body_limit = 1U << 20U;
        server.emplace(std::move(options), [this](Request& r, const Respond& respond) { router.handle(r, respond); });
        const Result<void> listening = server->listen();
        ASSERT_TRUE(listening) << format(listening.error());
        thread = std::thread([this] { server->run(); });
    }

    void TearDown() override {
        if (!server) return;
        server->stop();
        if (thread.joinable()) thread.join();
    }

    void keep(const Respond& respond) {
        const std::lock_guard lock(mutex);
        kept.emplace(respond);
        arrived.notify_all();
    }

    Respond wait_for_request() {
        std::unique_lock lock(mutex);
        arrived.wait(lock, [this] { return kept.has_value(); });
        Respond out = *kept;
        kept.reset();
        return out;
    }

    Router router;
    std::optional<Server> server;
    std::thread thread;
    std::mutex mutex;
    std::condition_variable arrived;
    std::optional<Respond> kept;
    std::shared_ptr<EventStream> events = std::make_shared<EventStream>();
};

TEST_F(ServerTest, AnswersManyRequestsOnOneConnection) {
    serve();
    RawClient client(server->port());
    for (int i = 0; i < 3; ++i) {
        const std::string answer = client.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_EQ(status_of(answer), 200);
        EXPECT_EQ(body_of(answer), "{\"hello\":1}");
        EXPECT_NE(answer.find("X-Content-Type-Options: nosniff"), std::string::npos);
    }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
    serve();
    RawClient client(server->port());
    client.send(
        "POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\ntwo"
        "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    wait_for_request()(Response::text("one"));
    EXPECT_EQ(body_of(client.answer()), "one");
    EXPECT_EQ(body_of(client.answer()), "two");
    EXPECT_EQ(body_of(client.answer()), "{\"hello\":1}");
}

TEST_F(ServerTest, ReadsARequestThatComesByteByByte) {
    serve();
    RawClient client(server->port());
    for (const char c : std::string(
             "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")) {
        client.send(std::string_view(&c, 1));
    }
    EXPECT_EQ(body_of(client.answer()), "abcde");
}

TEST_F(ServerTest, RefusesWhatIsNoRequest) {
    serve();
    const auto status = [&](std::string_view bytes) { return status_of(RawClient(server->port()).ask(bytes)); };
    EXPECT_EQ(status("NONSENSE\r\n\r\n"), 400);
    EXPECT_EQ(status("GET /hello HTTP/1.1\r\n\r\n"), 400);  // no Host
    EXPECT_EQ(status("GET /hello HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"), 400);
    EXPECT_EQ(status("GET /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
    EXPECT_EQ(status("GET /hello HTTP/3.9\r\nHost: x\r\n\r\n"), 505);
    EXPECT_EQ(status("GET /hello HTTP/1.1\r\nHost: x\r\nA: " + std::string(100'000, 'a') + "\r\n\r\n"), 431);
    EXPECT_EQ(status("GET /records/a/%FF HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
    EXPECT_EQ(status("GET /hello?a=%zz HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
    EXPECT_EQ(status("BREW /hello HTTP/1.1\r\nHost: x\r\n\r\n"), 405);
}

TEST_F(ServerTest, RefusesLongBodiesAndTheClientCanReadIt) {
    serve();
    RawClient client(server->port());
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n");
    client.send(std::string(3'000'000, 'a'));
    const std::string answer = client.answer();
    EXPECT_EQ(status_of(answer), 413);
    EXPECT_NE(answer.find("HTTP-413"), std::string::npos);
    EXPECT_TRUE(client.closed_by_server());
    RawClient chunked(server->port());
    chunked.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 30; ++i) chunked.send("186A0\r\n" + std::string(100'000, 'a') + "\r\n");
    EXPECT_EQ(status_of(chunked.answer()), 413);
}

TEST_F(ServerTest, SendsContinueBeforeTheBody) {
    serve();
    RawClient client(server->port());
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(status_of(client.answer()), 100);
    EXPECT_EQ(body_of(client.ask("body")), "body");
}

TEST_F(ServerTest, RoutesByPathAndMethod) {
    serve();
    RawClient client(server->port());
    const auto get = [&](std::string_view path) {
        return client.ask("GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    };
    EXPECT_EQ(body_of(get("/records/sales.contract/12")), "sales.contract|12");
    EXPECT_EQ(body_of(get("/records/a%2Fb/%E5%90%88")), "a/b|合");
    EXPECT_EQ(body_of(get("/records/x/lookup?q=a+b%26")), "lookup a b&");
    EXPECT_EQ(status_of(get("/records/x")), 404);
    EXPECT_EQ(status_of(get("/nowhere")), 404);
    const std::string wrong = client.ask("DELETE /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(status_of(wrong), 405);
    EXPECT_NE(wrong.find("Allow: OPTIONS, GET, HEAD\r\n"), std::string::npos);
    const std::string options = client.ask("OPTIONS /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(status_of(options), 204);
    EXPECT_NE(options.find("Allow: OPTIONS, POST\r\n"), std::string::npos);
}

TEST_F(ServerTest, SpeaksTheClientsLanguage) {
    serve();
    RawClient client(server->port());
    EXPECT_NE(client.ask("GET /nowhere HTTP/1.1\r\nHost: x\r\nAccept-Language: zh-CN,zh;q=0.9\r\n\r\n")
                  .find("此地址没有内容"),
              std::string::npos);
}

TEST_F(ServerTest, HeadHasTheLengthAndNoBody) {
    serve();
    RawClient client(server->port());
    client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string both = client.until("{\"hello\":1}");
    EXPECT_NE(both.find("Content-Length: 11"), std::string::npos);
    EXPECT_EQ(both.find("{"), both.size() - 11);
}

TEST_F(ServerTest, AnswersFromAnotherThread) {
    serve();
    RawClient client(server->port());
    client.send("POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab");
    Respond respond = wait_for_request();
    std::thread([respond] {
        respond(Response::text("first"));
        respond(Response::text("second"));
    }).join();
    EXPECT_EQ(body_of(client.answer()), "first");
}

TEST_F(ServerTest, AForgottenRequestGetsA500) {
    serve();
    RawClient client(server->port());
    EXPECT_EQ(status_of(client.ask("POST /forget HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")), 500);
}

TEST_F(ServerTest, WritesLongAnswersWhole) {
    serve();
    RawClient client(server->port());
    EXPECT_EQ(body_of(client.ask("GET /long HTTP/1.1\r\nHost: x\r\n\r\n")).size(), 3'000'000U);
    EXPECT_EQ(status_of(client.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")), 200);
}

TEST_F(ServerTest, StreamsEventsAndHeartbeats) {
    ServerOptions options;
    options.heartbeat = std::chrono::seconds(1);
    serve(options);
    RawClient client(server->port());
    client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_NE(client.until("\r\n\r\n").find("text/event-stream"), std::string::npos);
    events->send("task", "{\"id\":\"1\"}", "7");
    EXPECT_EQ(client.until("\n\n"), "id: 7\nevent: task\ndata: {\"id\":\"1\"}\n\n");
    EXPECT_EQ(client.until("\n\n"), ":\n\n");
    events->close();
    EXPECT_TRUE(client.closed_by_server());
    EXPECT_FALSE(events->send("task", "late"));
}

TEST_F(ServerTest, GivesUpOnARequestThatNeverEnds) {
    ServerOptions options;
    options.read_timeout = std::chrono::seconds(1);
    serve(options);
    RawClient client(server->port());
    EXPECT_EQ(status_of(client.ask("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")), 408);
}

TEST_F(ServerTest, StopFinishesWhatIsBeingAnswered) {
    serve();
    RawClient waiting(server->port());
    RawClient idle(server->port());
    RawClient listening(server->port());
    EXPECT_EQ(status_of(idle.ask("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")), 200);
    listening.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    listening.until("\r\n\r\n");
    waiting.send("POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    const Respond respond = wait_for_request();
    server->stop();
    EXPECT_TRUE(idle.closed_by_server());
    EXPECT_TRUE(listening.closed_by_server());
    respond(Response::text("finished"));
    const std::string answer = waiting.answer();
    EXPECT_EQ(body_of(answer), "finished");
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_TRUE(waiting.closed_by_server());
    thread.join();
    EXPECT_FALSE(RawClient(server->port()).connected());
}

TEST_F(ServerTest, SaysThatThePortIsTaken) {
    serve();
    ServerOptions options;
    options.port = server->port();
    Server second(options, [](Request&, const Respond&) {});
    const Result<void> listening = second.listen();
    ASSERT_FALSE(listening);
    EXPECT_EQ(listening.error()[0].code, "HTTP-101");
}

TEST_F(ServerTest, ServesFilesAndClientRoutes) {
    StaticFiles files;
    files.add("index.html", "<html>");
    files.add("assets/a-1234.js", "plain");
    files.add("assets/a-1234.js.gz", "zipped");
    router.fallback([&](Request& r, const Respond& respond) { respond(files.serve(r)); });
    serve();
    RawClient client(server->port());
    const auto get = [&](const std::string& path, const std::string& more = "") {
        return client.ask("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n");
    };
    EXPECT_EQ(body_of(get("/")), "<html>");
    EXPECT_EQ(body_of(get("/records/sales.contract/")), "<html>");
    EXPECT_EQ(body_of(get("/list/sales.contract", "Accept: text/html,*/*;q=0.8\r\n")), "<html>");
    EXPECT_EQ(status_of(get("/list/sales.contract")), 404);
    EXPECT_EQ(status_of(get("/assets/gone-1234.js", "Accept: text/html\r\n")), 404);
    EXPECT_NE(get("/").find("Content-Security-Policy"), std::string::npos);
    EXPECT_EQ(body_of(get("/assets/a-1234.js")), "plain");
    const std::string zipped = get("/assets/a-1234.js", "Accept-Encoding: gzip, br\r\n");
    EXPECT_EQ(body_of(zipped), "zipped");
    EXPECT_NE(zipped.find("immutable"), std::string::npos);
    const std::size_t at = zipped.find("ETag: ") + 6;
    const std::string etag = zipped.substr(at, zipped.find('\r', at) - at);
    EXPECT_EQ(status_of(get("/assets/a-1234.js", "Accept-Encoding: gzip\r\nIf-None-Match: " + etag + "\r\n")), 304);
    EXPECT_EQ(status_of(get("/assets/../../etc/passwd.txt")), 404);
    EXPECT_EQ(status_of(get("/api/v1/unknown")), 404);
}

}  // namespace
}  // namespace fw::http
