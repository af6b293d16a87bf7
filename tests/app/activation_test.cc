#include "exporter/app/activation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "tests/support/result_matchers.h"

namespace bsg_exporter::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// nullptr: not there.
Result<PassedSockets> Take(const char* pid, const char* count,
                           const char* names = nullptr) {
  const auto set = [](const char* name, const char* value) {
    value == nullptr ? unsetenv(name) : setenv(name, value, 1);
  };
  set("LISTEN_PID", pid);
  set("LISTEN_FDS", count);
  set("LISTEN_FDNAMES", names);
  auto sockets = TakePassedSockets();
  for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) {
    EXPECT_EQ(getenv(name), nullptr) << name;
  }
  return sockets;
}

std::string OwnPid() { return std::to_string(::getpid()); }

TEST(ActivationTest, DescriptorsFollowTheStandardStreams) {
  const auto sockets = Take(OwnPid().c_str(), "2", "web:admin");
  ASSERT_THAT(sockets, IsOk());
  EXPECT_THAT(sockets->descriptors, ElementsAre(3, 4));
  EXPECT_THAT(sockets->names, ElementsAre("web", "admin"));
}

TEST(ActivationTest, NamesMayBeMissing) {
  for (const char* names : {static_cast<const char*>(nullptr), "", "a:b"}) {
    const auto sockets = Take(OwnPid().c_str(), "3", names);
    ASSERT_THAT(sockets, IsOk());
    EXPECT_THAT(sockets->descriptors, ElementsAre(3, 4, 5));
    EXPECT_THAT(sockets->names, IsEmpty());
  }
}

TEST(ActivationTest, NothingWasPassedToThisProcess) {
  const std::string own = OwnPid();
  const std::string parent = std::to_string(::getppid());
  for (const auto& [pid, count] :
       {std::pair<const char*, const char*>{nullptr, nullptr},
        {nullptr, "1"},
        {own.c_str(), nullptr},
        {parent.c_str(), "1"},
        {parent.c_str(), "x"}}) {
    const auto sockets = Take(pid, count);
    ASSERT_THAT(sockets, IsOk());
    EXPECT_THAT(sockets->descriptors, IsEmpty());
  }
}

TEST(ActivationTest, NonsenseIsAnErrorThatNamesTheVariable) {
  for (const char* count : {"", "x", "-1", "1 ", "1025", "99999999999"}) {
    const auto sockets = Take(OwnPid().c_str(), count);
    ASSERT_FALSE(sockets.ok()) << count;
    EXPECT_EQ(sockets.error().message,
              "LISTEN_FDS: expected a number from 0 to 1024, as a service "
              "manager sets it");
  }
  const auto sockets = Take("self", "1");
  ASSERT_FALSE(sockets.ok());
  EXPECT_THAT(sockets.error().message, HasSubstr("LISTEN_PID: "));
}

}  // namespace
}  // namespace bsg_exporter::app
