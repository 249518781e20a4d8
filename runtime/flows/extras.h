// What a person sends along with what he does: files, people he mentions, a signature (engine: Command::extras).
#pragma once

#include <string>
#include <vector>

#include "runtime/files/files.h"
#include "runtime/flows/store.h"

namespace fw::flows {

struct Extras {
    std::vector<Id> files;
    std::vector<std::int64_t> mentions;
    Id signature = 0;
    [[nodiscard]] bool empty() const { return files.empty() && mentions.empty() && signature == 0; }
    [[nodiscard]] feel::Value value() const;  // null when empty
};

// "files", "mentions", "signature" of a body. FLOW-422 for what they cannot be; FLOW-213 for a leaver mentioned.
[[nodiscard]] Result<Extras> read_extras(const json::Value& body, const identity::Directory& directory);
[[nodiscard]] Result<Id> sent_id(const json::Value& value, std::string_view what);

// Hangs the files on the instance, and tells those who are mentioned; they may read along from now on.
[[nodiscard]] Result<void> keep_extras(Act& act, const records::Records* records, const Loaded& loaded,
                                       const Extras& extras, std::string_view text);

// A copy: once a person and instance, in his box "copied"; he may read the instance and its record. The task made for
// it; 0 where he has one already.
[[nodiscard]] Result<Id> copy_to(Act& act, const Loaded& loaded, std::int64_t person, std::string_view node,
                                 const std::vector<std::string>& hidden);
// What the acting person may not see of the record, and so cannot show to others by a copy or by mentioning them.
[[nodiscard]] Result<std::vector<std::string>> hidden_from_actor(Act& act, const records::Records* records,
                                                                 const Loaded& loaded);
[[nodiscard]] std::string with_commas(const std::vector<std::string>& fields);

// What the flow is about, for messages: its label and the record's title.
[[nodiscard]] Result<Text> subject_of(Reader& reader, const records::Records* records, const Loaded& loaded);

}  // namespace fw::flows
