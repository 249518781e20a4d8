// The built web client, part of the binary.
#pragma once

namespace fw::http {
class StaticFiles;
}

namespace fw::web {

// Adds every file of the client; a page that says how to get one where this build has none.
void add_client(http::StaticFiles& files);

}  // namespace fw::web
