#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bsg_exporter/base/log.h"
#include "bsg_exporter/base/result.h"
#include "bsg_exporter/base/secret.h"
#include "bsg_exporter/web/body.h"
#include "bsg_exporter/web/tls_options.h"

namespace bsg_exporter::web {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;  // "GET", …: as it came
  std::string path;    // the target up to '?', not decoded
  std::string query;   // what stands behind '?', not decoded
  Headers headers;     // names in lower case
  std::string body;
  bool secure = false;  // came over TLS

  // The first header of that (lower-case) name, "" if there is none.
  std::string_view Header(std::string_view name) const;
};

struct Response {
  int status = 200;
  // Content-Length, Date, Server and Connection are the server's to write.
  Headers headers;
  Body body;
};

// A text or HTML answer in one line.
Response TextResponse(int status, std::string body,
                      std::string content_type = "text/plain; charset=utf-8");

// One request's way back. Exactly one of the calls answers it; later ones do
// nothing, and so does any call after the client has gone. May be called from
// any thread, and may outlive the server.
class Responder {
 public:
  virtual ~Responder() = default;

  // Whether the client still waits: an answer that takes work is not worth
  // making for one that has gone.
  virtual bool IsWanted() const { return true; }

  // HEAD gets the headers of the response, Content-Length included, and no
  // body.
  virtual void Send(Response response) = 0;

  // Breaks the connection off with a reset: no answer is better than half.
  virtual void Abort() = 0;

  // Writes these bytes as they are, instead of an HTTP answer, then closes the
  // connection: for servers whose subject is bad answers.
  virtual void SendRaw(std::string bytes) = 0;
};

// Called on the I/O thread, which serves every connection: it must not block
// and must not throw (what it throws becomes a 500). Answers now or later.
using Handler =
    std::function<void(Request request, std::shared_ptr<Responder> responder)>;

// Who may ask, and how often.
struct AccessOptions {
  // Names with the bcrypt hashes of their passwords. None: no login.
  std::map<std::string, Secret> users;
  // Whether "/-/healthy" and "/-/ready" answer without one.
  bool health_without_login = true;
  // Of all clients together, as many at once. 0: no limit. The two of health
  // are not counted.
  std::size_t max_requests_per_second = 0;

  friend bool operator==(const AccessOptions&, const AccessOptions&) = default;
};

struct ServerOptions {
  // "host:port", ":port" (all addresses, IPv4 and IPv6), "[::1]:port" or
  // "unix:/path". Port 0 is any free one.
  std::vector<std::string> listen = {":10274"};
  // Instead of them: descriptors of sockets that somebody else made and that
  // listen already. They are the server's from then on, whatever comes of it.
  std::vector<int> passed_sockets;
  // One more takes the place of one that has no request under way, or that has
  // been taking one answer for longer than `write_timeout`; else it is closed.
  std::size_t max_connections = 512;
  std::size_t max_header_bytes = 16384;
  std::size_t max_body_bytes = 16384;
  // From the first byte of a request (or the accept) to its last.
  std::chrono::milliseconds read_timeout{10000};
  // Between two requests on one connection.
  std::chrono::milliseconds idle_timeout{120000};
  // For a client that does not take its answer: without any progress.
  std::chrono::milliseconds write_timeout{30000};
  // Answers that clients have not taken yet, all together. One more cuts those
  // that have been under way the longest.
  std::size_t max_unsent_bytes = std::size_t{256} << 20;
  // For what listens on TCP; Unix sockets stay plain.
  std::optional<TlsOptions> tls;
  // The header of that name on answers over TLS; "" for none.
  std::string strict_transport_security;
  AccessOptions access;

  friend bool operator==(const ServerOptions&, const ServerOptions&) = default;
};

// An HTTP/1.1 server with keep-alive on one thread of its own. Malformed
// requests get a 400, too large ones 431 or 413, slow ones 408; none of them
// disturbs another connection, and neither do idle ones.
class Server {
 public:
  // Binds every address or none. Fails (internal) with a message that names
  // the address or the file and what is wrong with it. `logger` is borrowed.
  static Result<std::unique_ptr<Server>> Start(ServerOptions options,
                                               Handler handler, Logger& logger);
  virtual ~Server() = default;  // as Stop(0)

  // Where it listens, ports resolved: "127.0.0.1:41234", "[::]:10274",
  // "unix:/path", in the order of `listen`.
  virtual std::vector<std::string> addresses() const = 0;

  // Makes ready what serving by other options takes; `listen` and sockets
  // cannot change. Fails as CheckTls does. What it gives puts them into force
  // for requests that come from then on, and cannot fail; once, while the
  // server lives. Where `tls` differs, connections are closed when they have no
  // request under way. From any thread.
  virtual Result<std::function<void()>> Prepare(ServerOptions options) = 0;

  // Does this on the I/O thread, between requests. `work` is like a handler:
  // short, and it does not throw. From any thread; dropped once the server has
  // stopped.
  virtual void Post(std::function<void()> work) = 0;

  // Accepts no more, closes idle connections, lets requests under way end for
  // as long as `grace`, then cuts them. Returns when the thread has ended, so
  // neither this nor the destructor may be called on it: not by a handler, nor
  // by work that was posted. Otherwise from any thread, and more than once. A
  // Unix socket's file is removed.
  virtual void Stop(std::chrono::milliseconds grace) = 0;
};

}  // namespace bsg_exporter::web
