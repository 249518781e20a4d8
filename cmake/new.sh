#!/usr/bin/env bash
# ./do new KIND NAME: the file, the test case and the page of one more builtin, field, node, report, check or command,
# written from the shape its neighbours have. Nothing else has to be edited: the build finds the file.
set -euo pipefail
cd "$(dirname "$0")/.."

die() {
    printf 'do new: %s\n' "$*" >&2
    exit 1
}

[ $# -eq 2 ] || die 'usage: ./do new builtin|field|node|report|check|command NAME'
kind=$1 name=$2
[[ $name =~ ^[a-z][a-z0-9_]*$ ]] || die "'$name' is not a name like substring_after (a-z, 0-9, _)"
words=${name//_/ }
label=${words^}
pascal=$(sed -E 's/(^|_)([a-z])/\U\2/g' <<<"$name")

write() {  # file, text on standard input
    [ ! -e "$1" ] || die "$1 exists already"
    mkdir -p "$(dirname "$1")"
    cat >"$1"
    echo "$1"
}

# The next free code of an area: FLOW-041.
next_code() {
    local last
    last=$(grep -rhoE "\"$1-[0-9]{3}\"" engine runtime designer 2>/dev/null | grep -oE '[0-9]{3}' | sort -n | tail -n 1)
    printf '%s-%03d' "$1" $((10#${last:-0} + 1))
}

page() {  # code
    write "docs/diagnostics/$1.md" <<TEXT
# $1 $label

What happened, in two sentences for the author of a model.

用两句话向模型作者说明发生了什么。

**Wrong**

    …

**Right**

    …
TEXT
}

builtin() {
    write "engine/feel/builtins/$name.cpp" <<TEXT
#include "engine/feel/builtins/builtin.h"

namespace fw::feel {

void add_$name(Functions& registry) {
    FunctionInfo f;
    f.name = "$words";
    f.group = FunctionGroup::kString;
    f.help = {"What it gives, in a sentence.", "用一句话说明结果。"};
    f.overloads.push_back({{param("value", kString)}, kString, [](Call& call, const Arguments& a) -> Value {
                               (void)call;  // call.warn("FEEL-2xx", text) leaves a note and gives null
                               return a[0];
                           }});
    f.examples = {{R"($words("a"))", R"("a")"}};
    registry.add(std::move(f));
}

}  // namespace fw::feel
TEXT
    write "tests/cases/feel/builtins/$name.cases" <<TEXT
# $words: one line, one test
$words("a") => "a"
$words(null) => null
TEXT
    echo 'Its page in docs/reference is written from the description.'
}

field() {
    write "engine/form/field_types/$name.cpp" <<TEXT
// $label: what it holds, in a sentence.
#include "engine/form/own_properties.h"

namespace fw::form {

using model::Shape;

void add_$name(FieldTypes& registry) {
    FieldType type;
    type.id = "$name";
    type.storage = Storage::kText;
    type.widget = Widget::kText;
    type.feel_type = "string";
    type.description.label = {"$label", "中文名称"};
    type.description.help = {"What it holds, in a sentence.", "用一句话说明其内容。"};
    type.description.icon = "text_fields";
    type.description.properties = {};
    registry.add(std::move(type));
}

}  // namespace fw::form
TEXT
    write "tests/cases/compile/field_$name/pack.json" <<TEXT
{
  "kind": "pack",
  "id": "field_$name",
  "label": "$label",
  "version": "1.0.0"
}
TEXT
    write "tests/cases/compile/field_$name/entities/sample.json" <<TEXT
{
  "kind": "entity",
  "id": "sample",
  "label": "Sample",
  "fields": [
    {"id": "value", "type": "$name"}
  ]
}
TEXT
    echo 'Its page in docs/reference and its schema are written from the description.'
}

node() {
    write "engine/flow/kinds/$name.cpp" <<TEXT
#include "engine/flow/read.h"
#include "engine/flow/step/run.h"

namespace fw::flow {

void add_$name(NodeKinds& registry);

namespace {

// A token has arrived: emit what happens, then let it go on (or leave it waiting).
void enter(Run& run, std::uint32_t token) { run.complete(token); }

}  // namespace

void add_$name(NodeKinds& registry) {
    NodeKind kind;
    kind.id = "$name";
    kind.description.label = Text("$label", "中文名称");
    kind.description.help = Text("What it does, in a sentence.", "用一句话说明其作用。");
    kind.description.icon = "circle";
    kind.enter = &enter;
    registry.add(std::move(kind));
}

}  // namespace fw::flow
TEXT
    write "tests/cases/flow/$name.json" <<TEXT
{"flow": {"kind": "flow", "id": "$name",
  "nodes": [{"id": "start", "type": "start"}, {"id": "here", "type": "$name"}, {"id": "end", "type": "end"}],
  "edges": [{"from": "start", "to": "here"}, {"from": "here", "to": "end"}]},
 "cases": [
  {"id": "passes", "do": [], "expect": {"ended": "end"}}]}
TEXT
}

check() {
    local code
    code=$(next_code MODEL)
    write "engine/compile/checks/$name.cpp" <<TEXT
// $label: what is wrong about it, in a sentence.
#include "engine/compile/check.h"

namespace fw::compile {

namespace {

void run(Build& build) {
    for (const Source& source : build.of("entity")) {
        (void)source;  // build.warn(source, "$code", range_of(source.root(), "id"), source.element, text, hint)
    }
}

}  // namespace

void add_$name(Checks& registry) {
    registry.add({"$name", "$code", {"What it finds, in a few words.", "用几个字说明检查内容。"}, &run});
}

}  // namespace fw::compile
TEXT
    write "tests/cases/compile/$name/expect.txt" </dev/null
    write "tests/cases/compile/$name/pack.json" <<TEXT
{
  "kind": "pack",
  "id": "sample",
  "label": "$label",
  "version": "1.0.0"
}
TEXT
    page "$code"
}

command() {
    write "designer/core/commands/$name.cpp" <<TEXT
#include "designer/core/element_commands.h"
#include "designer/core/sample.h"

namespace fw::designer {

namespace {

class $pascal final : public Command {
  public:
    explicit $pascal(std::string model) : model_(std::move(model)) {}
    [[nodiscard]] Text label() const override { return {"$label", "中文名称"}; }
    void apply(Edit& edit) const override { edit.set({model_, "note"}, json::Value::string("$label")); }

  private:
    std::string model_;
};

}  // namespace

// Declare it in element_commands.h or flow_commands.h, beside its neighbours.
CommandPtr $name(std::string model) { return std::make_unique<$pascal>(std::move(model)); }

void add_$name(CommandKinds& registry);
void add_$name(CommandKinds& registry) {
    registry.add({"$name", [](const Workspace&) {
                      std::vector<CommandPtr> made;
                      made.push_back($name(sample::kFlow));
                      return made;
                  }});
}

}  // namespace fw::designer
TEXT
    echo 'The law tests (undo all, redo all) run its examples.'
}

report() {
    [ -d engine/report/kinds ] ||
        die 'report types are choices of one property: add yours to "type" in engine/model/kinds/report.cpp and its table to runtime/reports'
}

case $kind in
    builtin | field | node | report | check | command) "$kind" ;;
    *) die "'$kind' is none of builtin, field, node, report, check, command" ;;
esac
