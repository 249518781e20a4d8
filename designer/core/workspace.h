// The pack an administrator works on: a folder of models, held in memory as located JSON. Widgets look at it; only
// commands change it (command_stack.h). One thread.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "designer/core/path.h"
#include "engine/base/diagnostic.h"
#include "engine/json/value.h"
#include "engine/model/descriptor.h"
#include "engine/model/pack.h"

namespace fw::designer {

struct Document {
    std::string path;  // "flows/contract_approval.json"; "pack.json" for the pack itself
    std::string kind;  // "flow", "pack"
    std::string id;    // "contract_approval"
    json::Value root;
    std::string broken;    // the file's text where it is no JSON: shown as it stands and saved untouched
    Diagnostics mistakes;  // why it could not be read
    [[nodiscard]] bool readable() const { return mistakes.empty(); }
};

class Workspace {
  public:
    // Reads every model of the folder. Files that cannot be read are kept as broken documents; fails only where the
    // folder itself is missing or unreadable.
    [[nodiscard]] static Result<Workspace> open(const std::filesystem::path& folder,
                                                const model::Descriptors& descriptors);
    // A new pack in an empty or missing folder; written at the first save.
    [[nodiscard]] static Result<Workspace> create(const std::filesystem::path& folder, std::string_view id,
                                                  const Text& label, const model::Descriptors& descriptors);

    [[nodiscard]] const model::Descriptors& descriptors() const { return *descriptors_; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    [[nodiscard]] std::string pack_id() const;

    [[nodiscard]] const std::map<std::string, Document>& documents() const { return documents_; }
    [[nodiscard]] const Document* document(std::string_view path) const;
    [[nodiscard]] const Document* model(std::string_view kind, std::string_view id) const;
    [[nodiscard]] const json::Value* value(const Address& address) const;
    // "flows/<id>.json": where a model of a kind is kept.
    [[nodiscard]] std::string path_of(std::string_view kind, std::string_view id) const;

    // Packs this one builds on, found beside it or else among the built-in ones; read-only.
    [[nodiscard]] const std::vector<Workspace>& required() const { return required_; }
    // A model of this pack, or "pack.id" of a required one.
    [[nodiscard]] const Document* resolve(std::string_view kind, std::string_view id) const;

    // The canonical text that saving writes.
    [[nodiscard]] std::string text_of(const Document& document) const;
    [[nodiscard]] model::PackSource source() const;
    // This pack and those it requires, as the compiler wants them.
    [[nodiscard]] std::vector<model::PackSource> sources() const;

    [[nodiscard]] bool dirty(std::string_view path) const;
    [[nodiscard]] bool dirty() const;
    // Whether this element was there when the pack was last read or saved (its id may be in use elsewhere).
    [[nodiscard]] bool was_saved(const Address& address) const;
    // Writes what changed and deletes the files of deleted models; each file is replaced at once. The paths written.
    [[nodiscard]] Result<std::vector<std::string>> save();

    // Files somebody else changed since they were read or saved here.
    [[nodiscard]] std::vector<std::string> changed_outside() const;
    // Takes the file as it is on disk now. Undo does not reach behind this.
    void reload(std::string_view path);
    // Keeps ours: the next save replaces the file.
    void keep_ours(std::string_view path);

  private:
    friend class Playback;  // edit.cpp: the only writer
    struct Saved {
        std::string text;  // on disk, byte by byte
        json::Value root;
    };
    // A built-in pack, as if its folder stood at `folder`; nothing where there is no such pack.
    [[nodiscard]] static std::optional<Workspace> built_in(const std::filesystem::path& folder,
                                                           const model::Descriptors& descriptors);
    void load_file(const std::filesystem::path& file, const std::string& path);
    [[nodiscard]] Document empty_document(const std::string& path) const;
    void load_text(const std::string& path, const std::string& text);
    void add_required(Workspace&& other);
    void load_required(std::vector<std::string> above);

    std::filesystem::path folder_;
    const model::Descriptors* descriptors_ = nullptr;
    std::map<std::string, Document> documents_;
    std::map<std::string, Saved> saved_;
    std::vector<Workspace> required_;
};

// The whole file, or nothing.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& file);

}  // namespace fw::designer
