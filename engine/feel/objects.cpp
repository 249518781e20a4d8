#include "engine/feel/objects.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <new>
#include <unordered_map>

#include "engine/base/check.h"
#include "engine/feel/function.h"

namespace fw::feel {

namespace {

struct Measure {
    std::uint32_t depth = 1;
    std::uint64_t weight = 1;
    [[nodiscard]] bool fits() const { return depth <= Value::kMaxDepth && weight <= objects::kMaxWeight; }
};

Measure measure(const std::vector<Value>& values) {
    Measure m;
    for (const Value& v : values) {
        const Object* object = v.object();
        if (object == nullptr) {
            ++m.weight;
            continue;
        }
        m.depth = std::max<std::uint32_t>(m.depth, object->depth + 1U);
        m.weight += objects::weight_of(v);
    }
    return m;
}

std::size_t hash_keys(const std::vector<std::string>& keys) {
    std::size_t h = keys.size();
    for (const std::string& key : keys) h = h * 1099511628211U + std::hash<std::string>()(key);
    return h;
}

// All living shapes. Dead ones leave when their bucket is looked at or the table has doubled.
struct ShapeTable {
    std::mutex mutex;
    std::unordered_multimap<std::size_t, std::weak_ptr<const Shape>> shapes;
    std::size_t clean_at = 1024;
    std::uint64_t next_id = 1;
};

ShapeTable& shape_table() {
    static ShapeTable* table = new ShapeTable();  // never destroyed: values may outlive static objects
    return *table;
}

constexpr std::size_t kLinear = 8;

}  // namespace

Shape::Shape(std::vector<std::string> keys, std::uint64_t id) : keys_(std::move(keys)), id_(id) {
    if (keys_.size() <= kLinear || keys_.size() > 30000) return;
    std::size_t size = 16;
    while (size < keys_.size() * 2) size *= 2;
    table_.assign(size, 0);
    for (std::size_t i = 0; i < keys_.size(); ++i) {
        std::size_t at = std::hash<std::string_view>()(keys_[i]) & (size - 1);
        while (table_[at] != 0) at = (at + 1) & (size - 1);
        table_[at] = static_cast<std::uint16_t>(i + 1);
    }
}

int Shape::index_of(std::string_view key) const {
    if (table_.empty()) {
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            if (keys_[i] == key) return static_cast<int>(i);
        }
        return -1;
    }
    const std::size_t mask = table_.size() - 1;
    for (std::size_t at = std::hash<std::string_view>()(key) & mask; table_[at] != 0; at = (at + 1) & mask) {
        if (keys_[table_[at] - 1U] == key) return table_[at] - 1;
    }
    return -1;
}

std::shared_ptr<const Shape> Shape::of(std::vector<std::string> keys) {
    ShapeTable& table = shape_table();
    const std::size_t h = hash_keys(keys);
    const std::lock_guard lock(table.mutex);
    auto [it, end] = table.shapes.equal_range(h);
    while (it != end) {
        if (const auto found = it->second.lock()) {
            if (found->keys() == keys) return found;
            ++it;
        } else {
            it = table.shapes.erase(it);
        }
    }
    if (table.shapes.size() >= table.clean_at) {
        std::erase_if(table.shapes, [](const auto& entry) { return entry.second.expired(); });
        table.clean_at = std::max<std::size_t>(1024, table.shapes.size() * 2);
    }
    auto made = std::make_shared<const Shape>(std::move(keys), table.next_id++);
    table.shapes.emplace(h, made);
    return made;
}

Value Shape::make(const std::shared_ptr<const Shape>& shape, std::vector<Value> values) {
    FW_CHECK(values.size() == shape->size());
    const Measure m = measure(values);
    if (!m.fits()) return {};
    auto* context = new objects::ContextObject();
    context->shape = shape;
    context->values = std::move(values);
    context->depth = static_cast<std::uint16_t>(m.depth);
    context->weight = static_cast<std::uint32_t>(m.weight);
    return Value::adopt(context);
}

namespace objects {

std::uint64_t weight_of(const Value& value) {
    constexpr std::size_t kUnit = 16;  // bytes of a string that count as one
    switch (value.object() == nullptr ? Kind::kNull : value.kind()) {
        case Kind::kString:
            return 1 + value.as_string().size() / kUnit;
        case Kind::kList:
            return static_cast<const ListObject*>(value.object())->weight;
        case Kind::kContext:
            return static_cast<const ContextObject*>(value.object())->weight;
        default:
            return 1;
    }
}

StringObject* StringObject::make(std::string_view text) {
    void* memory = ::operator new(sizeof(StringObject) + text.size());
    auto* object = new (memory) StringObject();
    object->size = text.size();
    std::memcpy(static_cast<void*>(object + 1), text.data(), text.size());
    return object;
}

ListObject* ListObject::make(std::vector<Value> items) {
    const Measure m = measure(items);
    if (!m.fits()) return nullptr;
    auto* list = new ListObject();
    list->items = std::move(items);
    list->depth = static_cast<std::uint16_t>(m.depth);
    list->weight = static_cast<std::uint32_t>(m.weight);
    return list;
}

void destroy(Object* object) {
    switch (object->kind) {
        case Kind::kString:
            static_cast<StringObject*>(object)->~StringObject();
            ::operator delete(static_cast<void*>(object));
            return;
        case Kind::kList:
            delete static_cast<ListObject*>(object);
            return;
        case Kind::kContext:
            delete static_cast<ContextObject*>(object);
            return;
        case Kind::kRange:
            delete static_cast<RangeObject*>(object);
            return;
        case Kind::kFunction:
            delete static_cast<Function*>(object);
            return;
        default:
            FW_CHECK(false);
    }
}

}  // namespace objects
}  // namespace fw::feel
