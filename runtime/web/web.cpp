#include "runtime/web/web.h"

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

#include "engine/base/check.h"
#include "engine/base/embed.h"
#include "runtime/http/static_files.h"

// The bytes that cmake/embed_folder.sh wrote.
FW_EMBED(web_blob, FW_WEB_FILE)

namespace fw::web {

void add_client(http::StaticFiles& files) {
    std::string_view left = web_blob();
    while (!left.empty()) {
        const std::string_view line = left.substr(0, left.find('\n'));
        const std::size_t space = line.rfind(' ');
        FW_CHECK(space != std::string_view::npos);
        std::size_t size = 0;
        const auto read = std::from_chars(line.data() + space + 1, line.data() + line.size(), size);
        FW_CHECK(read.ec == std::errc() && line.size() + 1 + size <= left.size());
        files.add(std::string(line.substr(0, space)), std::string(left.substr(line.size() + 1, size)));
        left.remove_prefix(line.size() + 1 + size);
    }
}

}  // namespace fw::web
