// What the actions of the window do, and when they may.
#include <wx/aboutdlg.h>
#include <wx/config.h>
#include <wx/dirdlg.h>
#include <wx/msgdlg.h>
#include <wx/stc/stc.h>
#include <wx/textentry.h>

#include "designer/core/outline.h"
#include "designer/ui/deploy_dialog.h"
#include "designer/ui/dialogs.h"
#include "designer/ui/frame.h"
#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

// Copy, cut, paste and select all belong to the text with the cursor before they belong to an editor.
bool DesignerFrame::edit_text(ActionId id) {
    wxWindow* focus = FindFocus();
    if (auto* code = dynamic_cast<wxStyledTextCtrl*>(focus)) {
        switch (id) {
            case ActionId::kCut:
                code->Cut();
                return true;
            case ActionId::kCopy:
                code->Copy();
                return true;
            case ActionId::kPaste:
                code->Paste();
                return true;
            case ActionId::kSelectAll:
                code->SelectAll();
                return true;
            default:
                return false;
        }
    }
    auto* entry = dynamic_cast<wxTextEntry*>(focus);
    if (entry == nullptr) return false;
    switch (id) {
        case ActionId::kCut:
            entry->Cut();
            return true;
        case ActionId::kCopy:
            entry->Copy();
            return true;
        case ActionId::kPaste:
            entry->Paste();
            return true;
        case ActionId::kSelectAll:
            entry->SelectAll();
            return true;
        default:
            return false;
    }
}

void DesignerFrame::update_ui(wxUpdateUIEvent& event) {
    const auto id = static_cast<ActionId>(event.GetId());
    const auto pane = [&](const char* name) { event.Check(manager_.GetPane(name).IsShown()); };
    switch (id) {
        case ActionId::kUndo: {
            event.Enable(session_.stack().can_undo());
            wxString label = tr(action(id).label);
            if (session_.stack().can_undo()) label += ": " + tr(session_.stack().undo_label());
            if (event.GetEventObject() != bar_) event.SetText(label + "\tCtrl+Z");
            break;
        }
        case ActionId::kRedo: {
            event.Enable(session_.stack().can_redo());
            wxString label = tr(action(id).label);
            if (session_.stack().can_redo()) label += ": " + tr(session_.stack().redo_label());
            if (event.GetEventObject() != bar_) event.SetText(label + "\tCtrl+Y");
            break;
        }
        case ActionId::kSave:
            event.Enable(session_.workspace().dirty());
            break;
        case ActionId::kShowTree:
            pane("tree");
            break;
        case ActionId::kShowSheet:
            pane("sheet");
            break;
        case ActionId::kShowProblems:
            pane("problems");
            break;
        case ActionId::kEnglish:
            event.Check(language() == Language::kEn);
            break;
        case ActionId::kChinese:
            event.Check(language() == Language::kZh);
            break;
        case ActionId::kSource:
            event.Check(current() != nullptr && current()->GetName().StartsWith("source:"));
            break;
        case ActionId::kCut:
        case ActionId::kCopy:
        case ActionId::kPaste:
        case ActionId::kSelectAll:
            event.Enable(true);
            break;
        case ActionId::kDelete:
        case ActionId::kDuplicate:
        case ActionId::kZoomIn:
        case ActionId::kZoomOut:
        case ActionId::kZoomReset:
        case ActionId::kFit:
        case ActionId::kTidy:
        case ActionId::kPreview:
            event.Enable(current() != nullptr && current()->offers(id));
            break;
        default:
            event.Enable(true);
    }
}

void DesignerFrame::perform(ActionId id) {
    if (edit_text(id)) return;
    const auto turn_pane = [&](const char* name) {
        manager_.GetPane(name).Show(!manager_.GetPane(name).IsShown());
        manager_.Update();
    };
    const auto show_last = [&] {
        const std::string& document = session_.last_changed();
        if (session_.workspace().document(document) != nullptr && document != current_document()) open(document);
    };
    switch (id) {
        case ActionId::kUndo:
            if (session_.stack().can_undo()) tell(tr("Undone: ", "已撤销：") + tr(session_.stack().undo_label()));
            if (session_.undo()) show_last();
            return;
        case ActionId::kRedo:
            if (session_.stack().can_redo()) tell(tr("Redone: ", "已重做：") + tr(session_.stack().redo_label()));
            if (session_.redo()) show_last();
            return;
        case ActionId::kSave:
            (void)save();
            return;
        case ActionId::kDeploy:
            deploy();
            return;
        case ActionId::kNewModel: {
            const Document* now = current() == nullptr ? nullptr : session_.workspace().document(current_document());
            if (const auto made =
                    new_model_dialog(this, session_, now == nullptr || now->kind == "pack" ? "entity" : now->kind))
                open(*made);
            return;
        }
        case ActionId::kNewPack:
            if (const auto pack = new_pack_dialog(this); pack && may_leave())
                door_.create_pack(pack->folder, pack->id, pack->label);
            return;
        case ActionId::kOpenPack:
            open_pack();
            return;
        case ActionId::kCloseTab:
            if (book_->GetSelection() >= 0) book_->DeletePage(static_cast<std::size_t>(book_->GetSelection()));
            return;
        case ActionId::kQuit:
            Close();
            return;
        case ActionId::kFind:
            if (const auto at = find_dialog(this, session_)) open(at->document, at->path);
            return;
        case ActionId::kSource:
            toggle_source();
            return;
        case ActionId::kShowTree:
            turn_pane("tree");
            return;
        case ActionId::kShowSheet:
            turn_pane("sheet");
            return;
        case ActionId::kShowProblems:
            turn_pane("problems");
            return;
        case ActionId::kResetLayout:
            manager_.LoadPerspective(first_layout_, true);
            return;
        case ActionId::kEnglish:
            CallAfter([this] { door_.change_language(Language::kEn); });
            return;
        case ActionId::kChinese:
            CallAfter([this] { door_.change_language(Language::kZh); });
            return;
        case ActionId::kHelp:
            sheet_->show_help();
            return;
        case ActionId::kShortcuts:
            shortcuts_dialog(this);
            return;
        case ActionId::kAbout: {
            wxAboutDialogInfo info;
            info.SetName("Formwork Designer");
            info.SetDescription(
                tr("Draws the models of a company's applications and deploys them.", "设计企业应用的模型并进行部署。"));
            wxAboutBox(info, this);
            return;
        }
        default:
            break;
    }
    if (current() != nullptr) (void)current()->perform(id);
}

