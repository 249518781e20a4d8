#include "designer/ui/pack_tree.h"

#include <wx/imaglist.h>
#include <wx/menu.h>
#include <wx/msgdlg.h>
#include <wx/sizer.h>
#include <wx/textdlg.h>
#include <wx/wupdlock.h>

#include "designer/core/element_commands.h"
#include "designer/core/outline.h"
#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

namespace {

struct ItemData final : wxTreeItemData {
    ItemData(std::string d, std::string k) : document(std::move(d)), kind(std::move(k)) {}
    std::string document, kind;
};

}  // namespace

PackTree::PackTree(wxWindow* parent, Session& session) : wxPanel(parent), session_(session) {
    SetName("models");
    const Theme& theme = Theme::now();
    SetBackgroundColour(theme.surface);
    filter_ = new wxSearchCtrl(this, wxID_ANY);
    filter_->SetDescriptiveText(tr("Filter models", "筛选模型"));
    filter_->SetName("filter-models");
    filter_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { build(); });
    tree_ = new wxTreeCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                           wxTR_HIDE_ROOT | wxTR_HAS_BUTTONS | wxTR_NO_LINES | wxTR_FULL_ROW_HIGHLIGHT | wxTR_SINGLE |
                               wxBORDER_NONE | wxTR_TWIST_BUTTONS);
    tree_->SetName("tree");
    tree_->SetBackgroundColour(theme.surface);
    tree_->SetForegroundColour(theme.text);
    tree_->SetIndent(static_cast<unsigned>(FromDIP(14)));
    tree_->SetSpacing(static_cast<unsigned>(FromDIP(6)));
    auto* all = new wxBoxSizer(wxVERTICAL);
    all->Add(filter_, 0, wxEXPAND | wxALL, space(this, 2));
    all->Add(tree_, 1, wxEXPAND | wxLEFT, space(this, 1));
    SetSizer(all);
    tree_->Bind(wxEVT_TREE_ITEM_ACTIVATED, [this](wxTreeEvent& event) {
        if (const std::string document = document_of(event.GetItem()); !document.empty() && open_) open_(document);
    });
    tree_->Bind(wxEVT_TREE_SEL_CHANGED, [this](wxTreeEvent& event) {
        const std::string document = document_of(event.GetItem());
        if (!document.empty() && open_ && tree_->HasFocus()) CallAfter([this, document] { open_(document); });
    });
    tree_->Bind(wxEVT_TREE_ITEM_MENU, &PackTree::menu, this);
    const auto turned = [this](wxTreeEvent& event) {
        const auto* data = static_cast<ItemData*>(tree_->GetItemData(event.GetItem()));
        if (data != nullptr && data->document.empty()) closed_[data->kind] = !tree_->IsExpanded(event.GetItem());
        event.Skip();
    };
    tree_->Bind(wxEVT_TREE_ITEM_EXPANDED, turned);
    tree_->Bind(wxEVT_TREE_ITEM_COLLAPSED, turned);
    session_.listen(this);
    build();
}

PackTree::~PackTree() { session_.forget(this); }

std::string PackTree::document_of(const wxTreeItemId& item) const {
    if (!item.IsOk()) return {};
    const auto* data = static_cast<ItemData*>(tree_->GetItemData(item));
    return data == nullptr ? std::string() : data->document;
}

void PackTree::changed(const ChangeSet& changes) {
    if (changes.tree) {
        build();
    } else {
        marks();
    }
}

