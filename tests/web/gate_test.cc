// Logins and limits as clients meet them.

#include "exporter/web/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/support/fake_clock.h"
#include "tests/web/handler_rig.h"
#include "tests/web/test_server.h"

namespace bsg_exporter::web {
namespace {

using testing::Contains;
using testing::Key;
using testing::Not;
using testing::Pair;

// Of "right horse", at the least cost.
constexpr char kHash[] =
    "$2b$04$edgosUZVWsmJl9yjr4YUteZoOIHDEV1yPuiguzFgGPs8ykVIiMW.G";
// "user:right horse", "user:wrong horse", "nobody:right horse" and "user:right
// horse\0".
constexpr char kRight[] = "Authorization: Basic dXNlcjpyaWdodCBob3JzZQ==\r\n";
constexpr char kWrong[] = "Authorization: Basic dXNlcjp3cm9uZyBob3JzZQ==\r\n";
constexpr char kNobody[] = "Authorization: Basic bm9ib2R5OnJpZ2h0IGhvcnNl\r\n";
constexpr char kWithNul[] = "Authorization: Basic dXNlcjpyaWdodCBob3JzZQA=\r\n";

ServerOptions WithLogin(std::string hash = kHash) {
  ServerOptions options;
  options.access.users = {{"user", Secret(std::move(hash))}};
  return options;
}

TestServer::Page Says(const std::string& text) {
  return [text](const Request&, Responder& responder) {
    responder.Send(TextResponse(200, text));
  };
}

TEST(LoginTest, TheRightOneAloneLetsPass) {
  TestServer server(WithLogin());
  for (int i = 0; i < 2; ++i) {  // worked out, then remembered
    EXPECT_EQ(server.Ask(Get("/hello", kRight)).body, "hello\n");
    for (const char* header :
         {"", kWrong, kNobody, kWithNul, "Authorization: Bearer x\r\n"}) {
      const HttpAnswer answer = server.Ask(Get("/hello", header));
      EXPECT_EQ(answer.status, 401) << header;
      EXPECT_EQ(answer.body, "Unauthorized\n");
      EXPECT_THAT(answer.headers, Contains(Pair("www-authenticate",
                                                "Basic realm=\"bsg_exporter\", "
                                                "charset=\"UTF-8\"")));
    }
  }
}

TEST(LoginTest, WithoutUsersNobodyIsAsked) {
  TestServer server;
  const HttpAnswer answer = server.Ask(Get("/hello", kWrong));
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.headers, Not(Contains(Key("www-authenticate"))));
}

TEST(LoginTest, HealthAnswersWithoutOneUnlessTold) {
  ServerOptions options = WithLogin();
  for (const bool open : {true, false}) {
    options.access.health_without_login = open;
    TestServer server(options);
    server.With("/-/healthy", Says("healthy")).With("/-/ready", Says("ready"));
    EXPECT_EQ(server.Ask(Get("/-/healthy")).status, open ? 200 : 401);
    EXPECT_EQ(server.Ask(Get("/-/ready")).status, open ? 200 : 401);
    EXPECT_EQ(server.Ask(Get("/-/healthy", kRight)).body, "healthy");
    EXPECT_EQ(server.Ask(Get("/-/healthy/")).status, 401);
  }
}

// A hash that takes seconds: the thread that works it out is busy with the
// first guess when the last one comes.
TEST(LoginTest, GuessesAreInNobodysWayAndTooManyAreTurnedAway) {
  ServerOptions options = WithLogin();
  options.access.users.emplace(
      "dear",
      Secret("$2b$15$edgosUZVWsmJl9yjr4YUteZoOIHDEV1yPuiguzFgGPs8ykVIiMW.G"));
  TestServer server(options);
  server.With("/-/healthy", Says("healthy"));
  EXPECT_EQ(server.Ask(Get("/hello", kRight)).status, 200);
  std::vector<RawClient> guesses;
  // 17 of nobody's logins, each another one.
  for (char c = 'a'; c <= 'q'; ++c) {
    guesses.push_back(server.Connect());
    guesses.back().Send(Get("/hello", std::string("Authorization: Basic bm9i") +
                                          c + "2R5OnJpZ2h0IGhvcnNl\r\n"));
  }
  const HttpAnswer turned_away = guesses.back().ReadAnswer();
  EXPECT_EQ(turned_away.status, 429);
  EXPECT_EQ(turned_away.body, "too many logins at a time\n");
  EXPECT_THAT(turned_away.headers, Contains(Pair("retry-after", "1")));
  EXPECT_EQ(server.Ask(Get("/-/healthy")).body, "healthy");
  EXPECT_EQ(server.Ask(Get("/hello", kRight)).body, "hello\n");
}

// A hash that takes days, by a thread that has proven to be at work.
TEST(LoginTest, TheEndDoesNotWaitForOneThatIsBeingWorkedOut) {
  ServerOptions options = WithLogin();
  options.access.users.emplace(
      "dear",
      Secret("$2b$31$edgosUZVWsmJl9yjr4YUteZoOIHDEV1yPuiguzFgGPs8ykVIiMW.G"));
  TestServer server(options);
  EXPECT_EQ(server.Ask(Get("/hello", kRight)).status, 200);
  RawClient guess = server.Connect();
  guess.Send(Get("/hello", kNobody));
  EXPECT_EQ(server.Ask(Get("/hello", kRight)).status, 200);
  server.Destroy();
  EXPECT_EQ(guess.ReadToEnd(), "");
}

TEST(LoginTest, OtherUsersCountFromTheNextRequestOn) {
  TestServer server(WithLogin());
  RawClient client = server.Connect();
  EXPECT_EQ(client.Send(Get("/hello", kRight)).ReadAnswer().status, 200);
  ServerOptions options;
  options.access.users = {{"another", Secret(kHash)}};
  (*server.server().Prepare(options))();
  EXPECT_EQ(client.Send(Get("/hello", kRight)).ReadAnswer().status, 401);
  (*server.server().Prepare({}))();
  EXPECT_EQ(client.Send(Get("/hello")).ReadAnswer().status, 200);
}

TEST(RateLimitTest, TurnsAwayWhatIsTooMuchButForHealth) {
  ServerOptions options;
  options.access.max_requests_per_second = 3;
  TestServer server(options);
  server.With("/-/healthy", Says("healthy")).With("/-/ready", Says("ready"));
  RawClient client = server.Connect();
  HttpAnswer answer;
  for (int i = 0; i < 1000 && answer.status != 429; ++i) {
    answer = client.Send(Get("/hello")).ReadAnswer();
    if (i < 3) {
      EXPECT_EQ(answer.status, 200);
    }
  }
  EXPECT_EQ(answer.status, 429);
  EXPECT_THAT(answer.headers, Contains(Pair("retry-after", "1")));
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(client.Send(Get("/-/healthy")).ReadAnswer().status, 200);
    EXPECT_EQ(client.Send(Get("/-/ready")).ReadAnswer().status, 200);
  }
}

TEST(RateLimitTest, AReloadFillsNothingUnlessTheRateIsAnother) {
  const FakeClock clock;
  Gate gate(
      [](const Request&, std::shared_ptr<Responder> responder) {
        responder->Send(TextResponse(200, "in"));
      },
      std::weak_ptr<Executor>(), clock);
  const auto ask = [&gate] {
    const auto answer = std::make_shared<Answer>();
    gate.Handle({}, answer);
    return answer->Get().status;
  };
  AccessOptions options;
  options.max_requests_per_second = 1;
  gate.Configure(options);
  EXPECT_EQ(ask(), 200);
  EXPECT_EQ(ask(), 429);
  gate.Configure(options);
  EXPECT_EQ(ask(), 429);
  options.max_requests_per_second = 2;
  gate.Configure(options);
  EXPECT_EQ(ask(), 200);
  EXPECT_EQ(ask(), 200);
  EXPECT_EQ(ask(), 429);
}

}  // namespace
}  // namespace bsg_exporter::web
