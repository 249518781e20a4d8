// A copy of the sales pack beside the base pack in a folder of its own, opened as a workspace.
#pragma once

#include <filesystem>
#include <string>

#include "designer/core/workspace.h"

namespace fw::designer::testing {

[[nodiscard]] const model::Descriptors& descriptors();

class Packs {
  public:
    Packs();
    ~Packs();
    Packs(const Packs&) = delete;
    Packs& operator=(const Packs&) = delete;
    [[nodiscard]] std::filesystem::path folder(const std::string& pack) const { return root_ / pack; }
    [[nodiscard]] Workspace open(const std::string& pack = "sales") const;

  private:
    std::filesystem::path root_;
};

// Every byte that saving would write.
[[nodiscard]] std::string bytes(const Workspace& workspace);

// Of a value in a document; "" where there is none.
[[nodiscard]] std::string text_at(const Workspace& workspace, const char* document, const char* path);

}  // namespace fw::designer::testing
