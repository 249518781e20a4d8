#include "designer/core/completion.h"

#include <algorithm>

#include "designer/core/flow_diagram.h"
#include "designer/core/references.h"
#include "engine/feel/functions.h"

namespace fw::designer {

namespace {

bool name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool name_part(char c) { return name_start(c) || (c >= '0' && c <= '9'); }

struct Completer {
    const Workspace& workspace;
    const Address& element;
    const model::Property& property;
    Completions found{};
    std::string word{};

    void offer(std::string insert, Text label, Completion::Kind kind, std::string detail = {}) {
        if (!insert.starts_with(word)) return;
        const bool known = std::any_of(found.items.begin(), found.items.end(),
                                       [&](const Completion& c) { return c.insert == insert; });
        if (!known) found.items.push_back({std::move(insert), std::move(label), kind, std::move(detail)});
    }

    void fields_of(const std::string& entity) {
        const Document* document = workspace.resolve("entity", entity);
        const json::Value* fields = document == nullptr ? nullptr : document->root.find("fields");
        if (fields != nullptr && fields->is_array()) {
            for (const json::Value& field : fields->items()) {
                offer(std::string(field.string_or("id")), text_of_value(field.find("label")), Completion::Kind::kField,
                      std::string(field.string_or("type")));
            }
        }
        if (document == nullptr) return;
        for (const SystemField& system : system_fields()) {
            if (system.id == "state" && document->root.find("states") == nullptr) continue;
            offer(std::string(system.id), system.label, Completion::Kind::kField, std::string(system.type));
        }
    }

    void person() {
        for (const auto& [id, label] :
             std::initializer_list<std::pair<const char*, Text>>{{"id", {"Id", "编号"}},
                                                                 {"login", {"Sign-in name", "登录名"}},
                                                                 {"name", {"Name", "姓名"}},
                                                                 {"unit", {"Unit", "部门"}},
                                                                 {"roles", {"Roles", "角色"}}}) {
            offer(id, label, Completion::Kind::kField);
        }
    }

    // The names in sight when no dot stands before the word.
    void scope(const std::string& entity) {
        const std::string& kind = property.scope;
        if (kind == "flow") {
            offer("record", {"The record", "当前记录"}, Completion::Kind::kName);
            offer("initiator", {"Who started it", "发起人"}, Completion::Kind::kName);
            offer("instance", {"The running instance", "流程实例"}, Completion::Kind::kName);
            const json::Value* variables = workspace.value({element.document, "variables"});
            if (variables != nullptr && variables->is_array()) {
                for (const json::Value& variable : variables->items()) {
                    offer(std::string(variable.string_or("id")), text_of_value(variable.find("label")),
                          Completion::Kind::kName, std::string(variable.string_or("type")));
                }
            }
        } else if (kind != "none") {
            fields_of(entity);
            offer("record", {"The record", "当前记录"}, Completion::Kind::kName);
            if (kind == "automation") {
                offer("old", {"The record before the change", "修改之前的记录"}, Completion::Kind::kName);
                offer("initiator", {"Who made the change", "作出修改的人"}, Completion::Kind::kName);
            }
            if (kind != "reminder" && kind != "automation")
                offer("user", {"The signed-in person", "当前用户"}, Completion::Kind::kName);
            const Document* document = workspace.resolve("entity", entity);
            if (document != nullptr && document->root.find("child_of") != nullptr) {
                offer("parent", {"The record this line belongs to", "所属主记录"}, Completion::Kind::kName);
            }
            if (kind == "report") {
                const json::Value* parameters = workspace.value({element.document, "parameters"});
                if (parameters != nullptr && parameters->is_array()) {
                    for (const json::Value& parameter : parameters->items()) {
                        offer(std::string(parameter.string_or("id")), text_of_value(parameter.find("label")),
                              Completion::Kind::kName);
                    }
                }
            }
        }
        for (const feel::FunctionInfo* function : feel::Functions::standard().all()) {
            std::string parameters;
            if (!function->overloads.empty()) {
                for (const feel::Parameter& p : function->overloads[0].parameters)
                    parameters += (parameters.empty() ? "" : ", ") + p.name;
            }
            offer(function->name, function->help, Completion::Kind::kFunction, "(" + parameters + ")");
        }
        for (const char* keyword : {"if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and",
                                    "or", "between", "true", "false", "null"}) {
            offer(keyword, {}, Completion::Kind::kKeyword);
        }
    }
};

// The names before the word, joined by dots: "record.customer." → {"record", "customer"}.
std::vector<std::string> chain_before(std::string_view text, std::size_t end) {
    std::vector<std::string> chain;
    while (end > 0 && text[end - 1] == '.') {
        std::size_t begin = end - 1;
        while (begin > 0 && name_part(text[begin - 1])) --begin;
        if (begin == end - 1) return {};
        chain.insert(chain.begin(), std::string(text.substr(begin, end - 1 - begin)));
        end = begin;
    }
    return chain;
}

// `state = "dra` → the ids a string here may have.
void values_for(Completer& completer, std::string_view text, std::size_t quote, const std::string& entity) {
    std::size_t end = quote;
    while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '=' || text[end - 1] == '!')) --end;
    std::size_t begin = end;
    while (begin > 0 && name_part(text[begin - 1])) --begin;
    const std::string_view name = text.substr(begin, end - begin);
    const Document* document = completer.workspace.resolve("entity", entity);
    if (document == nullptr || name.empty()) return;
    const json::Value* list = document->root.find("states");
    if (name != "state") {
        const json::Value* field = find(document->root, "fields/" + std::string(name));
        list = field == nullptr ? nullptr : field->find("options");
    }
    if (list == nullptr || !list->is_array()) return;
    for (const json::Value& item : list->items()) {
        completer.offer(std::string(item.string_or("id")), text_of_value(item.find("label")), Completion::Kind::kValue);
    }
}

}  // namespace