void PackTree::build() {
    wxWindowUpdateLocker still(tree_);
    const std::string selected = document_of(tree_->GetSelection());
    const Theme& theme = Theme::now();
    tree_->DeleteAllItems();
    items_.clear();
    kinds_.clear();
    wxVector<wxBitmapBundle> images;
    std::map<std::string, int> image_of;
    const auto image = [&](const std::string& name, const wxColour& colour) {
        const std::string key = name + utf8(colour.GetAsString());
        const auto it = image_of.find(key);
        if (it != image_of.end()) return it->second;
        images.push_back(icon(name, colour));
        return image_of[key] = static_cast<int>(images.size()) - 1;
    };
    const wxTreeItemId root = tree_->AddRoot("pack");
    const std::string wanted = utf8(filter_->GetValue().Lower());
    if (const Document* pack = session_.workspace().document("pack.json")) {
        const wxTreeItemId item = tree_->AppendItem(root, tr(title_of(*pack)), image("inventory_2", theme.accent), -1,
                                                    new ItemData("pack.json", "pack"));
        tree_->SetItemBold(item);
        items_["pack.json"] = item;
    }
    for (const OutlineKind& kind : outline(session_.workspace(), language())) {
        wxTreeItemId parent;
        for (const Document* document : kind.documents) {
            const Text title = title_of(*document);
            const std::string words = utf8((tr(title) + " " + wx(title.en) + " " + wx(document->id)).Lower());
            if (!wanted.empty() && words.find(wanted) == std::string::npos) continue;
            if (!parent.IsOk()) {
                parent = tree_->AppendItem(root, tr(kind.label), image(kind.icon, theme.muted), -1,
                                           new ItemData({}, kind.kind));
                tree_->SetItemTextColour(parent, theme.muted);
                kinds_[kind.kind] = parent;
            }
            items_[document->path] = tree_->AppendItem(parent, tr(title), image(kind.icon, theme.text), -1,
                                                       new ItemData(document->path, kind.kind));
        }
        if (parent.IsOk() && (!closed_[kind.kind] || !wanted.empty())) tree_->Expand(parent);
    }
    tree_->SetImages(images);
    if (const auto it = items_.find(selected); it != items_.end()) tree_->SelectItem(it->second);
    marks();
}

void PackTree::marks() {
    const Theme& theme = Theme::now();
    for (const auto& [path, item] : items_) {
        const Document* document = session_.workspace().document(path);
        if (document == nullptr) continue;
        const auto worst = worst_at(session_.problems(), {path, {}});
        const bool bad = !document->readable() || (worst && *worst == Severity::kError);
        tree_->SetItemTextColour(item, bad ? theme.error : worst ? theme.warning : theme.text);
        wxString words = tr(title_of(*document));
        if (session_.workspace().dirty(path)) words += wxString::FromUTF8("  ●");
        if (tree_->GetItemText(item) != words) tree_->SetItemText(item, words);
    }
}

void PackTree::show(const std::string& document) {
    const auto it = items_.find(document);
    if (it != items_.end() && tree_->GetSelection() != it->second) tree_->SelectItem(it->second);
}

void PackTree::menu(wxTreeEvent& event) {
    const auto* data = static_cast<ItemData*>(tree_->GetItemData(event.GetItem()));
    if (data == nullptr) return;
    const std::string document = data->document;
    const std::string kind = data->kind;
    enum { kNew = 1, kOpen, kRename, kDelete };
    wxMenu items;
    if (!document.empty()) items.Append(kOpen, tr("Open", "打开"));
    if (kind != "pack") items.Append(kNew, tr("New model of this kind…", "新建同类模型…"));
    if (!document.empty() && kind != "pack") {
        items.AppendSeparator();
        items.Append(kRename, tr("Change id…", "修改标识…"));
        items.Append(kDelete, tr("Delete", "删除"));
    }
    const int picked = GetPopupMenuSelectionFromUser(items);
    if (picked == kOpen && open_) open_(document);
    if (picked == kNew && new_) new_(kind);
    if (picked == kDelete) (void)session_.run(delete_model(document));
    if (picked == kRename) {
        const Document* model = session_.workspace().document(document);
        const wxString id = wxGetTextFromUser(tr("New id; references to it follow, and servers keep its data:",
                                                 "新的标识；引用会随之更新，服务器保留其数据："),
                                              tr("Change id", "修改标识"), wx(model->id), this);
        if (id.empty() || utf8(id) == model->id) return;
        const Verdict verdict = session_.run(rename_model(document, utf8(id)));
        if (!verdict) {
            wxMessageBox(tr(verdict.why), tr("Change id", "修改标识"), wxOK | wxICON_INFORMATION, this);
        } else if (open_) {
            open_(session_.workspace().path_of(kind, utf8(id)));
        }
    }
}

}  // namespace fw::designer::ui
