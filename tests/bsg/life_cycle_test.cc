#include "bsg_exporter/bsg/life_cycle.h"

#include <gtest/gtest.h>

namespace bsg_exporter::bsg {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const WallTime kNow = WallTime(seconds(1'771'000'000));

Campaign In(std::string status) {
  Campaign campaign;
  campaign.status = std::move(status);
  return campaign;
}

Campaign DoneWith(std::string counter, std::int64_t messages, Role role,
                  WallTime finished) {
  Campaign campaign = In("done");
  campaign.finished_at = finished;
  campaign.channels = {{"rcs", Role::kPrimary, {{"delivered", 10}}},
                       {"sms", role, {{std::move(counter), messages}}}};
  return campaign;
}

TEST(PhaseTest, FollowsTheStatusWhileTheCampaignIsNotOver) {
  EXPECT_EQ(PhaseOf(In("sending"), kNow), Phase::kActive);
  EXPECT_EQ(PhaseOf(In("paused"), kNow), Phase::kActive);
  EXPECT_EQ(PhaseOf(In("creation"), kNow), Phase::kWaiting);
  EXPECT_EQ(PhaseOf(In("moderation"), kNow), Phase::kWaiting);
  EXPECT_EQ(PhaseOf(In("scheduled"), kNow), Phase::kWaiting);
  EXPECT_EQ(PhaseOf(In("spam"), kNow), Phase::kSettled);
}

TEST(PhaseTest, AStatusThatNobodyDocumentsIsActive) {
  EXPECT_EQ(PhaseOf(In("archived"), kNow), Phase::kActive);
  EXPECT_EQ(PhaseOf(Campaign(), kNow), Phase::kActive);
}

TEST(PhaseTest, DoneIsFinishingWhileAMessageCanStillMove) {
  for (const char* moving :
       {"scheduled", "moderation", "accepted", "sending", "sent"}) {
    EXPECT_EQ(PhaseOf(DoneWith(moving, 1, Role::kAlternative, kNow), kNow),
              Phase::kFinishing)
        << moving;
    EXPECT_EQ(PhaseOf(DoneWith(moving, 0, Role::kAlternative, kNow), kNow),
              Phase::kSettled)
        << moving;
  }
  EXPECT_EQ(PhaseOf(DoneWith("undelivered", 5, Role::kAlternative, kNow), kNow),
            Phase::kSettled);
  EXPECT_EQ(PhaseOf(In("stopped"), kNow), Phase::kSettled);
}

TEST(PhaseTest, FinishingEndsSevenDaysAfterTheFinish) {
  const Campaign campaign = DoneWith("sent", 1, Role::kAlternative, kNow);
  EXPECT_EQ(PhaseOf(campaign, kNow + days(7)), Phase::kFinishing);
  EXPECT_EQ(PhaseOf(campaign, kNow + days(7) + seconds(1)), Phase::kSettled);
}

TEST(PhaseTest, WithoutAFinishTheStartOrTheCreationCounts) {
  Campaign campaign = DoneWith("sent", 1, Role::kAlternative, kNow);
  campaign.finished_at.reset();
  EXPECT_EQ(PhaseOf(campaign, kNow), Phase::kFinishing);
  campaign.created_at = kNow - days(30);
  EXPECT_EQ(PhaseOf(campaign, kNow), Phase::kSettled);
  campaign.actual_start = kNow - hours(1);
  EXPECT_EQ(PhaseOf(campaign, kNow), Phase::kFinishing);
}

TEST(RefreshIntervalTest, ComesFromThePhase) {
  const RefreshIntervals at;
  const Campaign sending = In("sending"), planned = In("scheduled"),
                 over = In("done");
  const Campaign ending = DoneWith("sent", 1, Role::kAlternative, kNow);
  EXPECT_EQ(RefreshInterval(&sending, {}, at, kNow), seconds(0));
  EXPECT_EQ(RefreshInterval(&planned, {}, at, kNow), minutes(1));
  EXPECT_EQ(RefreshInterval(&ending, {}, at, kNow), minutes(1));
  EXPECT_EQ(RefreshInterval(&over, {}, at, kNow), minutes(15));
  EXPECT_EQ(RefreshInterval(nullptr, Reason::kPending, at, kNow), seconds(0));
}

TEST(RefreshIntervalTest, WhatTheApiRefusesIsSettled) {
  const RefreshIntervals at;
  const Campaign sending = In("sending");
  for (const Reason refused :
       {Reason::kForbidden, Reason::kNotFound, Reason::kClientError}) {
    EXPECT_EQ(RefreshInterval(&sending, refused, at, kNow), minutes(15));
    EXPECT_EQ(RefreshInterval(nullptr, refused, at, kNow), minutes(15));
  }
  EXPECT_EQ(RefreshInterval(&sending, Reason::kTimeout, at, kNow), seconds(0));
}

TEST(IsFinalTest, WhatIsUnderWayIsNotAndWhatNobodyDocumentsIs) {
  for (const char* moving :
       {"scheduled", "moderation", "accepted", "sending", "sent"}) {
    EXPECT_FALSE(IsFinal(moving)) << moving;
  }
  for (const char* final : {"delivered", "read", "failed", "clicked", ""}) {
    EXPECT_TRUE(IsFinal(final)) << final;
  }
}

}  // namespace
}  // namespace bsg_exporter::bsg
