#include "exporter/collect/discovery.h"

#include <algorithm>
#include <utility>

#include "exporter/collect/plan.h"

namespace bsg_exporter::collect {
namespace {

// The API's own bounds of a page.
constexpr std::size_t kLargestPage = 500;
constexpr std::size_t kSmallestPage = 30;

// More would be a server that makes up pages.
constexpr std::size_t kMostPages = 1000;

// Nor does an account serve more campaigns, however many stand on a page.
constexpr std::size_t kMostRows = 100'000;

// The API takes a period of three months at most, and lets it end up to 30 days
// ahead: that far can a campaign be planned. A day less, because its clock and
// zone are not ours.
constexpr std::chrono::days kLongestPeriod(89);
constexpr std::chrono::days kPlannedAhead(29);

std::chrono::microseconds Whole(Duration duration) {
  return std::chrono::ceil<std::chrono::microseconds>(duration);
}

}  // namespace

Discovery::Discovery(const DiscoveryOptions& options, Duration first_rest)
    : options_(options),
      first_rest_(std::min(first_rest, options.refresh_interval)),
      found_(options.types.size()) {}

void Discovery::TakeOver(const Discovery& other) {
  for (std::size_t i = 0; i < options_.types.size(); ++i) {
    const auto& theirs = other.options_.types;
    const auto at = std::find(theirs.begin(), theirs.end(), options_.types[i]);
    if (at == theirs.end()) continue;
    found_[i] = other.found_[static_cast<std::size_t>(at - theirs.begin())];
  }
  ended_ = other.ended_;
  is_known_ = other.is_known_;
  succeeded_ = other.succeeded_;
  failure_ = other.failure_;
  if (options_ != other.options_) return;
  not_before_ = other.not_before_;
  failures_ = other.failures_;
}

void Discovery::Begin(SteadyTime now, WallTime wall) {
  began_ = now;
  walk_ = Walk();
  walk_->from = wall - Whole(options_.created_within);
  walk_->to =
      std::min<WallTime>(wall + kPlannedAhead, walk_->from + kLongestPeriod);
  walk_->limit = kLargestPage;
}

std::optional<bsg::ListQuery> Discovery::Next() {
  if (!HasNext()) return std::nullopt;
  walk_->asked = true;
  return bsg::ListQuery{.type = options_.types[walk_->type],
                        .from = walk_->from,
                        .to = walk_->to,
                        .offset = walk_->offset,
                        .limit = walk_->limit};
}

void Discovery::AskAgain() { walk_->asked = false; }

bool Discovery::Complete(Result<bsg::CampaignList> page, SteadyTime now,
                         WallTime wall) {
  walk_->asked = false;
  bool over = false;
  if (page.ok() && IsTooMuch(*page)) {
    over = FailType(
        {Reason::kTooLarge, "more than " + std::to_string(kMostRows) +
                                " rows, those of other types included: lower "
                                "created_within, or list fewer types"});
  } else if (page.ok()) {
    over = TakePage(std::move(page).value()) && NextType();
  } else if (page.error().reason == Reason::kTooLarge &&
             walk_->limit > kSmallestPage) {
    walk_->limit = std::max(walk_->limit / 4, kSmallestPage);
  } else {
    over = FailType(page.error());
  }
  if (!over) return false;
  if (!walk_->failure) succeeded_ = wall;
  if (walk_->type == options_.types.size()) is_known_ = true;
  End(now);
  return true;
}

// Together with what is kept of the other types. Rows that are repeated or
// cannot be read count, too: they were read.
bool Discovery::IsTooMuch(const bsg::CampaignList& page) const {
  std::size_t rows = walk_->offset + page.rows.size() + page.unreadable;
  for (std::size_t i = 0; i < found_.size(); ++i) {
    if (i != walk_->type) rows += found_[i].rows.size();
  }
  return rows > kMostRows;
}

// True if it was the type's last one. Newest first, so whatever comes into
// being meanwhile shifts the rest onto later pages, where it is seen twice and
// not missed. The server's total is believed as long as it makes sense; without
// it the end is a page with fewer rows than any may be limited to. Two pages
// without anything new are a server that does not heed the offset.
bool Discovery::TakePage(bsg::CampaignList page) {
  const std::size_t rows = page.rows.size() + page.unreadable;
  std::size_t fresh = 0;
  for (bsg::ListedCampaign& row : page.rows) {
    if (!walk_->seen.insert(row.id).second) continue;
    walk_->listing.rows.push_back(std::move(row));
    ++fresh;
  }
  walk_->listing.unreadable += page.unreadable;
  walk_->offset += rows;
  walk_->pages_without_news = fresh == 0 ? walk_->pages_without_news + 1 : 0;
  if (rows == 0 || walk_->pages_without_news == 2) return true;
  if (++walk_->pages == kMostPages) {
    walk_->failure = Error{Reason::kTooLarge, "the list does not end"};
    return true;
  }
  const bool total_makes_sense = page.total && *page.total >= walk_->offset;
  if (total_makes_sense) return *page.total == walk_->offset;
  return rows < kSmallestPage;
}

// True if there is none.
bool Discovery::NextType() {
  found_[walk_->type] = std::exchange(walk_->listing, {});
  walk_->seen.clear();
  walk_->offset = walk_->pages = walk_->pages_without_news = 0;
  walk_->limit = kLargestPage;
  return ++walk_->type == options_.types.size();
}

// True if the listing is over. A type that the API refuses (it does not list
// every one) costs the others nothing; trouble would meet them as well.
bool Discovery::FailType(const Error& error) {
  if (!walk_->failure) {
    walk_->failure = WithContext("type " + options_.types[walk_->type], error);
  }
  if (IsTrouble(error.reason)) return true;
  walk_->listing = std::move(found_[walk_->type]);  // as it was
  return NextType();
}

void Discovery::Abort(const Error& error, SteadyTime now) {
  if (!walk_->failure) walk_->failure = error;
  End(now);
}

void Discovery::End(SteadyTime now) {
  ended_ = true;
  failure_ = std::move(walk_->failure);
  walk_.reset();
  failures_ = failure_ ? failures_ + 1 : 0;
  Duration rest = options_.refresh_interval;
  if (failure_) {
    rest = first_rest_;
    for (int i = 1; i < failures_ && rest < options_.refresh_interval; ++i) {
      rest *= 2;
    }
    rest = std::min(rest, options_.refresh_interval);
  }
  not_before_ = (failure_ ? now : began_) + rest;
}

std::vector<bsg::ListedCampaign> Discovery::Found() const {
  std::vector<bsg::ListedCampaign> all;
  for (const Listing& listing : found_) {
    all.insert(all.end(), listing.rows.begin(), listing.rows.end());
  }
  return all;
}

std::size_t Discovery::unreadable() const {
  std::size_t all = 0;
  for (const Listing& listing : found_) all += listing.unreadable;
  return all;
}

}  // namespace bsg_exporter::collect
