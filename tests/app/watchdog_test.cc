#include "exporter/app/watchdog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <deque>
#include <string>

#include "tests/support/capture_log.h"

namespace bsg_exporter::app {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

// A thread that takes up its work when the test wants it to.
class FakeThread {
 public:
  Watchdog::Thread As(std::string name) {
    return {std::move(name), [this](std::function<void()> work) {
              work_.push_back(std::move(work));
            }};
  }
  // Does what has been posted; how much that was.
  std::size_t Run() {
    std::size_t done = 0;
    for (; !work_.empty(); ++done) {
      const std::function<void()> work = std::move(work_.front());
      work_.pop_front();
      work();
    }
    return done;
  }

 private:
  std::deque<std::function<void()>> work_;
};

class WatchdogTest : public testing::Test {
 protected:
  FakeThread io_, reader_;
  CaptureLog log_;
  int signs_ = 0;
  Watchdog watchdog_{
      {io_.As("io"), reader_.As("reader")}, [this] { ++signs_; }, log_};
};

TEST_F(WatchdogTest, ASignOfLifeHasComeThroughEveryThread) {
  watchdog_.Check();
  EXPECT_EQ(reader_.Run(), 0u);
  EXPECT_EQ(io_.Run(), 1u);
  EXPECT_EQ(signs_, 0);
  EXPECT_EQ(reader_.Run(), 1u);
  EXPECT_EQ(signs_, 1);
  EXPECT_EQ(io_.Run(), 0u);
}

TEST_F(WatchdogTest, EveryCheckThatIsAnsweredGivesOne) {
  for (int i = 1; i <= 3; ++i) {
    watchdog_.Check();
    io_.Run();
    reader_.Run();
    EXPECT_EQ(signs_, i);
  }
  EXPECT_THAT(log_.lines(), IsEmpty());
}

TEST_F(WatchdogTest, AThreadThatHangsStopsTheSignsAndIsNamedOnce) {
  watchdog_.Check();
  io_.Run();
  for (int i = 0; i < 3; ++i) {
    watchdog_.Check();
    EXPECT_EQ(io_.Run(), 0u);  // nothing piles up meanwhile
  }
  EXPECT_EQ(signs_, 0);
  EXPECT_THAT(log_.lines(),
              ElementsAre("warn a thread hangs: the service manager is given "
                          "no sign of life thread=reader"));
}

TEST_F(WatchdogTest, AThreadThatGoesOnGivesSignsAgain) {
  watchdog_.Check();
  watchdog_.Check();
  io_.Run();
  reader_.Run();
  EXPECT_EQ(signs_, 1);
  watchdog_.Check();
  io_.Run();
  reader_.Run();
  EXPECT_EQ(signs_, 2);
  watchdog_.Check();
  watchdog_.Check();
  EXPECT_EQ(log_.lines().size(), 2u);  // it hangs once more
}

Duration Interval(const char* microseconds, const char* pid = nullptr) {
  setenv("WATCHDOG_USEC", microseconds, 1);
  pid == nullptr ? unsetenv("WATCHDOG_PID") : setenv("WATCHDOG_PID", pid, 1);
  const Duration interval = TakeWatchdogInterval();
  EXPECT_EQ(getenv("WATCHDOG_USEC"), nullptr);
  EXPECT_EQ(getenv("WATCHDOG_PID"), nullptr);
  return interval;
}

TEST(WatchdogIntervalTest, IsTheManagersIfItMeansThisProcess) {
  EXPECT_EQ(Interval("30000000"), seconds(30));
  EXPECT_EQ(Interval("30000000", std::to_string(::getpid()).c_str()),
            seconds(30));
  EXPECT_EQ(Interval("30000000", std::to_string(::getppid()).c_str()),
            Duration::zero());
  EXPECT_EQ(TakeWatchdogInterval(), Duration::zero());
}

TEST(WatchdogIntervalTest, NonsenseIsNone) {
  for (const char* text :
       {"", "x", "0", "-1", "1s", "31536000000001", "99999999999999999999"}) {
    EXPECT_EQ(Interval(text), Duration::zero()) << text;
  }
  EXPECT_EQ(Interval("31536000000000"), std::chrono::hours(365 * 24));
}

}  // namespace
}  // namespace bsg_exporter::app
