#include "designer/ui/dialogs.h"

#include <algorithm>
#include <functional>

#include <wx/button.h>
#include <wx/choice.h>
#include <wx/combobox.h>
#include <wx/dialog.h>
#include <wx/filepicker.h>
#include <wx/listctrl.h>
#include <wx/scrolwin.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include "designer/core/element_commands.h"
#include "designer/core/outline.h"
#include "designer/core/references.h"
#include "designer/ui/actions.h"
#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

namespace {

// A dialog of labelled rows with a sentence for what is wrong and OK / Cancel.
struct Form {
    Form(wxWindow* parent, const wxString& title, const char* name)
        : dialog(parent, wxID_ANY, title, wxDefaultPosition, wxDefaultSize, wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER) {
        dialog.SetName(name);
        grid = new wxFlexGridSizer(2, space(parent, 2), space(parent, 3));
        grid->AddGrowableCol(1);
        trouble = new wxStaticText(&dialog, wxID_ANY, " ");
        trouble->SetForegroundColour(Theme::now().error);
        auto* all = new wxBoxSizer(wxVERTICAL);
        all->Add(grid, 1, wxEXPAND | wxALL, space(parent, 4));
        all->Add(trouble, 0, wxEXPAND | wxLEFT | wxRIGHT, space(parent, 4));
        all->Add(dialog.CreateButtonSizer(wxOK | wxCANCEL), 0, wxEXPAND | wxALL, space(parent, 4));
        dialog.SetSizer(all);
    }
    template <class Control>
    Control* row(const wxString& label, Control* control, const char* name) {
        grid->Add(new wxStaticText(&dialog, wxID_ANY, label), 0, wxALIGN_CENTRE_VERTICAL);
        control->SetName(name);
        grid->Add(control, 1, wxEXPAND);
        return control;
    }
    bool ask(const std::function<wxString()>& accept) {
        dialog.Bind(
            wxEVT_BUTTON,
            [&](wxCommandEvent&) {
                const wxString why = accept();
                if (why.empty()) {
                    dialog.EndModal(wxID_OK);
                    return;
                }
                trouble->SetLabel(why);
                trouble->Wrap(dialog.GetClientSize().x - space(&dialog, 8));
                dialog.Fit();
            },
            wxID_OK);
        dialog.Fit();
        dialog.SetMinSize(dialog.FromDIP(wxSize(440, -1)));
        dialog.SetSize(dialog.FromDIP(460), -1);
        dialog.CentreOnParent();
        return dialog.ShowModal() == wxID_OK;
    }
    wxDialog dialog;
    wxFlexGridSizer* grid = nullptr;
    wxStaticText* trouble = nullptr;
};

std::string id_from(const wxString& label) {
    std::string id;
    for (const wxUniChar c : label.Lower()) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9' && !id.empty())) id += static_cast<char>(c.GetValue());
        if (c == ' ' && !id.empty() && id.back() != '_') id += '_';
    }
    while (!id.empty() && id.back() == '_') id.pop_back();
    return id;
}

}  // namespace

