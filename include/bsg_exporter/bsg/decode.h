#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bsg_exporter/base/result.h"
#include "bsg_exporter/base/secret.h"
#include "bsg_exporter/bsg/campaign.h"
#include "bsg_exporter/bsg/time_zone.h"

namespace bsg_exporter::bsg {

// Where in a document something unexpected stood: the closed set behind the
// label `field` of bsg_exporter_unexpected_values_total.
enum class Place {
  kEnvelope,
  kId,
  kStatus,
  kType,
  kStatistics,
  kAlternativeChannels,
  kPrice,
  kCurrency,
  kTime,
  kOther,
};
inline constexpr std::array kAllPlaces = {
    Place::kEnvelope, Place::kId,         Place::kStatus,
    Place::kType,     Place::kStatistics, Place::kAlternativeChannels,
    Place::kPrice,    Place::kCurrency,   Place::kTime,
    Place::kOther,
};
std::string_view ToString(Place place);  // "alternative_channels"

// Something that no source on the API documents. `what` is short, names the
// key and, for a word from an open list (a status, a type, a counter), the
// word itself, never any other value: bodies hold people's data.
struct Unexpected {
  Place place = Place::kOther;
  std::string what;

  friend bool operator==(const Unexpected&, const Unexpected&) = default;
};

template <class T>
struct Decoded {
  T value;
  std::vector<Unexpected> unexpected;  // each thing once, at most 32
};

// A campaign's detail document, in every form that the vendor's pages, its
// OpenAPI file and its SDKs show: three envelopes, all aliases of names,
// statistics as object, as array of objects or as empty array, numbers as
// numbers or as text.
//
// `asked` is the id that the request named: a document about another one is
// accepted and reported as unexpected (place id).
//
// Fails with invalid_json (no JSON, wrong UTF-8, nested too deeply, a NUL
// byte) or invalid_document (no campaign object in it, or a bad value under a
// documented counter: a vanished counter would look like a collapse). The
// message names the JSON path and what was expected there.
Result<Decoded<Campaign>> DecodeCampaign(std::string_view body,
                                         const TimeZone& zone,
                                         std::optional<CampaignId> asked);

// One page of the list of campaigns, in `data`, bare, or as the only member of
// the document; an empty object is an empty list. Names are those of a detail
// in all their forms. A row without an id that a campaign can have is counted
// and left out; of an id that is there twice, the first row counts.
//
// Fails like the other; the message says what it is instead of a list.
Result<Decoded<CampaignList>> DecodeCampaignList(std::string_view body,
                                                 const TimeZone& zone);

// An account's balance, in `data` or bare; numbers may be texts. A field that
// cannot be read is left out and reported as unexpected.
//
// Fails like the others: without a balance and without a credit it is an
// invalid_document.
Result<Decoded<Balance>> DecodeBalance(std::string_view body);

// The access token of a login, in `data` or bare. `expires` is the claim `exp`
// if the token is a JWT that has one; nothing is verified: the API is the one
// to judge its own tokens.
struct Token {
  Secret bearer;
  std::optional<WallTime> expires;
};
// Fails like the others; a token with characters that cannot stand in a header
// is an invalid_document.
Result<Token> DecodeLogin(std::string_view body);

}  // namespace bsg_exporter::bsg
