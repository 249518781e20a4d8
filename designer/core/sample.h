// The pack that examples of commands run on (tests/cases/designer/pack).
#pragma once

namespace fw::designer::sample {

inline constexpr char kFlow[] = "flows/contract_approval.json";
inline constexpr char kEntity[] = "entities/contract.json";
inline constexpr char kForm[] = "forms/contract.json";

}  // namespace fw::designer::sample
