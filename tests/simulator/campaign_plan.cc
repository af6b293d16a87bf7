#include "tests/simulator/campaign_plan.h"

#include <algorithm>

#include "tests/simulator/choices.h"

namespace bsg_exporter::simulator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// A time between two others, on a whole second: the API prints no finer.
Span Between(Choices& choose, seconds low, seconds high) {
  return seconds(choose.Between(low.count(), high.count()));
}

// Sets the times of a campaign that was created shortly before its start.
void StartAt(CampaignPlan& plan, Choices& choose, Instant starts, Span dispatch,
             Span ahead = seconds(0)) {
  plan.starts = starts;
  plan.planned = starts - Between(choose, seconds(0), seconds(20));
  plan.created = plan.planned - ahead - seconds(30);
  plan.creation_ends = plan.created + seconds(5);
  plan.moderation_ends = plan.creation_ends;
  plan.dispatch = dispatch;
}

// One choice a statement: compilers differ in which argument comes first.
void SetLiving(CampaignPlan& plan, Choices& choose, Instant now) {
  const Span until_start = Between(choose, -hours(72), hours(48));
  const Span dispatch = Between(choose, minutes(5), hours(6));
  // Whenever it starts, it has been created already.
  const Span ahead = std::max<Span>(until_start, Span(0)) + minutes(1);
  StartAt(plan, choose, now + until_start, dispatch, ahead);
}

void SetSending(CampaignPlan& plan, Choices& choose, Instant now) {
  const Span since_start = Between(choose, minutes(40), minutes(100));
  const Span dispatch = Between(choose, hours(2), hours(6));
  StartAt(plan, choose, now - since_start, dispatch);
}

void SetHalt(CampaignPlan& plan, Choices& choose, Instant now) {
  StartAt(plan, choose, now - hours(2), hours(4));
  plan.halted = now - minutes(40);
}

void SetModeration(CampaignPlan& plan, Choices& choose, Instant now) {
  StartAt(plan, choose, now + hours(6), minutes(40), hours(7));
  plan.moderation_ends = now + hours(5);
}

void SetSpam(CampaignPlan& plan, Choices& choose, Instant now) {
  StartAt(plan, choose, now, minutes(40), hours(3));
  plan.moderation_ends = now - hours(1);
  plan.refused = true;
}

void SetCreation(CampaignPlan& plan, Choices& choose, Instant now) {
  StartAt(plan, choose, now + minutes(30), minutes(40), minutes(31));
  plan.creation_ends = now + minutes(20);
  plan.moderation_ends = plan.creation_ends;
}

void SetLate(CampaignPlan& plan, Choices& choose, Instant now) {
  StartAt(plan, choose, now - hours(1), minutes(40), hours(20));
  plan.starts = now + hours(24 * 365);
}

// Long enough that an alert which waits for some real minutes fires even
// where time runs fast, and so large that hundreds of messages come to their
// end in half an hour.
void SetCollapse(CampaignPlan& plan, Choices& choose, Instant now) {
  StartAt(plan, choose, now - hours(16), hours(48));
  plan.collapses = plan.starts + hours(1);
  plan.messages = 100'000;
}

void SetGap(CampaignPlan& plan, Choices& choose, Instant now) {
  StartAt(plan, choose, now - hours(240), minutes(30));
  plan.unaccounted = plan.messages * 3 / 100 + 1;
}

