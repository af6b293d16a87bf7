#include "bsg_exporter/bsg/session.h"

#include <gtest/gtest.h>

namespace bsg_exporter::bsg {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Verdict = Session::Verdict;

const WallTime kWall = WallTime(seconds(1'771'000'000));
const SteadyTime kNow = SteadyTime(hours(5));
const Secret kKey("live_key");

class SessionTest : public testing::Test {
 protected:
  void LogIn(std::optional<WallTime> expires = kWall + hours(1)) {
    session_.LoginStarted(kKey);
    session_.LoginSucceeded({Secret("token"), expires}, kWall);
  }
  // Three different requests earn a 401 with the token in force.
  Verdict RejectThrice(SteadyTime now) {
    const auto generation = session_.generation();
    session_.Rejected(1, generation, 3, now);
    session_.Rejected(2, generation, 3, now);
    return session_.Rejected(3, generation, 3, now);
  }

  Session session_{{.first = seconds(10), .most = minutes(15)}};
};

TEST_F(SessionTest, StartsWithoutATokenAndWantsOne) {
  EXPECT_FALSE(session_.Usable(kWall));
  EXPECT_TRUE(session_.WantsLogin(kWall, kNow));
}

TEST_F(SessionTest, SendsOneLoginAtATime) {
  session_.LoginStarted(kKey);
  EXPECT_FALSE(session_.WantsLogin(kWall, kNow));
  session_.LoginSucceeded({Secret("token"), {}}, kWall);
  EXPECT_TRUE(session_.Usable(kWall));
  EXPECT_EQ(session_.bearer().Reveal(), "token");
  EXPECT_FALSE(session_.WantsLogin(kWall, kNow));
}

TEST_F(SessionTest, EachTokenHasALaterNumber) {
  LogIn();
  const auto first = session_.generation();
  LogIn();
  EXPECT_EQ(session_.generation(), first + 1);
}

TEST_F(SessionTest, RenewsFiveMinutesAheadAndUsesTheOldTokenMeanwhile) {
  LogIn(kWall + hours(1));
  EXPECT_FALSE(session_.WantsLogin(kWall + minutes(54), kNow));
  EXPECT_TRUE(session_.WantsLogin(kWall + minutes(55), kNow));
  EXPECT_TRUE(session_.Usable(kWall + minutes(59)));
  EXPECT_FALSE(session_.Usable(kWall + minutes(60)));
}

TEST_F(SessionTest, RenewsAShortLivedTokenATenthAhead) {
  LogIn(kWall + seconds(100));
  EXPECT_FALSE(session_.WantsLogin(kWall + seconds(89), kNow));
  EXPECT_TRUE(session_.WantsLogin(kWall + seconds(90), kNow));
}

TEST_F(SessionTest, RenewsWhatLivesASecondAndNothingShorter) {
  LogIn(kWall + seconds(1));
  EXPECT_TRUE(session_.WantsLogin(kWall + milliseconds(900), kNow));
  LogIn(kWall + milliseconds(999));
  EXPECT_FALSE(session_.WantsLogin(kWall + hours(1), kNow));
}

TEST_F(SessionTest, UsesATokenThatIsExpiredOnArrival) {
  LogIn(kWall - hours(1));
  EXPECT_TRUE(session_.Usable(kWall + hours(24)));
  EXPECT_FALSE(session_.WantsLogin(kWall + hours(24), kNow));
}

TEST_F(SessionTest, UsesATokenWithoutExpiryUntilItIsRefused) {
  LogIn(std::nullopt);
  EXPECT_TRUE(session_.Usable(kWall + hours(9999)));
  EXPECT_FALSE(session_.WantsLogin(kWall + hours(9999), kNow));
}

TEST_F(SessionTest, DistrustsATokenAfterThreeDifferentRequests) {
  LogIn();
  const auto generation = session_.generation();
  EXPECT_EQ(session_.Rejected(1, generation, 3, kNow), Verdict::kUndecided);
  EXPECT_EQ(session_.Rejected(1, generation, 3, kNow), Verdict::kUndecided);
  EXPECT_EQ(session_.Rejected(2, generation, 3, kNow), Verdict::kUndecided);
  EXPECT_TRUE(session_.Usable(kWall));
  EXPECT_EQ(session_.Rejected(3, generation, 3, kNow), Verdict::kDistrusted);
  EXPECT_FALSE(session_.Usable(kWall));
  EXPECT_TRUE(session_.WantsLogin(kWall, kNow)) << "one new login at once";
}

TEST_F(SessionTest, AnAcceptedRequestClearsTheToken) {
  LogIn();
  const auto generation = session_.generation();
  session_.Rejected(1, generation, 3, kNow);
  session_.Rejected(2, generation, 3, kNow);
  session_.Accepted(generation);
  EXPECT_EQ(session_.Rejected(3, generation, 3, kNow), Verdict::kUndecided);
  EXPECT_EQ(session_.rejections(), 1u);
}

TEST_F(SessionTest, A401OfAnOlderTokenNeverCostsTheNewOne) {
  LogIn();
  const auto older = session_.generation();
  ASSERT_EQ(RejectThrice(kNow), Verdict::kDistrusted);
  EXPECT_EQ(session_.Rejected(4, older, 1, kNow), Verdict::kOlderToken);
  LogIn();
  EXPECT_EQ(session_.Rejected(5, older, 1, kNow), Verdict::kOlderToken);
  session_.Accepted(older);  // says nothing about the new one
  EXPECT_TRUE(session_.Usable(kWall));
}

TEST_F(SessionTest, AnAnswerToAnOlderTokenSaysNothingOfTheNewOne) {
  LogIn();
  const auto older = session_.generation();
  LogIn();
  const auto newer = session_.generation();
  session_.Rejected(1, newer, 3, kNow);
  session_.Rejected(2, newer, 3, kNow);
  session_.Accepted(older);
  EXPECT_EQ(session_.Rejected(3, newer, 3, kNow), Verdict::kDistrusted);
}

TEST_F(SessionTest, BacksOffLongerEveryTimeWhenNewTokensAreLostToo) {
  LogIn();
  ASSERT_EQ(RejectThrice(kNow), Verdict::kDistrusted);
  ASSERT_FALSE(session_.BacksOff(kNow));
  LogIn();
  ASSERT_EQ(RejectThrice(kNow), Verdict::kDistrusted);
  EXPECT_FALSE(session_.WantsLogin(kWall, kNow + seconds(19)));
  EXPECT_TRUE(session_.WantsLogin(kWall, kNow + seconds(20)));
  LogIn();
  ASSERT_EQ(RejectThrice(kNow), Verdict::kDistrusted);
  EXPECT_FALSE(session_.WantsLogin(kWall, kNow + seconds(39)));
  EXPECT_TRUE(session_.WantsLogin(kWall, kNow + seconds(40)));
}

TEST_F(SessionTest, AProvenTokenThatIsLostIsReplacedAtOnce) {
  for (int i = 0; i < 5; ++i) {
    LogIn();
    session_.Accepted(session_.generation());
    ASSERT_EQ(RejectThrice(kNow), Verdict::kDistrusted);
    EXPECT_TRUE(session_.WantsLogin(kWall, kNow));
  }
}

TEST_F(SessionTest, ARefusedLoginForgetsTheTokenAndWaits) {
  LogIn();
  session_.LoginStarted(kKey);
  session_.LoginRefused(kNow);
  EXPECT_FALSE(session_.Usable(kWall));
  EXPECT_FALSE(session_.WantsLogin(kWall, kNow + seconds(9)));
  EXPECT_TRUE(session_.WantsLogin(kWall, kNow + seconds(10)));
  for (int i = 0; i < 20; ++i) session_.LoginRefused(kNow);
  EXPECT_FALSE(session_.WantsLogin(kWall, kNow + seconds(899)));
  EXPECT_TRUE(session_.WantsLogin(kWall, kNow + minutes(15)));
}

TEST_F(SessionTest, AnotherKeyEndsTheBackOff) {
  session_.LoginStarted(kKey);
  session_.LoginRefused(kNow);
  session_.OfferKey(kKey);
  EXPECT_TRUE(session_.BacksOff(kNow));
  session_.OfferKey(Secret("live_other"));
  EXPECT_TRUE(session_.WantsLogin(kWall, kNow));
}

TEST_F(SessionTest, ALoginThatGotNoAnswerKeepsTheToken) {
  LogIn();
  session_.LoginStarted(kKey);
  session_.LoginFailed(kNow + seconds(10));
  EXPECT_TRUE(session_.Usable(kWall));
  EXPECT_FALSE(session_.WantsLogin(kWall + minutes(56), kNow + seconds(9)));
  EXPECT_TRUE(session_.WantsLogin(kWall + minutes(56), kNow + seconds(10)));
}

}  // namespace
}  // namespace bsg_exporter::bsg
