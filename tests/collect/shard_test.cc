#include "bsg_exporter/collect/shard.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bsg_exporter::collect {
namespace {

// A modulus near 2^32, prime: the remainder tells one hash from another.
constexpr std::uint32_t kPrime = 4294967291;

Shard OwnerOf(std::uint64_t hash) {
  return {static_cast<std::uint32_t>(hash % kPrime), kPrime};
}

TEST(ShardTest, OwnsAnAccountByTheFnv1aHashOfItsName) {
  // The vectors of the hash's authors.
  EXPECT_TRUE(OwnerOf(0xcbf29ce484222325).OwnsAccount(""));
  EXPECT_TRUE(OwnerOf(0xaf63dc4c8601ec8c).OwnsAccount("a"));
  EXPECT_TRUE(OwnerOf(0x85944171f73967e8).OwnsAccount("foobar"));
  EXPECT_TRUE(OwnerOf(0x01fc6827a8823b37).OwnsAccount("gr\xc3\xbcn"));
  EXPECT_FALSE(OwnerOf(0x85944171f73967e8).OwnsAccount("foobas"));
}

TEST(ShardTest, OwnsACampaignByTheHashOfAccountSlashId) {
  EXPECT_TRUE(OwnerOf(0x46c099697afebc6b).Owns("main", 53651994));
  EXPECT_TRUE(OwnerOf(0x2d1290a639e928ab).Owns("main", 9223372036854775807));
}

TEST(ShardTest, OwnsEverythingAlone) {
  const Shard alone;
  EXPECT_TRUE(alone.Owns("main", 1));
  EXPECT_TRUE(alone.Owns("", 9223372036854775807));
  EXPECT_TRUE(alone.OwnsAccount("main"));
}

TEST(ShardTest, GivesEachCampaignAndAccountExactlyOneOwner) {
  for (const std::uint32_t count : {2u, 3u, 16u, 100u}) {
    for (int id = 1; id <= 500; ++id) {
      const std::string account = "account-" + std::to_string(id % 7);
      int owners = 0;
      int account_owners = 0;
      for (std::uint32_t ordinal = 0; ordinal < count; ++ordinal) {
        const Shard shard{ordinal, count};
        owners += shard.Owns(account, id) ? 1 : 0;
        account_owners += shard.OwnsAccount(account) ? 1 : 0;
      }
      EXPECT_EQ(owners, 1) << account << '/' << id << " of " << count;
      EXPECT_EQ(account_owners, 1) << account << " of " << count;
    }
  }
}

TEST(ShardTest, SplitsCampaignsEvenly) {
  std::vector<int> owned(4);
  for (std::uint32_t ordinal = 0; ordinal < 4; ++ordinal) {
    for (int id = 53'650'000; id < 53'654'000; ++id) {
      owned[ordinal] += Shard{ordinal, 4}.Owns("main", id) ? 1 : 0;
    }
    EXPECT_NEAR(owned[ordinal], 1000, 100) << ordinal;
  }
}

}  // namespace
}  // namespace bsg_exporter::collect
