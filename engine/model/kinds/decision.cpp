// A decision model: inputs, decisions with tables or boxed expressions, knowledge models, services (DMN 1.5).
#include "engine/model/property.h"

namespace fw::model {

namespace {

ElementType nested(const char* id, Text label, Text help, std::vector<Property> properties) {
    ElementType type;
    type.id = id;
    type.label = std::move(label);
    type.help = std::move(help);
    type.icon = "rule";
    type.properties = std::move(properties);
    return type;
}

Prop text(const char* id, Text label, Text help) { return {id, Shape::kString, std::move(label), std::move(help)}; }
Prop feel(const char* id, Text label, Text help) {
    return Prop(id, Shape::kExpression, std::move(label), std::move(help)).scope("none");
}
Prop part(const char* id, Text label, Text help, const char* element) {
    return Prop(id, Shape::kElement, std::move(label), std::move(help)).element(element);
}
Prop parts(const char* id, Text label, Text help, const char* element) {
    return Prop(id, Shape::kElements, std::move(label), std::move(help)).element(element);
}
Prop element_id() {
    return {
        "id", Shape::kId, {"Id", "标识"}, {"How requirements and tests name it.", "需求关系和测试中引用它的标识。"}};
}
Prop name() {
    return text("name", {"Name", "名称"},
                {"What expressions call it; the id where missing. It may have spaces.",
                 "表达式中使用的名称，可含空格；缺省为标识。"});
}
Prop type() {
    return text("type", {"Type", "类型"},
                {"number, string, boolean, date … or a type of this model.",
                 "number、string、boolean、date 等，或本模型中的类型。"});
}
Prop requires_() {
    return {"requires",
            Shape::kStrings,
            {"Requires", "所需元素"},
            {"Inputs, decisions, knowledge models and services its expressions may name. Missing: every input.",
             "表达式可引用的输入、决策、知识模型和服务；缺省为全部输入。"}};
}

void tables(Descriptors& registry) {
    registry.add(nested("decision_table_input", {"Input column", "输入列"},
                        {"What the cells of a column test.", "此列单元格检验的内容。"},
                        {element_id(), text("label", {"Label", "标签"}, {"Heading of the column.", "列标题。"}),
                         feel("expression", {"Expression", "表达式"},
                              {"The value under test, for example: customer.age", "被检验的值，例如：customer.age"})
                             .required(),
                         type(),
                         text("allowed", {"Allowed values", "允许值"},
                              {"Unary tests; other values give no result.", "一元测试；其他取值没有结果。"})}));
    registry.add(nested(
        "decision_table_output", {"Output column", "输出列"}, {"What a rule gives.", "规则给出的结果。"},
        {element_id(), text("label", {"Label", "标签"}, {"Heading of the column.", "列标题。"}),
         text("name", {"Name", "名称"},
              {"The entry of the result; needed where there are several outputs.",
               "结果中的条目名；有多个输出列时必填。"}),
         type(),
         text("allowed", {"Values", "取值"},
              {"Unary tests; their order is the priority.", "一元测试；其顺序即优先级。"}),
         feel("default", {"Default", "默认值"}, {"The result where no rule matches.", "没有规则命中时的结果。"})}));
    registry.add(nested(
        "decision_table_rule", {"Rule", "规则"}, {"One row of the table.", "决策表的一行。"},
        {element_id(),
         Prop("when", Shape::kJson, {"When", "条件"},
              {"One unary test for each input column: [\"< 18\", \"-\"]", "每个输入列一个一元测试：[\"< 18\", \"-\"]"}),
         Prop("then", Shape::kJson, {"Then", "结果"},
              {"One FEEL expression for each output column.", "每个输出列一个 FEEL 表达式。"})
             .required(),
         Prop("notes", Shape::kJson, {"Notes", "注释"}, {"Texts of the annotation columns.", "注释列的文本。"}),
         text("description", {"Description", "说明"}, {"Why the rule is there.", "规则的由来。"})}));
    registry.add(nested(
        "decision_table", {"Decision table", "决策表"},
        {"Rules over inputs, with a hit policy.", "基于输入的规则集合及其命中策略。"},
        {Prop("hit_policy", Shape::kChoice, {"Hit policy", "命中策略"},
              {"What happens when several rules match.", "多条规则同时命中时如何处理。"})
             .choices({{"unique", {"Unique: only one may match", "唯一：只允许一条命中"}},
                       {"first", {"First", "首条"}},
                       {"priority", {"Priority: the most important output", "优先级：最重要的输出"}},
                       {"any", {"Any: all that match agree", "任意：命中规则结果一致"}},
                       {"collect", {"Collect", "收集"}},
                       {"rule_order", {"Rule order: a list", "规则顺序：列表"}},
                       {"output_order", {"Output order: a list by priority", "输出顺序：按优先级的列表"}}})
             .fallback("unique"),
         Prop("aggregation", Shape::kChoice, {"Aggregation", "汇总"},
              {"Of what is collected.", "对收集结果的汇总方式。"})
             .choices({{"none", {"None: a list", "无：列表"}},
                       {"sum", {"Sum", "求和"}},
                       {"count", {"Count", "计数"}},
                       {"min", {"Smallest", "最小"}},
                       {"max", {"Largest", "最大"}}})
             .fallback("none"),
         text("output_label", {"Output label", "输出标签"}, {"Heading of the outputs.", "输出的标题。"}),
         parts("inputs", {"Inputs", "输入列"}, {"Columns that are tested.", "被检验的列。"}, "decision_table_input"),
         parts("outputs", {"Outputs", "输出列"}, {"Columns of the result.", "结果列。"}, "decision_table_output")
             .required(),
         Prop("note_names", Shape::kStrings, {"Annotations", "注释列"},
              {"Headings of the annotation columns.", "注释列的标题。"}),
         parts("rules", {"Rules", "规则"}, {"From top to bottom.", "自上而下。"}, "decision_table_rule")}));
}

void boxed(Descriptors& registry) {
    registry.add(
        nested("decision_item", {"Item", "信息项"}, {"A name with a type.", "带类型的名称。"},
               {text("name", {"Name", "名称"}, {"Name in expressions.", "表达式中的名称。"}).required(), type()}));
    registry.add(nested(
        "decision_entry", {"Entry", "条目"}, {"A named value of a context or invocation.", "上下文或调用中的命名值。"},
        {name(), type(), feel("expression", {"Expression", "表达式"}, {"Its value in FEEL.", "用 FEEL 表示的值。"}),
         part("logic", {"Logic", "逻辑"}, {"Its value as a boxed expression.", "用盒装表达式表示的值。"},
              "decision_logic")}));
    registry.add(nested(
        "decision_logic", {"Boxed expression", "盒装表达式"},
        {"An expression made of parts (DMN 1.5, 10.2.2).", "由多个部分组成的表达式（DMN 1.5，10.2.2）。"},
        {Prop("is", Shape::kChoice, {"Kind", "种类"}, {"Which kind of expression.", "表达式的种类。"})
             .choices({{"literal", {"Literal", "文字表达式"}},
                       {"context", {"Context", "上下文"}},
                       {"list", {"List", "列表"}},
                       {"relation", {"Relation", "关系"}},
                       {"invocation", {"Invocation", "调用"}},
                       {"function", {"Function", "函数"}},
                       {"table", {"Decision table", "决策表"}},
                       {"conditional", {"If, then, else", "条件"}},
                       {"filter", {"Filter", "过滤"}},
                       {"for", {"For each", "遍历"}},
                       {"some", {"Some satisfy", "存在"}},
                       {"every", {"Every satisfies", "全部"}}})
             .required(),
         type(), feel("expression", {"Expression", "表达式"}, {"Of a literal.", "文字表达式的内容。"}),
         text("variable", {"Variable", "变量"}, {"Of for, some and every.", "用于遍历、存在、全部。"}),
         text("variable_type", {"Variable's type", "变量类型"}, {"Of for, some and every.", "用于遍历、存在、全部。"}),
         parts("entries", {"Entries", "条目"},
               {"Of a context, or the arguments of an invocation.", "上下文的条目，或调用的参数。"}, "decision_entry"),
         parts("columns", {"Columns", "列"},
               {"Of a relation, or the parameters of a function.", "关系的列，或函数的参数。"}, "decision_item"),
         parts("parts", {"Parts", "部分"},
               {"Items of a list, rows of a relation; function and body; if, then, else; in and match, return or "
                "satisfies.",
                "列表成员、关系的行；函数、函数体；如果、则、否则；遍历范围与条件或结果。"},
               "decision_logic"),
         part("table", {"Table", "决策表"}, {"Of a decision table.", "决策表内容。"}, "decision_table")}));
}

std::vector<Property> with_logic(std::vector<Property> head) {
    head.push_back(feel("expression", {"Expression", "表达式"},
                        {"The result as a FEEL expression.", "用 FEEL 表达式表示的结果。"}));
    head.push_back(part("table", {"Table", "决策表"}, {"The result as a decision table.", "用决策表表示的结果。"},
                        "decision_table"));
    head.push_back(part("logic", {"Logic", "逻辑"}, {"The result as a boxed expression.", "用盒装表达式表示的结果。"},
                        "decision_logic"));
    return head;
}

void elements(Descriptors& registry) {
    const Prop label = text("label", {"Label", "标签"}, {"For diagrams and lists.", "用于图和列表。"});
    registry.add(nested(
        "decision_import", {"Import", "导入"},
        {"Another decision model whose elements this one uses.", "本模型使用的另一个决策模型。"},
        {text("name", {"Name", "名称"}, {"Prefix of its names: loans.Rate", "其名称的前缀：loans.Rate"}),
         Prop("model", Shape::kReference, {"Model", "模型"}, {"The imported decision model.", "被导入的决策模型。"})
             .required()
             .refers("decision")}));
    registry.add(nested(
        "decision_type", {"Type", "类型"}, {"A type of values, with what it allows.", "值的类型及其允许范围。"},
        {element_id(),
         text("name", {"Name", "名称"}, {"How other parts name it.", "其他部分引用它的名称。"}).required(), type(),
         Prop("collection", Shape::kBoolean, {"Collection", "集合"}, {"A list of these.", "为该类型的列表。"})
             .fallback(false),
         text("allowed", {"Allowed values", "允许值"}, {"Unary tests over each value.", "对每个值的一元测试。"}),
         text("constraint", {"Constraint", "约束"}, {"Unary tests over the whole value.", "对整个值的一元测试。"}),
         parts("fields", {"Fields", "字段"}, {"Of a structure.", "结构的字段。"}, "decision_type"),
         parts("parameters", {"Parameters", "参数"}, {"Of a function.", "函数的参数。"}, "decision_item"),
         text("result", {"Result", "结果类型"}, {"Of a function.", "函数的结果类型。"})}));
    registry.add(nested("decision_input", {"Input", "输入"}, {"A value the caller gives.", "由调用方提供的值。"},
                        {element_id().required(), name(), label, type()}));
    registry.add(nested(
        "decision_node", {"Decision", "决策"}, {"A result with the logic that finds it.", "一个结果及得出它的逻辑。"},
        with_logic({element_id().required(), name(), label, type(),
                    text("question", {"Question", "问题"}, {"What it answers.", "它回答什么问题。"}), requires_()})));
    registry.add(nested("decision_knowledge", {"Knowledge model", "知识模型"},
                        {"A function that decisions call.", "供决策调用的函数。"},
                        with_logic({element_id().required(), name(), label, type(), requires_(),
                                    parts("parameters", {"Parameters", "参数"},
                                          {"What it is called with.", "调用参数。"}, "decision_item")})));
    registry.add(
        nested("decision_service", {"Decision service", "决策服务"},
               {"Decisions that are called as one.", "作为整体调用的一组决策。"},
               {element_id().required(), name(), label, type(),
                Prop("outputs", Shape::kStrings, {"Outputs", "输出决策"},
                     {"Decisions whose results it gives.", "给出结果的决策。"})
                    .required(),
                Prop("encapsulated", Shape::kStrings, {"Inside", "内部决策"},
                     {"Decisions it evaluates on the way.", "其间计算的决策。"}),
                Prop("input_decisions", Shape::kStrings, {"Input decisions", "输入决策"},
                     {"Decisions whose results are given.", "由外部给出结果的决策。"}),
                Prop("inputs", Shape::kStrings, {"Inputs", "输入"}, {"Inputs that are given.", "给出的输入。"})}));
    registry.add(
        nested("decision_test", {"Test", "测试"}, {"Inputs and the results they must give.", "输入及其应得的结果。"},
               {element_id().required(),
                text("decision", {"Decision", "决策"},
                     {"Whose result is expected; missing: the model's.", "检验哪个决策的结果；缺省为模型的结果。"}),
                Prop("given", Shape::kJson, {"Given", "已知"},
                     {"Inputs by name: {\"age\": 20}", "按名称给出的输入：{\"age\": 20}"}),
                Prop("expect", Shape::kJson, {"Expected", "预期"}, {"The result as JSON.", "以 JSON 表示的结果。"})
                    .required()}));
}

}  // namespace

void add_decision(Descriptors& registry) {
    tables(registry);
    boxed(registry);
    elements(registry);
    ElementType made;
    made.id = "decision";
    made.folder = "decisions";
    made.label = {"Decision model", "决策模型"};
    made.help = {"Decisions as tables and expressions (DMN 1.5), with the tests that show what they mean.",
                 "以决策表和表达式表示的决策（DMN 1.5），并附有说明其含义的测试。"};
    made.icon = "rule";
    made.properties = {
        kind_property("decision", made.label),
        id_property(),
        was_property(),
        label_property(),
        text("namespace", {"Namespace", "命名空间"},
             {"Of DMN files; made from the id where missing.", "用于 DMN 文件；缺省由标识生成。"})
            .group(Group::kAdvanced),
        parts("imports", {"Imports", "导入"}, {"Other models it uses.", "使用的其他模型。"}, "decision_import"),
        parts("types", {"Types", "类型"}, {"Its own types.", "自有类型。"}, "decision_type"),
        parts("inputs", {"Inputs", "输入"}, {"What the caller gives.", "调用方提供的值。"}, "decision_input"),
        parts("decisions", {"Decisions", "决策"}, {"What it finds.", "得出的结果。"}, "decision_node").required(),
        parts("knowledge", {"Knowledge models", "知识模型"}, {"Functions of the model.", "模型中的函数。"},
              "decision_knowledge"),
        parts("services", {"Services", "服务"}, {"Groups of decisions.", "决策的组合。"}, "decision_service"),
        text("result", {"Result", "结果"},
             {"The decision that is the model's answer; the last one where missing.",
              "作为模型答案的决策；缺省为最后一个。"}),
        Prop(
            "roles", Shape::kReferences, {"Roles", "角色"},
            {"Who may evaluate it over HTTP; empty means everybody who is signed in. Flows and automations always may.",
             "谁可以通过 HTTP 执行；留空表示所有登录用户。流程和自动化不受限制。"})
            .refers("role"),
        parts("tests", {"Tests", "测试"},
              {"Run by formwork check and formwork test.", "由 formwork check 和 formwork test 运行。"},
              "decision_test")};
    made.trailing = {
        note_property(),
        Prop("dmn", Shape::kString, {"DMN document", "DMN 文档"},
             {"The DMN file it came from, kept whole; no meaning.", "来源 DMN 文件的完整内容，不影响含义。"})
            .group(Group::kAdvanced),
        Prop("diagram", Shape::kPositions, {"Diagram", "图"}, {"Where its boxes stand.", "各图形的位置。"})};
    registry.add(std::move(made));
}

}  // namespace fw::model
