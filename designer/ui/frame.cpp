#include "designer/ui/frame.h"

#include <algorithm>

#include <wx/artprov.h>
#include <wx/config.h>
#include <wx/menu.h>
#include <wx/sizer.h>
#include <wx/statusbr.h>

#include "designer/core/outline.h"
#include "designer/ui/aui_art.h"
#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

namespace {
constexpr int kCheckAfter = 15;  // milliseconds without a change: a paste or a fast typist is one check
}

DesignerFrame::DesignerFrame(Session& session, AppDoor door, const std::string& server)
    : wxFrame(nullptr, wxID_ANY, "Formwork Designer"),
      session_(session),
      door_(std::move(door)),
      check_timer_(this),
      server_(wx(server)) {
    SetName("designer");
    SetIcons(wxIconBundle(icon("account_tree", Theme::now().accent, 48).GetIcon(wxSize(48, 48))));
    SetMinSize(FromDIP(wxSize(760, 480)));
    auto* config = wxConfigBase::Get();
    SetSize(static_cast<int>(config->ReadLong("/window/width", FromDIP(1400))),
            static_cast<int>(config->ReadLong("/window/height", FromDIP(880))));
    if (config->ReadBool("/window/maximized", false)) Maximize();
    if (server_.empty()) server_ = config->Read("/deploy/server");
    user_ = config->Read("/deploy/user");
    make_menu();
    make_panes();
    session_.listen(this);
    checker_ = std::make_unique<Checker>([this](Diagnostics found) {
        CallAfter([this, found = std::move(found)] {
            checking_ = false;
            problems_->set_checking(false);
            session_.set_problems(found);
        });
    });
    Bind(
        wxEVT_TIMER, [this](wxTimerEvent&) { checker_->check(session_.workspace().sources()); }, check_timer_.GetId());
    Bind(wxEVT_CLOSE_WINDOW, &DesignerFrame::closing, this);
    Bind(wxEVT_ACTIVATE, [this](wxActivateEvent& event) {
        event.Skip();
        if (event.GetActive()) CallAfter([this] { look_outside(); });
    });
    Bind(wxEVT_SYS_COLOUR_CHANGED, [this](wxSysColourChangedEvent& event) {
        event.Skip();
        Theme::refresh();
        CallAfter([this] { door_.change_language(language()); });  // draws every window anew
    });
    titles();
    check_soon();
}

DesignerFrame::~DesignerFrame() {
    checker_.reset();
    session_.forget(this);
    manager_.UnInit();
}

void DesignerFrame::make_menu() {
    auto* bar = new wxMenuBar;
    std::map<MenuId, wxMenu*> menus;
    for (const MenuId menu : {MenuId::kFile, MenuId::kEdit, MenuId::kView, MenuId::kHelp}) {
        menus[menu] = new wxMenu;
        bar->Append(menus[menu], tr(menu_label(menu)));
    }
    for (const Action& a : actions()) {
        wxMenu* menu = menus[a.menu];
        if (a.separator_before) menu->AppendSeparator();
        wxString label = tr(a.label);
        if (!a.shortcut.empty()) label += "\t" + wx(a.shortcut);
        auto* item =
            new wxMenuItem(menu, static_cast<int>(a.id), label, tr(a.help), a.check ? wxITEM_CHECK : wxITEM_NORMAL);
        if (!a.icon.empty() && !a.check) item->SetBitmap(icon(a.icon, Theme::now().text));
        menu->Append(item);
        Bind(
            wxEVT_MENU, [this, id = a.id](wxCommandEvent&) { perform(id); }, static_cast<int>(a.id));
        Bind(wxEVT_UPDATE_UI, &DesignerFrame::update_ui, this, static_cast<int>(a.id));
    }
    std::vector<wxAcceleratorEntry> others;
    for (const Action& a : actions()) {
        wxAcceleratorEntry entry;
        if (!a.also.empty() && entry.FromString("\t" + wx(a.also)))
            others.emplace_back(entry.GetFlags(), entry.GetKeyCode(), static_cast<int>(a.id));
    }
    SetAcceleratorTable(wxAcceleratorTable(static_cast<int>(others.size()), others.data()));
    SetMenuBar(bar);
    auto* status_bar = CreateStatusBar(3);
    const int widths[] = {-1, FromDIP(220), FromDIP(160)};
    status_bar->SetStatusWidths(3, widths);
    status_bar->SetName("status");
}

