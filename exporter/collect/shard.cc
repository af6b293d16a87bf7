#include "bsg_exporter/collect/shard.h"

#include <string>

#include "bsg_exporter/base/fnv1a.h"

namespace bsg_exporter::collect {

bool Shard::Owns(std::string_view account, bsg::CampaignId id) const {
  std::string text(account);
  text += '/';
  text += std::to_string(id);
  return Fnv1a(text) % count == ordinal;
}

bool Shard::OwnsAccount(std::string_view account) const {
  return Fnv1a(account) % count == ordinal;
}

}  // namespace bsg_exporter::collect