Completions complete_feel(const Workspace& workspace, const Address& element, const model::Property& property,
                          std::string_view text, std::size_t cursor) {
    Completer completer{workspace, element, property};
    cursor = std::min(cursor, text.size());
    std::size_t begin = cursor;
    while (begin > 0 && name_part(text[begin - 1])) --begin;
    completer.word = text.substr(begin, cursor - begin);
    completer.found.begin = begin;
    const std::string entity = entity_at(workspace, element, &property);
    std::size_t quotes = 0;
    std::size_t last_quote = 0;
    for (std::size_t i = 0; i < begin; ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            ++quotes;
            last_quote = i;
        }
    }
    if (quotes % 2 == 1) {
        values_for(completer, text, last_quote, entity);
        return completer.found;
    }
    const std::vector<std::string> chain = chain_before(text, begin);
    if (chain.empty() && begin > 0 && text[begin - 1] == '.') return completer.found;
    if (chain.empty()) {
        completer.scope(entity);
        return completer.found;
    }
    std::string at;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        const bool first = i == 0;
        if (first && (chain[i] == "user" || chain[i] == "initiator")) {
            if (chain.size() == 1) completer.person();
            return completer.found;
        }
        if (first && chain[i] == "instance") {
            completer.offer("id", {"Id", "编号"}, Completion::Kind::kField, "text");
            completer.offer("round", {"Round", "轮次"}, Completion::Kind::kField, "number");
            completer.offer("started_at", {"Started at", "发起时间"}, Completion::Kind::kField, "date_time");
            return completer.found;
        }
        const bool own_record = chain[i] == "record" || (chain[i] == "old" && property.scope == "automation");
        if (first && own_record) {
            const Document* own = workspace.document(element.document);
            at = property.scope == "target" && own != nullptr ? own->id : entity;
        } else {
            at = target_of(workspace, first ? entity : at, chain[i]);
        }
        if (at.empty()) return completer.found;
    }
    completer.fields_of(at);
    return completer.found;
}

}  // namespace fw::designer
