#include "bsg_exporter/web/server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "tests/simulator/delayed_answers.h"
#include "tests/simulator/router.h"
#include "tests/simulator/world.h"
#include "tests/support/capture_log.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::simulator {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// Sends `text` to the port and gives all that comes back until the end.
std::string Exchange(int port, const std::string& text) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) ==
          0 &&
      ::send(fd, text.data(), text.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(text.size())) {
    std::array<char, 4096> chunk;
    for (ssize_t got; (got = ::read(fd, chunk.data(), chunk.size())) > 0;) {
      answer.append(chunk.data(), static_cast<std::size_t>(got));
    }
  }
  ::close(fd);
  return answer;
}

class ServerTest : public testing::Test {
 protected:
  void SetUp() override {
    Options options;
    options.accounts.emplace_back();
    options.named = {{5, Kind::kDone, Type::kRcs, ""}};
    auto world = World::Make(options, clock_);
    ASSERT_THAT(world, IsOk());
    world_ = std::move(world).value();
    router_ = std::make_unique<Router>(*world_, later_);
    web::ServerOptions server_options;
    server_options.listen = {"127.0.0.1:0"};
    auto server = web::Server::Start(
        server_options,
        [this](web::Request request,
               std::shared_ptr<web::Responder> responder) {
          router_->Handle(request, std::move(responder));
        },
        log_);
    ASSERT_THAT(server, IsOk());
    server_ = std::move(server).value();
    const std::string address = server_->addresses().at(0);
    port_ = std::atoi(address.substr(address.find(':') + 1).c_str());
  }

  std::string Send(const std::string& line, const std::string& headers = "",
                   const std::string& body = "") {
    return Exchange(port_,
                    line + " HTTP/1.1\r\nHost: x\r\n" + headers +
                        "Content-Length: " + std::to_string(body.size()) +
                        "\r\nConnection: close\r\n\r\n" + body);
  }

  SystemClock clock_;
  CaptureLog log_;
  std::unique_ptr<World> world_;
  DelayedAnswers later_;
  std::unique_ptr<Router> router_;
  std::unique_ptr<web::Server> server_;
  int port_ = 0;
};

TEST_F(ServerTest, LogsInAndReadsOverASocket) {
  const std::string login =
      Send("POST /api/auth/login", "", R"({"api_key":"live_main_key"})");
  EXPECT_THAT(login, StartsWith("HTTP/1.1 200 OK\r\n"));
  const std::size_t at = login.find("{\"bearer\":\"");
  ASSERT_NE(at, std::string::npos);
  const std::string token = login.substr(at + 11, login.size() - at - 13);
  const std::string authorization = "Authorization: Bearer " + token + "\r\n";
  const std::string detail = Send("GET /api/campaigns/5/detail", authorization);
  EXPECT_THAT(detail, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(detail, HasSubstr("\"id\":5,"));

  Send("POST /_control/fault?kind=latency&ms=20&times=1");
  EXPECT_THAT(Send("GET /api/campaigns/5/detail", authorization),
              HasSubstr("\"id\":5,"));
  Send("POST /_control/fault?kind=truncated_transfer&bytes=5&times=1");
  EXPECT_THAT(Send("GET /api/campaigns/5/detail", authorization),
              StartsWith("HTTP/1.1 200 Answer\r\n"));
  Send("POST /_control/fault?kind=reset&times=1");
  EXPECT_EQ(Send("GET /api/campaigns/5/detail", authorization), "");
}

}  // namespace
}  // namespace bsg_exporter::simulator
