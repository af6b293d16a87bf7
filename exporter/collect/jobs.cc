#include "exporter/collect/jobs.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace bsg_exporter::collect {

SteadyTime Job::deadline() const {
  return start_ + std::min(budget_, SteadyTime::max() - start_);
}

void Job::Begin(std::shared_ptr<const Accounts> accounts, const Round& round) {
  accounts_ = std::move(accounts);
  round_ = round;
  Plan();
}

// --- scrape and survey -------------------------------------------------------

void SnapshotJob::Finish(SteadyTime now) {
  metrics::Snapshot snapshot;
  for (std::size_t i = 0; i < accounts().size(); ++i) {
    accounts()[i]->AppendTo(snapshot, start_, since_[i]);
  }
  snapshot.duration = now - start_;
  snapshot.timeout = budget_;
  done_(std::move(snapshot));
}

void ScrapeJob::Plan() {
  for (const auto& account : accounts()) {
    since_.push_back(account->events());
    account->BeginScrape(round_);
  }
}

bool ScrapeJob::IsOver() {
  return std::none_of(accounts().begin(), accounts().end(), [&](const auto& a) {
    return a->IsListing() || a->IsReading(id());
  });
}

void SurveyJob::Plan() {
  for (const auto& account : accounts()) {
    since_.push_back(account->events());
    account->BeginSurvey(round_);
  }
}

bool SurveyJob::IsOver() {
  return std::none_of(accounts().begin(), accounts().end(),
                      [](const auto& account) { return account->IsListing(); });
}

// --- probe -------------------------------------------------------------------

void ProbeJob::Plan() {
  for (const auto& account : accounts()) {
    if (subject_.account.empty() || account->name() == subject_.account) {
      candidates_.push_back(account.get());
    }
  }
  if (candidates_.empty()) refusal_ = ProbeRefusal::kUnknownAccount;
  for (AccountReader* candidate : candidates_) candidate->BeginSurvey(round_);
  FindAccount();
}

void ProbeJob::FindAccount() {
  if (account_ != nullptr || refusal_) return;
  std::vector<AccountReader*> serving;
  std::copy_if(candidates_.begin(), candidates_.end(),
               std::back_inserter(serving),
               [&](AccountReader* a) { return a->Serves(subject_.id); });
  if (serving.empty()) {
    const bool may_be_any = candidates_.front()->probes_any();
    const bool may_turn_up =
        std::any_of(candidates_.begin(), candidates_.end(),
                    [](AccountReader* a) { return a->IsListing(); });
    const bool is_clear = may_be_any && candidates_.size() == 1;
    if (may_turn_up && !is_clear) return;
    if (may_be_any) serving = candidates_;
  }
  if (serving.size() > 1) {
    refusal_ = ProbeRefusal::kAmbiguous;
  } else if (serving.empty()) {
    refusal_ = ProbeRefusal::kUnknownCampaign;
  } else if (!serving.front()->BeginProbe(id(), subject_.id)) {
    refusal_ = ProbeRefusal::kTooMany;
  } else {
    account_ = serving.front();
  }
}

bool ProbeJob::IsOver() {
  FindAccount();
  if (refusal_) return true;
  return account_ != nullptr && !account_->IsReading(id(), subject_.id);
}

void ProbeJob::Finish(SteadyTime now) {
  metrics::Snapshot snapshot;
  if (account_ == nullptr || !account_->AppendCampaign(snapshot, subject_.id)) {
    return done_(refusal_.value_or(ProbeRefusal::kUnknownCampaign));
  }
  snapshot.duration = now - start_;
  snapshot.timeout = budget_;
  done_(std::move(snapshot));
}

}  // namespace bsg_exporter::collect
