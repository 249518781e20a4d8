// pack.json: what a folder of models is called, its version and what it builds on.
#include "engine/model/property.h"

namespace fw::model {

void add_pack(Descriptors& registry) {
    registry.add({.id = "requirement",
                  .label = {"Required pack", "所需模型包"},
                  .help = {"Another pack whose models this pack uses.", "本模型包要用到的其他模型包。"},
                  .icon = "link",
                  .folder = {},
                  .key = {"pack"},
                  .properties = {Prop("pack", Shape::kReference, {"Pack", "模型包"},
                                      {"The technical name of the other pack.", "另一个模型包的技术名称。"})
                                     .required()
                                     .refers("pack")},
                  .trailing = {note_property()},
                  .variant_by = {},
                  .variants = {}});
    registry.add(
        {.id = "pack",
         .label = {"Pack", "模型包"},
         .help = {"A folder of models that is checked, deployed and moved as one: a business area such as sales.",
                  "作为整体检查、部署和迁移的一组模型，对应一个业务领域，例如“销售”。"},
         .icon = "inventory_2",
         .folder = ".",
         .key = {},
         .properties = {kind_property("pack", {"Pack", "模型包"}), id_property(), was_property(), label_property(),
                        Prop("version", Shape::kString, {"Version", "版本"},
                             {"Three numbers, such as 1.4.0. Raise it with every delivery.",
                              "三段数字，例如 1.4.0；每次交付时递增。"})
                            .required(),
                        Prop("requires", Shape::kElements, {"Requires", "依赖"},
                             {"Packs whose models are used here. Only models of these packs may be named.",
                              "此处用到的其他模型包；只有列出的模型包中的模型才能被引用。"})
                            .element("requirement")},
         .trailing = {note_property()},
         .variant_by = {},
         .variants = {}});
}

}  // namespace fw::model