void SetTimes(CampaignPlan& plan, Choices& choose, Instant now) {
  constexpr hours kDay(24);
  switch (plan.kind) {
    case Kind::kLiving:
      return SetLiving(plan, choose, now);
    case Kind::kFuture:
      return StartAt(plan, choose, now + Between(choose, kDay, 29 * kDay),
                     minutes(40), 30 * kDay);
    case Kind::kCreation:
      return SetCreation(plan, choose, now);
    case Kind::kModeration:
      return SetModeration(plan, choose, now);
    case Kind::kSending:
      return SetSending(plan, choose, now);
    case Kind::kStuck:
    case Kind::kPaused:
    case Kind::kStopped:
      return SetHalt(plan, choose, now);
    case Kind::kLate:
      return SetLate(plan, choose, now);
    case Kind::kSpam:
      return SetSpam(plan, choose, now);
    case Kind::kCollapsing:
      return SetCollapse(plan, choose, now);
    case Kind::kDone:
      return StartAt(plan, choose, now - minutes(50), minutes(30));
    case Kind::kSettled:
      return StartAt(plan, choose, now - Between(choose, 10 * kDay, 60 * kDay),
                     minutes(30));
    case Kind::kGap:
      return SetGap(plan, choose, now);
  }
}

// A fallback makes the first channel give up early.
Span ValidityOf(const CampaignPlan& plan) {
  if (plan.sms_fallback) return hours(1);
  return plan.type == Type::kSms ? hours(24) : hours(72);
}

void SetFates(CampaignPlan& plan, Choices& choose) {
  const bool sms = plan.type == Type::kSms;
  plan.sms_fallback = (plan.type == Type::kRcs || plan.type == Type::kViber) &&
                      choose.Below(100) < 60 && plan.kind != Kind::kCollapsing;
  plan.validity = ValidityOf(plan);
  if (plan.type == Type::kRcs || plan.type == Type::kViber) {
    plan.not_user = choose.Between(20'000, 120'000);
  }
  plan.failed = choose.Between(1'000, 10'000);
  plan.expires = choose.Between(10'000, 30'000);
  plan.reached = choose.Between(960'000, 990'000);
  plan.unknown = sms ? choose.Between(100'000, 400'000) : 0;
  if (!sms) {
    plan.read_soon = choose.Between(150'000, 350'000);
    plan.read_later = choose.Between(100'000, 300'000);
  }
}

// Two decimals can only be written of prices that have no more.
void SetPrices(CampaignPlan& plan, Choices& choose) {
  plan.price = choose.Between(50'000, 450'000);
  plan.fallback_price = choose.Between(100'000, 700'000);
  if (plan.shape.price != PriceForm::kTwoDecimals) return;
  constexpr std::int64_t kCent = 100'000;
  plan.price = (plan.price / kCent + 1) * kCent;
  plan.fallback_price = (plan.fallback_price / kCent + 1) * kCent;
}

std::string SenderOf(Type type, Choices& choose) {
  const std::string brand =
      choose.OneOf({"Acme", "Globex", "Initech", "Umbrella", "Hooli"});
  switch (type) {
    case Type::kRcs:
      return brand + "Agent";
    case Type::kViber:
      return brand + "Viber";
    case Type::kWhatsapp:
      return brand + "Business";
    case Type::kSms:
      break;
  }
  return brand;
}

std::string NameOf(Type type, Instant created) {
  switch (type) {
    case Type::kRcs:
      return "RCS api campaign / " + TimeText(created);
    case Type::kSms:
      return "SMS api campaign / " + TimeText(created);
    case Type::kViber:
      return "Viber api campaign / " + TimeText(created);
    case Type::kWhatsapp:
      return "WhatsApp api campaign / " + TimeText(created);
  }
  return "";
}

}  // namespace

CampaignPlan MakePlan(const PlanOptions& options, std::size_t account,
                      std::int64_t id, Type type, Kind kind) {
  Choices choose(options.seed, static_cast<std::uint64_t>(id));
  CampaignPlan plan;
  plan.id = id;
  plan.account = account;
  plan.type = type;
  plan.kind = kind;
  plan.shape = options.shape.value_or(ShapeBySeed(options.seed, id));
  plan.messages = choose.Between(300, 5000);
  SetTimes(plan, choose, options.start);
  plan.phones = plan.messages - plan.messages * choose.Below(6) / 100;
  SetFates(plan, choose);
  SetPrices(plan, choose);
  plan.sender = SenderOf(type, choose);
  plan.name = NameOf(type, plan.created + options.created_offset);
  return plan;
}

}  // namespace bsg_exporter::simulator
