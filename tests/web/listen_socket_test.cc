#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>

#include "bsg_exporter/web/server.h"
#include "tests/support/files.h"
#include "tests/support/result_matchers.h"
#include "tests/web/test_server.h"

namespace bsg_exporter::web {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;

ServerOptions On(std::vector<std::string> addresses) {
  ServerOptions options;
  options.listen = std::move(addresses);
  return options;
}

// What starting on these addresses comes to.
Result<std::unique_ptr<Server>> Start(std::vector<std::string> addresses) {
  static CaptureLog log;
  return Server::Start(
      On(std::move(addresses)), [](Request, std::shared_ptr<Responder>) {},
      log);
}

std::string PortOf(const std::string& address) {
  return address.substr(address.rfind(':') + 1);
}

int BindSocketFile(const std::string& path, int type) {
  const int fd = ::socket(AF_UNIX, type, 0);
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  path.copy(name.sun_path, sizeof(name.sun_path) - 1);
  EXPECT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&name), sizeof(name)), 0);
  return fd;
}

void ExpectHello(const std::string& address) {
  RawClient client(address);
  ASSERT_TRUE(client.connected()) << address;
  EXPECT_EQ(client.Send(Get("/hello")).ReadAnswer().body, "hello\n");
}

TEST(ListenTest, Ipv4) {
  TestServer server(On({"127.0.0.1:0"}));
  EXPECT_THAT(server.address(), MatchesRegex("127\\.0\\.0\\.1:[1-9][0-9]*"));
  ExpectHello(server.address());
}

TEST(ListenTest, Ipv6) {
  TestServer server(On({"[::1]:0"}));
  EXPECT_THAT(server.address(), MatchesRegex("\\[::1\\]:[1-9][0-9]*"));
  ExpectHello(server.address());
}

TEST(ListenTest, APortAloneIsEveryAddressOfBothKinds) {
  TestServer server(On({":0"}));
  const std::string port = PortOf(server.address());
  ExpectHello("127.0.0.1:" + port);
  EXPECT_EQ(server.address(), "[::]:" + port);
  ExpectHello("[::1]:" + port);
}

// A bare machine need not know "localhost"; this one the resolver knows always.
TEST(ListenTest, ANameIsResolved) {
  TestServer server(On({"127.1:0"}));
  EXPECT_THAT(server.address(), MatchesRegex("127\\.0\\.0\\.1:[1-9][0-9]*"));
  ExpectHello(server.address());
}

TEST(ListenTest, SeveralAddressesInTheirOrder) {
  const TempDir dir;
  const std::string unix_address = "unix:" + dir.path("s");
  TestServer server(On({"127.0.0.1:0", unix_address, "127.0.0.1:0"}));
  const std::vector<std::string> addresses = server.server().addresses();
  EXPECT_THAT(addresses, ElementsAre(HasSubstr("127.0.0.1:"), unix_address,
                                     HasSubstr("127.0.0.1:")));
  for (const std::string& address : addresses) ExpectHello(address);
}

