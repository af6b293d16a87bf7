#include "exporter/web/probe.h"

#include <optional>

#include "bsg_exporter/base/text.h"
#include "bsg_exporter/web/query.h"

namespace bsg_exporter::web {
namespace {

// A decimal number as this program writes it: no sign, no leading 0.
std::optional<bsg::CampaignId> IdOf(std::string_view text) {
  const auto id = NumberOf<bsg::CampaignId>(text);
  if (!id || *id < 1 || text.starts_with('0')) return std::nullopt;
  return id;
}

}  // namespace

Result<collect::Subject, std::string> SubjectOf(std::string_view query) {
  const Query parameters(query);
  if (parameters.malformed()) {
    return "parameter '" + *parameters.malformed() +
           "': a '%' without two hexadecimal digits behind it";
  }
  for (const std::string name : {"campaign", "account"}) {
    if (parameters.IsRepeated(name)) {
      return "parameter '" + name + "' is there more than once";
    }
  }
  const std::optional<std::string> campaign = parameters.Get("campaign");
  if (!campaign) {
    return std::string("parameter 'campaign' is missing: /probe?campaign=ID");
  }
  const std::optional<bsg::CampaignId> id = IdOf(*campaign);
  if (!id) {
    return std::string("parameter 'campaign' is not an integer from 1 up");
  }
  return collect::Subject{parameters.Get("account").value_or(""), *id};
}

Response RefusalResponse(const collect::Subject& subject,
                         collect::ProbeRefusal refusal) {
  const std::string id = std::to_string(subject.id);
  switch (refusal) {
    case collect::ProbeRefusal::kUnknownAccount:
      return TextResponse(404,
                          "parameter 'account': no account has that name; "
                          "add it to the configuration as an [[account]]\n");
    case collect::ProbeRefusal::kUnknownCampaign:
      return TextResponse(404, "campaign " + id +
                                   " is not known here: add it to `campaigns`, "
                                   "switch on discovery, set web.probe_any = "
                                   "true, or ask the shard that serves it\n");
    case collect::ProbeRefusal::kAmbiguous:
      return TextResponse(400, "campaign " + id +
                                   " could be of more than one account: add "
                                   "&account=NAME\n");
    case collect::ProbeRefusal::kTooMany:
      return TextResponse(503,
                          "too many campaigns that are neither named nor "
                          "discovered are being read: ask again later\n");
  }
  return TextResponse(500, "the probe was refused\n");
}

}  // namespace bsg_exporter::web
