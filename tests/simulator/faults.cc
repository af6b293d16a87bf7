#include "tests/simulator/faults.h"

#include <utility>

#include "tests/simulator/choices.h"

namespace bsg_exporter::simulator {
namespace {

bool IsTwist(FaultKind kind) { return kind >= FaultKind::kWrongType; }

bool Concerns(const Fault& fault, const FaultSubject& subject) {
  if (IsTwist(fault.kind) && subject.endpoint != Endpoint::kDetail) {
    return false;
  }
  if (fault.endpoint && fault.endpoint != subject.endpoint) return false;
  if (fault.campaign && fault.campaign != subject.campaign) return false;
  return fault.account.empty() || fault.account == subject.account;
}

}  // namespace

std::string_view ToString(FaultKind kind) {
  switch (kind) {
    case FaultKind::kLatency:
      return "latency";
    case FaultKind::kHang:
      return "hang";
    case FaultKind::kReset:
      return "reset";
    case FaultKind::kStatus:
      return "status";
    case FaultKind::kMaintenance:
      return "maintenance";
    case FaultKind::kTruncatedJson:
      return "truncated_json";
    case FaultKind::kTruncatedTransfer:
      return "truncated_transfer";
    case FaultKind::kHuge:
      return "huge";
    case FaultKind::kRedirect:
      return "redirect";
    case FaultKind::kV1Error:
      return "v1_error";
    case FaultKind::kNoDocument:
      return "no_document";
    case FaultKind::kWrongType:
      return "wrong_type";
    case FaultKind::kUnknownCounter:
      return "unknown_counter";
    case FaultKind::kUnknownStatus:
      return "unknown_status";
    case FaultKind::kUnknownType:
      return "unknown_type";
    case FaultKind::kWrongId:
      return "wrong_id";
    case FaultKind::kInvalidUtf8:
      return "invalid_utf8";
    case FaultKind::kDeepNesting:
      return "deep_nesting";
  }
  return "";
}

Twist Fault::twist() const {
  Twist twist;
  twist.wrong_type = kind == FaultKind::kWrongType;
  twist.unknown_counter = kind == FaultKind::kUnknownCounter;
  twist.unknown_status = kind == FaultKind::kUnknownStatus;
  twist.unknown_type = kind == FaultKind::kUnknownType;
  twist.wrong_id = kind == FaultKind::kWrongId;
  twist.invalid_utf8 = kind == FaultKind::kInvalidUtf8;
  if (kind == FaultKind::kDeepNesting) twist.nesting = bytes ? bytes : 10'000;
  return twist;
}

void Faults::Add(Fault fault) {
  active_.push_back({std::move(fault), ++added_});
}

bool Faults::Strikes(Active& active, const FaultSubject& subject) {
  Fault& fault = active.fault;
  if (fault.times == 0 || !Concerns(fault, subject)) return false;
  if (fault.probability < kMillion) {
    Choices roll(Mix(seed_, active.number), ++active.rolls);
    if (roll.Below(kMillion) >= fault.probability) return false;
  }
  if (fault.times) --*fault.times;
  return true;
}

Span Faults::DelayOf(Active& active) {
  const Fault& fault = active.fault;
  if (fault.jitter.count() == 0) return fault.delay;
  Choices roll(Mix(seed_, active.number), ++active.rolls);
  return fault.delay + Span(roll.Between(0, fault.jitter.count()));
}

FaultVerdict Faults::Judge(const FaultSubject& subject) {
  FaultVerdict verdict;
  for (Active& active : active_) {
    const bool is_delay = active.fault.kind == FaultKind::kLatency;
    if (!is_delay && verdict.fault) continue;
    if (!Strikes(active, subject)) continue;
    verdict.delay += DelayOf(active);
    if (!is_delay) verdict.fault = active.fault;
  }
  std::erase_if(active_,
                [](const Active& active) { return active.fault.times == 0; });
  return verdict;
}

}  // namespace bsg_exporter::simulator
