// Serves the built web client: held in memory, strong ETags, precompressed variants, index.html for client routes.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "runtime/http/message.h"

namespace fw::http {

// Immutable once filled, so every thread may serve from it.
class StaticFiles {
  public:
    // `path` as in the address ("assets/index-4f2a.js"); "x.gz" and "x.br" become variants of "x".
    void add(std::string path, std::string bytes);
    // Every file below a folder. HTTP-103 if it cannot be read.
    [[nodiscard]] Result<void> add_folder(const std::filesystem::path& folder);

    [[nodiscard]] bool empty() const { return files_.empty(); }
    // GET and HEAD. Addresses without a file get index.html (the client's own routes) when their last segment has no
    // '.' or the request accepts HTML, as a browser's navigation does.
    [[nodiscard]] Response serve(const Request& request) const;

  private:
    struct Variant {
        std::shared_ptr<const std::string> bytes;
        std::string etag;
    };
    struct File {
        Variant plain, gzip, brotli;
        std::string type;
        bool hashed = false;  // the name changes with the content, so it may be cached for ever
    };
    [[nodiscard]] const File* find(std::string_view path) const;
    std::map<std::string, File, std::less<>> files_;
};

}  // namespace fw::http
