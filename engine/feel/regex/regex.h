// Regular expressions as FEEL's matches, replace and split want them (XPath/XQuery Functions 7.6.1). RE2 runs them in
// linear time; only patterns with back-references go to PCRE2, with a match limit. Only regex.cpp knows the two
// libraries.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fw::feel {

class Regex {
  public:
    // `flags`: any of s m i x q. Null pointer if pattern or flags are wrong. Compiled patterns are cached per thread.
    // Steps of compile(), whether the pattern was compiled lately or not: the same work always counts the same.
    [[nodiscard]] static std::uint64_t cost_of(std::string_view pattern) { return 48 + pattern.size() / 8; }
    [[nodiscard]] static std::shared_ptr<const Regex> compile(std::string_view pattern, std::string_view flags);
    virtual ~Regex() = default;

    struct Match {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::vector<std::optional<std::string_view>> groups;  // [0]: the whole match
    };
    // The first match at or behind `from`. `failed` is set if the search was given up (PCRE2's limit).
    [[nodiscard]] virtual std::optional<Match> find(std::string_view text, std::size_t from, bool& failed) const = 0;
    [[nodiscard]] virtual std::size_t group_count() const = 0;
    // What one find() over so many bytes costs at worst, in steps of the evaluation.
    [[nodiscard]] virtual std::uint64_t cost(std::size_t bytes) const = 0;
};

}  // namespace fw::feel
