#include "tests/simulator/campaign_life.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bsg_exporter::simulator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;

constexpr Instant kStart{std::chrono::seconds(1'771'000'000)};

std::vector<CampaignPlan> PlansOfEveryKind() {
  std::vector<CampaignPlan> plans;
  std::int64_t id = 100;
  for (const Kind kind : kKinds) {
    for (const Type type : kTypes) {
      for (int i = 0; i < 3; ++i) {
        plans.push_back(
            MakePlan({.seed = 7, .start = kStart}, 0, id++, type, kind));
      }
    }
  }
  return plans;
}

// Instants from its creation to long after its end, dense at first.
std::vector<Instant> LifeOf(const CampaignPlan& plan) {
  std::vector<Instant> instants = {plan.created};
  for (int i = 0; i < 400; ++i) {
    instants.push_back(plan.starts + minutes(i * i) / 10);
  }
  instants.push_back(plan.starts + hours(24 * 30));
  return instants;
}

std::string Name(const CampaignPlan& plan) {
  return std::string(ToString(plan.kind)) + " " +
         std::string(ToString(plan.type)) + " " + std::to_string(plan.id);
}

Counters Waiting(const Counters& all) {
  Counters waiting = all;
  for (const Counter done : {kDelivered, kExpired, kFailed, kUndelivered,
                             kUnknown, kRead, kNotViberUser, kNotRcsUser}) {
    waiting[done] = 0;
  }
  return waiting;
}

CampaignPlan PlanOf(Kind kind, Type type = Type::kRcs) {
  return MakePlan({.seed = 7, .start = kStart}, 0, 5, type, kind);
}

TEST(CampaignLifeTest, PrimaryCountersAlwaysSumUpToTheTotal) {
  for (const CampaignPlan& plan : PlansOfEveryKind()) {
    for (const Instant now : LifeOf(plan)) {
      const CampaignState state = StateAt(plan, now);
      const std::int64_t gap = state.total_messages == 0 ? 0 : plan.unaccounted;
      ASSERT_EQ(Sum(state.primary) + gap, state.total_messages) << Name(plan);
      ASSERT_THAT(state.primary, Each(Ge(0))) << Name(plan);
      ASSERT_THAT(state.sms.value_or(Counters{}), Each(Ge(0))) << Name(plan);
    }
  }
}

TEST(CampaignLifeTest, FinalCountersAndThePriceNeverFall) {
  for (const CampaignPlan& plan : PlansOfEveryKind()) {
    CampaignState before = StateAt(plan, plan.created);
    for (const Instant now : LifeOf(plan)) {
      const CampaignState after = StateAt(plan, now);
      for (const Counter counter : {kExpired, kFailed, kUndelivered, kUnknown,
                                    kRead, kNotViberUser, kNotRcsUser}) {
        ASSERT_GE(after.primary[counter], before.primary[counter])
            << Name(plan) << " " << kCounterNames[counter];
      }
      // `delivered` falls as messages get read.
      ASSERT_GE(after.primary[kDelivered] + after.primary[kRead],
                before.primary[kDelivered] + before.primary[kRead])
          << Name(plan);
      ASSERT_GE(after.price, before.price) << Name(plan);
      if (before.sms) {
        ASSERT_GE(Sum(*after.sms), Sum(*before.sms)) << Name(plan);
      }
      before = after;
    }
  }
}

TEST(CampaignLifeTest, TheFallbackHoldsThoseThatFellBack) {
  std::size_t with_fallback = 0;
  for (const CampaignPlan& plan : PlansOfEveryKind()) {
    const CampaignState end = StateAt(plan, plan.starts + hours(200));
    if (!end.sms || plan.refused) continue;
    ++with_fallback;
    EXPECT_EQ(Sum(*end.sms),
              end.primary[kNotRcsUser] + end.primary[kNotViberUser] +
                  end.primary[kExpired] + end.primary[kUndelivered])
        << Name(plan);
    EXPECT_GT(Sum(*end.sms), 0) << Name(plan);
  }
  EXPECT_GT(with_fallback, 10u);
}

TEST(CampaignLifeTest, NothingWaitsOnceACampaignHasSettled) {
  const CampaignState settled = StateAt(PlanOf(Kind::kSettled), kStart);
  EXPECT_EQ(settled.status, "done");
  EXPECT_EQ(Sum(Waiting(settled.primary)), 0);
  const CampaignState done = StateAt(PlanOf(Kind::kDone), kStart);
  EXPECT_EQ(done.status, "done");
  EXPECT_GT(Sum(Waiting(done.primary)), 0);
}

TEST(CampaignLifeTest, RunsThroughTheDocumentedStatusesInTheirOrder) {
  CampaignPlan plan = PlanOf(Kind::kModeration);
  plan.creation_ends = plan.created + minutes(1);
  std::vector<std::string> statuses;
  for (Instant now = plan.created; now < plan.starts + hours(4);
       now += minutes(1)) {
    const std::string status(StateAt(plan, now).status);
    if (statuses.empty() || statuses.back() != status) {
      statuses.push_back(status);
    }
  }
  EXPECT_THAT(statuses, ElementsAre("creation", "moderation", "scheduled",
                                    "sending", "done"));
}

TEST(CampaignLifeTest, EveryKindStandsWhereItsNameSays) {
  const auto status = [](Kind kind) {
    return StateAt(PlanOf(kind), kStart).status;
  };
  EXPECT_EQ(status(Kind::kFuture), "scheduled");
  EXPECT_EQ(status(Kind::kCreation), "creation");
  EXPECT_EQ(status(Kind::kModeration), "moderation");
  EXPECT_EQ(status(Kind::kSending), "sending");
  EXPECT_EQ(status(Kind::kStuck), "sending");
  EXPECT_EQ(status(Kind::kLate), "scheduled");
  EXPECT_EQ(status(Kind::kPaused), "paused");
  EXPECT_EQ(status(Kind::kStopped), "stopped");
  EXPECT_EQ(status(Kind::kSpam), "spam");
  EXPECT_EQ(status(Kind::kCollapsing), "sending");
  EXPECT_EQ(status(Kind::kDone), "done");
  EXPECT_EQ(status(Kind::kSettled), "done");
  EXPECT_EQ(status(Kind::kGap), "done");
}

TEST(CampaignLifeTest, TimesAreThereOnceTheyHaveCome) {
  CampaignPlan plan = PlanOf(Kind::kSending);
  EXPECT_EQ(StateAt(plan, plan.starts - Span(1)).started, std::nullopt);
  EXPECT_EQ(StateAt(plan, plan.starts).started, plan.starts);
  EXPECT_EQ(StateAt(plan, plan.starts + plan.dispatch).finished, std::nullopt);
  const CampaignState end = StateAt(plan, plan.starts + 2 * plan.dispatch);
  ASSERT_TRUE(end.finished.has_value());
  EXPECT_GT(*end.finished, plan.starts + plan.dispatch);
  EXPECT_EQ(StateAt(plan, *end.finished).status, "done");
  EXPECT_EQ(StateAt(plan, *end.finished - Span(1)).status, "sending");
}

TEST(CampaignLifeTest, AStuckCampaignStandsStill) {
  const CampaignPlan plan = PlanOf(Kind::kStuck);
  const CampaignState now = StateAt(plan, kStart - minutes(35));
  const CampaignState later = StateAt(plan, kStart + hours(50));
  EXPECT_EQ(now.primary, later.primary);
  EXPECT_GT(now.primary[kScheduled], 0);
  EXPECT_GT(now.primary[kSending], 0);
  EXPECT_EQ(later.status, "sending");
}

TEST(CampaignLifeTest, APausedCampaignKeepsItsScheduledMessages) {
  const CampaignPlan plan = PlanOf(Kind::kPaused);
  const CampaignState now = StateAt(plan, kStart);
  const CampaignState later = StateAt(plan, kStart + hours(50));
  EXPECT_GT(now.primary[kScheduled], 0);
  EXPECT_EQ(now.primary[kScheduled], later.primary[kScheduled]);
  EXPECT_EQ(now.primary[kSending], 0);
  EXPECT_EQ(later.finished, std::nullopt);
}

TEST(CampaignLifeTest, ACollapsedCampaignHardlyReachesAnybody) {
  const CampaignPlan plan = PlanOf(Kind::kCollapsing);
  const CampaignState now = StateAt(plan, kStart);
  const std::int64_t reached = now.primary[kDelivered] + now.primary[kRead];
  EXPECT_GT(reached, 0);
  EXPECT_LT(reached * 2, reached + now.primary[kUndelivered]);
  EXPECT_GE(reached + now.primary[kUndelivered], 1000);
  EXPECT_EQ(now.sms, std::nullopt);
  const CampaignState later = StateAt(plan, kStart + minutes(30));
  EXPECT_GE(later.primary[kUndelivered] - now.primary[kUndelivered], 500);
}

TEST(CampaignLifeTest, AnAccountingGapIsInTheTotalOnly) {
  const CampaignState now = StateAt(PlanOf(Kind::kGap), kStart);
  EXPECT_LT(Sum(now.primary), now.total_messages);
}

TEST(CampaignLifeTest, UsersWithoutTheAppAreCountedByChannel) {
  const CampaignState rcs = StateAt(PlanOf(Kind::kSettled), kStart);
  EXPECT_GT(rcs.primary[kNotRcsUser], 0);
  EXPECT_EQ(rcs.primary[kNotViberUser], 0);
  const CampaignState viber =
      StateAt(PlanOf(Kind::kSettled, Type::kViber), kStart);
  EXPECT_GT(viber.primary[kNotViberUser], 0);
  EXPECT_EQ(viber.primary[kNotRcsUser], 0);
  const CampaignState sms = StateAt(PlanOf(Kind::kSettled, Type::kSms), kStart);
  EXPECT_EQ(sms.primary[kNotRcsUser] + sms.primary[kNotViberUser], 0);
  EXPECT_EQ(sms.primary[kRead], 0);
  EXPECT_GT(sms.primary[kUnknown], 0);
}

TEST(CampaignPlanTest, DependsOnSeedAndIdAlone) {
  const PlanOptions options{.seed = 3, .start = kStart};
  const CampaignPlan a = MakePlan(options, 0, 9, Type::kRcs, Kind::kLiving);
  const CampaignPlan b = MakePlan(options, 0, 9, Type::kRcs, Kind::kLiving);
  EXPECT_EQ(a.messages, b.messages);
  EXPECT_EQ(a.starts, b.starts);
  EXPECT_EQ(a.shape, b.shape);
  EXPECT_EQ(StateAt(a, kStart).primary, StateAt(b, kStart).primary);
  const CampaignPlan other =
      MakePlan({.seed = 4, .start = kStart}, 0, 9, Type::kRcs, Kind::kLiving);
  EXPECT_NE(a.starts, other.starts);
  EXPECT_NE(a.messages, other.messages);
}

// Compilers and machines must agree, or a seed means nothing in a report.
TEST(CampaignPlanTest, TheSameSeedMeansTheSameCampaignsEverywhere) {
  const CampaignPlan plan = MakePlan({.seed = 1, .start = kStart}, 0,
                                     61'000'001, Type::kRcs, Kind::kLiving);
  EXPECT_EQ(plan.messages, 3032);
  EXPECT_EQ(plan.sender, "UmbrellaAgent");
  EXPECT_EQ(TimeText(plan.starts), "2026-02-14 01:34:05");
  EXPECT_THAT(StateAt(plan, kStart + hours(100)).primary,
              ElementsAre(1623, 0, 0, 0, 0, 0, 61, 19, 44, 0, 1101, 0, 184));
}

TEST(CampaignPlanTest, EveryCampaignIsCreatedBeforeItIsNeeded) {
  for (const CampaignPlan& plan : PlansOfEveryKind()) {
    EXPECT_LT(plan.created, kStart) << Name(plan);
    EXPECT_LE(plan.creation_ends, plan.moderation_ends) << Name(plan);
    EXPECT_LE(plan.planned, plan.starts) << Name(plan);
    EXPECT_GT(plan.planned, kStart - hours(24 * 61)) << Name(plan);
  }
}

TEST(CampaignPlanTest, TheNameShowsTheCreationInItsZone) {
  const CampaignPlan plan =
      MakePlan({.seed = 1, .start = kStart, .created_offset = hours(3)}, 0, 1,
               Type::kViber, Kind::kDone);
  EXPECT_EQ(plan.name,
            "Viber api campaign / " + TimeText(plan.created + hours(3)));
}

}  // namespace
}  // namespace bsg_exporter::simulator
