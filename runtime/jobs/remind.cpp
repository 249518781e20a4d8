// Date reminders. Records are asked for by the days of their date field since the last look, and all records changed
// since then whose date lies in the look-back, so a date that is moved into the past is told too. The notice's cause
// makes each (reminder, record, date, person) happen once, so looking twice is harmless: after a start the whole
// look-back is looked through again and nothing has to be remembered.
#include "engine/feel/calendar/civil.h"
#include "engine/feel/calendar/text.h"
#include "engine/feel/calendar/zones.h"
#include "engine/feel/feel.h"
#include "engine/model/fill.h"
#include "engine/remind/due.h"
#include "runtime/jobs/jobs.h"
#include "runtime/notify/inbox.h"

namespace fw::jobs {

namespace {

using Paths = std::vector<std::vector<std::string>>;

void add_paths(const model::Expr& expression, Paths& paths) {
    if (!expression.code) return;
    for (std::vector<std::string> path : expression.code.reads()) {
        if (!path.empty() && path.front() == "record") path.erase(path.begin());
        if (!path.empty()) paths.push_back(std::move(path));
    }
}

Paths paths_of(const compile::Reminder& reminder) {
    Paths paths{{reminder.date_field}};
    add_paths(reminder.when, paths);
    for (const auto* pieces : {&reminder.text.en, &reminder.text.zh}) {
        for (const model::Template::Piece& piece : *pieces) add_paths(piece.expression, paths);
    }
    for (const flow::Who& who : reminder.to) {
        if (who.kind == flow::Who::Kind::kField) paths.push_back({who.name, "id"});
        add_paths(who.expression, paths);
    }
    return paths;
}

// One look of one reminder.
class Look {
  public:
    Look(const Current& current, const compile::Reminder& reminder, DateTime now, feel::Zone zone)
        : current_(current), reminder_(reminder), now_(now), zone_(zone), paths_(paths_of(reminder)) {}

    // Ids of records that may be due; `since` and `oldest` in seconds.
    Result<std::vector<Id>> candidates(storage::Reader& reader, std::int64_t since, std::int64_t oldest) const {
        const std::int64_t until = now_.micros / 1'000'000;
        const remind::Days fresh = remind::days_due(reminder_, since, until);
        const remind::Days all = remind::days_due(reminder_, oldest, until);
        const std::string column = "\"" + reminder_.date_field + "\"";
        const std::string sql = "SELECT id FROM \"" + reminder_.entity->table + "\" WHERE deleted_at IS NULL AND " +
                                column + " >= ? AND " + column + " <= ? UNION SELECT id FROM \"" +
                                reminder_.entity->table + "\" WHERE deleted_at IS NULL AND updated_at >= ? AND " +
                                column + " >= ? AND " + column + " <= ?";
        std::vector<Id> ids;
        const Bound first(*this, fresh.first, false), last(*this, fresh.last, true),
            oldest_day(*this, all.first, false);
        auto read = reader.query(
            sql, {first.param(), last.param(), DateTime{since * 1'000'000}, oldest_day.param(), last.param()},
            [&](const storage::Row& row) { ids.push_back(row.integer(0)); });
        if (!read) return tl::unexpected(std::move(read.error()));
        return ids;
    }

