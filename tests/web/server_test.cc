#include "bsg_exporter/web/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "tests/support/files.h"
#include "tests/support/test_certificate.h"
#include "tests/web/test_server.h"

namespace bsg_exporter::web {
namespace {

using testing::SizeIs;

// No further descriptor than those that are open, for as long as it lives.
class NoMoreDescriptors {
 public:
  NoMoreDescriptors() {
    const int lowest_free = ::dup(STDERR_FILENO);
    ::close(lowest_free);
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit now = before_;
    now.rlim_cur = static_cast<rlim_t>(lowest_free);
    ::setrlimit(RLIMIT_NOFILE, &now);
  }
  ~NoMoreDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  NoMoreDescriptors(const NoMoreDescriptors&) = delete;
  NoMoreDescriptors& operator=(const NoMoreDescriptors&) = delete;

 private:
  rlimit before_{};
};

TEST(ServerTest, OutOfDescriptorsItSaysSoOnceAndGoesOnLater) {
  TestServer server;
  RawClient before = server.Connect();
  EXPECT_EQ(before.Send(Get("/hello")).ReadAnswer().status, 200);

  std::optional<NoMoreDescriptors> none;
  RawClient waiting(server.address(), 0, [&] { none.emplace(); });
  EXPECT_EQ(server.log().Await("warn"),
            "warn cannot accept connections address=" + server.address() +
                " err=Too many open files");
  EXPECT_EQ(before.Send(Get("/hello")).ReadAnswer().status, 200);
  none.reset();
  EXPECT_EQ(waiting.Send(Get("/hello")).ReadAnswer().body, "hello\n");
  EXPECT_THAT(server.log().notable(), SizeIs(1));
}

ServerOptions WithTls(const TempDir& dir, const TestCertificate& identity) {
  ServerOptions options;
  options.tls.emplace();
  options.tls->cert_file = dir.Write("cert.pem", identity.certificate);
  options.tls->key_file = dir.Write("key.pem", identity.key);
  return options;
}

void PutInForce(TestServer& server, ServerOptions options) {
  const auto commit = server.server().Prepare(std::move(options));
  ASSERT_TRUE(commit.ok());
  (*commit)();
}

TEST(PrepareTest, NothingChangesBeforeItIsPutInForce) {
  const TempDir dir;
  TestServer server;
  const auto commit =
      server.server().Prepare(WithTls(dir, NewTestCertificate("DNS:a")));
  EXPECT_TRUE(commit.ok());
  EXPECT_EQ(server.Ask(Get("/hello")).status, 200);
}

TEST(PrepareTest, OtherTlsEndsWhatBeganWithoutAfterTheRequestUnderWay) {
  const TempDir dir;
  TestServer server;
  RawClient idle = server.Connect();
  EXPECT_EQ(idle.Send(Get("/hello")).ReadAnswer().status, 200);
  RawClient busy = server.Connect();
  busy.Send(Get("/wait"));
  const std::shared_ptr<Responder> responder = server.TakeWaiting();
  PutInForce(server, WithTls(dir, NewTestCertificate("DNS:a")));
  EXPECT_EQ(idle.WaitForEnd(), RawClient::End::kClosed);
  EXPECT_EQ(server.Ask(Get("/hello")).status, 400) << "it speaks TLS now";
  responder->Send(TextResponse(200, "as it began"));
  EXPECT_EQ(busy.ReadAnswer().body, "as it began");
  EXPECT_EQ(busy.WaitForEnd(), RawClient::End::kClosed);
}

TEST(PrepareTest, ACertificateThatCannotBeUsedChangesNothing) {
  const TempDir dir;
  TestServer server;
  ServerOptions options = WithTls(dir, {"", ""});
  options.access.users = {{"user", Secret("$2b$04$")}};
  EXPECT_THAT(
      server.server().Prepare(options),
      FailsWith(Reason::kInternal, "cert_file: '" + options.tls->cert_file +
                                       "' holds no certificate, expected PEM"));
  EXPECT_EQ(server.Ask(Get("/hello")).status, 200);
}

TEST(PrepareTest, TheSameTlsEndsNothing) {
  TestServer server;
  RawClient idle = server.Connect();
  EXPECT_EQ(idle.Send(Get("/hello")).ReadAnswer().status, 200);
  ServerOptions options;
  options.max_connections = 1;
  PutInForce(server, options);
  EXPECT_EQ(idle.Send(Get("/hello")).ReadAnswer().status, 200);
  EXPECT_EQ(server.Ask(Get("/hello")).status, 200);
  EXPECT_EQ(idle.WaitForEnd(), RawClient::End::kClosed) << "one is the most";
}

TEST(PrepareTest, AfterTheEndItDoesNothing) {
  TestServer server;
  server.server().Stop(std::chrono::milliseconds(0));
  PutInForce(server, {});
}

TEST(ServerTest, ServesManyThreadsAtOnce) {
  TestServer server;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      RawClient client = server.Connect();
      for (int request = 0; request < 200; ++request) {
        EXPECT_EQ(client.Send(Get("/hello")).ReadAnswer().body, "hello\n");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(ServerTest, WorkThatIsPostedIsDoneOnTheThreadThatServes) {
  std::promise<std::thread::id> serving, posted;
  TestServer server;
  server.With("/where", [&](const Request&, Responder& responder) {
    serving.set_value(std::this_thread::get_id());
    responder.Send(TextResponse(200, ""));
  });
  EXPECT_EQ(server.Ask(Get("/where")).status, 200);
  server.server().Post([&] { posted.set_value(std::this_thread::get_id()); });
  EXPECT_EQ(posted.get_future().get(), serving.get_future().get());
}

TEST(ServerTest, WorkThatIsPostedAfterTheEndIsDropped) {
  TestServer server;
  server.server().Stop(std::chrono::milliseconds(0));
  const auto held = std::make_shared<int>(0);
  server.server().Post([held] { ADD_FAILURE(); });
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace bsg_exporter::web
