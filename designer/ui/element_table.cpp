// Which columns an element grid has, how its cells look and what may be chosen in them.
#include "designer/ui/element_table.h"

#include "designer/core/references.h"
#include "designer/ui/text.h"
#include "designer/ui/theme.h"

namespace fw::designer::ui {

using model::Property;
using model::Shape;

wxGridCellAttr* ElementTable::GetAttr(int row, int column, wxGridCellAttr::wxAttrKind) {
    const Theme& theme = Theme::now();
    const GridColumn& described = grid_.columns()[static_cast<std::size_t>(column)];
    auto* attr = new wxGridCellAttr;
    const std::string key = grid_.key_of(row);
    attr->SetTextColour(bad_rows.contains(key)        ? theme.error
                        : doubtful_rows.contains(key) ? theme.warning
                        : column == 0                 ? theme.accent
                                                      : theme.text);
    attr->SetBackgroundColour(grid_.is_focus(key) ? mix(theme.field, theme.accent_soft, 0.7) : theme.field);
    attr->SetAlignment(wxALIGN_LEFT, wxALIGN_CENTRE);
    if (described.cell.property->shape == Shape::kBoolean) {
        attr->SetRenderer(new wxGridCellBoolRenderer);
        switch_->IncRef();
        attr->SetEditor(switch_.get());
        attr->SetAlignment(wxALIGN_CENTRE, wxALIGN_CENTRE);
    } else if (described.cell.property->shape == Shape::kExpression) {
        attr->SetFont(code_font(&grid_));
    }
    const bool open = described.cell.property->shape == Shape::kReference;
    std::vector<std::string> choices;
    for (const model::Choice& choice : grid_.choices_of(described, row))
        choices.push_back(open ? choice.id : grid_.words_of(choice));
    if (!choices.empty()) attr->SetEditor(chooser(choices, open));
    return attr;
}

wxGridCellEditor* ElementTable::chooser(const std::vector<std::string>& choices, bool open) {
    Editor& editor = choosers_[{choices, open}];
    if (!editor) {
        wxArrayString items;
        for (const std::string& choice : choices) items.Add(wx(choice));
        editor.reset(new wxGridCellChoiceEditor(items, open));
    }
    editor->IncRef();
    return editor.get();
}

void ElementGrid::make_columns() {
    columns_.clear();
    const Described described = describe(session_.workspace(), list_);
    const model::ElementType* type =
        described.property == nullptr ? nullptr : session_.workspace().descriptors().find(described.property->element);
    if (type == nullptr) return;
    const std::vector<const Property*> common = [&] {
        std::vector<const Property*> all;
        for (const Property& property : type->properties) all.push_back(&property);
        for (const Property& property : type->trailing) all.push_back(&property);
        return all;
    }();
    const bool zh_first = language() == Language::kZh;
    for (const Property* property : common) {
        if (property->id == "was" || property->id == "note" || columns_.size() >= 10) continue;
        const wxString title = tr(property->label);
        switch (property->shape) {
            case Shape::kId:
                columns_.push_back({{property->id, property}, title, 140});
                break;
            case Shape::kText:
                if (property->id == "help") break;
                for (const char* l : {zh_first ? "zh" : "en", zh_first ? "en" : "zh"}) {
                    const wxString tag = std::string_view(l) == "en" ? wxString("EN") : wxString::FromUTF8("中文");
                    columns_.push_back({{property->id + "/" + l, property}, title + " " + tag, 150});
                }
                break;
            case Shape::kBoolean:
                if (property->group != model::Group::kAdvanced)
                    columns_.push_back({{property->id, property}, title, 84});
                break;
            case Shape::kChoice:
            case Shape::kReference:
            case Shape::kReferences:
                columns_.push_back({{property->id, property}, title, 130});
                break;
            case Shape::kExpression:
                columns_.push_back({{property->id, property}, title, 170});
                break;
            case Shape::kInteger:
            case Shape::kNumber:
                columns_.push_back({{property->id, property}, title, 80});
                break;
            case Shape::kColor:
                columns_.push_back({{property->id, property}, title, 90});
                break;
            case Shape::kString:
                if (property->group == model::Group::kAdvanced) break;
                [[fallthrough]];
            case Shape::kDuration:
            case Shape::kTime:
            case Shape::kWho:
                columns_.push_back({{property->id, property}, title, 130});
                break;
            default:
                break;
        }
    }
}

std::vector<model::Choice> ElementGrid::choices_of(const GridColumn& column, int row) const {
    const Property& property = *column.cell.property;
    if (property.shape != Shape::kChoice && property.shape != Shape::kReference) return {};
    const Described described = describe(session_.workspace(), list_);
    const model::ElementType* type =
        described.property == nullptr ? nullptr : session_.workspace().descriptors().find(described.property->element);
    if (type == nullptr) return {};
    std::vector<model::Choice> choices = designer::choices_of(session_.workspace(), *type, property,
                                                              {list_.document, join_path(list_.path, key_of(row))});
    if (!property.required) choices.insert(choices.begin(), model::Choice{});
    return choices;
}

}  // namespace fw::designer::ui
