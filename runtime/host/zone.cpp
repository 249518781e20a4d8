// The company's time zone: a setting in fw_meta, else that of the machine.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/feel/calendar/zones.h"
#include "runtime/host/host.h"

namespace fw::host {
namespace {

constexpr const char* kSetting =
    "INSERT INTO fw_meta (key, value) VALUES ('zone', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

// TZ, else what /etc/localtime points to, else /etc/timezone.
std::string machine_zone() {
    if (const char* set = std::getenv("TZ"); set != nullptr && *set != '\0') return *set == ':' ? set + 1 : set;
    std::error_code none;
    const std::string link = std::filesystem::read_symlink("/etc/localtime", none).generic_string();
    constexpr std::string_view kFolder = "zoneinfo/";
    if (const std::size_t at = link.find(kFolder); at != std::string::npos) return link.substr(at + kFolder.size());
    std::string name;
    std::ifstream("/etc/timezone") >> name;
    return name;
}

Result<feel::Zone> zone_named(const std::string& name) {
    // "+08:00" and the like would be taken by nobody else: names follow the rules of their country, also next year.
    if (name == "UTC" || name == "Etc/UTC") return feel::Zone::utc();
    const bool plain = name.size() <= 64 && name.find('/') != std::string::npos;
    if (plain) {
        if (const auto zone = feel::find_zone(name)) return *zone;
    }
    return fail("CLI-023", format_text({"There is no time zone '{0}'.", "没有时区“{0}”。"}, {name}), {},
                {"Give a name of the tz database, such as Asia/Shanghai or Europe/Berlin.",
                 "请使用 tz 数据库中的名称，例如 Asia/Shanghai、Europe/Berlin。"});
}

}  // namespace

std::string zone_text(feel::Zone zone) { return zone.is_named() ? std::string(feel::zone_name(zone)) : "UTC"; }

feel::Zone Host::zone() const {
    const std::lock_guard lock(running_mutex_);
    return zone_;
}

// While the host is opened: nobody else works yet.
Result<void> Host::load_zone() {
    if (!options_.zone.empty()) {
        auto zone = zone_named(options_.zone);
        if (!zone) return tl::unexpected(zone.error());
        zone_ = *zone;
        return database_->write_and_wait([this](storage::Transaction& tx) -> Result<void> {
            auto kept = tx.execute(kSetting, {options_.zone});
            if (!kept) return tl::unexpected(kept.error());
            return {};
        });
    }
    std::string name;
    Result<void> read = database_->read([&](storage::Reader& reader) -> Result<void> {
        auto kept = reader.query_text("SELECT value FROM fw_meta WHERE key = 'zone'");
        if (!kept) return tl::unexpected(kept.error());
        name = kept->value_or("");
        return {};
    });
    if (!read) return read;
    auto zone = zone_named(name.empty() ? machine_zone() : name);
    zone_ = zone ? *zone : feel::Zone::utc();
    return {};
}

Result<void> Host::set_zone(const std::string& name) {
    auto zone = zone_named(name);
    if (!zone) return tl::unexpected(zone.error());
    const std::lock_guard one_at_a_time(replacing_mutex_);
    const auto now = running();
    return swap(make_running(now->program(), now->deployment(), *zone), *zone,
                [&](storage::Transaction& tx) -> Result<void> {
                    auto kept = tx.execute(kSetting, {name});
                    if (!kept) return tl::unexpected(kept.error());
                    return {};
                });
}

}  // namespace fw::host