std::optional<std::string> new_model_dialog(wxWindow* parent, Session& session, const std::string& kind) {
    Form form(parent, tr("New model", "新建模型"), "new-model");
    std::vector<std::string> kinds;
    wxArrayString labels;
    int selected = 0;
    for (const OutlineKind& k : outline(session.workspace(), language())) {
        if (k.kind == kind) selected = static_cast<int>(kinds.size());
        kinds.push_back(k.kind);
        labels.Add(tr(k.label));
    }
    auto* type = form.row(tr("Kind", "类型"),
                          new wxChoice(&form.dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize, labels), "kind");
    type->SetSelection(selected);
    auto* en = form.row(tr("Label, English", "名称（英文）"), new wxTextCtrl(&form.dialog, wxID_ANY), "label-en");
    auto* zh = form.row(tr("Label, Chinese", "名称（中文）"), new wxTextCtrl(&form.dialog, wxID_ANY), "label-zh");
    auto* id = form.row(tr("Id", "标识"), new wxTextCtrl(&form.dialog, wxID_ANY), "id");
    wxArrayString entities;
    model::Property refers;
    refers.refers = "entity";
    for (const model::Choice& choice : candidates(session.workspace(), {}, refers)) entities.Add(wx(choice.id));
    auto* entity = form.row(tr("Entity", "实体"),
                            new wxChoice(&form.dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize, entities), "entity");
    if (!entities.empty()) entity->SetSelection(0);
    const auto needs_entity = [&] {
        const model::ElementType* described =
            session.workspace().descriptors().find(kinds[static_cast<std::size_t>(type->GetSelection())]);
        bool needs = described != nullptr && described->id == "flow";
        for (const model::Property& p : described->properties)
            needs = needs || (p.id == "entity" && p.shape == model::Shape::kReference);
        entity->Enable(needs);
        return needs;
    };
    needs_entity();
    type->Bind(wxEVT_CHOICE, [&](wxCommandEvent&) { needs_entity(); });
    en->Bind(wxEVT_TEXT, [&](wxCommandEvent&) { id->ChangeValue(wx(id_from(en->GetValue()))); });
    en->SetFocus();
    std::string made;
    const bool done = form.ask([&]() -> wxString {
        const std::string chosen = kinds[static_cast<std::size_t>(type->GetSelection())];
        const std::string of =
            needs_entity() && entity->GetSelection() >= 0 ? utf8(entity->GetStringSelection()) : std::string();
        const Verdict verdict = session.run(add_model(session.workspace(), chosen, utf8(id->GetValue()),
                                                      {utf8(en->GetValue()), utf8(zh->GetValue())}, of));
        if (!verdict) return tr(verdict.why);
        made = session.workspace().path_of(chosen, utf8(id->GetValue()));
        return {};
    });
    return done ? std::optional<std::string>(made) : std::nullopt;
}

std::optional<NewPack> new_pack_dialog(wxWindow* parent) {
    Form form(parent, tr("New pack", "新建应用包"), "new-pack");
    auto* en = form.row(tr("Label, English", "名称（英文）"), new wxTextCtrl(&form.dialog, wxID_ANY), "label-en");
    auto* zh = form.row(tr("Label, Chinese", "名称（中文）"), new wxTextCtrl(&form.dialog, wxID_ANY), "label-zh");
    auto* id = form.row(tr("Id", "标识"), new wxTextCtrl(&form.dialog, wxID_ANY), "id");
    auto* folder = form.row(tr("Made in folder", "所在文件夹"),
                            new wxDirPickerCtrl(&form.dialog, wxID_ANY, {}, tr("Folder", "文件夹"), wxDefaultPosition,
                                                wxDefaultSize, wxDIRP_USE_TEXTCTRL),
                            "folder");
    en->Bind(wxEVT_TEXT, [&](wxCommandEvent&) { id->ChangeValue(wx(id_from(en->GetValue()))); });
    NewPack made;
    const bool done = form.ask([&]() -> wxString {
        made.id = utf8(id->GetValue());
        made.label = {utf8(en->GetValue()), utf8(zh->GetValue())};
        if (!is_technical_name(made.id))
            return tr("An id starts with a letter a to z and goes on with letters, digits and underscores.",
                      "标识以小写字母开头，只能包含小写字母、数字和下划线。");
        if (folder->GetPath().empty())
            return tr("Choose the folder in which the pack gets a folder of its own.",
                      "请选择用于存放应用包的文件夹。");
        made.folder = utf8(folder->GetPath()) + "/" + made.id;
        return {};
    });
    return done ? std::optional<NewPack>(made) : std::nullopt;
}

