#include "bsg_exporter/collect/shard.h"

#include <string>

namespace bsg_exporter::collect {
namespace {

std::uint64_t Fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

}  // namespace

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
