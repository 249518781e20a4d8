#include "runtime/cli/command.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "engine/json/read.h"
#include "runtime/cli/caret.h"
#include "runtime/cli/service.h"
#include "runtime/http/json_writer.h"
#include "runtime/storage/data_folder.h"

namespace fw::cli {

namespace fs = std::filesystem;

int report(const Diagnostics& diagnostics) {
    const Language language = terminal_language();
    for (Diagnostic d : diagnostics) {
        if (d.code == "AUTH-401" && d.hint.empty()) {
            d.hint = {"--token takes what `formwork user token NAME` prints on the server",
                      "--token 为在服务器上执行 `formwork user token 登录名` 所得的令牌"};
        }
        const std::string line = format(d, language);
        std::fprintf(stderr, "%s%s\n", d.place.file.empty() ? "formwork: " : "", line.c_str());
    }
    return kFailed;
}

void say(const Text& text) {
    std::fprintf(stderr, "formwork: %s\n", std::string(text.in(terminal_language())).c_str());
}

void Target::add_to(Command& command, bool remote) {
    Argument folder =
        command.add("--data", data, "The data folder; works through its server if one is running").type("DIR");
    command.add("--store", store, "postgresql://user@host/database instead of the SQLite file in DIR").type("URL");
    if (!remote) {
        folder.required();
        return;
    }
    command.add("--server", server, "A running server, http://host:port").type("URL").excludes(folder);
    command.add("--token", token, "Bearer token for --server (from `formwork user token`)")
        .environment("FORMWORK_TOKEN");
}

namespace {

Result<Client> client_of_running(const Target& target, const storage::FolderOwner& owner) {
    const auto secret = read_file(target.data + "/secret");
    if (owner.address.empty() || !secret) {
        return fail("CLI-021",
                    format_text({"{0} is in use by process {1}, which does not answer yet.",
                                 "{0} 正被进程 {1} 使用，且尚未就绪。"},
                                {target.data, std::to_string(owner.pid)}),
                    {}, {"Try again when it is ready, or stop it first.", "请在其就绪后重试，或先停止该进程。"});
    }
    return Client::to(owner.address, *secret);
}

}  // namespace

Session::Session() = default;
Session::Session(Session&&) noexcept = default;

Session::~Session() {
    client_.reset();
    if (service_) service_->stop();
}

Result<Session> Session::open(const Target& target, bool make_new) {
    Session session;
    if (!target.server.empty()) {
        auto client = Client::to(target.server, target.token);
        if (!client) return tl::unexpected(client.error());
        session.client_.emplace(std::move(*client));
        return session;
    }
    const char* exported = std::getenv("FORMWORK_TOKEN");
    if (!target.token.empty() && (exported == nullptr || target.token != exported)) {
        return fail(
            "CLI-007",
            {"--token goes with --server; on a data folder commands act as its administrator.",
             "--token 须与 --server 一起使用；对数据文件夹的命令以管理员身份执行。"},
            {},
            {"`formwork task … --as NAME` acts as somebody.", "可用 `formwork task … --as 登录名` 以某人身份操作。"});
    }
    if (target.data.empty()) {
        return fail("CLI-003",
                    {"Say where to work: --data DIR or --server URL.", "请指定 --data DIR 或 --server URL。"});
    }
    if (const auto owner = storage::folder_owner(target.data)) {
        auto client = client_of_running(target, *owner);
        if (!client) return tl::unexpected(client.error());
        session.client_.emplace(std::move(*client));
        return session;
    }
    std::error_code ignored;
    if (!make_new && target.store.empty() && !fs::exists(storage::database_path(target.data), ignored)) {
        return fail(
            "CLI-004",
            format_text({"There is no Formwork database in {0}.", "{0} 中没有 Formwork 数据库。"}, {target.data}), {},
            {"`formwork serve --data DIR` makes one.", "可用 `formwork serve --data DIR` 创建。"});
    }
    if (make_new && target.store.empty() && !fs::exists(storage::database_path(target.data), ignored))
        say(format_text({"{0} has no database yet; one is made", "{0} 中尚无数据库，将新建一个"}, {target.data}));
    ServiceOptions options;
    options.host.data = target.data;
    options.host.store = target.store;
    options.threads = 1;
    options.background = false;
    auto service = Service::open(options);
    if (!service) return tl::unexpected(service.error());
    session.service_ = std::move(*service);
    Result<void> listening = session.service_->listen();
    if (!listening) return tl::unexpected(listening.error());
    session.service_->start();
    auto client = Client::to(session.service_->address(), session.service_->secret());
    if (!client) return tl::unexpected(client.error());
    session.client_.emplace(std::move(*client));
    return session;
}

namespace {

tl::unexpected<Diagnostics> cannot_read(const std::string& path, const std::string& why) {
    return fail("CLI-005", format_text({"Cannot read {0}: {1}.", "无法读取 {0}：{1}。"}, {path, why}));
}

}  // namespace

Result<std::ifstream> open_file(const std::string& path) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) return cannot_read(path, std::strerror(EISDIR));
    std::ifstream in(path, std::ios::binary);
    if (!in) return cannot_read(path, std::strerror(errno));
    return in;
}

