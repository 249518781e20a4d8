// Laws over random models made from the descriptions: what a description allows is read without a complaint, and load,
// save, load gives the same bytes. The next kind or property is covered before its author writes a line.
#include <functional>
#include <random>

#include <gtest/gtest.h>

#include "engine/compile/program.h"
#include "engine/feel/functions.h"
#include "engine/json/read.h"
#include "engine/json/write.h"

namespace fw::compile {
namespace {

using model::ElementType;
using model::Property;
using model::Shape;

class RandomModel {
  public:
    explicit RandomModel(unsigned seed) : random_(seed) {}

    json::Value element(const ElementType& type, int depth) {
        json::Value made = json::Value::object();
        const ElementType* variant = nullptr;
        if (!type.variants.empty()) {
            auto chosen = type.variants.begin();
            std::advance(chosen, pick(type.variants.size()));
            variant = &chosen->second;
        }
        std::vector<const Property*> all;
        const auto take = [&](const std::vector<Property>& some) {
            for (const Property& property : some) all.push_back(&property);
        };
        take(type.trailing);  // in an order that is not canonical
        if (variant != nullptr) take(variant->properties);
        take(type.properties);
        for (const Property* property : all) {
            if (!property->required && pick(2) == 0) continue;
            made.set(property->id,
                     property->id == type.variant_by ? json::Value::string(variant->id) : value(*property, depth));
        }
        return made;
    }

