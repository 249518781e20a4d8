// Errors on the wire: application/problem+json (RFC 9457) with our diagnostics.
#pragma once

#include <string>

#include "engine/base/diagnostic.h"
#include "runtime/http/message.h"

namespace fw::http {

// `title` follows from the status; `detail` is the first error's sentence.
[[nodiscard]] Response problem(int status, const Diagnostics& diagnostics, Language language);
[[nodiscard]] Response problem(int status, std::string code, Text text, Language language, Text hint = {});

// One diagnostic as a JSON object: {"code", "severity", "text", "hint", "field"?, "file"?, "line"?, "column"?,
// "element"?}.
void append_diagnostic(std::string& out, const Diagnostic& diagnostic, Language language);
void append_diagnostics(std::string& out, const Diagnostics& diagnostics, Language language);

}  // namespace fw::http
