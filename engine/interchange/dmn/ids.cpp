#include "engine/interchange/dmn/ids.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/interchange/dmn/names.h"

namespace fw::dmn {

namespace {

// Letters beyond ASCII are not told apart.
bool is_letter(char c) {
    return static_cast<unsigned char>(c) >= 0x80 || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_part(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

bool is_id(std::string_view text) {
    return !text.empty() && is_letter(text[0]) && std::all_of(text.begin(), text.end(), is_part);
}

std::string id_of(std::string_view text) {
    std::string out(text);
    std::replace_if(
        out.begin(), out.end(), [](char c) { return !is_part(c); }, '_');
    return is_letter(out[0]) ? out : "_" + out;
}

class Renewal {
  public:
    std::vector<RenewedId> run(xml::Element& root) {
        collect(root);
        for (RenewedId& each : found_) {
            each.now = id_of(each.was);
            while (!taken_.insert(each.now).second) each.now += '_';
            now_.emplace(each.was, each.now);
        }
        if (!root.name.uri.empty()) uri_ = root.value_or("namespace");
        replace(root);
        return std::move(found_);
    }

  private:
    [[nodiscard]] static bool ours(const xml::Element& e) { return e.name.uri == kModel || e.name.uri == kDiagram; }

    void collect(const xml::Element& e) {
        if (const xml::Attribute* id = e.find("id"); id != nullptr && ours(e)) {
            if (is_id(id->value)) {
                taken_.insert(id->value);
            } else if (id->value.find_first_not_of(' ') != std::string::npos && seen_.insert(id->value).second) {
                found_.push_back({id->value, {}, id->range});
            }
        }
        for (const xml::Node& node : e.children) {
            for (const xml::Element& child : node.element) collect(child);
        }
    }

    void replace(xml::Element& e) const {
        if (ours(e)) {
            for (xml::Attribute& a : e.attributes) {
                if (!a.name.uri.empty()) continue;
                if (a.name.local == "id" || a.name.local == "dmnElementRef") a.value = renewed(a.value);
                if (a.name.local == "href") a.value = reference(e, a.value);
            }
        }
        for (xml::Node& node : e.children) {
            for (xml::Element& child : node.element) replace(child);
        }
    }

    [[nodiscard]] std::string renewed(const std::string& id) const {
        const auto found = now_.find(id);
        return found == now_.end() ? id : found->second;
    }

    [[nodiscard]] std::string reference(const xml::Element& e, const std::string& href) const {
        const std::size_t hash = href.rfind('#');
        const std::string uri = hash == std::string::npos ? "" : href.substr(0, hash);
        const std::string id = hash == std::string::npos ? href : href.substr(hash + 1);
        const std::string head = hash == std::string::npos ? "" : uri + "#";
        if (uri.empty() || uri == uri_) return head + renewed(id);
        // Elements of other DMN files; names (which have blanks) stay, and so do those of BPMN.
        const bool process = e.name.local == "usingProcess" || e.name.local == "usingTask";
        const bool number = !id.empty() && id[0] >= '0' && id[0] <= '9' && id.find(' ') == std::string::npos;
        return process || !number ? href : head + id_of(id);
    }

    std::set<std::string> taken_, seen_;
    std::vector<RenewedId> found_;
    std::map<std::string, std::string> now_;
    std::string uri_;
};

}  // namespace

std::vector<RenewedId> renew_ids(xml::Element& root) { return Renewal().run(root); }

}  // namespace fw::dmn
