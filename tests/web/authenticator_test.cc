#include "exporter/web/authenticator.h"

#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bsg_exporter::web {
namespace {

using Verdict = Authenticator::Verdict;

// Of "right horse", at the least cost.
constexpr char kCheapHash[] =
    "$2b$04$edgosUZVWsmJl9yjr4YUteZoOIHDEV1yPuiguzFgGPs8ykVIiMW.G";
// Sixteen times as dear, and of something else.
constexpr char kDearHash[] =
    "$2b$08$edgosUZVWsmJl9yjr4YUteZoOIHDEV1yPuiguzFgGPs8ykVIiMW.G";

// What a login came to, and how much processor time its thread had spent by
// then. What it is compared with differs sixteenfold, and no wall clock counts:
// how busy the machine is makes no difference.
struct Found {
  Verdict verdict;
  std::chrono::nanoseconds spent;
};

std::chrono::nanoseconds SpentByThisThread() {
  timespec spent;
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return std::chrono::seconds(spent.tv_sec) +
         std::chrono::nanoseconds(spent.tv_nsec);
}

class AuthenticatorTest : public testing::Test {
 protected:
  AuthenticatorTest() { SetUsers({{"user", Secret(kCheapHash)}}); }

  void SetUsers(Users users) { authenticator_->SetUsers(std::move(users)); }

  std::future<Found> Check(const std::string& user,
                           const std::string& password) {
    auto found = std::make_shared<std::promise<Found>>();
    authenticator_->Check({user, Secret(password)}, [found](Verdict verdict) {
      found->set_value({verdict, SpentByThisThread()});
    });
    return found->get_future();
  }
  Verdict Await(const std::string& user, const std::string& password) {
    return Check(user, password).get().verdict;
  }
  // What comes from within the call; for what is not known, the thread is to
  // be held.
  std::optional<Verdict> AtOnce(const std::string& user,
                                const std::string& password) {
    auto found = Check(user, password);
    if (!IsThere(found)) return std::nullopt;
    return found.get().verdict;
  }
  static bool IsThere(const std::future<Found>& found) {
    return found.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }

  // Keeps the thread with a login of its own until it is let go.
  std::future<Found> Hold() {
    const auto begun = std::make_shared<std::promise<void>>();
    const auto found = std::make_shared<std::promise<Found>>();
    authenticator_->Check(
        {"held", Secret("")},
        [begun, found, go = go_.get_future().share()](Verdict verdict) {
          begun->set_value();
          go.wait();
          found->set_value({verdict, SpentByThisThread()});
        });
    begun->get_future().wait();
    return found->get_future();
  }
  void LetGo() { go_.set_value(); }

  std::unique_ptr<Authenticator> authenticator_ =
      std::make_unique<Authenticator>();
  std::promise<void> go_;
};

TEST_F(AuthenticatorTest, WhatIsKnownComesAtOnce) {
  EXPECT_EQ(Await("user", "right horse"), Verdict::kRight);
  EXPECT_EQ(Await("user", "wrong horse"), Verdict::kWrong);
  const auto held = Hold();
  EXPECT_EQ(AtOnce("user", "right horse"), Verdict::kRight);
  EXPECT_EQ(AtOnce("user", "wrong horse"), Verdict::kWrong);
  EXPECT_EQ(AtOnce("user", "another horse"), std::nullopt);
}

TEST_F(AuthenticatorTest, GuessesNeverDisplaceARightLogin) {
  EXPECT_EQ(Await("user", "right horse"), Verdict::kRight);
  for (int i = 0; i <= 1024; ++i) {
    ASSERT_EQ(Await("user", std::to_string(i)), Verdict::kWrong);
  }
  const auto held = Hold();
  EXPECT_EQ(AtOnce("user", "0"), std::nullopt) << "too few to displace any";
  EXPECT_EQ(AtOnce("user", "right horse"), Verdict::kRight);
}

TEST_F(AuthenticatorTest, OneLoginTwiceInTheQueueIsWorkedOutOnce) {
  SetUsers({{"dear", Secret(kDearHash)}});
  auto held = Hold();
  auto first = Check("dear", "x");
  auto second = Check("dear", "x");
  LetGo();
  const Found before = held.get();
  const Found once = first.get();
  const Found twice = second.get();
  EXPECT_EQ(once.verdict, Verdict::kWrong);
  EXPECT_EQ(twice.verdict, Verdict::kWrong);
  EXPECT_LT((twice.spent - once.spent) * 2, once.spent - before.spent);
}

// Or the time that an answer takes would tell who exists.
TEST_F(AuthenticatorTest, NobodyIsAsDearAsTheDearestUser) {
  SetUsers({{"a", Secret(kCheapHash)},
            {"b", Secret(kDearHash)},
            {"c", Secret(kCheapHash)}});
  auto held = Hold();
  auto dear = Check("b", "x");
  auto nobody = Check("d", "x");
  LetGo();
  const Found before = held.get();
  const Found after_dear = dear.get();
  EXPECT_GT((nobody.get().spent - after_dear.spent) * 2,
            after_dear.spent - before.spent);
}

// crypt(3) sees a password up to its first NUL.
TEST_F(AuthenticatorTest, APasswordWithNulIsWrong) {
  const std::string with_nul("right horse\0", 12);
  EXPECT_EQ(Await("user", with_nul), Verdict::kWrong);
  EXPECT_EQ(Await("user", with_nul + "x"), Verdict::kWrong);
  EXPECT_EQ(Await("user", "right horse"), Verdict::kRight);
  EXPECT_EQ(Await("user", with_nul), Verdict::kWrong);
}

TEST_F(AuthenticatorTest, OtherUsersAreForLoginsThatComeAfterThem) {
  const auto held = Hold();
  auto under_way = Check("user", "right horse");
  SetUsers({{"user", Secret(kDearHash)}});
  auto with_another_hash = Check("user", "right horse");
  SetUsers({});
  auto of_nobody = Check("user", "right horse");
  LetGo();
  EXPECT_EQ(under_way.get().verdict, Verdict::kRight);
  EXPECT_EQ(with_another_hash.get().verdict, Verdict::kWrong);
  EXPECT_EQ(of_nobody.get().verdict, Verdict::kWrong);
  SetUsers({{"user", Secret(kCheapHash)}});
  EXPECT_EQ(AtOnce("user", "right horse"), Verdict::kRight);
}

TEST_F(AuthenticatorTest, SixteenAtATimeAndTheNextIsTurnedAway) {
  EXPECT_EQ(Await("user", "right horse"), Verdict::kRight);
  auto held = Hold();
  std::vector<std::future<Found>> waiting;
  for (int i = 0; i < 15; ++i) {
    waiting.push_back(Check("user", std::to_string(i)));
  }
  EXPECT_EQ(AtOnce("user", "15"), Verdict::kBusy);
  EXPECT_EQ(AtOnce("user", "right horse"), Verdict::kRight);
  LetGo();
  for (auto& found : waiting) EXPECT_EQ(found.get().verdict, Verdict::kWrong);
  EXPECT_EQ(Await("user", "15"), Verdict::kWrong);
}

TEST_F(AuthenticatorTest, TheEndDropsWhatWaits) {
  const auto held = Hold();
  auto waiting = Check("user", "right horse");
  authenticator_.reset();
  ASSERT_TRUE(IsThere(waiting));
  EXPECT_THROW(waiting.get(), std::future_error);
}

}  // namespace
}  // namespace bsg_exporter::web