void DesignerFrame::make_toolbar() {
    const Theme& theme = Theme::now();
    bar_ =
        new wxAuiToolBar(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxAUI_TB_DEFAULT_STYLE | wxAUI_TB_HORZ_TEXT);
    bar_->SetArtProvider(new FlatToolBarArt);
    bar_->SetName("toolbar");
    bar_->SetToolBitmapSize(FromDIP(wxSize(18, 18)));
    MenuId last = MenuId::kFile;
    for (const Action& a : actions()) {
        if (!a.toolbar) continue;
        if (a.menu != last || (a.separator_before && bar_->GetToolCount() > 0)) bar_->AddSeparator();
        last = a.menu;
        wxString tip = tr(a.label);
        if (!a.shortcut.empty()) tip += " (" + wx(a.shortcut) + wx(a.also.empty() ? a.also : ", " + a.also) + ")";
        if (!a.help.empty()) tip += "\n" + tr(a.help);
        const bool loud = a.id == ActionId::kDeploy;
        wxString label = loud || a.id == ActionId::kSave ? tr(a.label) : wxString();
        label.Replace(wxString::FromUTF8("…"), "");
        const wxColour ink = loud ? theme.accent : theme.text;
        bar_->AddTool(static_cast<int>(a.id), label, icon(a.icon, ink, 18),
                      icon(a.icon, mix(theme.surface, ink, 0.35), 18), a.check ? wxITEM_CHECK : wxITEM_NORMAL, tip, {},
                      nullptr);
    }
    bar_->Realize();
}

void DesignerFrame::make_panes() {
    manager_.SetManagedWindow(this);
    manager_.SetFlags(wxAUI_MGR_ALLOW_FLOATING | wxAUI_MGR_TRANSPARENT_HINT | wxAUI_MGR_LIVE_RESIZE);
    manager_.SetArtProvider(new FlatDockArt);
    make_toolbar();
    tree_ = new PackTree(this, session_);
    sheet_ = new SheetPanel(this, session_);
    problems_ = new ProblemsPanel(this, session_);
    auto* middle = new wxPanel(this);
    auto* column = new wxBoxSizer(wxVERTICAL);
    info_ = new wxInfoBar(middle);
    book_ = new wxAuiNotebook(middle, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                              wxAUI_NB_TOP | wxAUI_NB_TAB_MOVE | wxAUI_NB_SCROLL_BUTTONS | wxAUI_NB_CLOSE_ON_ALL_TABS |
                                  wxAUI_NB_MIDDLE_CLICK_CLOSE | wxAUI_NB_TAB_SPLIT | wxBORDER_NONE);
    book_->SetArtProvider(new FlatTabArt);
    book_->SetName("editors");
    column->Add(info_, 0, wxEXPAND);
    column->Add(book_, 1, wxEXPAND);
    middle->SetSizer(column);
    manager_.AddPane(bar_, wxAuiPaneInfo().Name("toolbar").ToolbarPane().Top().Gripper(false).Floatable(false));
    manager_.AddPane(middle, wxAuiPaneInfo().Name("middle").CenterPane().PaneBorder(false));
    const auto pane = [&](const char* name, const wxString& caption) {
        return wxAuiPaneInfo()
            .Name(name)
            .Caption(caption)
            .CloseButton(true)
            .MaximizeButton(false)
            .PaneBorder(false)
            .Floatable(true);
    };
    manager_.AddPane(tree_, pane("tree", tr("Models", "模型"))
                                .Left()
                                .BestSize(FromDIP(wxSize(240, 600)))
                                .MinSize(FromDIP(wxSize(160, 100))));
    manager_.AddPane(sheet_, pane("sheet", tr("Properties", "属性"))
                                 .Right()
                                 .BestSize(FromDIP(wxSize(330, 600)))
                                 .MinSize(FromDIP(wxSize(240, 100))));
    manager_.AddPane(problems_, pane("problems", tr("Problems", "问题"))
                                    .Bottom()
                                    .BestSize(FromDIP(wxSize(600, 130)))
                                    .MinSize(FromDIP(wxSize(200, 70))));
    manager_.Update();
    first_layout_ = manager_.SavePerspective();
    const wxString kept = wxConfigBase::Get()->Read("/layout/panes");
    if (!kept.empty() && manager_.LoadPerspective(kept, false)) {
        // Captions are kept with the layout, but belong to the language of today.
        manager_.GetPane("tree").Caption(tr("Models", "模型"));
        manager_.GetPane("sheet").Caption(tr("Properties", "属性"));
        manager_.GetPane("problems").Caption(tr("Problems", "问题"));
        manager_.Update();
    }
    tree_->on_open([this](const std::string& document) { open(document); });
    tree_->on_new([this](const std::string&) { perform(ActionId::kNewModel); });
    problems_->on_open([this](const Address& at) { open(at.document, at.path); });
    book_->Bind(wxEVT_AUINOTEBOOK_PAGE_CHANGED, [this](wxAuiNotebookEvent& event) {
        event.Skip();
        if (selecting_ || current() == nullptr) return;
        if (session_.focus().document != current()->document()) session_.select({{current()->document(), {}}});
        tree_->show(current()->document());
    });
}

