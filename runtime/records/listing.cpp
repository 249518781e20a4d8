#include "runtime/records/listing.h"

#include <array>

#include "engine/base/suggest.h"
#include "engine/compile/scopes.h"
#include "engine/json/read.h"
#include "engine/json/write.h"
#include "runtime/records/cursor.h"
#include "runtime/records/format.h"
#include "runtime/records/values.h"

namespace fw::records {

using feel::Value;
using form::Storage;
using storage::quoted;

namespace {
std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t end = text.find(at);
        std::string_view part = text.substr(0, end);
        while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
        while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
        if (!part.empty()) out.emplace_back(part);
        if (end == std::string_view::npos) break;
        text = text.substr(end + 1);
    }
    return out;
}

void append(std::vector<storage::Param>& out, const std::vector<storage::Value>& values) {
    out.insert(out.end(), values.begin(), values.end());
}
}  // namespace

void Listing::restrict(access::Condition condition) {
    if (!condition.sql.empty()) where_.push_back(std::move(condition));
}

Result<void> Listing::prepare(const ListRequest& request) {
    if (request.limit < 1 || request.limit > kMostRows) {
        return fail("REC-032",
                    format_text({"limit is from 1 to {0}", "limit 应在 1 到 {0} 之间"}, {std::to_string(kMostRows)}));
    }
    limit_ = request.limit;
    auto readable = readable_condition(model_, caller_, *entity_.entity, "r", moment_);
    if (!readable) return fail(std::move(readable.error()));
    restrict(std::move(*readable));
    if (auto done = read_sort(request.sort); !done) return done;
    if (auto done = read_filter(request); !done) return done;
    if (!request.by_lookup_of.empty()) {
        if (auto done = read_lookup(request.by_lookup_of); !done) return done;
    }
    read_search(request.search);
    return request.after.empty() ? Result<void>() : read_cursor(request.after);
}

Result<void> Listing::read_sort(const std::string& sort) {
    sort_text_ = sort;
    const Entity& e = *entity_.entity;
    const access::EntityAccess& access = caller_.on(e.parent != nullptr ? *e.parent : e);
    by_id_descending_ = sort.empty();  // newest first
    for (std::string& name : split(sort, ',')) {
        SortTerm term;
        if (name.front() == '-' || name.front() == '+') {
            term.descending = name.front() == '-';
            name.erase(0, 1);
        }
        if (name == "id" || name == "created_at") {  // ids are ordered by time
            by_id_descending_ = term.descending;
            break;  // nothing after the id changes the order
        }
        term.title = name == "title" && e.find("title") == nullptr;
        const Field* field = term.title ? nullptr : e.find(name);
        const bool usable = term.title || (field != nullptr && field->stored() && field->storage != Storage::kJson &&
                                           access.sees(name));
        if (!usable) {
            std::vector<std::string> known{"id", "title"};
            for (const Field& f : e.fields) {
                if (f.stored() && access.sees(f.id)) known.push_back(f.id);
            }
            return fail("REC-030", {"cannot be sorted by '" + name + "'", "不能按“" + name + "”排序"}, {},
                        did_you_mean(name, known));
        }
        term.field = field;
        term.sql = term.title ? "r._title" : "r." + quoted(name);
        if (field != nullptr && field->storage == Storage::kReference && field->to != nullptr) {
            access::Condition title = title_sql(model_, caller_, *field->to, {"r." + quoted(name), {}}, "t", moment_);
            term.sql = std::move(title.sql);
            term.parameters = std::move(title.parameters);
            term.title = true;
        }
        by_id_descending_ = term.descending;
        sort_.push_back(std::move(term));
    }
    return {};
}

// What may not be read may not be searched by either: the answer would tell it.
Result<void> Listing::check_visible(const std::string& filter) {
    const auto checked = model_.checked(entity_, filter);
    if (!checked) return fail(checked.error());
    const feel::Expression compiled = feel::compile(*checked);
    for (const auto& path : compiled.reads()) {
        if (path.empty() || path.front() == "user") continue;
        const Entity* at = entity_.entity;
        if (path.front() == "parent") at = at->parent;
        for (std::size_t i = path.front() == "record" || path.front() == "parent" ? 1 : 0;
             at != nullptr && i < path.size(); ++i) {
            const access::EntityAccess& access = caller_.on(at->parent != nullptr ? *at->parent : *at);
            const bool reached = i > 1 || path.front() == "parent";
            const bool hidden = at->parent == nullptr && !access.sees(path[i]);
            if (hidden || (reached && path[i] != "id" && access.read.nothing())) {
                return fail("REC-034", format_text({"you may not read '{0}'", "您无权查看“{0}”"}, {path[i]}));
            }
            const Field* field = at->find(path[i]);
            at = field == nullptr ? nullptr : field->to;
        }
    }
    return {};
}

