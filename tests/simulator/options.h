#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bsg_exporter/base/result.h"
#include "tests/simulator/accounts.h"
#include "tests/simulator/campaign_plan.h"
#include "tests/simulator/faults.h"

namespace bsg_exporter::simulator {

// One campaign that was asked for by id.
struct NamedCampaign {
  std::int64_t id = 0;
  Kind kind = Kind::kLiving;
  Type type = Type::kRcs;
  std::string account;  // "": the first
};
// From "id[:kind[:type[:account]]]".
Result<NamedCampaign> ParseCampaign(std::string_view text);

struct Options {
  std::vector<std::string> listen = {"127.0.0.1:0"};
  std::uint64_t seed = 1;
  double speed = 1;
  std::optional<Instant> start;  // nothing: now
  Span created_offset{};
  Span token_ttl = std::chrono::hours(24 * 30);
  Span token_claim_offset{};
  std::vector<Account> accounts;  // at least one, with different names and keys
  std::size_t campaigns = 0;      // for each account
  std::int64_t first_id = 61'000'001;
  bool demo = false;
  std::vector<NamedCampaign> named;
  std::optional<Shape> shape;
  std::vector<Fault> faults;
  std::string documents;  // a folder; "": none
};

// What the command line says, or with which code to leave: 0 after --help,
// which it prints, 2 after a mistake, which it explains on standard error.
Result<Options, int> ParseOptions(int argc, const char* const* argv);

}  // namespace bsg_exporter::simulator
