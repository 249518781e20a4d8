#include "designer/ui/actions.h"

#include "engine/base/check.h"

namespace fw::designer::ui {

const std::vector<Action>& actions() {
    using A = ActionId;
    using M = MenuId;
    static const std::vector<Action> table{
        {A::kNewPack,
         M::kFile,
         {"New pack…", "新建应用包…"},
         {"Start a pack in an empty folder", "在空文件夹中新建应用包"},
         "inventory_2",
         "",
         false,
         false,
         false},
        {A::kOpenPack,
         M::kFile,
         {"Open pack…", "打开应用包…"},
         {"Open a folder with a pack", "打开应用包所在文件夹"},
         "folder_open",
         "Ctrl+O",
         true,
         false,
         false},
        {A::kNewModel,
         M::kFile,
         {"New model…", "新建模型…"},
         {"Add an entity, flow, form, report …", "添加实体、流程、表单、报表等"},
         "add",
         "Ctrl+N",
         true,
         true,
         false},
        {A::kSave,
         M::kFile,
         {"Save", "保存"},
         {"Write every changed model", "保存所有修改过的模型"},
         "save",
         "Ctrl+S",
         true,
         true,
         false},
        {A::kDeploy,
         M::kFile,
         {"Deploy…", "部署…"},
         {"Show what will change on a server, then deploy", "查看服务器将发生的变化并部署"},
         "deploy",
         "F9",
         true,
         false,
         false},
        {A::kCloseTab, M::kFile, {"Close tab", "关闭标签页"}, {}, "", "Ctrl+W", false, true, false},
        {A::kQuit, M::kFile, {"Quit", "退出"}, {}, "", "Ctrl+Q", false, true, false},
        {A::kUndo,
         M::kEdit,
         {"Undo", "撤销"},
         {"Take the last change back", "撤销上一步修改"},
         "undo",
         "Ctrl+Z",
         true,
         false,
         false},
        {A::kRedo,
         M::kEdit,
         {"Redo", "重做"},
         {"Make it again", "重做已撤销的修改"},
         "redo",
         "Ctrl+Y",
         true,
         false,
         false,
         "Ctrl+Shift+Z"},
        {A::kCut, M::kEdit, {"Cut", "剪切"}, {}, "", "Ctrl+X", false, true, false},
        {A::kCopy, M::kEdit, {"Copy", "复制"}, {}, "copy", "Ctrl+C", false, false, false},
        {A::kPaste, M::kEdit, {"Paste", "粘贴"}, {}, "", "Ctrl+V", false, false, false},
        {A::kDuplicate, M::kEdit, {"Duplicate", "创建副本"}, {}, "", "Ctrl+D", false, false, false},
        {A::kDelete,
         M::kEdit,
         {"Delete", "删除"},
         {"Delete what is selected", "删除所选内容"},
         "delete",
         "",
         false,
         false,
         false},
        {A::kSelectAll, M::kEdit, {"Select all", "全选"}, {}, "", "Ctrl+A", false, false, false},
        {A::kFind,
         M::kEdit,
         {"Find…", "查找…"},
         {"Find any model, field, node or text of the pack", "查找应用包中的模型、字段、节点或文字"},
         "search",
         "Ctrl+F",
         true,
         true,
         false},
        {A::kZoomIn, M::kView, {"Zoom in", "放大"}, {}, "zoom_in", "Ctrl+=", false, false, false},
        {A::kZoomOut, M::kView, {"Zoom out", "缩小"}, {}, "zoom_out", "Ctrl+-", false, false, false},
        {A::kZoomReset, M::kView, {"Actual size", "实际大小"}, {}, "", "Ctrl+1", false, false, false},
        {A::kFit,
         M::kView,
         {"Fit to window", "适应窗口"},
         {"Show the whole flow", "显示整个流程"},
         "fit",
         "Ctrl+0",
         true,
         false,
         false},
        {A::kTidy,
         M::kView,
         {"Tidy up", "自动排列"},
         {"Lay the flow out from left to right", "从左到右自动排列流程"},
         "tidy",
         "Ctrl+Shift+L",
         true,
         false,
         false},
        {A::kPreview,
         M::kView,
         {"Preview", "预览"},
         {"Show the form as people see it", "按用户所见预览表单"},
         "visibility",
         "F5",
         true,
         true,
         true},
        {A::kSource,
         M::kView,
         {"Source text", "源文本"},
         {"Edit the model's JSON", "编辑模型的 JSON 文本"},
         "code",
         "F6",
         true,
         false,
         true},
        {A::kShowTree,
         M::kView,
         {"Models", "模型"},
         {"Show or hide the tree", "显示或隐藏模型树"},
         "pane_left",
         "Ctrl+Alt+1",
         false,
         true,
         true},
        {A::kShowSheet,
         M::kView,
         {"Properties", "属性"},
         {"Show or hide the properties", "显示或隐藏属性面板"},
         "pane_right",
         "Ctrl+Alt+2",
         false,
         false,
         true},
        {A::kShowProblems,
         M::kView,
         {"Problems", "问题"},
         {"Show or hide the problems", "显示或隐藏问题列表"},
         "pane_bottom",
         "Ctrl+Alt+3",
         false,
         false,
         true},
        {A::kResetLayout, M::kView, {"Reset panes", "恢复默认布局"}, {}, "", "", false, false, false},
        {A::kEnglish, M::kView, {"English", "English"}, {}, "", "", false, true, true},
        {A::kChinese, M::kView, {"简体中文", "简体中文"}, {}, "", "", false, false, true},
        {A::kHelp, M::kHelp, {"Help on this property", "此属性的帮助"}, {}, "help", "F1", false, false, false},
        {A::kShortcuts, M::kHelp, {"Keyboard shortcuts", "键盘快捷键"}, {}, "", "Ctrl+/", false, false, false},
        {A::kAbout, M::kHelp, {"About Formwork Designer", "关于 Formwork 设计器"}, {}, "", "", false, true, false},
    };
    return table;
}

const Action& action(ActionId id) {
    for (const Action& a : actions()) {
        if (a.id == id) return a;
    }
    check_failed("action in table", __FILE__, __LINE__);
}

Text menu_label(MenuId menu) {
    switch (menu) {
        case MenuId::kFile:
            return {"&File", "文件(&F)"};
        case MenuId::kEdit:
            return {"&Edit", "编辑(&E)"};
        case MenuId::kView:
            return {"&View", "视图(&V)"};
        case MenuId::kHelp:
            return {"&Help", "帮助(&H)"};
    }
    return {};
}

const std::vector<KeyHelp>& canvas_keys() {
    static const std::vector<KeyHelp> keys{
        {"A U X P S N T E",
         {"Add approval, task, decision, parallel, script, message, timer, end behind the selected node or at the "
          "pointer",
          "在所选节点之后或指针处添加审批、任务、判断、并行、脚本、通知、定时、结束"}},
        {"C", {"Connect from the selected node", "从所选节点开始连线"}},
        {"F2 / Enter", {"Rename in place", "就地重命名"}},
        {"Delete", {"Delete the selection", "删除所选元素"}},
        {"← → ↑ ↓", {"Move by 10 pixels (with Shift by 50)", "移动 10 像素（按住 Shift 为 50）"}},
        {"Tab", {"Next node", "下一个节点"}},
        {"Space + drag", {"Move the canvas", "拖动画布"}},
        {"Ctrl + wheel", {"Zoom at the pointer", "以指针为中心缩放"}},
        {"Shift + click", {"Add to the selection", "追加选择"}},
        {"Escape", {"Leave what is going on", "取消当前操作"}}};
    return keys;
}

const std::vector<KeyHelp>& grid_keys() {
    static const std::vector<KeyHelp> keys{
        {"Insert", {"Add a row", "添加一行"}},
        {"Enter", {"Edit; on the last row it adds one", "编辑；在最后一行时新增一行"}},
        {"Ctrl+Delete", {"Delete the rows", "删除所选行"}},
        {"Alt+↑ ↓", {"Move the row", "移动行"}},
        {"Ctrl+V", {"Paste rows or cells from a spreadsheet", "从电子表格粘贴行或单元格"}}};
    return keys;
}

}  // namespace fw::designer::ui
