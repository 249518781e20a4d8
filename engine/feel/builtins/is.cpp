#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_is(Functions& registry) {
    FunctionInfo f;
    f.name = "is";
    f.group = FunctionGroup::kBoolean;
    f.help = {"Whether two values are the same in kind and in every part: 10:00Z is not 11:00+01:00.",
              "两个值的类型和各部分是否完全相同。"};
    f.overloads.push_back({{optional_param("value1", kAny), optional_param("value2", kAny)},
                           kBoolean,
                           [](Call& call, const Arguments& a) -> Value {
                               (void)call;
                               return Value::boolean(a[0] == a[1]);
                           },
                           false,
                           true});
    f.examples = {{R"(is(@"2012-12-25", @"2012-12-25"))", R"(true)"},
                  {R"(is(@"23:00:50Z", @"23:00:50"))", R"(false)"},
                  {R"(is(1, 1.0))", R"(true)"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
