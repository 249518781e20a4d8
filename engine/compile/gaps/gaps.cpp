#include "engine/compile/gaps/gaps.h"

#include <algorithm>

#include "engine/compile/gaps/literals.h"

namespace fw::compile {

namespace {

constexpr std::size_t kMostCombinations = 20'000;

// Something the conditions read, with the values that tell them apart.
struct Read {
    std::vector<std::string> path;  // {"record", "total"} or {"n"}
    std::size_t variable = 0;       // of the flow, where it is none of the record
    std::vector<std::pair<std::string, feel::Value>> values;
    std::size_t at = 0;
    [[nodiscard]] bool of_record() const { return path.size() == 2; }
    [[nodiscard]] std::string name() const { return of_record() ? path[0] + "." + path[1] : path[0]; }
};

class Finder {
  public:
    Finder(const flow::Flow& flow, const Entity* entity, const std::vector<const Expr*>& conditions)
        : flow_(flow), entity_(entity), conditions_(conditions) {}

    Gap find() {
        if (!collect()) return {};
        std::size_t combinations = 1;
        for (Read& read : reads_) {
            if (!give_values(read)) return {};
            combinations *= read.values.size();
            if (combinations > kMostCombinations) return {};
        }
        while (true) {
            if (none_holds()) return witness();
            if (!next()) break;
        }
        Gap made;
        if (literals_.simple) made.answer = Gap::Answer::kNone;
        return made;
    }

  private:
    bool collect() {
        std::vector<std::string> names;
        for (const Expr* condition : conditions_) {
            if (!condition->code) return false;
            for (const std::vector<std::string>& path : condition->code.reads()) {
                const auto same = [&](const Read& read) { return read.path == path; };
                if (std::any_of(reads_.begin(), reads_.end(), same)) continue;
                Read made;
                made.path = path;
                if (!place(made)) return false;
                names.push_back(made.name());
                reads_.push_back(std::move(made));
            }
        }
        for (const Expr* condition : conditions_) literals_.read(condition->text, names);
        return !reads_.empty();
    }

    bool place(Read& read) const {
        if (read.of_record())
            return read.path[0] == "record" && entity_ != nullptr && entity_->find(read.path[1]) != nullptr;
        if (read.path.size() != 1) return false;
        const auto& variables = flow_.variables;
        const auto found = std::find_if(variables.begin(), variables.end(),
                                        [&](const flow::Variable& each) { return each.id == read.path[0]; });
        read.variable = static_cast<std::size_t>(found - variables.begin());
        return found != variables.end();
    }

    bool give_values(Read& read) const {
        const Field* field = read.of_record() ? entity_->find(read.path[1]) : nullptr;
        const feel::Type type = field != nullptr ? field->feel_type : flow_.variables[read.variable].type;
        switch (type.kind()) {
            case feel::TypeKind::kNumber:
                around(literals_.numbers, "1", read);
                break;
            case feel::TypeKind::kDate:
                around(literals_.dates, "duration(\"P1D\")", read);
                break;
            case feel::TypeKind::kBoolean:
                add("true", read);
                add("false", read);
                break;
            case feel::TypeKind::kString:
                if (field != nullptr && !field->options.empty()) {
                    for (const Option& option : field->options) add("\"" + option.id + "\"", read);
                } else {
                    for (const std::string& text : literals_.texts) add(text, read);
                    add("\"something else\"", read);
                }
                break;
            default:
                return false;
        }
        const bool always =
            field != nullptr ? field->required || field->computed() : bool(flow_.variables[read.variable].initial);
        if (!always) read.values.emplace_back("null", feel::Value());
        return true;
    }

    // Each literal, what lies before the first, between two, and behind the last.
    void around(const std::set<std::string>& literals, const std::string& step, Read& read) const {
        std::vector<std::pair<std::string, feel::Value>> points;
        for (const std::string& literal : literals) points.emplace_back(literal, value_of(literal));
        std::sort(points.begin(), points.end(),
                  [this](const auto& a, const auto& b) { return value_of(a.first + " < " + b.first).is_true(); });
        if (points.empty()) {
            add(step == "1" ? "0" : "date(\"2026-01-01\")", read);
            return;
        }
        add(points.front().first + " - " + step, read);
        for (std::size_t i = 0; i < points.size(); ++i) {
            add(points[i].first, read);
            if (i + 1 < points.size() && step == "1")
                add("(" + points[i].first + " + " + points[i + 1].first + ") / 2", read);
            if (i + 1 < points.size() && step != "1") add(points[i].first + " + " + step, read);
        }
        add(points.back().first + " + " + step, read);
    }

    void add(const std::string& text, Read& read) const {
        feel::Value value = value_of(text);
        if (!value.is_null()) read.values.emplace_back(value.to_text(), std::move(value));
    }

    static feel::Value value_of(const std::string& text) {
        const auto made = feel::compile_text(text, feel::Scope());
        return made ? feel::evaluate(*made, {}) : feel::Value();
    }

    [[nodiscard]] bool none_holds() const {
        std::vector<std::pair<std::string, feel::Value>> record;
        std::vector<feel::Value> names(flow::Scope::kFirstVariable + flow_.variables.size());
        for (const Read& read : reads_) {
            const feel::Value& value = read.values[read.at].second;
            if (read.of_record()) {
                record.emplace_back(read.path[1], value);
            } else {
                names[flow::Scope::kFirstVariable + read.variable] = value;
            }
        }
        names[flow::Scope::kRecord] = feel::Value::context(std::move(record));
        return std::none_of(conditions_.begin(), conditions_.end(),
                            [&](const Expr* condition) { return feel::evaluate(condition->code, names).is_true(); });
    }

    bool next() {
        for (Read& read : reads_) {
            if (++read.at < read.values.size()) return true;
            read.at = 0;
        }
        return false;
    }

    [[nodiscard]] Gap witness() const {
        Gap made;
        made.answer = Gap::Answer::kWitness;
        for (const Read& read : reads_) made.values.emplace_back(read.name(), read.values[read.at].first);
        return made;
    }

    const flow::Flow& flow_;
    const Entity* entity_;
    const std::vector<const Expr*>& conditions_;
    std::vector<Read> reads_;
    Literals literals_;
};

}  // namespace

Gap find_gap(const flow::Flow& flow, const Entity* entity, const std::vector<const Expr*>& conditions) {
    return Finder(flow, entity, conditions).find();
}

}  // namespace fw::compile
