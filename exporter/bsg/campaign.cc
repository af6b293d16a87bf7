#include "bsg_exporter/bsg/campaign.h"

namespace bsg_exporter::bsg {

std::string_view ToString(Role role) {
  return role == Role::kPrimary ? "primary" : "alternative";
}

}  // namespace bsg_exporter::bsg