std::optional<Address> find_dialog(wxWindow* parent, const Session& session) {
    wxDialog dialog(parent, wxID_ANY, tr("Find", "查找"), wxDefaultPosition, parent->FromDIP(wxSize(620, 420)),
                    wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    dialog.SetName("find");
    auto* words = new wxTextCtrl(&dialog, wxID_ANY, {}, wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER);
    words->SetName("find-words");
    words->SetHint(tr("Name, label or any text", "名称、标识或任意文字"));
    auto* list = new wxListView(&dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                                wxLC_REPORT | wxLC_SINGLE_SEL | wxLC_NO_HEADER);
    list->SetName("find-hits");
    list->AppendColumn({}, wxLIST_FORMAT_LEFT, dialog.FromDIP(240));
    list->AppendColumn({}, wxLIST_FORMAT_LEFT, dialog.FromDIP(350));
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(words, 0, wxEXPAND | wxALL, space(&dialog, 3));
    all->Add(list, 1, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, space(&dialog, 3));
    dialog.SetSizer(all);
    std::vector<Hit> hits;
    words->Bind(wxEVT_TEXT, [&](wxCommandEvent&) {
        hits = search(session.workspace(), utf8(words->GetValue()), language());
        list->DeleteAllItems();
        for (std::size_t i = 0; i < hits.size(); ++i) {
            list->InsertItem(static_cast<long>(i), tr(hits[i].title));
            list->SetItem(static_cast<long>(i), 1,
                          wx(hits[i].where) + (hits[i].snippet.empty()
                                                   ? wxString()
                                                   : wxString::FromUTF8("  ·  ") + wx(hits[i].snippet).Left(80)));
        }
        if (!hits.empty()) list->Select(0);
    });
    words->Bind(wxEVT_KEY_DOWN, [&](wxKeyEvent& event) {
        const long at = list->GetFirstSelected();
        if (event.GetKeyCode() == WXK_DOWN && at + 1 < list->GetItemCount()) {
            list->Select(at + 1);
            list->EnsureVisible(at + 1);
        } else if (event.GetKeyCode() == WXK_UP && at > 0) {
            list->Select(at - 1);
            list->EnsureVisible(at - 1);
        } else if (event.GetKeyCode() == WXK_ESCAPE) {
            dialog.EndModal(wxID_CANCEL);
        } else {
            event.Skip();
        }
    });
    words->Bind(wxEVT_TEXT_ENTER, [&](wxCommandEvent&) { dialog.EndModal(hits.empty() ? wxID_CANCEL : wxID_OK); });
    list->Bind(wxEVT_LIST_ITEM_ACTIVATED, [&](wxListEvent&) { dialog.EndModal(wxID_OK); });
    words->SetFocus();
    dialog.CentreOnParent();
    if (dialog.ShowModal() != wxID_OK) return std::nullopt;
    const long at = std::max(0L, list->GetFirstSelected());
    return static_cast<std::size_t>(at) < hits.size() ? std::optional<Address>(hits[static_cast<std::size_t>(at)].at)
                                                      : std::nullopt;
}

void shortcuts_dialog(wxWindow* parent) {
    wxDialog dialog(parent, wxID_ANY, tr("Keyboard shortcuts", "键盘快捷键"), wxDefaultPosition,
                    parent->FromDIP(wxSize(640, 620)), wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
    dialog.SetName("shortcuts");
    auto* page = new wxScrolledWindow(&dialog, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL);
    page->SetScrollRate(0, dialog.FromDIP(12));
    auto* column = new wxBoxSizer(wxVERTICAL);
    const auto section = [&](const wxString& title, const std::vector<std::pair<wxString, wxString>>& rows) {
        auto* head = new wxStaticText(page, wxID_ANY, title);
        head->SetFont(bold_font(&dialog));
        column->Add(head, 0, wxALL, space(&dialog, 3));
        auto* grid = new wxFlexGridSizer(2, space(&dialog, 1), space(&dialog, 4));
        for (const auto& [keys, what] : rows) {
            auto* key = new wxStaticText(page, wxID_ANY, keys);
            key->SetForegroundColour(Theme::now().accent);
            grid->Add(key);
            auto* text = new wxStaticText(page, wxID_ANY, what);
            text->Wrap(dialog.FromDIP(400));
            grid->Add(text);
        }
        column->Add(grid, 0, wxLEFT | wxRIGHT, space(&dialog, 4));
    };
    std::vector<std::pair<wxString, wxString>> rows;
    for (const Action& a : actions()) {
        const wxString keys = wx(a.shortcut) + (a.also.empty() ? wxString() : ", " + wx(a.also));
        if (!keys.empty()) rows.emplace_back(keys, tr(a.label));
    }
    section(tr("Everywhere", "通用"), rows);
    rows.clear();
    for (const KeyHelp& help : canvas_keys()) rows.emplace_back(wx(help.keys), tr(help.what));
    section(tr("On the canvas", "流程画布"), rows);
    rows.clear();
    for (const KeyHelp& help : grid_keys()) rows.emplace_back(wx(help.keys), tr(help.what));
    section(tr("In tables", "表格"), rows);
    page->SetSizer(column);
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(page, 1, wxEXPAND);
    all->Add(dialog.CreateButtonSizer(wxOK), 0, wxEXPAND | wxALL, space(&dialog, 3));
    dialog.SetSizer(all);
    dialog.CentreOnParent();
    dialog.ShowModal();
}

}  // namespace fw::designer::ui