Result<void> Listing::read_filter(const ListRequest& request) {
    if (request.filter.find_first_not_of(" \t\r\n") == std::string::npos) return {};
    if (!caller_.administrator()) {
        if (auto visible = check_visible(request.filter); !visible) return visible;
    }
    const std::array<Value, 3> values{Value(), caller_.context(), Value()};
    auto condition = record_condition(model_, *entity_.entity, request.filter, values, "r", moment_,
                                      caller_.administrator() ? nullptr : &caller_);
    if (!condition) return fail(std::move(condition.error()));
    restrict(std::move(*condition));
    return {};
}

// The filter of the reference field that is being picked for; without the record that refers, what reads it is null.
Result<void> Listing::read_lookup(const std::string& qualified) {
    const std::size_t dot = qualified.rfind('.');
    const Entity* referrer = dot == std::string::npos ? nullptr : model_.program().entity(qualified.substr(0, dot));
    const Field* field = referrer == nullptr ? nullptr : referrer->find(qualified.substr(dot + 1));
    if (field == nullptr || field->to != entity_.entity) {
        return fail("REC-033",
                    format_text({"'{0}' is no reference to this entity", "“{0}”不是对该实体的引用"}, {qualified}));
    }
    if (!field->filter) return {};
    for (const auto& path : field->filter.code.reads()) {
        // It depends on the record that is being edited: the check on saving says no where it must.
        if (!path.empty() && (path.front() == "record" || path.front() == "parent")) return {};
    }
    const std::array<Value, 4> values{Value(), Value(), caller_.context(), Value()};
    const feel::Scope scope = compile::target_scope(*entity_.entity, *referrer, entity_.scope->functions());
    const auto parsed = feel::parse(field->filter.text, {.scope = &scope});
    if (!parsed) return fail(parsed.error());
    const auto checked = feel::check(*parsed, scope, {.strict = true, .expected = feel::TypeKind::kBoolean});
    if (!checked) return fail(checked.error());
    auto condition = scope_condition(model_, *entity_.entity, scope, *checked, values, "r", moment_);
    if (!condition) return fail(std::move(condition.error()));
    restrict(std::move(*condition));
    return {};
}

// Each word stands in the title or in some text field.
void Listing::read_search(const std::string& words) {
    const char* like = model_.dialect().is_sqlite() ? " LIKE ? ESCAPE '\\'" : " ILIKE ? ESCAPE '\\'";
    const Entity& e = *entity_.entity;
    const access::EntityAccess& access = caller_.on(e.parent != nullptr ? *e.parent : e);
    for (const std::string& word : split(words, ' ')) {
        std::string pattern = "%";
        for (const char c : word) {
            if (c == '%' || c == '_' || c == '\\') pattern += '\\';
            pattern += c;
        }
        pattern += '%';
        access::Condition one;
        one.sql = std::string("(r._title") + like;
        one.parameters.emplace_back(pattern);
        for (const Field* field : entity_.stored) {
            if (field->storage != Storage::kText || !field->options.empty() || !access.sees(field->id)) continue;
            one.sql += " OR r." + quoted(field->id) + like;
            one.parameters.emplace_back(pattern);
        }
        one.sql += ")";
        restrict(std::move(one));
    }
}

Result<void> Listing::read_cursor(const std::string& cursor) {
    const auto read = decode_cursor(cursor, sort_text_, sort_.size());
    if (!read) {
        return fail("REC-031", {"the cursor 'after' does not belong to this list", "游标 after 不属于该列表"}, {},
                    {"start again without it", "请去掉该参数重新查询"});
    }
    std::vector<storage::Value> values;
    for (std::size_t i = 0; i < sort_.size(); ++i) {
        const json::Value& json = read->values[i];
        if (json.is_null()) {
            values.emplace_back();
        } else if (sort_[i].title || sort_[i].field == nullptr) {
            values.emplace_back(json.is_string() ? json.as_string() : std::string());
        } else {
            auto value = from_json(*sort_[i].field, json, feel::Zone::utc());
            if (!value) return fail("REC-031", {"the cursor 'after' is damaged", "游标 after 已损坏"});
            values.push_back(to_storage(*sort_[i].field, *value));
        }
    }
    after(values, read->id);
    return {};
}