Editor* DesignerFrame::current() const {
    const int at = book_->GetSelection();
    return at < 0 ? nullptr : dynamic_cast<Editor*>(book_->GetPage(static_cast<std::size_t>(at)));
}

std::string DesignerFrame::current_document() const {
    return current() == nullptr ? std::string() : current()->document();
}

void DesignerFrame::open(const std::string& document, const std::string& path) {
    const Document* model = session_.workspace().document(document);
    if (model == nullptr) return;
    selecting_ = true;
    Editor* editor = nullptr;
    for (std::size_t i = 0; i < book_->GetPageCount(); ++i) {
        auto* open_one = dynamic_cast<Editor*>(book_->GetPage(i));
        if (open_one == nullptr || open_one->document() != document) continue;
        editor = open_one;
        if (book_->GetSelection() != static_cast<int>(i)) book_->SetSelection(i);
    }
    if (editor == nullptr) {
        editor = make_editor(book_, session_, document, false);
        const model::ElementType* type = session_.workspace().descriptors().find(model->kind);
        book_->AddPage(editor, tr(title_of(*model)), true,
                       icon(type == nullptr ? "code" : type->icon, Theme::now().muted));
        editor->problems_changed();
    }
    selecting_ = false;
    editor->reveal(path);
    tree_->show(document);
    titles();
    if (!path.empty()) CallAfter([this, path] { sheet_->focus_on(path); });
    if (path.empty()) editor->take_focus();
}

void DesignerFrame::changed(const ChangeSet& changes) {
    close_lost_tabs();
    titles();
    check_soon();
    (void)changes;
}

void DesignerFrame::selected() { status(); }

void DesignerFrame::refused(const Verdict& verdict) {
    tell(tr(verdict.why));
    wxBell();
}

void DesignerFrame::check_soon() {
    checking_ = true;
    problems_->set_checking(true);
    check_timer_.StartOnce(kCheckAfter);
}

void DesignerFrame::close_lost_tabs() {
    for (std::size_t i = book_->GetPageCount(); i-- > 0;) {
        auto* editor = dynamic_cast<Editor*>(book_->GetPage(i));
        if (editor == nullptr) continue;
        const Document* model = session_.workspace().document(editor->document());
        if (model == nullptr) book_->DeletePage(i);
    }
}

void DesignerFrame::titles() {
    const Workspace& workspace = session_.workspace();
    for (std::size_t i = 0; i < book_->GetPageCount(); ++i) {
        auto* editor = dynamic_cast<Editor*>(book_->GetPage(i));
        const Document* model = editor == nullptr ? nullptr : workspace.document(editor->document());
        if (model == nullptr) continue;
        wxString words = tr(title_of(*model));
        if (workspace.dirty(model->path)) words += wxString::FromUTF8(" ●");
        if (book_->GetPageText(i) != words) book_->SetPageText(i, words);
    }
    const Document* pack = workspace.document("pack.json");
    const wxString name = pack == nullptr ? wx(workspace.pack_id()) : tr(title_of(*pack));
    const wxString title =
        (workspace.dirty() ? wxString::FromUTF8("● ") : wxString()) + name + wxString::FromUTF8(" — Formwork Designer");
    if (GetTitle() != title) SetTitle(title);
    status();
}

void DesignerFrame::status() {
    if (GetStatusBar() == nullptr) return;
    const auto errors = std::count_if(session_.problems().begin(), session_.problems().end(),
                                      [](const Problem& p) { return p.diagnostic.severity == Severity::kError; });
    SetStatusText(
        wx(session_.focus().document + (session_.focus().path.empty() ? "" : "  ›  " + session_.focus().path)), 0);
    SetStatusText(wx(session_.workspace().folder().filename().string()), 1);
    SetStatusText(errors == 0 ? tr("No errors", "没有错误")
                              : counted(static_cast<std::size_t>(errors), "{} error", "{} errors", "{} 个错误"),
                  2);
}

void DesignerFrame::tell(const wxString& words) { SetStatusText(words, 0); }

void DesignerFrame::remember_layout() {
    auto* config = wxConfigBase::Get();
    config->Write("/layout/panes", manager_.SavePerspective());
    config->Write("/window/maximized", IsMaximized());
    if (!IsMaximized()) {
        config->Write("/window/width", static_cast<long>(GetSize().x));
        config->Write("/window/height", static_cast<long>(GetSize().y));
    }
    wxString tabs;
    for (std::size_t i = 0; i < book_->GetPageCount(); ++i) {
        if (auto* editor = dynamic_cast<Editor*>(book_->GetPage(i)))
            tabs += (tabs.empty() ? "" : "|") + wx(editor->document());
    }
    config->Write("/packs/" + wx(session_.workspace().pack_id()) + "/tabs", tabs);
    config->Flush();
}

}  // namespace fw::designer::ui
