#include <exception>
#include <utility>

#include "bsg_exporter/bsg/decode.h"
#include "exporter/collect/account_reader.h"

// The requests that find out which campaigns an account has.
namespace bsg_exporter::collect {
namespace {

constexpr std::int64_t kListRequest = -2;  // no campaign's id

}  // namespace

bool AccountReader::IsUnderWay() const {
  const Discovery* const discovery = members_.discovery();
  return IsReading(rounds_.latest()) ||
         (discovery != nullptr && discovery->under_way());
}

bool AccountReader::IsListing() const {
  const Discovery* const discovery = members_.discovery();
  return discovery != nullptr && discovery->under_way() &&
         (discovery->is_first() || outage_.is_on());
}

void AccountReader::StartListing() {
  Discovery* const discovery = members_.discovery();
  if (discovery == nullptr || !discovery->HasNext() || retired_) return;
  if (!HasRoom()) return;
  if (list_retried_login_) parts_.api->Retried();
  list_generation_ = login_.generation();
  Start(kListSlot, bsg::ListRequest(account_.base_url, *discovery->Next(),
                                    account_.zone, login_.bearer()));
}

void AccountReader::CompleteListing(http::Completion completion) {
  const Duration duration = completion.duration;
  const Answer answer = TakeApart(std::move(completion));
  Result<bsg::CampaignList> page =
      answer.body.ok() ? DigestList(*answer.body)
                       : Result<bsg::CampaignList>(answer.body.error());
  Report(bsg::Endpoint::kList, 0, answer.status,
         page.ok() ? Status() : Status(page.error()), duration);
  if (ProvesToken(answer.status)) login_.Accepted(list_generation_);
  // Where no campaign is known, the list is the judge.
  if (page.ok() && members_.served().empty()) outage_.Answered();
  if (!TriesListAgain(answer.status)) {
    list_retried_login_ = false;
    if (OnThrottled(kListRequest, answer, Needed())) {
      page = Error{Reason::kThrottled, page.error().message};
    }
    const SteadyTime now = parts_.clock.Steady();
    const bool well = page.ok();
    if (members_.discovery()->Complete(std::move(page), now,
                                       parts_.clock.Wall())) {
      NoteListing();
      if (rounds_.ScrapeWaits(now)) ReadWhatIsDue(well);
    }
  }
  ResolveSuspicion();
}

void AccountReader::ReadWhatIsDue(bool well) {
  if (throttle_.HoldsBack(parts_.clock.Steady())) return;
  if (!outage_.is_on()) {
    OpenDue(kForAll);
  } else if (well) {  // the way to the API is clear: now a campaign
    OpenTrial(kForAll, FirstJudge());
  }
}

Result<bsg::CampaignList> AccountReader::DigestList(
    const std::string& body) try {
  Result<bsg::Decoded<bsg::CampaignList>> decoded =
      bsg::DecodeCampaignList(body, account_.zone);
  if (!decoded.ok()) return decoded.error();
  parts_.unexpected.Note(account_.name, "", decoded->unexpected);
  return std::move(decoded->value);
} catch (const std::exception& exception) {
  return Error{Reason::kInternal, exception.what()};
}

// A page that a lost token was refused for is asked once more with the next.
bool AccountReader::TriesListAgain(int status) {
  using Verdict = bsg::Session::Verdict;
  if (status != 401 || list_retried_login_) return false;
  const Verdict verdict =
      login_.Rejected(kListRequest, list_generation_, Needed());
  if (verdict == Verdict::kUndecided) return false;
  if (verdict == Verdict::kDistrusted) batch_.ReleaseSuspended();
  list_retried_login_ = true;
  members_.discovery()->AskAgain();
  return true;
}

// One whose page is still on its way ends with that.
void AccountReader::AbortListing(const Error& error) {
  Discovery* const discovery = members_.discovery();
  if (discovery == nullptr || !discovery->HasNext()) return;
  list_retried_login_ = false;
  discovery->Abort(error, parts_.clock.Steady());
  NoteListing();
}

void AccountReader::NoteListing() {
  members_.ListingEnded();
  UpdateMembers();
  const std::string subject = "discovery " + account_.name;
  const auto& failure = members_.discovery()->failure();
  if (!failure) {
    if (parts_.log_throttle.Clear(subject)) {
      parts_.logger.Info("campaigns can be listed again",
                         {{"account", account_.name}});
    }
    return;
  }
  const auto held_back =
      parts_.log_throttle.Pass(subject, std::string(ToString(failure->reason)));
  if (!held_back) return;
  parts_.logger.Warn("campaigns cannot be listed: those known are kept",
                     {{"account", account_.name},
                      {"reason", ToString(failure->reason)},
                      {"err", failure->message},
                      {"held_back", *held_back}});
}

}  // namespace bsg_exporter::collect
