#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bsg_exporter::simulator {

// What a request is about.
enum class Endpoint {
  kLogin,    // POST /api/auth/login
  kRefresh,  // POST /api/auth/refresh
  kDetail,   // GET /api/campaigns/{id}/detail
  kGeneral,  // GET /api/campaigns/{id}
  kList,     // GET /api/campaigns
  kBalance,  // GET /api/accounts/balance
  kTariff,   // GET /api/accounts/tariff
  kOther,    // nothing that the API has
};
inline constexpr std::array kEndpoints = {
    Endpoint::kLogin, Endpoint::kRefresh, Endpoint::kDetail, Endpoint::kGeneral,
    Endpoint::kList,  Endpoint::kBalance, Endpoint::kTariff, Endpoint::kOther};
std::string_view ToString(Endpoint endpoint);
std::optional<Endpoint> EndpointByName(std::string_view name);

struct Target {
  Endpoint endpoint = Endpoint::kOther;
  std::optional<std::int64_t> campaign;
  bool wrong_method = false;
};
Target TargetOf(std::string_view method, std::string_view path);

}  // namespace bsg_exporter::simulator
