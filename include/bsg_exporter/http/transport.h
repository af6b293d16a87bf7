#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/result.h"
#include "bsg_exporter/base/secret.h"

namespace bsg_exporter::http {

enum class Method { kGet, kPost };

// How requests reach their hosts, and what is believed of them. Part of a
// request, so that one transport serves requests of different settings at a
// time: connections are shared by those alone that reach the host alike.
struct RequestSettings {
  std::size_t max_response_bytes = 1u << 20;  // after decoding, headers apart
  std::string proxy{};    // URL; none if empty: the environment is not read
  std::string ca_file{};  // PEM bundle, trusted instead of the system's

  friend bool operator==(const RequestSettings&,
                         const RequestSettings&) = default;
};

struct Request {
  Method method = Method::kGet;
  std::string url{};               // http or https; anything else is refused
  std::optional<Secret> bearer{};  // sent as "Authorization: Bearer <it>"
  std::optional<Secret> json{};    // the body, sent as application/json
  Duration timeout{};  // from start to last byte, name look-up included
  std::shared_ptr<const RequestSettings> settings{};  // null: the defaults
};

// An answer, whatever its status: only `status` tells success from failure.
struct Response {
  int status = 0;
  std::string body;                        // at most the settings' limit
  std::optional<std::string> retry_after;  // the header as it came
};

// Who asked: chosen by the caller, unique among the requests under way.
using RequestId = std::uint64_t;

struct Completion {
  RequestId id = 0;
  // An error only where there was no whole answer: dns, connect, tls, timeout,
  // too_large, server_error (not HTTP) or internal. Its message is the
  // library's own text, without URL, header or body.
  Result<Response> result;
  Duration duration{};  // from Start() to completion
};

// Requests go in, completions come out, in whatever order they end. It
// outlives scrapes, so connections stay warm, and it is the only place where
// the reader waits: a fake one therefore moves a fake clock.
//
// One thread, the reader, calls everything but Wake, which may be called from
// any. Nothing is queued inside: the caller starts no more than
// capacity() at a time (a broken invariant otherwise).
class Transport {
 public:
  virtual ~Transport() = default;

  virtual void Start(RequestId id, Request request) = 0;

  // Waits for a completion until `until`, then answers nothing; so it does
  // when Wake() was called. A completion that is there already is returned
  // even when `until` has passed.
  virtual std::optional<Completion> Next(SteadyTime until) = 0;

  // Cuts everything under way; no completion will come of it.
  virtual void CancelAll() = 0;

  // Makes the Next() that waits now, or the next one, return at once.
  virtual void Wake() = 0;

  virtual std::size_t InFlight() const = 0;
  virtual std::size_t capacity() const = 0;
  // What is under way goes on, even if that is more.
  virtual void SetCapacity(std::size_t capacity) = 0;
};

}  // namespace bsg_exporter::http
