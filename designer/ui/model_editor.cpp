// The editor for everything but flows: a header, a tab for each list of the model, a second grid for the lists inside
// the selected element, and the preview of forms.
#include <functional>

#include <wx/bmpbuttn.h>
#include <wx/button.h>
#include <wx/notebook.h>
#include <wx/sizer.h>
#include <wx/splitter.h>
#include <wx/stattext.h>

#include "designer/core/outline.h"
#include "designer/core/property_sheet.h"
#include "designer/core/references.h"
#include "designer/ui/editor.h"
#include "designer/ui/element_grid.h"
#include "designer/ui/form_preview.h"
#include "designer/ui/icons.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

namespace {

// A grid with its row of buttons.
class GridPage final : public wxPanel {
  public:
    GridPage(wxWindow* parent, Session& session, Address list, const Text& label) : wxPanel(parent) {
        const Theme& theme = Theme::now();
        SetBackgroundColour(theme.surface);
        auto* all = new wxBoxSizer(wxVERTICAL);
        auto* bar = new wxBoxSizer(wxHORIZONTAL);
        title_ = new wxStaticText(this, wxID_ANY, tr(label));
        title_->SetFont(bold_font(this));
        bar->Add(title_, 1, wxALIGN_CENTRE_VERTICAL | wxLEFT, space(this, 2));
        grid = new ElementGrid(this, session, std::move(list));
        button(bar, "add", tr("Add a row (Insert)", "添加一行（Insert）"), "add-row", [this] { grid->add_row(); });
        button(bar, "arrow_up", tr("Move up (Alt+↑)", "上移（Alt+↑）"), "row-up", [this] { grid->move_row(-1); });
        button(bar, "arrow_down", tr("Move down (Alt+↓)", "下移（Alt+↓）"), "row-down", [this] { grid->move_row(1); });
        button(bar, "copy", tr("Duplicate (Ctrl+D)", "创建副本（Ctrl+D）"), "duplicate-row",
               [this] { grid->perform(static_cast<int>(ActionId::kDuplicate)); });
        button(bar, "delete", tr("Delete the rows (Ctrl+Delete)", "删除所选行（Ctrl+Delete）"), "delete-row",
               [this] { grid->delete_rows(); });
        all->Add(bar, 0, wxEXPAND | wxALL, space(this, 1));
        all->Add(grid, 1, wxEXPAND);
        SetSizer(all);
    }
    void set_title(const wxString& title) { title_->SetLabel(title); }
    ElementGrid* grid = nullptr;

  private:
    void button(wxSizer* bar, const char* name, const wxString& tip, const char* accessible,
                std::function<void()> act) {
        auto* made = new wxBitmapButton(this, wxID_ANY, icon(name, Theme::now().text), wxDefaultPosition, wxDefaultSize,
                                        wxBORDER_NONE);
        made->SetToolTip(tip);
        made->SetName(accessible);
        made->Bind(wxEVT_BUTTON, [act = std::move(act)](wxCommandEvent&) { act(); });
        bar->Add(made, 0, wxALIGN_CENTRE_VERTICAL);
    }
    wxStaticText* title_ = nullptr;
};

class ModelEditor final : public Editor {
  public:
    ModelEditor(wxWindow* parent, Session& session, const std::string& document) : Editor(parent, session, document) {
        SetName(wx("editor:" + document));
        SetBackgroundColour(Theme::now().surface);
        auto* all = new wxBoxSizer(wxVERTICAL);
        split_ =
            new wxSplitterWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxSP_LIVE_UPDATE | wxSP_NOBORDER);
        split_->SetMinimumPaneSize(FromDIP(160));
        split_->SetSashGravity(0.55);
        left_ = new wxPanel(split_);
        build_left();
        const bool form = model() != nullptr && model()->kind == "form";
        preview_ = new FormPreview(split_, session, document);
        preview_->Hide();
        split_->Initialize(left_);
        if (form) CallAfter([this] { show_preview(true); });
        all->Add(split_, 1, wxEXPAND);
        SetSizer(all);
    }

