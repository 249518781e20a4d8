// Names what a document says beside its processes: kept, not executed.
#include <set>

#include "engine/interchange/bpmn/reading.h"
#include "engine/interchange/bpmn/vendor.h"
#include "engine/interchange/bpmn/vocabulary.h"

namespace fw::bpmn {

namespace {

struct Described {
    std::string_view element;
    const char* en;
    const char* zh;
};

constexpr Described kDescribed[] = {
    {"choreography", "Choreographies", "编排"},
    {"globalChoreographyTask", "Choreographies", "编排"},
    {"choreographyTask", "Choreographies", "编排"},
    {"subChoreography", "Choreographies", "编排"},
    {"callChoreography", "Choreographies", "编排"},
    {"conversation", "Conversations", "会话"},
    {"subConversation", "Conversations", "会话"},
    {"callConversation", "Conversations", "会话"},
    {"globalConversation", "Conversations", "会话"},
    {"messageFlow", "Message flows between pools (messages find their way by name)",
     "泳池之间的消息流（消息按名称传递）"},
    {"dataObject", "Data objects", "数据对象"},
    {"dataObjectReference", "Data objects", "数据对象"},
    {"dataStore", "Data stores", "数据存储"},
    {"dataStoreReference", "Data stores", "数据存储"},
    {"ioSpecification", "Data inputs and outputs", "数据输入与输出"},
    {"dataInputAssociation", "Data associations", "数据关联"},
    {"dataOutputAssociation", "Data associations", "数据关联"},
    {"globalTask", "Global tasks", "全局任务"},
    {"globalUserTask", "Global tasks", "全局任务"},
    {"globalManualTask", "Global tasks", "全局任务"},
    {"globalScriptTask", "Global tasks", "全局任务"},
    {"globalBusinessRuleTask", "Global tasks", "全局任务"},
    {"correlationSubscription", "Correlation subscriptions", "关联订阅"},
    {"correlationKey", "Correlation keys of collaborations", "协作的关联键"},
    {"interface", "Service interfaces", "服务接口"},
    {"auditing", "Auditing", "审计"},
    {"monitoring", "Monitoring", "监控"},
};

class Rest {
  public:
    Rest(const Source& source, Diagnostics& notes) : source_(source), notes_(notes) {}

    void walk(const xml::Element& element) {
        if (element.name.uri == kModel) {
            for (const Described& each : kDescribed) {
                if (element.name.local != each.element || !said_.insert(each.en).second) continue;
                note(element, each);
            }
        } else if (foreign(element.name.uri)) {
            vendor(element.name.uri, element);
        }
        for (const xml::Attribute& each : element.attributes) {
            if (foreign(each.name.uri)) vendor(each.name.uri, element);
        }
        for (const xml::Node& node : element.children) {
            if (node.kind == xml::NodeKind::kElement) walk(node.element[0]);
        }
    }

  private:
    static bool foreign(std::string_view uri) {
        return !uri.empty() && uri != kModel && uri != kBpmnDi && uri != kDc && uri != kDi && !understood(uri) &&
               !uri.starts_with("http://www.w3.org/");
    }

    void note(const xml::Element& at, const Described& what) {
        Text text(std::string(what.en) + " are kept, but not executed", std::string(what.zh) + "予以保留，但不会执行");
        notes_.push_back({"BPMN-101", Severity::kNote, source_.document().place(at.range), std::move(text), {}});
    }

    void vendor(std::string_view uri, const xml::Element& at) {
        if (!said_.insert(std::string(uri)).second) return;
        notes_.push_back(
            {"BPMN-102",
             Severity::kNote,
             source_.document().place(at.range),
             format_text({"Extensions of {0} are kept, but not understood", "{0} 的扩展予以保留，但不作解释"}, {uri}),
             {}});
    }

    const Source& source_;
    Diagnostics& notes_;
    std::set<std::string, std::less<>> said_;
};

}  // namespace

void note_rest(const Source& source, Diagnostics& notes) { Rest(source, notes).walk(source.document().root); }

}  // namespace fw::bpmn
