#include "exporter/app/main_loop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

namespace bsg_exporter::app {
namespace {

using testing::ElementsAre;

class MainLoopTest : public testing::Test {
 protected:
  MainLoopTest() { pthread_sigmask(SIG_SETMASK, nullptr, &before_); }
  ~MainLoopTest() override { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  static void Signal(int number) { pthread_kill(pthread_self(), number); }

  sigset_t before_{};
  MainLoop loop_;
};

TEST_F(MainLoopTest, EndsBySigtermAndSigint) {
  for (const int number : {SIGTERM, SIGINT}) {
    Signal(number);
    EXPECT_EQ(loop_.Run(), number);
  }
}

TEST_F(MainLoopTest, DoesWhatOtherThreadsPostInTheirOrder) {
  const auto here = std::this_thread::get_id();
  std::vector<int> done;
  std::thread other([&] {
    loop_.Post([&] { done.push_back(1); });
    loop_.Post([&] {
      EXPECT_EQ(std::this_thread::get_id(), here);
      done.push_back(2);
      Signal(SIGTERM);
    });
  });
  EXPECT_EQ(loop_.Run(), SIGTERM);
  other.join();
  EXPECT_THAT(done, ElementsAre(1, 2));
}

TEST_F(MainLoopTest, DoesWhatWasPostedBeforeItRan) {
  loop_.Post([] { Signal(SIGINT); });
  EXPECT_EQ(loop_.Run(), SIGINT);
}

TEST_F(MainLoopTest, WorkMayPostWork) {
  loop_.Post([this] { loop_.Post([] { Signal(SIGTERM); }); });
  EXPECT_EQ(loop_.Run(), SIGTERM);
}

TEST_F(MainLoopTest, SighupIsItsOwnMatter) {
  int hangups = 0;
  loop_.OnHangup([&] {
    if (++hangups == 2) return Signal(SIGTERM);
    Signal(SIGHUP);  // one that comes meanwhile has its turn, too
  });
  Signal(SIGHUP);
  EXPECT_EQ(loop_.Run(), SIGTERM);
  EXPECT_EQ(hangups, 2);
}

TEST_F(MainLoopTest, NothingKeepsSigtermWaiting) {
  int hangups = 0;
  loop_.OnHangup([&] {
    if (++hangups < 3) Signal(SIGHUP);
  });
  Signal(SIGHUP);
  Signal(SIGTERM);
  EXPECT_EQ(loop_.Run(), SIGTERM);
  EXPECT_EQ(hangups, 0);
}

TEST_F(MainLoopTest, LeavesUndoneWhatStillWaitsAtSigterm) {
  std::vector<int> done;
  loop_.Post([&] {
    done.push_back(1);
    Signal(SIGTERM);
  });
  loop_.Post([&] { done.push_back(2); });
  EXPECT_EQ(loop_.Run(), SIGTERM);
  EXPECT_THAT(done, ElementsAre(1));
}

TEST_F(MainLoopTest, WhatRecursBeginsAtOnceAndGoesOn) {
  int turns = 0;
  loop_.Every(std::chrono::microseconds(1), [&] {
    if (++turns == 3) Signal(SIGTERM);
  });
  EXPECT_EQ(loop_.Run(), SIGTERM);
  EXPECT_EQ(turns, 3);
}

}  // namespace
}  // namespace bsg_exporter::app
