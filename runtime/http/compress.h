// Answers in gzip (RFC 1952) for clients that accept it.
#pragma once

#include <string>
#include <string_view>

#include "runtime/http/message.h"

namespace fw::http {

// Whether Accept-Encoding (or any list like it) allows a coding: named with a quality above 0.
[[nodiscard]] bool accepts_coding(std::string_view header, std::string_view coding);

[[nodiscard]] std::string gzip(std::string_view bytes);

// Compresses a JSON, CSV or text body of at least 1 KiB and at most `longest`, where the client accepts gzip and nobody
// has encoded it before. Answers with secrets of a session stay as they are: their length must not tell anything.
void compress(const Request& request, Response& response, std::size_t longest);

}  // namespace fw::http
