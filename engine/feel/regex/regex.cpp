#include "engine/feel/regex/regex.h"

#include <list>

#include <re2/re2.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "engine/feel/regex/xpath.h"

namespace fw::feel {
namespace {

class Re2Regex : public Regex {
  public:
    Re2Regex(const std::string& pattern, const RE2::Options& options, bool unbounded)
        : re_(pattern, options), unbounded_(unbounded) {}
    [[nodiscard]] bool ok() const { return re_.ok(); }
    std::size_t group_count() const override { return static_cast<std::size_t>(re_.NumberOfCapturingGroups()); }
    // Where a match may be as long as the text, all of it may be looked at before a short one is taken. Patterns with
    // too many states for RE2's automaton are run state by state: bytes times program.
    std::uint64_t cost(std::size_t bytes) const override {
        const std::uint64_t size = re_.ok() ? static_cast<std::uint64_t>(re_.ProgramSize()) : 0;
        return unbounded_ || size > kSmallProgram ? 1 + bytes * size / kStatesPerStep : 1;
    }
    std::optional<Match> find(std::string_view text, std::size_t from, bool&) const override {
        std::vector<re2::StringPiece> groups(group_count() + 1);
        const re2::StringPiece input(text.data(), text.size());
        if (!re_.Match(input, from, text.size(), RE2::UNANCHORED, groups.data(), static_cast<int>(groups.size())))
            return std::nullopt;
        Match match;
        match.begin = static_cast<std::size_t>(groups[0].data() - text.data());
        match.end = match.begin + groups[0].size();
        for (const re2::StringPiece& group : groups) {
            match.groups.push_back(group.data() == nullptr ? std::optional<std::string_view>()
                                                           : std::string_view(group.data(), group.size()));
        }
        return match;
    }

  private:
    static constexpr std::uint64_t kSmallProgram = 200;
    static constexpr std::uint64_t kStatesPerStep = 512;
    RE2 re_;
    bool unbounded_;
};

class Pcre2Regex : public Regex {
  public:
    Pcre2Regex(const std::string& pattern, std::uint32_t options) {
        int error = 0;
        PCRE2_SIZE offset = 0;
        code_ = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                              options | PCRE2_UTF | PCRE2_UCP, &error, &offset, nullptr);
        if (code_ == nullptr) return;
        limits_ = pcre2_match_context_create(nullptr);
        pcre2_set_match_limit(limits_, 100000);
        pcre2_set_depth_limit(limits_, 2000);
        std::uint32_t groups = 0;
        pcre2_pattern_info(code_, PCRE2_INFO_CAPTURECOUNT, &groups);
        groups_ = groups;
    }
    ~Pcre2Regex() override {
        pcre2_match_context_free(limits_);
        pcre2_code_free(code_);
    }
    Pcre2Regex(const Pcre2Regex&) = delete;
    Pcre2Regex& operator=(const Pcre2Regex&) = delete;
    [[nodiscard]] bool ok() const { return code_ != nullptr; }
    std::size_t group_count() const override { return groups_; }
    std::uint64_t cost(std::size_t bytes) const override { return 2000 + bytes / 64; }
    std::optional<Match> find(std::string_view text, std::size_t from, bool& failed) const override {
        pcre2_match_data* data = pcre2_match_data_create_from_pattern(code_, nullptr);
        const int found = pcre2_match(code_, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from,
                                      PCRE2_NO_UTF_CHECK, data, limits_);
        std::optional<Match> result;
        if (found > 0) {
            const PCRE2_SIZE* at = pcre2_get_ovector_pointer(data);
            Match match{at[0], at[1], {}};
            for (std::size_t i = 0; i <= groups_; ++i) {
                const bool set = i < static_cast<std::size_t>(found) && at[2 * i] != PCRE2_UNSET;
                match.groups.push_back(set ? std::optional(text.substr(at[2 * i], at[2 * i + 1] - at[2 * i]))
                                           : std::nullopt);
            }
            if (match.end >= match.begin) result = std::move(match);
        } else if (found != PCRE2_ERROR_NOMATCH) {
            failed = true;
        }
        pcre2_match_data_free(data);
        return result;
    }

  private:
    pcre2_code* code_ = nullptr;
    pcre2_match_context* limits_ = nullptr;
    std::size_t groups_ = 0;
};

std::shared_ptr<const Regex> build(std::string_view pattern, std::string_view flags) {
    const auto has = [&](char f) { return flags.find(f) != std::string_view::npos; };
    if (flags.find_first_not_of("smixq") != std::string_view::npos || pattern.size() > 10000) return nullptr;
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(8 << 20);
    options.set_case_sensitive(!has('i'));
    options.set_literal(has('q'));
    if (has('q')) {
        auto literal = std::make_shared<Re2Regex>(std::string(pattern), options, false);
        return literal->ok() ? literal : nullptr;
    }
    const auto translated = regex::translate(pattern, has('s'), has('x'));
    if (!translated) return nullptr;
    if (!translated->beyond_re2) {
        auto made = std::make_shared<Re2Regex>(has('m') ? "(?m:" + translated->pattern + ")" : translated->pattern,
                                               options, translated->unbounded);
        if (made->ok()) return made;
    }
    // Also what is only too large for RE2: a{2000}.
    std::uint32_t more = PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF;
    if (has('i')) more |= PCRE2_CASELESS;
    if (has('m')) more |= PCRE2_MULTILINE;
    auto made = std::make_shared<Pcre2Regex>(translated->pattern, more);
    if (made->ok()) return made;
    return nullptr;
}

}  // namespace

std::shared_ptr<const Regex> Regex::compile(std::string_view pattern, std::string_view flags) {
    struct Entry {
        std::string key;
        std::shared_ptr<const Regex> regex;
    };
    constexpr std::size_t kCached = 16;
    thread_local std::list<Entry> cache;  // most recent first
    std::string key(flags);
    key += '\n';
    key += pattern;
    for (auto it = cache.begin(); it != cache.end(); ++it) {
        if (it->key != key) continue;
        cache.splice(cache.begin(), cache, it);
        return it->regex;
    }
    auto made = build(pattern, flags);
    cache.push_front({std::move(key), made});
    if (cache.size() > kCached) cache.pop_back();
    return made;
}

}  // namespace fw::feel
