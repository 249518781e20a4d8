// DMN files to models of our kind `decision` and back (docs/decisions.md).
//
//   files ──import_dmn──▶ decisions (JSON models, one for each file) + notes on what is kept but cannot run
//   decisions ──export_dmn──▶ files
//
// Nothing is lost: the file stays, as DMN 1.5, in the model's property `dmn`. An export takes every element that was
// not changed from there, with ids, diagram and extensions, and writes anew what was.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/decision/definitions.h"
#include "engine/json/value.h"

namespace fw::dmn {

struct File {
    std::string name;  // shown in diagnostics
    std::string bytes;
};

struct Imported {
    std::vector<json::Value> decisions;  // of kind "decision", in the order of the files
    // What the reader says, DMN-021 (kept, but not executed), and as warnings whatever keeps a model from running:
    // missing requirements, circles, expressions that cannot be read.
    Diagnostics notes;
};

// Imports among the files are found by namespace; models that are not among them are named by their namespace.
[[nodiscard]] Result<Imported> import_dmn(const std::vector<File>& files);

// One DMN 1.5 document for each decision model. `names` of the files say what a mistake is about.
[[nodiscard]] Result<std::vector<File>> export_dmn(const std::vector<json::Value>& decisions);

// The definitions of one of `decisions`, which find each other by id.
[[nodiscard]] decision::Definitions from_json(const json::Value& decision, const std::vector<json::Value>& decisions,
                                              Diagnostics& problems);

// The technical ids that the elements of models get, and the models themselves.
class Ids {
  public:
    explicit Ids(const std::vector<const decision::Definitions*>& models);
    [[nodiscard]] const std::string& model(const std::string& uri) const;
    // Of an element by its id (or name) in the model of that namespace; empty: there is none.
    [[nodiscard]] std::string element(const std::string& uri, const std::string& id) const;

  private:
    std::map<std::string, std::string> models_;
    std::map<std::pair<std::string, std::string>, std::string> elements_;
};

// One model as JSON; `notes` gets what is not executed.
[[nodiscard]] json::Value to_json(const decision::Definitions& model, const Ids& ids, Diagnostics& notes);

}  // namespace fw::dmn