void DesignerFrame::toggle_source() {
    Editor* now = current();
    if (now == nullptr) return;
    const std::string document = now->document();
    const bool to_source = !now->GetName().StartsWith("source:");
    const Document* model = session_.workspace().document(document);
    if (model == nullptr || (!to_source && !model->readable())) {
        tell(tr("The text is no valid JSON yet.", "文本还不是有效的 JSON。"));
        return;
    }
    const auto at = static_cast<std::size_t>(book_->GetSelection());
    const model::ElementType* type = session_.workspace().descriptors().find(model->kind);
    Editor* fresh = make_editor(book_, session_, document, to_source);
    selecting_ = true;
    book_->InsertPage(at, fresh, tr(title_of(*model)), true,
                      icon(to_source || type == nullptr ? "code" : type->icon, Theme::now().muted));
    book_->DeletePage(at + 1);
    selecting_ = false;
    fresh->problems_changed();
    titles();
    fresh->take_focus();
}

bool DesignerFrame::save() {
    const auto written = session_.save();
    if (!written) {
        wxMessageBox(tr(written.error().front().text), tr("Save", "保存"), wxOK | wxICON_ERROR, this);
        return false;
    }
    tell(written->empty() ? tr("Nothing has changed.", "没有需要保存的修改。")
                          : counted(written->size(), "{} file saved.", "{} files saved.", "已保存 {} 个文件。"));
    return true;
}

// What decides on the server stands in the folder: it is saved first.
void DesignerFrame::deploy() {
    if (!save()) return;
    DeployDialog dialog(this, session_, server_, user_);
    dialog.ShowModal();
    server_ = dialog.server();
    user_ = dialog.user();
    wxConfigBase::Get()->Write("/deploy/server", server_);
    wxConfigBase::Get()->Write("/deploy/user", user_);
    if (dialog.deployed()) tell(tr("Deployed to ", "已部署到 ") + server_);
}

void DesignerFrame::open_pack() {
    wxDirDialog dialog(this, tr("Open a pack: the folder with its pack.json", "打开应用包：包含 pack.json 的文件夹"),
                       wx(session_.workspace().folder().parent_path().string()),
                       wxDD_DEFAULT_STYLE | wxDD_DIR_MUST_EXIST);
    if (dialog.ShowModal() != wxID_OK || !may_leave()) return;
    const std::string folder = utf8(dialog.GetPath());
    CallAfter([this, folder] { door_.open_pack(folder); });
}

// Only leaving with unsaved changes asks; saving never does.
bool DesignerFrame::may_leave() {
    remember_layout();
    if (!session_.workspace().dirty()) return true;
    wxMessageDialog ask(this, tr("Some changes are not saved yet.", "有修改尚未保存。"), "Formwork Designer",
                        wxYES_NO | wxCANCEL | wxICON_QUESTION);
    ask.SetYesNoCancelLabels(tr("Save", "保存"), tr("Discard", "放弃"), tr("Stay", "留下"));
    const int answer = ask.ShowModal();
    if (answer == wxID_CANCEL) return false;
    if (answer == wxID_NO) return true;
    const auto written = session_.save();
    if (!written) wxMessageBox(tr(written.error().front().text), tr("Save", "保存"), wxOK | wxICON_ERROR, this);
    return written.has_value();
}

void DesignerFrame::closing(wxCloseEvent& event) {
    if (event.CanVeto() && !may_leave()) {
        event.Veto();
        return;
    }
    event.Skip();
}

// Files that somebody else changed: taken over where we changed nothing, asked about where both did.
void DesignerFrame::look_outside() {
    std::vector<std::string> take, ask;
    for (const std::string& path : session_.workspace().changed_outside())
        (session_.workspace().dirty(path) ? ask : take).push_back(path);
    if (!take.empty()) {
        session_.reload(take);
        tell(counted(take.size(), "{} file was changed outside and read again.",
                     "{} files were changed outside and read again.", "{} 个文件在外部被修改，已重新读取。"));
    }
    if (ask.empty() || ask == outside_) return;
    outside_ = ask;
    wxString names;
    for (const std::string& path : ask) names += (names.empty() ? "" : ", ") + wx(path);
    info_->RemoveButton(wxID_REFRESH);
    info_->RemoveButton(wxID_NO);
    info_->AddButton(wxID_REFRESH, tr("Take theirs", "采用外部版本"));
    info_->AddButton(wxID_NO, tr("Keep mine", "保留我的修改"));
    info_->Bind(
        wxEVT_BUTTON,
        [this](wxCommandEvent&) {
            session_.reload(outside_);
            outside_.clear();
            info_->Dismiss();
        },
        wxID_REFRESH);
    info_->Bind(
        wxEVT_BUTTON,
        [this](wxCommandEvent&) {
            session_.keep_ours(outside_);
            outside_.clear();
            info_->Dismiss();
        },
        wxID_NO);
    info_->ShowMessage(tr("Changed here and outside: ", "此处和外部都已修改：") + names, wxICON_WARNING);
}

}  // namespace fw::designer::ui
