#include "designer/ui/app.h"

#include <cstdio>
#include <cstdlib>

#include <wx/config.h>
#include <wx/dirdlg.h>
#include <wx/fileconf.h>
#include <wx/intl.h>
#include <wx/msgdlg.h>
#include <wx/stdpaths.h>
#include <wx/tokenzr.h>
#include <wx/uilocale.h>

#include "designer/ui/text.h"
#include "designer/ui/theme.h"
#include "engine/compile/program.h"

namespace fw::designer::ui {

void DesignerApp::print_help() {
    std::puts(
        "formwork-designer [PACKDIR] [--server URL] [--lang en|zh]\n\n"
        "Opens the pack in PACKDIR (a folder with pack.json). Without it the last one is opened.\n"
        "  --server URL   the server that Deploy offers first, such as http://127.0.0.1:8080\n"
        "  --lang en|zh   language of the window; kept for the next time");
}

bool DesignerApp::read_options(int count, wxChar** words) {
    for (int i = 1; i < count; ++i) {
        const std::string word = utf8(words[i]);
        const auto value = [&]() -> std::string { return i + 1 < count ? utf8(words[++i]) : std::string(); };
        if (word == "--server") {
            options_.server = value();
        } else if (word == "--lang") {
            options_.language = value();
            if (options_.language != "en" && options_.language != "zh") {
                std::fprintf(stderr, "formwork-designer: --lang is en or zh\n");
                return false;
            }
        } else if (word.starts_with("-")) {
            std::fprintf(stderr, "formwork-designer: unknown option %s (see --help)\n", word.c_str());
            return false;
        } else {
            options_.folder = word;
        }
    }
    return true;
}

bool DesignerApp::OnInit() {
    if (!read_options(argc, argv)) return false;
    return start(options_);
}

bool DesignerApp::start(const StartOptions& options) {
    options_ = options;
    SetAppName("formwork-designer");
    wxStandardPaths::Get().SetFileLayout(wxStandardPaths::FileLayout_XDG);
    auto* config = new wxFileConfig("formwork-designer", {},
                                    wxStandardPaths::Get().GetUserConfigDir() + "/formwork-designer.conf");
    wxConfigBase::Set(config);
    std::string lang = options_.language;
    if (lang.empty()) lang = utf8(config->Read("/language"));
    if (lang.empty()) lang = wxUILocale::GetSystemLocaleId().GetLanguage() == "zh" ? "zh" : "en";
    set_language(lang == "zh" ? Language::kZh : Language::kEn);
    config->Write("/language", wx(lang));
    std::string folder = options_.folder;
    if (folder.empty()) folder = utf8(config->Read("/packs/last"));
    if (!folder.empty() && open_pack(folder)) return true;
    // Nothing to open yet: ask for a pack.
    for (;;) {
        wxDirDialog dialog(nullptr,
                           tr("Open a pack: the folder with its pack.json", "打开应用包：包含 pack.json 的文件夹"), {},
                           wxDD_DEFAULT_STYLE | wxDD_DIR_MUST_EXIST);
        if (dialog.ShowModal() != wxID_OK) return false;
        if (open_pack(utf8(dialog.GetPath()))) return true;
    }
}

bool DesignerApp::open_pack(const std::string& folder) {
    auto workspace = Workspace::open(folder, compile::standard_descriptors());
    if (!workspace) {
        const std::string words = format(workspace.error(), language());
        std::fprintf(stderr, "%s\n", words.c_str());
        wxMessageBox(tr(workspace.error().front().text), "Formwork Designer", wxOK | wxICON_ERROR, frame_);
        return false;
    }
    replace(std::make_unique<Session>(std::move(*workspace)));
    return true;
}

AppDoor DesignerApp::door() {
    AppDoor made;
    made.open_pack = [this](const std::string& folder) { (void)open_pack(folder); };
    made.create_pack = [this](const std::string& folder, const std::string& id, const Text& label) {
        auto workspace = Workspace::create(folder, id, label, compile::standard_descriptors());
        if (workspace) {
            auto written = workspace->save();
            if (written) {
                replace(std::make_unique<Session>(std::move(*workspace)));
                return;
            }
            workspace = tl::unexpected(written.error());
        }
        wxMessageBox(tr(workspace.error().front().text), "Formwork Designer", wxOK | wxICON_ERROR, frame_);
    };
    made.change_language = [this](Language to) {
        set_language(to);
        wxConfigBase::Get()->Write("/language", wx(std::string(language_code(to))));
        show_frame(frame_->current_document());
    };
    return made;
}

void DesignerApp::replace(std::unique_ptr<Session> session) {
    DesignerFrame* old = frame_;
    std::unique_ptr<Session> old_session = std::move(session_);
    frame_ = nullptr;
    session_ = std::move(session);
    wxConfigBase::Get()->Write("/packs/last", wx(session_->workspace().folder().string()));
    show_frame({});
    if (old != nullptr) delete old;  // its windows forget the old session, which ends here
}

// The window anew, over the same session: after another language or appearance was chosen nothing is lost.
void DesignerApp::show_frame(const std::string& document) {
    DesignerFrame* old = frame_;
    frame_ = new DesignerFrame(*session_, door(), options_.server);
    SetTopWindow(frame_);
    if (old != nullptr) {
        frame_->SetSize(old->GetRect());
        delete old;
    }
    frame_->Show();
    const std::string kept = utf8(wxConfigBase::Get()->Read("/packs/" + wx(session_->workspace().pack_id()) + "/tabs"));
    wxStringTokenizer tabs(wx(kept), "|");
    bool any = false;
    while (tabs.HasMoreTokens()) {
        const std::string path = utf8(tabs.GetNextToken());
        if (session_->workspace().document(path) == nullptr) continue;
        frame_->open(path);
        any = true;
    }
    if (!document.empty()) {
        frame_->open(document);
    } else if (!any) {
        // First sight of a pack: a flow shows best what this is about.
        std::string first = "pack.json";
        for (const auto& [path, model] : session_->workspace().documents()) {
            if (model.kind == "entity" && first == "pack.json") first = path;
            if (model.kind == "flow") {
                first = path;
                break;
            }
        }
        frame_->open(first);
    }
}

void DesignerApp::finish() {
    delete frame_;
    frame_ = nullptr;
    session_.reset();
    delete wxConfigBase::Set(nullptr);
}

int DesignerApp::OnExit() {
    session_.reset();
    delete wxConfigBase::Set(nullptr);
    return wxApp::OnExit();
}

}  // namespace fw::designer::ui
