// What stands around the nodes in the drawing of a BPMN file, after nodes were moved or added: artefacts go with what
// they belong to, lines follow what they join, pools and lanes grow around what stands in them. Nothing of it is kept
// anywhere: it follows from the file and from where the nodes stand, so whoever takes a move back takes all of it back.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interchange/bpmn/drawing.h"

namespace fw::bpmn {

// Nodes as they stand now, all by their ids in the file.
struct Standing {
    struct Node {
        std::string element, process;
        diagram::Box box;
        bool apart = false;  // inside of a closed sub-process: on a diagram of its own, if it is drawn at all
    };
    std::vector<Node> nodes;
    std::map<std::string, diagram::Route, std::less<>> ways;  // of sequence flows
};

class Scenery {
  public:
    Scenery(const Source& source, const Ways& ways, Standing now);
    // Of a pool, a lane or an artefact that is drawn; of anything else that is not moved by us, as it is drawn.
    [[nodiscard]] diagram::Box box(std::string_view element, const Shape& drawn) const;
    // Of an association or a message flow; null: not drawn.
    [[nodiscard]] const diagram::Route* way(std::string_view line) const;
    // Everything that is not where it was.
    [[nodiscard]] const std::map<std::string, diagram::Box, std::less<>>& boxes() const { return boxes_; }
    [[nodiscard]] const std::map<std::string, diagram::Route, std::less<>>& lines() const { return lines_; }

  private:
    struct Link {
        std::string id, from, to;
        bool message;
    };
    struct Lane {
        std::string id, pool;
        int depth;
    };

    void collect(const xml::Element& scope, const std::string& inside, const std::string& process);
    void collect_lanes(const xml::Element& set, const std::string& pool, int depth);
    void collect_link(const xml::Element& element, const std::string& activity);
    void place_artefacts();
    void grow_pools();
    void draw_lines();
    // How far something has gone as a whole since it was drawn.
    [[nodiscard]] diagram::Point shift_of(const std::string& element);
    [[nodiscard]] diagram::Point shift_of_all(const std::vector<std::string>& elements);
    [[nodiscard]] std::vector<std::string> owners_of(const std::string& artefact) const;
    [[nodiscard]] diagram::Box now(const std::string& element, const diagram::Box& was) const;
    struct End;
    [[nodiscard]] std::optional<End> end_of(const std::string& element, diagram::Point dock) const;
    [[nodiscard]] diagram::Route redrawn(const Link& link, const diagram::Route& way, const End& from,
                                         const End& to) const;

    const Source& source_;
    const Ways& ways_;
    Standing now_;
    std::map<std::string, diagram::Box, std::less<>> nodes_;         // where nodes stand now
    std::map<std::string, std::string, std::less<>> inside_;         // artefact or node → what it stands in
    std::map<std::string, std::string, std::less<>> process_;        // artefact → its process
    std::set<std::string, std::less<>> artefacts_, groups_, steps_;  // those that are drawn
    std::set<std::string, std::less<>> upright_;
    std::vector<Link> links_;
    std::vector<Lane> lanes_;
    std::map<std::string, diagram::Point, std::less<>> shifts_;  // of artefacts
    std::map<std::string, diagram::Box, std::less<>> boxes_;
    std::map<std::string, diagram::Route, std::less<>> lines_;
};

}  // namespace fw::bpmn
