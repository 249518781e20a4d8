// What changes of records set going, one after the other and as deep as it goes.
#include <algorithm>

#include "runtime/automations/stage.h"

namespace fw::automations {

namespace {

using automation::On;

constexpr std::size_t kDeepest = 100;         // automations that set each other going in a row
constexpr std::size_t kMostChanges = 10'000;  // that follow from one command

class Chain {
  public:
    Chain(const Automations& all, Act& act) : all_(all), act_(act), most_(act.news.records.size() + kMostChanges) {}

    // The changes [first, last) of the news, and all that follow from them.
    Result<void> settle(std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) {
            if (auto done = one(i); !done) return done;
        }
        return {};
    }

  private:
    Result<void> one(std::size_t index) {
        const access::News::Record change = act_.news.records[index];
        if (act_.news.records.size() > most_ || depth_ > kDeepest) return endless(change.entity);
        if (auto done = automations(change, index); !done) return done;
        const std::size_t before = act_.news.records.size();
        if (auto done = all_.flows().after(act_, index); !done) return done;
        ++depth_;
        auto settled = settle(before, act_.news.records.size());
        --depth_;
        return settled;
    }

    Result<void> automations(const access::News::Record& change, std::size_t index) {
        if (std::string_view(change.what) == "delete") return {};
        std::vector<std::pair<const Automation*, Stage>> due;
        for (const auto& each : all_.program().automations) {
            if (each->entity != change.entity || !touched(*each, change)) continue;
            Stage stage(all_, act_, *each, change.id, index);
            auto there = stage.look();
            if (!there) return tl::unexpected(std::move(there.error()));
            if (!*there) return {};
            if (each->on == On::kState && !entered(*each, change, index, stage.state())) continue;
            const auto wanted = stage.holds(each->when);
            if (!wanted) return tl::unexpected(wanted.error());
            if (*wanted) due.emplace_back(each.get(), std::move(stage));
        }
        std::size_t known = act_.news.records.size();
        for (auto& [automation, stage] : due) {
            // What those before it have changed may have made it pointless.
            const bool fresh = act_.news.records.size() == known;
            if (!fresh) {
                const std::string state(stage.state());
                auto there = stage.look();
                if (!there) return tl::unexpected(std::move(there.error()));
                if (!*there) return {};
                const bool left = automation->on == On::kState && stage.state() != state;
                const auto wanted = left ? Result<bool>(false) : stage.holds(automation->when);
                if (!wanted) return tl::unexpected(wanted.error());
                if (!*wanted) continue;
            }
            if (auto done = run(*automation, stage); !done) return done;
        }
        return {};
    }

    static bool touched(const Automation& automation, const access::News::Record& change) {
        const bool created = std::string_view(change.what) == "create";
        if (automation.on == On::kCreate) return created;
        if (automation.on == On::kSchedule || created) return false;
        const auto differs = [&](std::string_view field) {
            return std::any_of(change.was.begin(), change.was.end(),
                               [&](const auto& each) { return each.first == field; });
        };
        if (automation.on == On::kState) return differs("state");
        return automation.fields.empty() || std::any_of(automation.fields.begin(), automation.fields.end(), differs);
    }

    // From one of its states into one of its states, by this change.
    bool entered(const Automation& automation, const access::News::Record& change, std::size_t index,
                 std::string_view now) const {
        const auto state_before = [](const access::News::Record& each) -> const feel::Value* {
            for (const auto& [field, value] : each.was) {
                if (field == "state") return &value;
            }
            return nullptr;
        };
        const auto among = [](const std::vector<std::string>& states, std::string_view state) {
            return states.empty() || std::find(states.begin(), states.end(), state) != states.end();
        };
        const auto text = [](const feel::Value* value) {
            return value != nullptr && value->is_string() ? value->as_string() : std::string_view();
        };
        std::string_view after = now;
        for (std::size_t i = act_.news.records.size(); i-- > index + 1;) {
            const access::News::Record& later = act_.news.records[i];
            if (later.id == change.id && state_before(later) != nullptr) after = text(state_before(later));
        }
        return after == now && among(automation.to, after) && among(automation.from, text(state_before(change)));
    }

    Result<void> run(const Automation& automation, Stage& stage) {
        trail_.push_back(automation.id);
        if (trail_.size() > kDeepest) return endless(automation.entity);
        for (const Step& step : automation.steps) {
            const std::size_t before = act_.news.records.size();
            if (auto done = stage.perform(step); !done) return done;
            const std::size_t after = act_.news.records.size();
            if (after == before) continue;
            if (auto done = settle(before, after); !done) return done;
            auto there = stage.look();
            if (!there) return tl::unexpected(std::move(there.error()));
            if (!*there) break;
        }
        trail_.pop_back();
        return {};
    }

    Result<void> endless(const std::string& entity) const {
        if (trail_.empty()) {
            return fail(
                "AUTO-302",
                format_text({"This sets flows of {0} going without an end: each changes what starts the next",
                             "此操作会无休止地触发 {0} 的流程：每个流程的修改又会触发下一个"},
                            {entity}),
                {}, {"let the flow's condition see to it that it comes to an end", "请为流程设置能够终止的发起条件"});
        }
        std::string way;
        const std::size_t shown = std::min<std::size_t>(trail_.size(), 8);
        for (std::size_t i = trail_.size() - shown; i < trail_.size(); ++i)
            way += (way.empty() ? "" : " → ") + trail_[i];
        return fail(
            "AUTO-302",
            format_text({"This sets automations and flows going without an end: {0} → …",
                         "此操作会无休止地触发自动化和流程：{0} → …"},
                        {way}),
            {}, {"let a condition of one of them see to it that it comes to an end", "请为其中之一设置能够终止的条件"});
    }

    const Automations& all_;
    Act& act_;
    std::size_t most_, depth_ = 0;
    std::vector<std::string> trail_;  // automations under way, each set going by the one before
};

}  // namespace

Result<void> Automations::after(Act& act) const {
    if (act.news.followed >= act.news.records.size()) return {};
    auto done = Chain(*this, act).settle(act.news.followed, act.news.records.size());
    act.news.followed = act.news.records.size();
    return done;
}

}  // namespace fw::automations