    // Tells the people of one record, if it is due and the condition holds.
    Result<void> tell(Act& act, Id id, std::int64_t oldest) const {
        auto record = current_.records->context(act.tx, *reminder_.entity, id, paths_);
        if (!record) return tl::unexpected(std::move(record.error()));
        const feel::Value* date = record->find(reminder_.date_field);
        if (date == nullptr) return {};
        const auto due = remind::due_at(reminder_, *date, zone_);
        if (!due || *due > now_.micros / 1'000'000 || *due <= oldest) return {};
        if (remind::too_late(reminder_, *date, now_.micros / 1'000'000, zone_)) return {};
        const feel::Value* parent = record->find("parent");
        const std::vector<feel::Value> names{*record, feel::Value(), parent == nullptr ? feel::Value() : *parent};
        feel::EvalOptions options;
        options.now = feel::at_utc(now_.micros / 1'000'000, 0, zone_);
        if (reminder_.when && !feel::evaluate(reminder_.when.code, names, options).is_true()) return {};
        flow::WhoScope scope{*current_.directory, flow::kNobody, &*record, &names, options.now};
        if (const feel::Value* owner = record->find("owner")) scope.initiator = flow::person_of(*owner);
        for (const flow::Person person : flow::people_of(reminder_.to, scope)) {
            notify::Notice notice;
            notice.person = person;
            notice.cause = "reminder:" + reminder_.id + ":" + storage::id_text(id) + ":" + date->to_text();
            notice.kind = "reminder";
            notice.text = Text(text(Language::kEn, names, options), text(Language::kZh, names, options));
            notice.entity = reminder_.entity->id;
            notice.record = id;
            if (auto told = notify::tell(act, notice); !told) return told;
        }
        return {};
    }

  private:
    // A day as the column's type has it.
    class Bound {
      public:
        Bound(const Look& look, feel::Date day, bool end) : moment_(is_moment(look)), text_(feel::to_text(day)) {
            micros_ = (day.days + (end ? 1 : 0)) * 86400 * 1'000'000;
        }
        [[nodiscard]] storage::Param param() const {
            return moment_ ? storage::Param(DateTime{micros_}) : storage::Param::date(text_);
        }

      private:
        static bool is_moment(const Look& look) {
            const compile::Field* field = look.reminder_.entity->find(look.reminder_.date_field);
            return field != nullptr && field->storage == form::Storage::kDateTime;
        }
        bool moment_;
        std::string text_;
        std::int64_t micros_ = 0;
    };

    std::string text(Language language, const std::vector<feel::Value>& names, const feel::EvalOptions& options) const {
        return model::fill(reminder_.text, language,
                           [&](const model::Expr& piece) { return feel::evaluate(piece.code, names, options); });
    }

    const Current& current_;
    const compile::Reminder& reminder_;
    DateTime now_;
    feel::Zone zone_;
    Paths paths_;
};

constexpr std::size_t kTogether = 200;  // records in one transaction

}  // namespace

Result<void> Jobs::remind(const Current& current) {
    if (current.records == nullptr) return {};
    const DateTime now = platform_.now();
    const std::int64_t until = now.micros / 1'000'000;
    const std::int64_t oldest = until - options_.look_back_seconds;
    for (const compile::Reminder& reminder : current.program->reminders) {
        if (reminder.entity == nullptr || reminder.date_field.empty()) continue;
        const Look look(current, reminder, now, platform_.zone());
        const auto known = reminded_until_.find(reminder.id);
        const std::int64_t since = known == reminded_until_.end() ? oldest : std::max(oldest, known->second);
        std::vector<Id> ids;
        auto read = platform_.database().read([&](storage::Reader& reader) -> Result<void> {
            auto found = look.candidates(reader, since, oldest);
            if (!found) return tl::unexpected(std::move(found.error()));
            ids = std::move(*found);
            return {};
        });
        if (!read) return read;
        for (std::size_t first = 0; first < ids.size(); first += kTogether) {
            const std::size_t last = std::min(ids.size(), first + kTogether);
            std::size_t told = 0;
            auto done = act_and_wait([&](Act& act) -> Result<void> {
                for (std::size_t i = first; i < last; ++i) {
                    if (auto one = look.tell(act, ids[i], oldest); !one) return one;
                }
                told = act.news.notifications.size();
                return {};
            });
            if (!done) return done;
            reminders_ += told;
        }
        // A minute back: what was committed while we looked is seen the next time.
        reminded_until_[reminder.id] = until - 60;
    }
    return {};
}

}  // namespace fw::jobs
