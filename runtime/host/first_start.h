// Fills a new database: the built-in packs, and either demo data or one administrator.
#pragma once

#include <string>
#include <vector>

#include "engine/base/diagnostic.h"

namespace fw::host {

class Host;

struct SignInShown {
    std::string login;
    std::string password;
    std::string name;
};

// Deploys the pack base and makes a user `admin` with a random password, which is shown once.
[[nodiscard]] Result<SignInShown> fill_empty(Host& host);

// Deploys every built-in pack and loads their demo data, all of it in one transaction. Returns who may sign in.
[[nodiscard]] Result<std::vector<SignInShown>> fill_with_demo(Host& host);

// True if no person exists yet.
[[nodiscard]] Result<bool> is_empty(Host& host);

}  // namespace fw::host
