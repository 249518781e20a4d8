#include <gtest/gtest.h>

#include "engine/interchange/xml/namespaces.h"
#include "engine/interchange/xml/read.h"
#include "engine/interchange/xml/write.h"

namespace fw::xml {
namespace {

std::string slice(const Document& d, Range r) { return d.text.substr(r.begin, r.end - r.begin); }

TEST(XmlRead, NamesAreExpandedAndEverythingKnowsItsPlace) {
    const auto d =
        read(
            "<?xml version='1.0'?>\n<!-- hi -->\n<a xmlns='u:1' xmlns:p=\"u:2\">\n  <p:b c='1 &lt; 2' p:d=\"x\"/>\n"
            "  <text>合 &amp; <![CDATA[a<b]]>\r\nend</text>\n</a>\n<?after x?>",
            "f.xml")
            .value();
    EXPECT_TRUE(d.root.name.is("u:1", "a"));
    ASSERT_EQ(d.before.size(), 1U);
    EXPECT_EQ(d.before[0].text, " hi ");
    ASSERT_EQ(d.after.size(), 1U);
    ASSERT_EQ(d.root.elements().size(), 2U);
    const Element& b = *d.root.elements()[0];
    EXPECT_TRUE(b.name.is("u:2", "b"));
    EXPECT_EQ(slice(d, b.range), "<p:b c='1 &lt; 2' p:d=\"x\"/>");
    EXPECT_EQ(b.value_or("c"), "1 < 2");
    EXPECT_EQ(slice(d, b.find("c")->range), "1 &lt; 2");
    EXPECT_EQ(b.find("u:2", "d")->value, "x");
    EXPECT_EQ(b.find("d"), nullptr);
    const Element& t = *d.root.child("u:1", "text");
    EXPECT_EQ(t.text(), "合 & a<b\nend");
    EXPECT_EQ(slice(d, d.in_text(t, {4, 5})), "&amp;");
    EXPECT_EQ(slice(d, d.in_text(t, {6, 9})), "a<b");
    EXPECT_EQ(slice(d, d.in_text(t, {10, 13})), "end");
    EXPECT_EQ(d.place(b.range).at, (LineColumn{4, 3}));
    EXPECT_EQ(d.place(d.in_text(t, {10, 13})).at, (LineColumn{6, 1}));
}

struct Broken {
    const char* text;
    const char* expected;
};
class XmlReadBroken : public testing::TestWithParam<Broken> {};
TEST_P(XmlReadBroken, SaysWhatAndWhere) {
    Limits limits;
    limits.bytes = 2000;
    limits.depth = 5;
    limits.elements = 20;
    limits.attributes = 10;
    const auto result = read(GetParam().text, "f.xml", limits);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(format(result.error()).substr(0, std::string(GetParam().expected).size()), GetParam().expected);
}
TEST(XmlRead, AnElementHasAtMostAThousandAttributes) {
    std::string text = "<r>\n<a";
    for (int i = 0; i < 100'000; ++i) text += " a" + std::to_string(i) + "='1'";
    const auto result = read(text + "/></r>", "f.xml");
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(format(result.error()).substr(0, 28), "f.xml:2:1: error XML-004: An");
}
TEST(XmlRead, Encodings) {
    const std::string euro = "<?xml version='1.0' encoding='windows-1252'?><a b='\x80 \xE9'/>";
    EXPECT_EQ(read(euro)->root.value_or("b"), "€ é");
    const std::string mislabelled = "<?xml version='1.0' encoding='utf-16'?><a b='é'/>";
    EXPECT_EQ(read(mislabelled)->root.value_or("b"), "é");
    std::string wide;
    for (const char c : std::string_view("<?xml version='1.0'?><a b='x'/>")) wide += std::string("\0", 1) + c;
    EXPECT_EQ(read(wide)->root.value_or("b"), "x");
}

const std::string kLong = "<a>" + std::string(3000, ' ') + "</a>";
INSTANTIATE_TEST_SUITE_P(
    All, XmlReadBroken,
    testing::Values(
        Broken{"", "f.xml:1:1: error XML-001"}, Broken{"hello", "f.xml:1:1: error XML-001"},
        Broken{"<a>", "f.xml:1:4: error XML-001"}, Broken{"<a></b>", "f.xml:1:"},
        Broken{"<a/><b/>", "f.xml:1:5: error XML-001"}, Broken{"<a/>x", "f.xml:1:5: error XML-001"},
        Broken{"<a b='1'c='2'/>", "f.xml:1:9: error XML-001"}, Broken{"<a b=1/>", "f.xml:1:"},
        Broken{"<a b='<'/>", "f.xml:1:7: error XML-001"}, Broken{"<a\n b='1/>", "f.xml:2:4: error XML-001"},
        Broken{"<a>\x01</a>", "f.xml:1:4: error XML-001"}, Broken{"<a><!-- \x1f --></a>", "f.xml:1:9: error XML-001"},
        Broken{"<a><!-- a -- b --></a>", "f.xml:1:11: error XML-001"},
        Broken{"<a:b:c xmlns:a='u'/>", "f.xml:1:2: error XML-001"}, Broken{"<a><1b/></a>", "f.xml:1:"},
        Broken{"<a><?1b?></a>", "f.xml:1:"}, Broken{"<a xmlns:1='u'/>", "f.xml:1:4: error XML-001"},
        Broken{"<a>\xFF</a>", "f.xml:1:4: error XML-002"},
        Broken{"<?xml version='1.0' encoding='koi8-r'?><a/>", "f.xml:1:1: error XML-002"},
        Broken{"<a>\n <a><a><a><a><a/></a></a></a></a></a>", "f.xml:2:14: error XML-003"},
        Broken{"<a>\n <a><a><a><a><a></a></a></a></a></a></a>", "f.xml:2:14: error XML-003"},
        Broken{kLong.c_str(), "f.xml:1:1: error XML-004"},
        Broken{"<a><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/></a>",
               "f.xml:1:80: error XML-004"},
        Broken{"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "f.xml:1:1: error XML-005"},
        Broken{"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "f.xml:1:1: error XML-005"},
        Broken{"<a>\n&x;</a>", "f.xml:2:1: error XML-006"}, Broken{"<a b='&#0;'/>", "f.xml:1:7: error XML-006"},
        Broken{"<a>&#x110000;</a>", "f.xml:1:4: error XML-006"}, Broken{"<a>\n <p:b/></a>", "f.xml:2:3: error XML-007"},
        Broken{"<a p:c=''/>", "f.xml:1:4: error XML-007"}, Broken{"<a b='1' b='2'/>", "f.xml:1:10: error XML-008"},
        Broken{"<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "f.xml:1:36: error XML-008"}));

TEST(XmlRead, OtherEncodings) {
    EXPECT_EQ(read(std::string("\xFF\xFE<\0a\0>\0\x08T<\0/\0a\0>\0", 18)).value().root.text(), "合");
    EXPECT_EQ(read("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>").value().root.text(), "é");
    EXPECT_EQ(read("\xEF\xBB\xBF<a>é</a>").value().root.text(), "é");
}

TEST(XmlWrite, GivesTheSameTreeAndTheSameBytes) {
    const std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<!-- before -->\n"
        "<a xmlns=\"u:1\" xmlns:p=\"u:2\" p:x=\"&lt;&amp;&quot;&#xA;'\">\n"
        "  <b/>\n"
        "  <!-- inside -->\n"
        "  <p:c>  kept\n    <![CDATA[a<b]]> <p:d><p:e/></p:d></p:c>\n"
        "  <b xmlns=\"\">\n"
        "    <c> </c>\n"
        "  </b>\n"
        "</a>\n";
    const auto d = read(text).value();
    EXPECT_EQ(write(d.root, d.before, d.after), text);
}

TEST(XmlWrite, DeclaresWhatIsMissing) {
    Element root = Element::make("u:1", "a");
    root.namespaces.push_back({"", "u:1"});
    root.add(Element::make("u:2", "b", "p")).attributes.push_back({{"u:3", "c", "p"}, "1", {}});
    root.add(Element::make("", "plain")).add_text("x");
    root.add(Element::make("u:4", "d"));
    EXPECT_EQ(write(root),
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a xmlns=\"u:1\">\n"
              "  <p:b xmlns:p=\"u:2\" xmlns:ns1=\"u:3\" ns1:c=\"1\"/>\n"
              "  <plain xmlns=\"\">x</plain>\n  <ns1:d xmlns:ns1=\"u:4\"/>\n</a>\n");
    const auto again = read(write(root)).value();
    EXPECT_EQ(write(again.root), write(root));
}

TEST(XmlNamespaces, ResolveNamesInContent) {
    const auto d = read("<a xmlns='u:1' xmlns:f='u:2'><b xmlns:f='u:3'/></a>").value();
    Namespaces scope;
    scope.enter(d.root);
    EXPECT_TRUE(scope.resolve("f:string")->is("u:2", "string"));
    EXPECT_TRUE(scope.resolve("string")->is("u:1", "string"));
    scope.enter(*d.root.elements()[0]);
    EXPECT_TRUE(scope.resolve("f:string")->is("u:3", "string"));
    EXPECT_FALSE(scope.resolve("x:string").has_value());
    scope.leave();
    EXPECT_EQ(scope.prefix_of("u:2", false), "f");
}

TEST(XmlRead, DeepAndLargeInputEndsQuickly) {
    std::string deep;
    for (int i = 0; i < 2'000'000; ++i) deep += "<a>";
    EXPECT_EQ(read(deep).error()[0].code, "XML-003");
    EXPECT_EQ(read(std::string(100'000'000, 'x')).error()[0].code, "XML-004");
}

}  // namespace
}  // namespace fw::xml