// Rows behind the last one: (a, b, id) > (x, y, i), spelled out because directions and nulls differ by column. Null
// comes first when ascending and last when descending.
void Listing::after(const std::vector<storage::Value>& values, Id id) {
    std::string sql;
    std::vector<storage::Value> parameters;
    std::string equal;
    std::vector<storage::Value> equal_parameters;
    for (std::size_t i = 0; i < sort_.size(); ++i) {
        const std::string& column = sort_[i].sql;
        const auto add_column = [&](std::vector<storage::Value>& to) {
            to.insert(to.end(), sort_[i].parameters.begin(), sort_[i].parameters.end());
        };
        const bool null = values[i].is_null();
        std::string behind;
        if (sort_[i].descending) {
            behind = null ? "" : "(" + column + " < ? OR " + column + " IS NULL)";
        } else {
            behind = null ? column + " IS NOT NULL" : column + " > ?";
        }
        if (!behind.empty()) {
            sql += (sql.empty() ? "(" : " OR (") + equal + behind + ")";
            parameters.insert(parameters.end(), equal_parameters.begin(), equal_parameters.end());
            add_column(parameters);
            if (!null) parameters.push_back(values[i]);
            if (sort_[i].descending) add_column(parameters);  // named twice
        }
        equal += null ? column + " IS NULL AND " : column + " = ? AND ";
        add_column(equal_parameters);
        if (!null) equal_parameters.push_back(values[i]);
    }
    sql += (sql.empty() ? "(" : " OR (") + equal + (by_id_descending_ ? "r.id < ?)" : "r.id > ?)");
    parameters.insert(parameters.end(), equal_parameters.begin(), equal_parameters.end());
    parameters.emplace_back(id);
    after_.sql = "(" + sql + ")";
    after_.parameters = std::move(parameters);
    // Said twice for the leading column, so that an index can be entered at the right place.
    if (!sort_.empty() && !values[0].is_null() && !sort_[0].descending) {
        after_.sql = "(" + sort_[0].sql + " >= ? AND " + after_.sql + ")";
        std::vector<storage::Value> first = sort_[0].parameters;
        first.push_back(values[0]);
        after_.parameters.insert(after_.parameters.begin(), first.begin(), first.end());
    }
}

std::string Listing::count_sql() const {
    std::string out = "SELECT count(*) FROM " + entity_.table + " r WHERE r.deleted_at IS NULL";
    for (const access::Condition& c : where_) out += " AND " + c.sql;
    return out;
}

std::vector<storage::Param> Listing::count_parameters() const {
    std::vector<storage::Param> out;
    for (const access::Condition& c : where_) append(out, c.parameters);
    return out;
}

std::string Listing::walking_hint() const {
    if (where_.empty() || !model_.dialect().is_sqlite()) return {};
    if (sort_.empty()) return " NOT INDEXED";  // the table itself, in the order of its ids
    const SortTerm& first = sort_.front();
    if (first.field == nullptr || first.title) return {};
    const auto found = entity_.index_on.find(first.field->id);
    return found == entity_.index_on.end() ? std::string() : " INDEXED BY " + quoted(found->second);
}

Result<std::string> Listing::quick_page_sql(Reader& reader, const std::string& columns,
                                            const std::vector<storage::Value>& of_columns) const {
    std::string plain = page_sql(columns);
    const std::string hint = walking_hint();
    if (hint.empty()) return plain;
    std::string walking = page_sql(columns, hint);
    std::string matches = "SELECT count(*) FROM (SELECT 1 FROM " + entity_.table + " r WHERE r.deleted_at IS NULL";
    for (const access::Condition& c : where_) matches += " AND " + c.sql;
    matches += " LIMIT ?)";
    const std::vector<storage::Param> parameters = page_parameters(of_columns);
    const std::vector<storage::Param> match_parameters = count_parameters();
    const auto walks = model_.plan_choice().walks(reader, {plain, walking, parameters, matches, match_parameters});
    if (!walks) return fail(walks.error());
    return *walks ? std::move(walking) : std::move(plain);
}

std::string Listing::page_sql(const std::string& columns, std::string_view hint) const {
    std::string out = "SELECT " + columns;
    for (const SortTerm& term : sort_) out += ", " + term.sql;
    out += " FROM " + entity_.table + " r";
    out += hint;
    out += " WHERE r.deleted_at IS NULL";
    for (const access::Condition& c : where_) out += " AND " + c.sql;
    if (!after_.sql.empty()) out += " AND " + after_.sql;
    out += " ORDER BY ";
    for (const SortTerm& term : sort_) out += model_.dialect().order(term.sql, term.descending) + ", ";
    out += by_id_descending_ ? "r.id DESC" : "r.id ASC";
    return out + " LIMIT ?";
}

std::vector<storage::Param> Listing::page_parameters(const std::vector<storage::Value>& of_columns) const {
    std::vector<storage::Param> out;
    append(out, of_columns);
    for (const SortTerm& term : sort_) append(out, term.parameters);
    for (const access::Condition& c : where_) append(out, c.parameters);
    append(out, after_.parameters);
    for (const SortTerm& term : sort_) append(out, term.parameters);
    out.emplace_back(limit_ + 1);
    return out;
}

std::string Listing::cursor(const storage::Row& row, int first) const {
    std::string values = "[";
    for (std::size_t i = 0; i < sort_.size(); ++i) {
        if (i > 0) values += ',';
        const int column = first + static_cast<int>(i);
        if (row.is_null(column)) {
            values += "null";
        } else if (sort_[i].title || sort_[i].field == nullptr) {
            json::append_string(values, row.text(column));
        } else {
            append_json(values, *sort_[i].field, row, column);
        }
    }
    return encode_cursor(sort_text_, values + "]", row.integer(0));
}

}  // namespace fw::records