TEST(ListenTest, AUnixSocketIsForOwnerAndGroupAndLeavesNoFile) {
  const TempDir dir;
  const std::string path = dir.path("s");
  {
    TestServer server(On({"unix:" + path}));
    ExpectHello("unix:" + path);
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0660u);
    server.server().Stop(std::chrono::milliseconds(0));
    EXPECT_FALSE(std::filesystem::exists(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ListenTest, AUnixSocketThatNobodyListensOnIsReplaced) {
  const TempDir dir;
  const std::string path = dir.path("s");
  ::close(BindSocketFile(path, SOCK_STREAM));
  TestServer server(On({"unix:" + path}));
  ExpectHello("unix:" + path);
}

TEST(ListenTest, AUnixSocketInUseStaysAsItIs) {
  const TempDir dir;
  const std::string address = "unix:" + dir.path("s");
  TestServer server(On({address}));
  EXPECT_THAT(Start({address}),
              FailsWith(Reason::kInternal, "cannot listen on '" + address +
                                               "': Address already in use"));
  ExpectHello(address);
}

TEST(ListenTest, AFileOfSomebodyElseInItsPlaceIsNotRemoved) {
  const TempDir dir;
  const std::string path = dir.path("s");
  TestServer server(On({"unix:" + path}));
  std::filesystem::remove(path);
  dir.Write("s", "mine");
  server.server().Stop(std::chrono::milliseconds(0));
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST(ListenErrorTest, APlainFileIsNotReplaced) {
  const TempDir dir;
  const std::string path = dir.Write("s", "text");
  EXPECT_THAT(Start({"unix:" + path}),
              FailsWith(Reason::kInternal,
                        "cannot listen on 'unix:" + path + "': File exists"));
  EXPECT_TRUE(std::filesystem::is_regular_file(path));
}

TEST(ListenErrorTest, ASocketOfAnotherKindIsNotReplaced) {
  const TempDir dir;
  const std::string path = dir.path("s");
  const int log_socket = BindSocketFile(path, SOCK_DGRAM);
  EXPECT_THAT(
      Start({"unix:" + path}),
      FailsWith(Reason::kInternal, "cannot listen on 'unix:" + path +
                                       "': Protocol wrong type for socket"));
  EXPECT_TRUE(std::filesystem::exists(path));
  ::close(log_socket);
}

TEST(ListenErrorTest, AUnixPathOfTheWrongLength) {
  const std::string longest(107, 'x');
  EXPECT_THAT(
      Start({"unix:/" + longest}),
      FailsWith(Reason::kInternal, "cannot listen on 'unix:/" + longest +
                                       "': the path is longer than 107 bytes"));
  EXPECT_THAT(Start({"unix:"}),
              FailsWith(Reason::kInternal,
                        "cannot listen on 'unix:': the path is missing"));
  EXPECT_THAT(Start({"unix:/nowhere/at/all"}),
              FailsWith(Reason::kInternal,
                        "cannot listen on 'unix:/nowhere/at/all': No such file "
                        "or directory"));
}

TEST(ListenErrorTest, APortInUse) {
  TestServer server;
  EXPECT_THAT(
      Start({server.address()}),
      FailsWith(Reason::kInternal, "cannot listen on '" + server.address() +
                                       "': Address already in use"));
}

TEST(ListenErrorTest, AnAddressThatIsNotOurs) {
  EXPECT_THAT(Start({"192.0.2.1:0"}),
              FailsWith(Reason::kInternal,
                        "cannot listen on '192.0.2.1:0': Cannot assign "
                        "requested address"));
}

TEST(ListenErrorTest, ANameThatDoesNotResolve) {
  EXPECT_THAT(Start({"nowhere.invalid:0"}),
              FailsWith(Reason::kInternal,
                        HasSubstr("cannot listen on 'nowhere.invalid:0': ")));
}

TEST(ListenErrorTest, AMalformedAddress) {
  for (const std::string address :
       {"", "localhost", "::1:80", "[::1:80", "::1]:80", "[]:80"}) {
    EXPECT_THAT(Start({address}),
                FailsWith(Reason::kInternal,
                          "cannot listen on '" + address +
                              "': expected host:port, :port, [ipv6]:port or "
                              "unix:/path"));
  }
  for (const std::string address :
       {":", "localhost:", ":x", ":-1", ":65536", "127.0.0.1:80 "}) {
    EXPECT_THAT(Start({address}),
                FailsWith(Reason::kInternal,
                          "cannot listen on '" + address +
                              "': the port must be a number from 0 to 65535"));
  }
  EXPECT_THAT(Start({}),
              FailsWith(Reason::kInternal, "there is no address to listen on"));
}

TEST(ListenErrorTest, OneBadAddressBindsNoneOfThem) {
  const TempDir dir;
  const std::string path = dir.path("s");
  EXPECT_THAT(Start({"unix:" + path, ":x"}),
              FailsWith(Reason::kInternal, HasSubstr("':x'")));
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace bsg_exporter::web
