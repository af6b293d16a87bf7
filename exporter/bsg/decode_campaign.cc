#include <optional>
#include <string_view>
#include <utility>

#include "bsg_exporter/bsg/decode.h"
#include "exporter/bsg/campaign_fields.h"
#include "exporter/bsg/envelope.h"
#include "exporter/bsg/fields.h"
#include "exporter/bsg/findings.h"
#include "exporter/bsg/json.h"
#include "exporter/bsg/path.h"

namespace bsg_exporter::bsg {
namespace {

constexpr Path kRoot;

// Says why there is no campaign in it, as far as its keys tell.
Error NoCampaign(json::Value root) {
  if (root.IsArray() || root.Find("data").IsArray()) {
    return InvalidDocument(kRoot, "expected a campaign, got a list");
  }
  if (IsError(root)) {
    return InvalidDocument(kRoot, "expected a campaign, got an error");
  }
  return InvalidDocument(kRoot, "expected a campaign");
}

// Three envelopes are documented: `data`, none, and the vendor's page with
// "en-US". Another single key is taken for one more language of that page.
Result<Enclosed> FindCampaign(json::Value root, Findings& findings) {
  if (const auto data = FindData(root, findings)) return *data;
  if (Has(root, "id") && Has(root, "status")) return Enclosed{{}, root};
  const std::optional<json::Member> only = OnlyMember(root);
  if (!only || !Has(only->value, "statistics")) return NoCampaign(root);
  if (only->key != "en-US") findings.Add(Place::kEnvelope, only->key);
  return Enclosed{only->key, only->value};
}

// A campaign's general information has the same names, but its `sent` counts
// all messages of the campaign: on one graph with the detail's, it would lie.
bool IsGeneralInformation(json::Value object) {
  return Has(object, "calculated_price") && !Has(object, "total_messages") &&
         !Has(object, "total_phones") && !Has(object, "total_price");
}

Status CheckKind(const Enclosed& enclosed) {
  const Path path = enclosed.path(kRoot);
  if (enclosed.value.Find("id").absent() &&
      enclosed.value.Find("status").absent() &&
      enclosed.value.Find("statistics").absent()) {
    return InvalidDocument(path, "expected a campaign");
  }
  if (IsGeneralInformation(enclosed.value)) {
    return InvalidDocument(path,
                           "expected a campaign's detail, got its general "
                           "information, where 'sent' means something else");
  }
  return {};
}

}  // namespace

Result<Decoded<Campaign>> DecodeCampaign(std::string_view body,
                                         const TimeZone& zone,
                                         std::optional<CampaignId> asked) {
  const Result<json::Document> document = json::Parse(body);
  if (!document.ok()) return document.error();
  Findings findings;
  const Result<Enclosed> enclosed = FindCampaign(document->root(), findings);
  if (!enclosed.ok()) return enclosed.error();
  if (Status kind = CheckKind(*enclosed); !kind.ok()) return kind.error();

  Result<Campaign> campaign = ReadCampaign(
      enclosed->value, enclosed->path(kRoot), {zone, asked, findings});
  if (!campaign.ok()) return campaign.error();
  return Decoded<Campaign>{std::move(campaign).value(),
                           std::move(findings).Take()};
}

}  // namespace bsg_exporter::bsg
