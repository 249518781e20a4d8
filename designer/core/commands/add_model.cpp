#include "designer/core/element_commands.h"
#include "designer/core/flow_diagram.h"
#include "designer/core/references.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class AddModel final : public Command {
  public:
    explicit AddModel(Document document) : document_(std::move(document)) {}
    [[nodiscard]] Text label() const override { return format_text({"Add {0}", "新建 {0}"}, {document_.id}); }
    [[nodiscard]] Verdict may(const Workspace& workspace) const override {
        if (!is_technical_name(document_.id)) {
            return Verdict::refused(
                {"An id starts with a letter a to z and goes on with letters, digits and underscores.",
                 "标识以小写字母开头，只能包含小写字母、数字和下划线。"});
        }
        if (workspace.document(document_.path) != nullptr) {
            return Verdict::refused(format_text({"There is a {0} here already.", "此处已有 {0}。"}, {document_.id}));
        }
        return Verdict::allowed();
    }
    void apply(Edit& edit) const override { edit.add_document(document_); }
    [[nodiscard]] std::vector<Address> selects() const override { return {{document_.path, {}}}; }

  private:
    Document document_;
};

json::Value element(std::initializer_list<std::pair<const char*, const char*>> members) {
    json::Value value = json::Value::object();
    for (const auto& [key, text] : members) value.set(key, json::Value::string(text));
    return value;
}

// What makes a new model of the kind useful at once: a flow that runs, an entity with a first field.
void furnish(json::Value& root, const Workspace& workspace, std::string_view kind, std::string_view entity) {
    const auto labelled = [](json::Value value, const Text& label) {
        value.set("label", value_of_text(label));
        return value;
    };
    if (kind == "flow") {
        json::Value on = json::Value::object();
        on.set("entity", json::Value::string(entity));
        root.set("on", std::move(on));
        json::Value approval = labelled(element({{"id", "approval"}, {"type", "approval"}}), {"Approval", "审批"});
        json::Value who = json::Value::object();
        who.set("manager_level", json::Value::number(1));
        approval.set("who", std::move(who));
        json::Value nodes = json::Value::array();
        nodes.push(labelled(element({{"id", "start"}, {"type", "start"}}), {"Start", "开始"}));
        nodes.push(std::move(approval));
        nodes.push(labelled(element({{"id", "end"}, {"type", "end"}}), {"End", "结束"}));
        root.set("nodes", std::move(nodes));
        json::Value edges = json::Value::array();
        edges.push(element({{"from", "start"}, {"to", "approval"}}));
        edges.push(element({{"from", "approval"}, {"to", "end"}}));
        root.set("edges", std::move(edges));
    } else if (kind == "automation") {
        if (!entity.empty()) root.set("entity", json::Value::string(entity));
        root.set("on", element({{"type", "create"}}));
        json::Value tell = labelled(element({{"id", "tell"}, {"type", "notify"}}), {"Notify", "通知"});
        tell.set("who", element({{"field", "owner"}}));
        tell.set("text", value_of_text({"A record was created", "新建了一条记录"}));
        json::Value steps = json::Value::array();
        steps.push(std::move(tell));
        root.set("do", std::move(steps));
    } else if (kind == "entity") {
        json::Value fields = json::Value::array();
        json::Value name = labelled(element({{"id", "name"}, {"type", "text"}}), {"Name", "名称"});
        name.set("required", json::Value::boolean(true));
        fields.push(std::move(name));
        root.set("title", json::Value::string("name"));
        root.set("fields", std::move(fields));
    } else if (!entity.empty()) {
        root.set("entity", json::Value::string(entity));
        const Document* document = workspace.resolve("entity", entity);
        json::Value columns = json::Value::array();
        if (const json::Value* fields = document == nullptr ? nullptr : document->root.find("fields");
            fields != nullptr && fields->is_array()) {
            for (const json::Value& field : fields->items()) {
                if (field.string_or("type") == "child_table") continue;
                json::Value column = json::Value::object();
                column.set("field", json::Value::string(field.string_or("id")));
                columns.push(std::move(column));
            }
        }
        if (kind == "view") root.set("columns", std::move(columns));
        if (kind == "form") {
            json::Value section = labelled(element({{"id", "main"}}), {"General", "基本信息"});
            section.set("fields", std::move(columns));
            json::Value sections = json::Value::array();
            sections.push(std::move(section));
            root.set("sections", std::move(sections));
        }
    }
}

}  // namespace

CommandPtr add_model(const Workspace& workspace, std::string_view kind, std::string id, const Text& label,
                     std::string_view entity) {
    Document document;
    document.kind = kind;
    document.path = workspace.path_of(kind, id);
    document.id = std::move(id);
    document.root.set("kind", json::Value::string(kind));
    document.root.set("id", json::Value::string(document.id));
    if (!label.empty()) document.root.set("label", value_of_text(label));
    furnish(document.root, workspace, kind, entity);
    const model::ElementType* type = workspace.descriptors().find(kind);
    if (type != nullptr) {
        for (const model::Property& property : type->properties) {
            if (!property.required || document.root.find(property.id) != nullptr) continue;
            if (property.shape == model::Shape::kElements) document.root.set(property.id, json::Value::array());
            if (property.shape == model::Shape::kChoice && !property.choices.empty()) {
                document.root.set(property.id, json::Value::string(property.choices[0].id));
            }
        }
    }
    return std::make_unique<AddModel>(std::move(document));
}

void add_add_model(CommandKinds& registry);
void add_add_model(CommandKinds& registry) {
    registry.add({"add_model", [](const Workspace& workspace) {
                      std::vector<CommandPtr> made;
                      made.push_back(add_model(workspace, "entity", "invoice", {"Invoice", "发票"}));
                      made.push_back(add_model(workspace, "flow", "second", {"Second", "第二个"}, "contract"));
                      made.push_back(add_model(workspace, "form", "wide", {"Wide", "宽"}, "contract"));
                      return made;
                  }});
}

}  // namespace fw::designer
