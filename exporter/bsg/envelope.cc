#include "exporter/bsg/envelope.h"

namespace bsg_exporter::bsg {

std::optional<Enclosed> FindData(json::Value root, bool (*fits)(json::Value),
                                 std::optional<std::string_view> beside,
                                 Findings& findings) {
  json::Value data;
  for (const json::Member member : root.Members()) {
    if (member.key == "data" && fits(member.value)) {
      data = member.value;
      break;
    }
  }
  if (data.absent()) return std::nullopt;
  for (const json::Member member : root.Members()) {
    if (member.value == data || member.key == beside) continue;
    findings.Add(Place::kEnvelope, member.key);
  }
  return Enclosed{"data", data};
}

std::optional<Enclosed> FindData(json::Value root, Findings& findings) {
  const auto is_object = [](json::Value value) { return value.IsObject(); };
  return FindData(root, is_object, std::nullopt, findings);
}

bool Has(json::Value object, std::string_view key) {
  return object.Find(key) != json::Value();
}

std::optional<json::Member> OnlyMember(json::Value object) {
  std::optional<json::Member> only;
  for (const json::Member member : object.Members()) {
    if (only) return std::nullopt;
    only = member;
  }
  return only;
}

bool IsError(json::Value root) {
  return Has(root, "error") || Has(root, "errors") ||
         Has(root, "errorDescription") || Has(root, "message");
}

}  // namespace bsg_exporter::bsg
