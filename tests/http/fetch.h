#pragma once

#include <gmock/gmock.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "bsg_exporter/http/curl_transport.h"
#include "tests/support/result_matchers.h"

namespace bsg_exporter::http {

// A transport as the tests want it.
inline CurlTransportOptions TestOptions() {
  return {.capacity = 4, .user_agent = "tested/1"};
}

inline std::unique_ptr<Transport> NewTransport(
    CurlTransportOptions options = TestOptions()) {
  static const SystemClock clock;
  Result<std::unique_ptr<Transport>> transport =
      NewCurlTransport(std::move(options), clock);
  EXPECT_THAT(transport, IsOk());
  return transport.ok() ? std::move(transport).value() : nullptr;
}

// A small limit to answers, and these.
inline std::shared_ptr<const RequestSettings> Settings(
    RequestSettings settings = {}) {
  settings.max_response_bytes = 1000;
  return std::make_shared<const RequestSettings>(std::move(settings));
}

// A request with all the time that a slow machine may need.
inline Request Get(std::string url, RequestSettings settings = {}) {
  return {.url = std::move(url),
          .timeout = std::chrono::seconds(60),
          .settings = Settings(std::move(settings))};
}

inline Request Post(std::string url, std::string json) {
  return {.method = Method::kPost,
          .url = std::move(url),
          .json = Secret(std::move(json)),
          .timeout = std::chrono::seconds(60),
          .settings = Settings()};
}

// One request from start to completion.
inline Result<Response> Fetch(Transport& transport, Request request) {
  transport.Start(7, std::move(request));
  std::optional<Completion> completion = transport.Next(SteadyTime::max());
  if (!completion) return Error{Reason::kInternal, "no completion"};
  EXPECT_EQ(completion->id, 7u);
  return std::move(completion->result);
}

inline Result<Response> Fetch(Request request) {
  return Fetch(*NewTransport(), std::move(request));
}

MATCHER_P(StatusIs, status, "") { return arg.status == status; }
MATCHER_P(BodyIs, body, "") { return arg.body == body; }

}  // namespace bsg_exporter::http