  private:
    std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
    std::string id() { return "n" + std::to_string(pick(1'000'000'000)); }

    json::Value text() {
        static const char* kTexts[] = {"Contract", "合同", "a \"quoted\" text", "line\nbreak\\", "é𝄞", "{total}"};
        return json::Value::string(kTexts[pick(std::size(kTexts))]);
    }

    json::Value list(std::size_t least, const std::function<json::Value()>& one) {
        json::Value made = json::Value::array();
        for (std::size_t n = least + pick(3); n > 0; --n) made.push(one());
        return made;
    }

    json::Value integer(const Property& property) {
        const std::int64_t low = property.minimum.value_or(-50);
        const std::int64_t high = property.maximum.value_or(low + 100);
        return json::Value::number(std::uniform_int_distribution<std::int64_t>(low, high)(random_));
    }

    json::Value words() {
        if (pick(2) == 0) return text();
        json::Value both = json::Value::object();
        both.set("zh", text());
        both.set("en", text());
        return both;
    }

    json::Value value(const Property& property, int depth) {
        const auto any_id = [&] { return json::Value::string(id()); };
        switch (property.shape) {
            case Shape::kId:
                return any_id();
            case Shape::kString:
                return text();
            case Shape::kText:
            case Shape::kTemplate:
                return words();
            case Shape::kExpression:
                return json::Value::string("1 + 1");
            case Shape::kInteger:
                return integer(property);
            case Shape::kNumber:
                return json::Value::number_literal("0.50");
            case Shape::kBoolean:
                return json::Value::boolean(pick(2) == 0);
            case Shape::kChoice:
                return json::Value::string(property.choices[pick(property.choices.size())].id);
            case Shape::kDuration:
                return json::Value::string("P1DT2H");
            case Shape::kTime:
                return json::Value::string("09:30");
            case Shape::kIcon:
                return json::Value::string("flag");
            case Shape::kColor:
                return json::Value::string(pick(2) == 0 ? "teal" : "#00ff7f");
            case Shape::kReference:
                return json::Value::string(pick(2) == 0 ? id() : "base." + id());
            case Shape::kReferences:
            case Shape::kStrings:
                return list(0, any_id);
            case Shape::kNameLists:
                return list(0, [&] { return list(1, any_id); });
            case Shape::kAssignments: {
                json::Value made = json::Value::object();
                made.set("record." + id(), json::Value::string("null"));
                return made;
            }
            case Shape::kWho: {
                json::Value made = json::Value::object();
                made.set("role", any_id());
                return made;
            }
            case Shape::kElement:
                return element(standard_descriptors().at(property.element), depth + 1);
            case Shape::kElements:
                return list(0, [&] {
                    const ElementType& type = standard_descriptors().at(property.element);
                    json::Value made = element(type, depth + 1);
                    for (const std::string& key : type.key) {  // what tells it from its neighbours
                        const json::Value* said = made.find(key);
                        if (said != nullptr && said->is_string()) made.set(key, any_id());
                    }
                    return made;
                });
            case Shape::kPositions: {
                json::Value made = json::Value::object();
                json::Value point = json::Value::array();
                point.push(json::Value::number(4));
                point.push(json::Value::number(-7));
                made.set(id(), std::move(point));
                return made;
            }
            case Shape::kJson:
                return json::Value::boolean(true);
        }
        return {};
    }

    std::mt19937 random_;
};

TEST(ModelLaws, LoadSaveLoadGivesTheSameBytes) {
    const model::Descriptors& all = standard_descriptors();
    for (unsigned seed = 0; seed < 200; ++seed) {
        RandomModel random(seed);
        for (const ElementType* kind : all.model_kinds()) {
            const json::Value made = random.element(*kind, 0);
            const std::string once = model::canonical(made, all);
            const auto again = json::read(once);
            ASSERT_TRUE(again) << once;
            ASSERT_EQ(model::canonical(*again, all), once) << "seed " << seed;
        }
    }
}

TEST(ModelLaws, WhatADescriptionAllowsIsRead) {
    const model::Descriptors& all = standard_descriptors();
    for (unsigned seed = 0; seed < 200; ++seed) {
        RandomModel random(seed);
        for (const ElementType* kind : all.model_kinds()) {
            const json::Value made = random.element(*kind, 0);
            const std::string path =
                kind->folder == "." ? "pack.json" : kind->folder + "/" + std::string(made.string_or("id")) + ".json";
            model::PackSource source{"demo", "", {{path, json::write_canonical(made)}}};
            if (kind->folder != ".")
                source.files.push_back({"pack.json", R"({"kind": "pack", "id": "demo", "version": "1.0.0"})"});
            const auto pack = model::read_pack(source, all);
            ASSERT_TRUE(pack) << "seed " << seed << "\n" << format(pack.error()) << source.files[0].text;
        }
    }
}

// Nothing that can be read may bring the compiler down, whatever it refers to.
TEST(ModelLaws, AnyReadablePackIsCompiledOrRefused) {
    const model::Descriptors& all = standard_descriptors();
    for (unsigned seed = 0; seed < 100; ++seed) {
        RandomModel random(seed);
        model::PackSource source{"demo", "", {{"pack.json", R"({"kind": "pack", "id": "demo", "version": "1.0.0"})"}}};
        for (const ElementType* kind : all.model_kinds()) {
            if (kind->folder == ".") continue;
            for (int n = 0; n < 3; ++n) {
                const json::Value made = random.element(*kind, 0);
                source.files.push_back(
                    {kind->folder + "/" + std::string(made.string_or("id")) + ".json", json::write_canonical(made)});
            }
        }
        const auto program = compile_sources({source}, feel::Functions::standard());
        EXPECT_TRUE(program || has_errors(program.error()));
    }
}

// A faulty document is checked further without its faulty parts.
TEST(ModelLaws, DamagedModelsAreRefusedNotFatal) {
    const model::Descriptors& all = standard_descriptors();
    for (unsigned seed = 0; seed < 100; ++seed) {
        RandomModel random(seed);
        std::mt19937 dice(seed);
        model::PackSource source{"demo", "", {{"pack.json", R"({"kind": "pack", "id": "demo", "version": "1.0.0"})"}}};
        for (const ElementType* kind : all.model_kinds()) {
            if (kind->folder == ".") continue;
            const json::Value made = random.element(*kind, 0);
            std::string text = json::write_canonical(made);
            const std::size_t at = std::uniform_int_distribution<std::size_t>(0, text.size() - 1)(dice);
            text[at] = "{}[]\":,0x"[std::uniform_int_distribution<std::size_t>(0, 8)(dice)];
            source.files.push_back({kind->folder + "/" + std::string(made.string_or("id")) + ".json", text});
        }
        const auto program = compile_sources({source}, feel::Functions::standard());
        EXPECT_TRUE(program || has_errors(program.error()));
    }
}

}  // namespace
}  // namespace fw::compile