    void changed(const ChangeSet& changes) override {
        if (!changes.touches(document()) && !changes.tree) return;
        for (GridPage* page : pages_) page->grid->refresh();
        follow_detail();
        if (detail_ != nullptr) detail_->grid->refresh();
    }
    void selected() override {
        if (session().focus().document != document()) return;
        show_tab_of(session().focus().path);
        follow_detail();
        for (GridPage* page : pages_) page->grid->refresh();
        if (detail_ != nullptr) detail_->grid->refresh();
    }
    void problems_changed() override {
        for (GridPage* page : pages_) page->grid->mark_problems();
        if (detail_ != nullptr) detail_->grid->mark_problems();
    }
    void reveal(const std::string& path) override {
        session().select({{document(), element_of(path)}});
        show_tab_of(path);
    }
    bool perform(ActionId id) override {
        if (id == ActionId::kPreview) {
            show_preview(!split_->IsSplit());
            return true;
        }
        ElementGrid* grid = active();
        return grid != nullptr && grid->perform(static_cast<int>(id));
    }
    [[nodiscard]] bool offers(ActionId id) const override {
        const bool previewable = model() != nullptr && (model()->kind == "form" || model()->kind == "entity");
        if (id == ActionId::kPreview) return previewable;
        for (const ActionId mine : {ActionId::kCut, ActionId::kCopy, ActionId::kPaste, ActionId::kDelete,
                                    ActionId::kDuplicate, ActionId::kSelectAll}) {
            if (id == mine) return !pages_.empty();
        }
        return false;
    }
    void take_focus() override {
        if (ElementGrid* grid = active()) {
            grid->SetFocus();
        } else {
            SetFocus();
        }
    }

