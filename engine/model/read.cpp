#include "engine/json/read.h"

#include <algorithm>
#include <tuple>

#include "engine/base/suggest.h"
#include "engine/model/element.h"
#include "engine/model/pack.h"

namespace fw::model {

namespace {

constexpr std::string_view kPackFile = "pack.json";

std::string_view folder_of(std::string_view path) {
    const std::size_t slash = path.find('/');
    return slash == std::string_view::npos ? std::string_view(".") : path.substr(0, slash);
}

std::string_view stem_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
    const std::size_t dot = path.rfind('.');
    return path.substr(0, dot);
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Reads the files of one pack, one after the other, and keeps every mistake.
class PackReader {
  public:
    PackReader(const PackSource& source, const Descriptors& descriptors) : source_(source), descriptors_(descriptors) {
        pack_.folder = source.folder;
    }

    Reading read() {
        read_pack_file();
        for (const SourceFile& file : source_.files) {
            if (file.path == kPackFile || !ends_with(file.path, ".json") || folder_of(file.path) == "demo") continue;
            read_file(file);
        }
        find_doubled();
        std::stable_sort(problems_.begin(), problems_.end(), [](const Diagnostic& a, const Diagnostic& b) {
            return std::tie(a.place.file, a.place.range.begin) < std::tie(b.place.file, b.place.range.begin);
        });
        std::sort(pack_.documents.begin(), pack_.documents.end(), [](const Document& a, const Document& b) {
            return std::make_tuple(a.kind != "pack", std::cref(a.kind), std::cref(a.id)) <
                   std::make_tuple(b.kind != "pack", std::cref(b.kind), std::cref(b.id));
        });
        return {std::move(pack_), std::move(problems_), std::move(unread_)};
    }

  private:
    [[nodiscard]] std::string shown(const std::string& path) const {
        return source_.folder.empty() ? path : source_.folder + "/" + path;
    }

    void problem(const char* code, const std::string& path, std::string_view text, Range range, std::string element,
                 Text sentence, Text hint) {
        problems_.push_back({code,
                             Severity::kError,
                             {shown(path), range, line_column(text, range.begin), std::move(element)},
                             std::move(sentence),
                             std::move(hint)});
    }

    void read_pack_file() {
        pack_.id = source_.id;
        const auto file = std::find_if(source_.files.begin(), source_.files.end(),
                                       [](const SourceFile& f) { return f.path == kPackFile; });
        if (file == source_.files.end()) {
            problems_.push_back({"MODEL-009",
                                 Severity::kError,
                                 {shown(std::string(kPackFile)), {}, {0, 0}, "pack:" + source_.id},
                                 {"the pack has no pack.json", "模型包缺少 pack.json"},
                                 {R"(write one: {"kind": "pack", "id": "sales", "version": "1.0.0"})",
                                  R"(请新建：{"kind": "pack", "id": "sales", "version": "1.0.0"})"}});
            return;
        }
        read_file(*file);
        if (pack_.documents.empty()) return;
        const std::string& id = pack_.documents.front().id;
        if (valid_id(id)) pack_.id = id;
    }

    void read_file(const SourceFile& file) {
        std::string_view text = file.text;
        if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);  // ranges count from behind the byte order mark
        auto value = json::read(text, shown(file.path));
        if (!value) {
            for (Diagnostic& d : value.error()) problems_.push_back(std::move(d));
            not_read(file.path);
            return;
        }
        Document document{file.path, std::string(text), std::string(value->string_or("kind")),
                          std::string(value->string_or("id")), std::move(*value)};
        const ElementType* kind = kind_of(document);
        if (kind == nullptr) return not_read(file.path);
        const std::string path =
            document.kind + ":" +
            (kind->folder == "." ? document.id
                                 : qualified(document.id.empty() ? stem_of(file.path) : document.id, pack_.id));
        check_file_name(document, *kind, path);
        DocumentCheck check(descriptors_, shown(document.path), document.text, problems_);
        check.element(*kind, document.root, path);
        pack_.documents.push_back(std::move(document));
    }

    // Others may well refer to what this file was meant to be.
    void not_read(const std::string& path) {
        for (const ElementType* kind : descriptors_.model_kinds()) {
            if (kind->folder == folder_of(path)) unread_.push_back(kind->id + ":" + qualified(stem_of(path), pack_.id));
        }
    }

