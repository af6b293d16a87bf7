#include "tests/simulator/world.h"

#include <string>

#include "tests/simulator/campaign_life.h"

namespace bsg_exporter::simulator {
namespace {

std::vector<std::string> NamesOf(const std::vector<Account>& accounts) {
  std::vector<std::string> names;
  for (const Account& account : accounts) names.push_back(account.name);
  return names;
}

Status Populate(const Options& options, World& world) {
  world.campaigns.set_next_id(options.first_id);
  for (const NamedCampaign& named : options.named) {
    const std::size_t account =
        AccountByName(world.accounts, named.account).value_or(0);
    if (!world.AddCampaign(account, named.id, named.type, named.kind)) {
      return Error{Reason::kInternal,
                   "campaign " + std::to_string(named.id) + " is there twice"};
    }
  }
  if (!options.documents.empty()) {
    const auto added = world.campaigns.AddDocuments(options.documents);
    if (!added.ok()) return added.error();
  }
  if (options.demo) world.campaigns.AddDemo(0);
  for (std::size_t i = 0; i < world.accounts.size(); ++i) {
    world.campaigns.AddMix(i, options.campaigns);
  }
  return {};
}

}  // namespace

World::World(const Options& options, const Clock& clock_in, Instant start)
    : clock(clock_in),
      time(clock, start, options.speed),
      accounts(options.accounts),
      tokens(options.seed, options.token_ttl, options.token_claim_offset),
      campaigns(PlanOptions{options.seed, start, options.created_offset,
                            options.shape}),
      faults(options.seed),
      requests(NamesOf(options.accounts)),
      spent_before_(options.accounts.size(), 0) {
  for (const Fault& fault : options.faults) faults.Add(fault);
}

Result<std::unique_ptr<World>> World::Make(const Options& options,
                                           const Clock& clock) {
  const Instant now =
      options.start.value_or(std::chrono::floor<Span>(clock.Wall()));
  auto world = std::make_unique<World>(options, clock, now);
  if (auto status = Populate(options, *world); !status.ok()) {
    return status.error();
  }
  for (std::size_t i = 0; i < world->accounts.size(); ++i) {
    world->spent_before_[i] = world->SpentBy(i);
  }
  return world;
}

const CampaignPlan* World::AddCampaign(std::size_t account, std::int64_t id,
                                       Type type, Kind kind) {
  const CampaignPlan* const plan = campaigns.Add(account, id, type, kind);
  if (plan != nullptr) spent_before_[account] += PriceAt(*plan, time.Now());
  return plan;
}

std::int64_t World::SpentBy(std::size_t account) const {
  const Instant now = time.Now();
  std::int64_t spent = 0;
  for (const CampaignPlan* const plan : CampaignsOf(account)) {
    spent += PriceAt(*plan, now);
  }
  return spent;
}

std::int64_t World::BalanceOf(std::size_t account) const {
  return accounts[account].balance -
         (SpentBy(account) - spent_before_[account]);
}

std::vector<const CampaignPlan*> World::CampaignsOf(std::size_t account) const {
  std::vector<const CampaignPlan*> found;
  for (const auto& plan : campaigns.all()) {
    if (plan->account == account) found.push_back(plan.get());
  }
  return found;
}

DocumentContext World::ContextOf(const CampaignPlan& plan) const {
  const Account& account = accounts[plan.account];
  return {account.name, account.currency, campaigns.options().created_offset};
}

}  // namespace bsg_exporter::simulator
