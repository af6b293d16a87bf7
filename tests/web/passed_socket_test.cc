#include "exporter/web/passed_socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/files.h"
#include "tests/support/result_matchers.h"
#include "tests/web/test_server.h"

namespace bsg_exporter::web {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;

int LoopbackSocket(int type, bool listens) {
  const int fd = ::socket(AF_INET, type, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  if (listens) {
    EXPECT_EQ(::listen(fd, 8), 0);
  }
  return fd;
}

// A name that begins with '@' is no file.
int UnixSocket(const std::string& name) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  name.copy(address.sun_path, sizeof(address.sun_path) - 1);
  if (name[0] == '@') address.sun_path[0] = '\0';
  const auto size =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  EXPECT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(::listen(fd, 8), 0);
  return fd;
}

bool IsOpen(int fd) { return ::fcntl(fd, F_GETFD) != -1; }

TEST(PassedSocketTest, AServerListensOnThemInsteadOfItsAddresses) {
  const TempDir dir;
  ServerOptions options;
  options.listen = {"no address at all"};
  options.passed_sockets = {LoopbackSocket(SOCK_STREAM, true),
                            UnixSocket(dir.path("s"))};
  TestServer server(std::move(options));
  const std::vector<std::string> addresses = server.server().addresses();
  EXPECT_THAT(addresses,
              ElementsAre(MatchesRegex("127\\.0\\.0\\.1:[1-9][0-9]*"),
                          "unix:" + dir.path("s")));
  for (const std::string& address : addresses) {
    RawClient client(address);
    ASSERT_TRUE(client.connected()) << address;
    EXPECT_EQ(client.Send(Get("/hello")).ReadAnswer().body, "hello\n");
  }
}

// It is whoever made it who takes it away, or hands it to the next process.
TEST(PassedSocketTest, TheFileOfAUnixSocketStays) {
  const TempDir dir;
  ServerOptions options;
  options.passed_sockets = {UnixSocket(dir.path("s"))};
  { TestServer server(std::move(options)); }
  EXPECT_TRUE(std::filesystem::exists(dir.path("s")));
}

TEST(PassedSocketTest, TheyAreMadeFitForUse) {
  const int fd = LoopbackSocket(SOCK_STREAM, true);
  const auto sockets = TakeOver({fd});
  ASSERT_THAT(sockets, IsOk());
  EXPECT_TRUE(::fcntl(fd, F_GETFD) & FD_CLOEXEC);
  EXPECT_TRUE(::fcntl(fd, F_GETFL) & O_NONBLOCK);
}

TEST(PassedSocketTest, AnAbstractNameIsShownAsOne) {
  const std::string name = "@bsg_exporter_test_" + std::to_string(::getpid());
  const auto sockets = TakeOver({UnixSocket(name)});
  ASSERT_THAT(sockets, IsOk());
  EXPECT_EQ((*sockets)[0].address(), "unix:" + name);
}

TEST(PassedSocketTest, WhatCannotBeListenedOnIsNamedWithItsRemedy) {
  const int closed = ::fcntl(STDIN_FILENO, F_DUPFD, 500);  // none takes that
  ::close(closed);
  int pipe[2] = {};
  ASSERT_EQ(::pipe(pipe), 0);
  const std::vector<std::pair<int, std::string>> wrong = {
      {closed, "Bad file descriptor"},
      {pipe[0], "Socket operation on non-socket"},
      {LoopbackSocket(SOCK_DGRAM, false), "(ListenStream=)"},
      {LoopbackSocket(SOCK_STREAM, false), "(Accept=no)"}};
  ::close(pipe[1]);
  for (const auto& [fd, what] : wrong) {
    const int good = LoopbackSocket(SOCK_STREAM, true);
    const auto sockets = TakeOver({good, fd});
    ASSERT_FALSE(sockets.ok()) << what;
    EXPECT_THAT(sockets.error().message,
                HasSubstr("cannot listen on the passed descriptor " +
                          std::to_string(fd) + ": "));
    EXPECT_THAT(sockets.error().message, HasSubstr(what));
    EXPECT_FALSE(IsOpen(good));
  }
}

}  // namespace
}  // namespace bsg_exporter::web