  private:
    void build_left() {
        auto* column = new wxBoxSizer(wxVERTICAL);
        left_->SetSizer(column);
        if (model() == nullptr) return;
        const model::ElementType* type = session().workspace().descriptors().find(model()->kind);
        auto* head = new wxBoxSizer(wxHORIZONTAL);
        auto* title = new wxStaticText(left_, wxID_ANY, tr(title_of(*model())));
        title->SetFont(title_font(this));
        // GTK knows the size of a label in another font only once it is shown.
        title->SetMinSize(title->GetTextExtent(title->GetLabel()) + FromDIP(wxSize(4, 4)));
        auto* hint = new wxStaticText(left_, wxID_ANY, type == nullptr ? wxString() : tr(type->help), wxDefaultPosition,
                                      wxDefaultSize, wxST_ELLIPSIZE_END);
        hint->SetForegroundColour(Theme::now().muted);
        hint->SetFont(small_font(this));
        auto* whole =
            new wxButton(left_, wxID_ANY, tr("Properties of the model", "模型属性"), wxDefaultPosition, wxDefaultSize);
        whole->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { session().select({{document(), {}}}); });
        head->Add(title, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, space(this, 3));
        head->Add(hint, 1, wxALIGN_CENTRE_VERTICAL);
        head->Add(whole, 0, wxALIGN_CENTRE_VERTICAL);
        column->Add(head, 0, wxEXPAND | wxALL, space(this, 3));
        if (type == nullptr) return;
        tabs_ = new wxNotebook(left_, wxID_ANY);
        tabs_->SetName("lists");
        bool nested = false;
        for (const model::Property& property : type->properties) {
            if (property.shape != model::Shape::kElements || !property_visible(*type, property, model()->root))
                continue;
            auto* page = new GridPage(tabs_, session(), {document(), property.id}, property.help);
            tabs_->AddPage(page, tr(property.label));
            pages_.push_back(page);
            const model::ElementType* inner = session().workspace().descriptors().find(property.element);
            for (const model::Property& below : inner->properties)
                nested = nested || below.shape == model::Shape::kElements;
            for (const auto& [id, variant] : inner->variants) {
                for (const model::Property& below : variant.properties)
                    nested = nested || below.shape == model::Shape::kElements;
            }
        }
        if (pages_.empty()) {
            tabs_->Hide();
            auto* text = new wxStaticText(left_, wxID_ANY,
                                          tr("Everything about this model stands in its properties at the right.",
                                             "该模型的所有内容都在右侧的属性面板中。"));
            text->SetForegroundColour(Theme::now().muted);
            column->Add(text, 0, wxALL, space(this, 3));
            return;
        }
        column->Add(tabs_, 2, wxEXPAND | wxLEFT | wxRIGHT, space(this, 2));
        if (nested) {
            detail_box_ = new wxPanel(left_);
            detail_box_->SetSizer(new wxBoxSizer(wxVERTICAL));
            detail_box_->Hide();
            column->Add(detail_box_, 1, wxEXPAND | wxALL, space(this, 2));
        }
    }

    // "fields/total/label/en" → "fields/total": the deepest element on the way.
    [[nodiscard]] std::string element_of(const std::string& path) const {
        const Described described = describe(session().workspace(), {document(), path});
        return described.property == nullptr ? path : described.element_path;
    }
    void show_tab_of(const std::string& path) {
        if (tabs_ == nullptr || path.empty()) return;
        for (std::size_t i = 0; i < pages_.size(); ++i) {
            if (path_inside(path, pages_[i]->grid->list().path) && tabs_->GetSelection() != static_cast<int>(i))
                tabs_->ChangeSelection(i);
        }
    }
    // The list inside the selected element gets a grid of its own below.
    void follow_detail() {
        if (detail_box_ == nullptr) return;
        std::string list;
        Text label;
        const std::vector<std::string> steps =
            split_path(session().focus().document == document() ? session().focus().path : std::string());
        if (steps.size() >= 2) {
            const std::string element = steps[0] + "/" + steps[1];
            const json::Value* value = session().workspace().value({document(), element});
            const Described outer = describe(session().workspace(), {document(), steps[0]});
            const model::ElementType* type =
                outer.property == nullptr ? nullptr : session().workspace().descriptors().find(outer.property->element);
            if (value != nullptr && type != nullptr) {
                for (const model::Property* property : type->properties_of(*value)) {
                    if (property->shape != model::Shape::kElements || !list.empty()) continue;
                    list = element + "/" + property->id;
                    label = property->label;
                    const Text name = text_of_label(*value, steps[1]);
                    label = {name.en + " › " + property->label.en, name.zh + " › " + property->label.zh};
                }
            }
        }
        if (list == detail_list_) return;
        detail_list_ = list;
        if (list.empty()) {
            detail_box_->Hide();
        } else if (detail_ == nullptr) {
            detail_ = new GridPage(detail_box_, session(), {document(), list}, label);
            detail_box_->GetSizer()->Add(detail_, 1, wxEXPAND);
            detail_box_->Show();
        } else {
            detail_->grid->set_list({document(), list});
            detail_->set_title(tr(label));
            detail_box_->Show();
        }
        detail_box_->Layout();
        left_->Layout();
    }
    static Text text_of_label(const json::Value& element, const std::string& id) {
        const json::Value* label = element.find("label");
        if (label == nullptr) return {id, id};
        if (label->is_string()) return {label->as_string(), label->as_string()};
        return {std::string(label->string_or("en", id)), std::string(label->string_or("zh", id))};
    }
    [[nodiscard]] ElementGrid* active() const {
        for (const wxWindow* w = wxWindow::FindFocus(); w != nullptr; w = w->GetParent()) {
            if (detail_ != nullptr && w == detail_) return detail_->grid;
        }
        if (pages_.empty() || tabs_->GetSelection() < 0) return nullptr;
        return pages_[static_cast<std::size_t>(tabs_->GetSelection())]->grid;
    }
    void show_preview(bool show) {
        if (show == split_->IsSplit()) return;
        preview_->set_document(document());
        if (show) {
            preview_->Show();
            split_->SplitVertically(left_, preview_, split_->GetClientSize().x * 55 / 100);
        } else {
            split_->Unsplit(preview_);
        }
    }

    wxSplitterWindow* split_ = nullptr;
    wxPanel* left_ = nullptr;
    wxNotebook* tabs_ = nullptr;
    wxPanel* detail_box_ = nullptr;
    GridPage* detail_ = nullptr;
    std::string detail_list_;
    std::vector<GridPage*> pages_;
    FormPreview* preview_ = nullptr;
};

}  // namespace

Editor* make_model_editor(wxWindow* parent, Session& session, const std::string& document);
Editor* make_model_editor(wxWindow* parent, Session& session, const std::string& document) {
    return new ModelEditor(parent, session, document);
}

}  // namespace fw::designer::ui
