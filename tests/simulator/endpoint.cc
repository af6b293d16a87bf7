#include "tests/simulator/endpoint.h"

#include "tests/simulator/query.h"

namespace bsg_exporter::simulator {
namespace {

struct Fixed {
  std::string_view path;
  std::string_view method;
  Endpoint endpoint;
};
constexpr Fixed kFixed[] = {
    {"/api/auth/login", "POST", Endpoint::kLogin},
    {"/api/auth/refresh", "POST", Endpoint::kRefresh},
    {"/api/campaigns", "GET", Endpoint::kList},
    {"/api/accounts/balance", "GET", Endpoint::kBalance},
    {"/api/accounts/tariff", "GET", Endpoint::kTariff},
};

Target CampaignTarget(std::string_view method, std::string_view rest) {
  const bool detail = rest.ends_with("/detail");
  if (detail) rest.remove_suffix(7);
  const auto id = IntegerOf(rest);
  if (!id) return {};
  return {detail ? Endpoint::kDetail : Endpoint::kGeneral, id, method != "GET"};
}

}  // namespace

std::string_view ToString(Endpoint endpoint) {
  switch (endpoint) {
    case Endpoint::kLogin:
      return "login";
    case Endpoint::kRefresh:
      return "refresh";
    case Endpoint::kDetail:
      return "detail";
    case Endpoint::kGeneral:
      return "general";
    case Endpoint::kList:
      return "list";
    case Endpoint::kBalance:
      return "balance";
    case Endpoint::kTariff:
      return "tariff";
    case Endpoint::kOther:
      return "other";
  }
  return "";
}

std::optional<Endpoint> EndpointByName(std::string_view name) {
  for (const Endpoint endpoint : kEndpoints) {
    if (ToString(endpoint) == name) return endpoint;
  }
  return std::nullopt;
}

Target TargetOf(std::string_view method, std::string_view path) {
  static constexpr std::string_view kCampaigns = "/api/campaigns/";
  if (path.starts_with(kCampaigns)) {
    return CampaignTarget(method, path.substr(kCampaigns.size()));
  }
  for (const Fixed& fixed : kFixed) {
    if (path == fixed.path) {
      return {fixed.endpoint, std::nullopt, method != fixed.method};
    }
  }
  return {};
}

}  // namespace bsg_exporter::simulator
