#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "tests/simulator/faults.h"

namespace bsg_exporter::simulator {
namespace {

constexpr std::array kFaultKinds = {FaultKind::kLatency,
                                    FaultKind::kHang,
                                    FaultKind::kReset,
                                    FaultKind::kStatus,
                                    FaultKind::kMaintenance,
                                    FaultKind::kTruncatedJson,
                                    FaultKind::kTruncatedTransfer,
                                    FaultKind::kHuge,
                                    FaultKind::kRedirect,
                                    FaultKind::kV1Error,
                                    FaultKind::kNoDocument,
                                    FaultKind::kWrongType,
                                    FaultKind::kUnknownCounter,
                                    FaultKind::kUnknownStatus,
                                    FaultKind::kUnknownType,
                                    FaultKind::kWrongId,
                                    FaultKind::kInvalidUtf8,
                                    FaultKind::kDeepNesting};

bool SetStatus(Fault& fault, const std::string& value) {
  const auto status = IntegerOf(value);
  if (!status || *status < 200 || *status > 599) return false;
  fault.status = static_cast<int>(*status);
  return true;
}

bool SetKind(Fault& fault, const std::string& value) {
  for (const FaultKind kind : kFaultKinds) {
    if (ToString(kind) != value) continue;
    fault.kind = kind;
    return true;
  }
  fault.kind = FaultKind::kStatus;
  return SetStatus(fault, value);
}

bool SetEndpoint(Fault& fault, const std::string& value) {
  fault.endpoint = EndpointByName(value);
  return fault.endpoint.has_value();
}

bool SetProbability(Fault& fault, const std::string& value) {
  double share = 0;
  const char* const end = value.data() + value.size();
  if (std::from_chars(value.data(), end, share).ptr != end) return false;
  if (!(share >= 0 && share <= 1)) return false;
  fault.probability =
      static_cast<Share>(share * static_cast<double>(kMillion) + 0.5);
  return true;
}

// Numbers that must not be negative.
bool SetNumber(std::int64_t& field, const std::string& value) {
  const auto number = IntegerOf(value);
  if (!number || *number < 0) return false;
  field = *number;
  return true;
}

bool SetNumber(std::optional<std::int64_t>& field, const std::string& value) {
  return SetNumber(field.emplace(), value);
}

bool SetSpan(Span& field, const std::string& value) {
  std::int64_t milliseconds = 0;
  if (!SetNumber(milliseconds, value)) return false;
  field = Span(milliseconds);
  return true;
}

// What the header may hold; a line feed would make another header.
bool SetHeaderText(std::string& field, const std::string& value) {
  if (value.find_first_of("\r\n") != std::string::npos) return false;
  field = value;
  return true;
}

struct Parameter {
  std::string_view name;
  bool (*set)(Fault& fault, const std::string& value);
};
constexpr Parameter kParameters[] = {
    {"kind", SetKind},
    {"endpoint", SetEndpoint},
    {"campaign", [](Fault& f, auto& v) { return SetNumber(f.campaign, v); }},
    {"account", [](Fault& f, auto& v) { return SetHeaderText(f.account, v); }},
    {"times", [](Fault& f, auto& v) { return SetNumber(f.times, v); }},
    {"probability", SetProbability},
    {"ms", [](Fault& f, auto& v) { return SetSpan(f.delay, v); }},
    {"jitter_ms", [](Fault& f, auto& v) { return SetSpan(f.jitter, v); }},
    {"status", SetStatus},
    {"retry_after",
     [](Fault& f, auto& v) { return SetHeaderText(f.retry_after, v); }},
    {"bytes", [](Fault& f, auto& v) { return SetNumber(f.bytes, v); }},
    {"url", [](Fault& f, auto& v) { return SetHeaderText(f.url, v); }},
    {"chunked",
     [](Fault& f, auto& v) {
       f.chunked = v == "1" || v == "true";
       return f.chunked || v == "0" || v == "false";
     }},
};

const Parameter* Find(std::string_view name) {
  for (const Parameter& parameter : kParameters) {
    if (parameter.name == name) return &parameter;
  }
  return nullptr;
}

Error Wrong(const std::string& what) {
  return {Reason::kClientError, "fault: " + what};
}

}  // namespace

Result<Fault> ParseFault(const Query& query) {
  Fault fault;
  if (!query.Get("kind")) return Wrong("no kind");
  for (const auto& [name, value] : query.all()) {
    const Parameter* const parameter = Find(name);
    if (parameter == nullptr) return Wrong("no parameter '" + name + "'");
    if (!parameter->set(fault, value)) {
      return Wrong("bad " + name + " '" + value + "'");
    }
  }
  if (fault.kind == FaultKind::kStatus && fault.status == 0) {
    return Wrong("no status");
  }
  if (fault.kind == FaultKind::kRedirect && fault.url.empty()) {
    return Wrong("no url");
  }
  return fault;
}

}  // namespace bsg_exporter::simulator
