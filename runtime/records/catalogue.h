// The tables of a Program, as engine/query asks for them.
#pragma once

#include "engine/compile/program.h"
#include "engine/query/catalogue.h"

namespace fw::records {

class ProgramCatalogue final : public query::Catalogue {
  public:
    explicit ProgramCatalogue(const compile::Program& program) : program_(program) {}
    [[nodiscard]] std::string table(std::string_view entity) const override;
    [[nodiscard]] std::optional<query::Column> column(std::string_view entity, std::string_view field) const override;
    [[nodiscard]] std::optional<query::Rows> rows(std::string_view entity, std::string_view field) const override;

  private:
    const compile::Program& program_;
};

}  // namespace fw::records
