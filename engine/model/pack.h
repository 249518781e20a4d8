// A pack as it stands on disk or came over the wire: located JSON documents that satisfy their descriptors.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/json/value.h"
#include "engine/model/descriptor.h"

namespace fw::model {

// One file of a pack, as text. `path` is relative to the pack's folder: "entities/contract.json".
struct SourceFile {
    std::string path;
    std::string text;
};

struct PackSource {
    std::string id;                 // of the pack (name of its folder where pack.json cannot be read)
    std::string folder;             // shown in diagnostics before the path; may be empty
    std::vector<SourceFile> files;  // pack.json included; demo/ excluded
};

struct Document {
    std::string path;
    std::string text;  // what the ranges of `root` refer to
    std::string kind;  // "entity"
    std::string id;    // "contract"
    json::Value root;
};

struct Pack {
    std::string id;
    std::string folder;
    std::vector<Document> documents;  // sorted by kind and id; pack.json first
};

// True for technical names: [a-z][a-z0-9_]*, at most 60 characters.
[[nodiscard]] bool valid_id(std::string_view id);

// The place of a range of a document, with the path of the element that holds it.
[[nodiscard]] Place place_in(const Pack& pack, const Document& document, Range range, std::string element);

// Reads every file and checks it against its descriptor: syntax, unknown keys (with suggestion), wrong types, missing
// required properties, doubled ids, file name and id. Every mistake of every file is reported.
[[nodiscard]] Result<Pack> read_pack(const PackSource& source, const Descriptors& descriptors);

// As much of a pack as can be read, for saying everything that is wrong with it at once: documents come without their
// faulty parts (unknown keys, values of a wrong shape), so that the rest can be checked further.
struct Reading {
    Pack pack;
    Diagnostics problems;             // in the order of files and places
    std::vector<std::string> unread;  // "entity:sales.contract": files that exist but are no readable model
};
[[nodiscard]] Reading read_pack_partly(const PackSource& source, const Descriptors& descriptors);

// The mistakes of one model that is no part of a pack, against the descriptor of its kind. `text`: what the ranges of
// `root` refer to.
[[nodiscard]] Diagnostics mistakes_of(json::Value root, const std::string& file, std::string_view text,
                                      const Descriptors& descriptors);

// The canonical text of a document: key order by descriptor, `diagram` last. A property whose value equals its fallback
// is left out; everything else stays as written, unknown keys included (at the end).
[[nodiscard]] std::string canonical(const json::Value& root, const Descriptors& descriptors);

// "contract" inside pack "sales" → "sales.contract"; "base.person" stays.
[[nodiscard]] std::string qualified(std::string_view id, std::string_view pack);

}  // namespace fw::model