Result<std::string> read_file(const std::string& path) {
    auto in = open_file(path);
    if (!in) return tl::unexpected(std::move(in.error()));
    std::ostringstream out;
    if (in->peek() != std::ifstream::traits_type::eof()) out << in->rdbuf();
    if (in->bad() || !out) return cannot_read(path, std::strerror(errno));
    return out.str();
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
    if (path.empty() || path == "-") {
        std::cout.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        std::cout.flush();
        if (std::cout) return {};
    } else {
        std::ofstream out(path, std::ios::binary | std::ios::trunc);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        out.close();
        if (out) return {};
    }
    return fail("CLI-006",
                format_text({"Cannot write {0}: {1}.", "无法写入 {0}：{1}。"}, {path, std::strerror(errno)}));
}

Result<model::PackSource> read_pack_folder(const std::string& folder) {
    std::error_code error;
    const fs::file_type type = fs::status(folder, error).type();
    if (type == fs::file_type::not_found)
        return fail("CLI-001", format_text({"There is no folder {0}.", "没有文件夹 {0}。"}, {folder}));
    if (type == fs::file_type::none) return cannot_read(folder, error.message());
    if (type != fs::file_type::directory)
        return fail("CLI-001", format_text({"{0} is no folder.", "{0} 不是文件夹。"}, {folder}));
    const bool is_pack = fs::exists(fs::path(folder) / "pack.json", error);
    if (error) return cannot_read(folder, error.message());
    if (!is_pack) {
        return fail(
            "CLI-002",
            format_text({"{0} holds no pack.json, so it is no pack.", "{0} 中没有 pack.json，不是应用包。"}, {folder}));
    }
    model::PackSource out;
    out.folder = folder;
    while (out.folder.size() > 1 && out.folder.back() == '/') out.folder.pop_back();
    out.id = fs::absolute(out.folder).lexically_normal().filename().string();
    std::vector<fs::path> paths;
    std::string last = folder;
    for (fs::recursive_directory_iterator at(folder, error), end; at != end; at.increment(error)) {
        last = at->path().string();
        const std::string relative = at->path().lexically_relative(folder).generic_string();
        if (at->path().extension() == ".json" && !relative.starts_with("demo/") && at->is_regular_file(error))
            paths.push_back(at->path());
    }
    if (error) return cannot_read(last, error.message());  // half a pack would take the other half away
    std::sort(paths.begin(), paths.end());
    for (const fs::path& path : paths) {
        auto text = read_file(path.string());
        if (!text) return tl::unexpected(text.error());
        if (path.filename() == "pack.json" && path.parent_path() == fs::path(folder).lexically_normal()) {
            if (const auto root = json::read(*text); root && !root->string_or("id").empty())
                out.id = root->string_or("id");
        }
        out.files.push_back({path.lexically_relative(folder).generic_string(), std::move(*text)});
    }
    return out;
}

Result<std::vector<model::PackSource>> read_pack_folders(const std::vector<std::string>& folders) {
    std::vector<model::PackSource> packs;
    Diagnostics wrong;
    for (const std::string& folder : folders) {
        auto pack = read_pack_folder(folder);
        if (!pack) {
            wrong.insert(wrong.end(), pack.error().begin(), pack.error().end());
            continue;
        }
        for (const model::PackSource& other : packs) {
            if (other.id != pack->id) continue;
            Diagnostics twice =
                fail("CLI-008",
                     format_text({"The pack '{0}' is given twice: {1} and {2}.", "应用包“{0}”指定了两次：{1} 和 {2}。"},
                                 {pack->id, other.folder, pack->folder}))
                    .value();
            wrong.insert(wrong.end(), twice.begin(), twice.end());
        }
        packs.push_back(std::move(*pack));
    }
    if (!wrong.empty()) return fail(std::move(wrong));
    return packs;
}

std::string packs_json(const std::vector<model::PackSource>& packs) {
    http::JsonWriter out;
    out.begin_object().key("packs").begin_array();
    for (const model::PackSource& pack : packs) {
        out.begin_object().member("id", pack.id).key("files").begin_array();
        for (const model::SourceFile& file : pack.files) {
            out.begin_object().member("path", file.path).member("text", file.text).end_object();
        }
        out.end_array().end_object();
    }
    return out.end_array().take();
}

}  // namespace fw::cli
