#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/web/server.h"
#include "tests/simulator/faults.h"

namespace bsg_exporter::simulator {

// How a request ends: with an answer, with bytes that only look like one, or
// with none.
struct Answer {
  enum class Way { kSend, kRaw, kReset, kHang };

  web::Response response;  // kSend; `status` is there for every way but kReset
  Way way = Way::kSend;
  std::string raw;  // kRaw

  void Deliver(web::Responder& responder) &&;
};

Answer JsonAnswer(int status, std::string body);

// {"message":"…"}, as the API has it, with `code` before it for 401 and 403.
Answer MessageAnswer(int status, std::string_view message);

// The documented body for an error status, and WWW-Authenticate for 401.
Answer StatusAnswer(int status);

// Kinds that need no right answer to spoil (nothing for the others). `now` is
// for a Retry-After that is a date.
std::optional<Answer> BadAnswer(const Fault& fault, WallTime now);

// The right answer, spoiled as the other kinds say.
Answer Spoiled(const Fault& fault, Answer good);

}  // namespace bsg_exporter::simulator