    // The kind of a document, or null after saying what is wrong. A JSON file that neither stands in the folder of a
    // kind nor names one is none of our business (a plugin's own data).
    const ElementType* kind_of(const Document& document) {
        const std::string_view folder = folder_of(document.path);
        std::vector<std::string> kinds;
        std::vector<std::string> folders;
        bool known_folder = false;
        for (const ElementType* kind : descriptors_.model_kinds()) {
            kinds.push_back(kind->id);
            folders.push_back(kind->folder);
            known_folder = known_folder || kind->folder == folder;
            if (kind->id == document.kind) return kind;
        }
        const json::Value* written = document.root.find("kind");
        if (written == nullptr && (document.path != kPackFile && folder == ".")) return nullptr;
        if (written == nullptr && !known_folder && nearest(folder, folders).empty()) return nullptr;
        if (!document.root.is_object()) {
            problem("MODEL-005", document.path, document.text, document.root.range(), {},
                    {"a model must be an object", "模型应为对象"},
                    {R"(it starts with {"kind": …, "id": …})", R"(以 {"kind": …, "id": …} 开头)"});
            return nullptr;
        }
        Text hint = did_you_mean(document.kind, kinds);
        if (written == nullptr && known_folder) {
            const auto at = std::find(folders.begin(), folders.end(), folder);
            const std::string& kind = kinds[static_cast<std::size_t>(at - folders.begin())];
            hint = format_text({R"(write "kind": "{0}")", R"(请写 "kind": "{0}")"}, {kind});
        }
        if (hint.empty()) {
            std::string all;
            for (const std::string& kind : kinds) all += (all.empty() ? "" : ", ") + kind;
            hint = format_text({"kinds: {0}", "可用的种类：{0}"}, {all});
        }
        const Range brace{document.root.range().begin, document.root.range().begin + 1};
        Text sentence = written == nullptr ? Text{"'kind' is missing", "缺少“kind”"}
                                           : format_text({"unknown kind '{0}'", "未知的种类“{0}”"}, {document.kind});
        problem(written == nullptr ? "MODEL-004" : "MODEL-001", document.path, document.text,
                written == nullptr ? brace : written->range(), {}, std::move(sentence), std::move(hint));
        return nullptr;
    }

    void check_file_name(const Document& document, const ElementType& kind, const std::string& element) {
        const json::Value* id = document.root.find("id");
        const json::Value* kind_value = document.root.find("kind");
        if (kind.folder == ".") {
            if (document.path != kPackFile) {
                problem("MODEL-002", document.path, document.text, kind_value->range(), element,
                        {"only pack.json describes a pack", "只有 pack.json 可以描述模型包"},
                        {"remove this file", "请删除该文件"});
            }
            return;
        }
        const std::string expected = kind.folder + "/" + document.id + ".json";
        if (folder_of(document.path) != kind.folder) {
            problem("MODEL-002", document.path, document.text, kind_value->range(), element,
                    format_text(
                        {"a model of kind '{0}' belongs in the folder '{1}'", "种类为“{0}”的模型应放在文件夹“{1}”中"},
                        {kind.id, kind.folder}),
                    format_text({"move the file to {0}", "请将文件移至 {0}"}, {expected}));
        } else if (id != nullptr && id->is_string() && stem_of(document.path) != document.id) {
            problem(
                "MODEL-002", document.path, document.text, id->range(), element,
                format_text({"the file is named '{0}' but describes '{1}'", "文件名为“{0}”，描述的却是“{1}”"},
                            {stem_of(document.path), document.id}),
                format_text({"rename the file to {0}, or change the id", "请将文件改名为 {0}，或修改 id"}, {expected}));
        }
    }

    void find_doubled() {
        for (std::size_t i = 0; i < pack_.documents.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const Document& first = pack_.documents[j];
                const Document& second = pack_.documents[i];
                if (first.kind != second.kind || first.id != second.id || first.id.empty()) continue;
                problem("MODEL-008", second.path, second.text, second.root.find("id")->range(),
                        second.kind + ":" + qualified(second.id, pack_.id),
                        format_text({"{0} '{1}' is described twice; the other file is {2}",
                                     "“{1}”（{0}）被描述了两次，另一个文件是 {2}"},
                                    {second.kind, second.id, first.path}),
                        {"rename or remove one of them", "请改名或删除其中一个"});
            }
        }
    }

    const PackSource& source_;
    const Descriptors& descriptors_;
    Pack pack_;
    Diagnostics problems_;
    std::vector<std::string> unread_;
};

}  // namespace

Reading read_pack_partly(const PackSource& source, const Descriptors& descriptors) {
    return PackReader(source, descriptors).read();
}

Diagnostics mistakes_of(json::Value root, const std::string& file, std::string_view text,
                        const Descriptors& descriptors) {
    Diagnostics found;
    const std::string path = std::string(root.string_or("kind")) + ":" + std::string(root.string_or("id"));
    for (const ElementType* kind : descriptors.model_kinds()) {
        if (kind->id == root.string_or("kind"))
            DocumentCheck(descriptors, file, text, found).element(*kind, root, path);
    }
    return found;
}

Result<Pack> read_pack(const PackSource& source, const Descriptors& descriptors) {
    Reading reading = read_pack_partly(source, descriptors);
    if (!reading.problems.empty()) return fail(std::move(reading.problems));
    return std::move(reading.pack);
}

}  // namespace fw::model
