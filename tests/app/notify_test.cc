#include "exporter/app/notify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <string>

#include "tests/support/capture_log.h"
#include "tests/support/files.h"

namespace bsg_exporter::app {
namespace {

using std::chrono::microseconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

// The service manager's end of the conversation.
class Manager {
 public:
  explicit Manager(const std::string& name)
      : fd_(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path, sizeof(address.sun_path) - 1);
    if (name[0] == '@') address.sun_path[0] = '\0';
    const auto size =
        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
  }
  ~Manager() { ::close(fd_); }

  // The next message, "" if there is none.
  std::string Next() const {
    char text[4096];
    const ssize_t size = ::recv(fd_, text, sizeof(text), MSG_DONTWAIT);
    return size < 0 ? "" : std::string(text, static_cast<std::size_t>(size));
  }

 private:
  const int fd_;
};

class NotifierTest : public testing::Test {
 protected:
  const TempDir dir_;
  const std::string path_ = dir_.path("notify");
  CaptureLog log_;
};

TEST_F(NotifierTest, TheWordsAreThoseOfTheProtocol) {
  const Manager manager(path_);
  Notifier notifier(path_, log_);
  EXPECT_TRUE(notifier.enabled());
  notifier.Ready("Serving 3");
  notifier.Reloading(SteadyTime(microseconds(1234567)));
  notifier.Alive();
  notifier.Stopping();
  EXPECT_EQ(manager.Next(), "READY=1\nSTATUS=Serving 3");
  EXPECT_EQ(manager.Next(),
            "RELOADING=1\nMONOTONIC_USEC=1234567\n"
            "STATUS=Loading the configuration");
  EXPECT_EQ(manager.Next(), "WATCHDOG=1");
  EXPECT_EQ(manager.Next(), "STOPPING=1\nSTATUS=Stopping");
  EXPECT_EQ(manager.Next(), "");
  EXPECT_THAT(log_.lines(), IsEmpty());
}

TEST_F(NotifierTest, ANameThatIsNoFileIsReachedToo) {
  const std::string name = "@bsg_exporter_test_" + std::to_string(::getpid());
  const Manager manager(name);
  Notifier notifier(name, log_);
  notifier.Alive();
  EXPECT_EQ(manager.Next(), "WATCHDOG=1");
}

TEST_F(NotifierTest, WithoutAManagerNothingHappens) {
  Notifier notifier(std::nullopt, log_);
  EXPECT_FALSE(notifier.enabled());
  notifier.Ready("");
  EXPECT_THAT(log_.lines(), IsEmpty());
}

TEST_F(NotifierTest, AManagerThatIsGoneIsLoggedOnce) {
  Notifier notifier(path_, log_);
  notifier.Ready("");
  notifier.Alive();
  EXPECT_THAT(log_.lines(), ElementsAre("warn cannot tell the service manager "
                                        "err=No such file or directory"));
  // It may be back: the system's own is started anew on an upgrade.
  const Manager manager(path_);
  notifier.Alive();
  EXPECT_EQ(manager.Next(), "WATCHDOG=1");
}

TEST_F(NotifierTest, AManagerThatDoesNotReadIsNotWaitedFor) {
  const Manager manager(path_);
  Notifier notifier(path_, log_);
  while (log_.lines().empty()) notifier.Alive();
  EXPECT_THAT(log_.lines(),
              ElementsAre("warn cannot tell the service manager "
                          "err=Resource temporarily unavailable"));
}

TEST_F(NotifierTest, AnAddressThatIsNoneIsLogged) {
  for (const std::string& address :
       {std::string(), std::string("vsock:2:1"), "/" + std::string(200, 'x')}) {
    CaptureLog log;
    Notifier notifier(address, log);
    EXPECT_FALSE(notifier.enabled()) << address;
    ASSERT_EQ(log.lines().size(), 1u) << address;
    EXPECT_THAT(log.lines()[0], StartsWith("warn cannot tell the service "
                                           "manager err=NOTIFY_SOCKET is "));
  }
}

}  // namespace
}  // namespace bsg_exporter::app
