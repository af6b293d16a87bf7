#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bsg_exporter/base/result.h"
#include "tests/simulator/campaign_plan.h"
#include "tests/simulator/document_writer.h"
#include "tests/simulator/endpoint.h"
#include "tests/simulator/query.h"

namespace bsg_exporter::simulator {

// What can go wrong. The last group makes detail documents say something
// wrong, so it concerns no other endpoint.
enum class FaultKind {
  kLatency,            // the right answer, late
  kHang,               // no answer; the connection is cut after `ms`
  kReset,              // a reset instead of an answer
  kStatus,             // an error status with the body that goes with it
  kMaintenance,        // a proxy's HTML page
  kTruncatedJson,      // the first `bytes` of the body, complete as HTTP goes
  kTruncatedTransfer,  // the same, but Content-Length promises more
  kHuge,               // the right answer with `bytes` of padding
  kRedirect,           // to `url`
  kV1Error,            // {"error":"1",…} with status 200
  kNoDocument,         // {"data":{}} with status 200
  kWrongType,
  kUnknownCounter,
  kUnknownStatus,
  kUnknownType,
  kWrongId,
  kInvalidUtf8,
  kDeepNesting,
};
std::string_view ToString(FaultKind kind);

struct Fault {
  FaultKind kind = FaultKind::kLatency;
  // Which requests; an empty one means any.
  std::optional<Endpoint> endpoint;
  std::optional<std::int64_t> campaign;
  std::string account;
  // How often.
  std::optional<std::int64_t> times;  // so many requests, then never again
  Share probability = kMillion;
  // How.
  Span delay{};   // before the answer
  Span jitter{};  // up to so much more
  int status = 0;
  std::string retry_after;  // the header as it shall be; "date:30": in 30 s
  std::int64_t bytes = 0;   // 0: whatever is usual for the kind
  std::string url;
  bool chunked = false;

  Twist twist() const;  // none for kinds that leave the document alone
};

// From the parameters of a control request or a flag: kind, endpoint,
// campaign, account, times, probability, ms, jitter_ms, status, retry_after,
// bytes, url, chunked. A kind that is a number means that status. The message
// names the parameter that is wrong.
Result<Fault> ParseFault(const Query& query);

// A request as far as faults care.
struct FaultSubject {
  Endpoint endpoint = Endpoint::kOther;
  std::optional<std::int64_t> campaign;
  std::string_view account;  // "": unknown
};

// What happens to one request: all delays that apply, and the first fault that
// is more than a delay.
struct FaultVerdict {
  Span delay{};
  std::optional<Fault> fault;
};

class Faults {
 public:
  explicit Faults(std::uint64_t seed) : seed_(seed) {}

  void Add(Fault fault);
  void Clear() { active_.clear(); }
  FaultVerdict Judge(const FaultSubject& subject);
  std::size_t size() const { return active_.size(); }

 private:
  struct Active {
    Fault fault;
    std::uint64_t number;     // of the fault since the start
    std::uint64_t rolls = 0;  // so that each roll of the dice is another one
  };
  bool Strikes(Active& active, const FaultSubject& subject);
  Span DelayOf(Active& active);

  const std::uint64_t seed_;
  std::uint64_t added_ = 0;
  std::vector<Active> active_;
};

}  // namespace bsg_exporter::simulator
