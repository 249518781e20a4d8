#include <cstdio>
#include <filesystem>

#include "runtime/cli/command.h"
#include "runtime/cli/service.h"
#include "runtime/host/first_start.h"
#include "runtime/host/rules.h"
#include "runtime/plugins/crash_note.h"

namespace fw::cli {
namespace {

struct Options {
    std::string data, store, bind = "127.0.0.1", web, plugins, zone, access_log;
    int port = 8080;
    int threads = 0;
    bool demo = false;
};

// What a new database needs; prints sign-ins after the address.
Result<std::vector<host::SignInShown>> fill(host::Host& host, bool demo) {
    auto empty = host::is_empty(host);
    if (!empty) return tl::unexpected(empty.error());
    if (!*empty) return std::vector<host::SignInShown>();
    if (demo) return host::fill_with_demo(host);
    auto admin = host::fill_empty(host);
    if (!admin) return tl::unexpected(admin.error());
    return std::vector{*admin};
}

void print_sign_ins(const std::vector<host::SignInShown>& people, bool demo) {
    if (people.empty()) return;
    std::printf(demo ? "\nsign in with one of these (all data is made up):\n"
                     : "\nsign in and change the password; it is shown this once:\n");
    for (const host::SignInShown& one : people)
        std::printf("  %-10s %-18s %s\n", one.login.c_str(), one.password.c_str(), one.name.c_str());
    std::printf("\n");
}

// What is wrong with the folders that were named, before anything is made.
Diagnostics examine(const Options& options) {
    if (options.data.empty())
        return fail("CLI-003", {"Say where the data is: --data DIR.", "请指定数据文件夹：--data DIR。"}).value();
    Diagnostics found;
    if (!options.plugins.empty()) found = plugins::examine_folder(options.plugins);
    std::error_code ignored;
    if (std::filesystem::is_directory(options.web, ignored) &&
        !std::filesystem::exists(std::filesystem::path(options.web) / "index.html", ignored)) {
        found.push_back(fail("HTTP-103", format_text({"There is no web client in {0}: it has no index.html.",
                                                      "{0} 中没有网页客户端：缺少 index.html。"},
                                                     {options.web}))
                            .value()
                            .front());
    }
    return found;
}

void say_demo_left_out(const std::string& data) {
    Diagnostic note;
    note.code = "CLI-024";
    note.severity = Severity::kNote;
    note.text = format_text(
        {"{0} holds data already, so --demo adds nothing.", "{0} 中已有数据，--demo 未添加任何内容。"}, {data});
    note.hint = {"The demo fills an empty folder; give another one to see it.",
                 "演示数据只填充空文件夹；如需查看，请指定另一个文件夹。"};
    report({note});
}

int serve(const Options& options) {
    const Diagnostics found = examine(options);
    report(found);
    if (has_errors(found)) return kFailed;
    ServiceOptions service_options;
    service_options.host.data = options.data;
    service_options.host.store = options.store;
    service_options.host.plugins = options.plugins;
    service_options.host.zone = options.zone;
    service_options.access_log = options.access_log;
    service_options.bind = options.bind;
    service_options.port = static_cast<std::uint16_t>(options.port);
    service_options.threads = options.threads;
    service_options.web = options.web;
    service_options.signals = true;
    auto service = Service::open(service_options);
    if (!service) return report(service.error());
    plugins::install_crash_note(options.data + "/crash.txt");
    // Binding first: a port in use is said before minutes of filling a database.
    Result<void> listening = (*service)->listen();
    if (!listening) return report(listening.error());
    const auto people = fill((*service)->host(), options.demo);
    if (!people) return report(people.error());
    if (options.demo && people->empty()) say_demo_left_out(options.store.empty() ? options.data : options.store);
    report(host::missing_plugins(*(*service)->host().program(), (*service)->host().plugins()));
    std::printf("listening on %s\n", (*service)->address().c_str());
    print_sign_ins(*people, options.demo);
    std::fflush(stdout);
    (*service)->run();
    return kDone;
}

}  // namespace

void add_serve(Commands& commands) {
    const auto options = std::make_shared<Options>();
    Command command =
        commands.add("serve", "Run the server: web client, HTTP interface, flows, reminders",
                     "  formwork serve --data ./data --demo\n"
                     "  formwork serve --data /var/lib/formwork --port 8080 --bind 0.0.0.0\n"
                     "  formwork serve --data ./data --store postgresql://formwork@localhost/formwork\n\n"
                     "Prints `listening on http://…` when ready. SIGTERM finishes what is being answered and exits 0.");
    command.add("--data", options->data, "The data folder; made if it is missing").type("DIR").required();
    command.add("--port", options->port, "TCP port; 0: any free one").range(0, 65535).show_default();
    command.add("--bind", options->bind, "Address to listen on").type("ADDRESS").show_default();
    command.flag("--demo", options->demo, "Fill an empty folder with the packs base and sales and demo data");
    command.add("--store", options->store, "postgresql://user@host/database instead of the SQLite file in DIR")
        .type("URL");
    command.add("--plugins", options->plugins, "Folder of plugins (default: DIR/plugins)").type("DIR");
    command.add("--threads", options->threads, "I/O threads; 0: one per core").range(0, 256).show_default();
    command.add("--web", options->web, "Serve the web client from this folder instead of the built-in one").type("DIR");
    command
        .add("--zone", options->zone,
             "The company's time zone, kept in the database (Asia/Shanghai; at first: the machine's)")
        .type("NAME");
    command.add("--access-log", options->access_log, "Append one line a request to this file; - is standard error")
        .type("FILE");
    command.run([options] { return serve(*options); });
}

}  // namespace fw::cli
