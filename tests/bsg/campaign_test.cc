#include "bsg_exporter/bsg/campaign.h"

#include <gtest/gtest.h>

namespace bsg_exporter::bsg {
namespace {

TEST(RoleTest, HasATextOfItsOwn) {
  EXPECT_EQ(ToString(Role::kPrimary), "primary");
  EXPECT_EQ(ToString(Role::kAlternative), "alternative");
}

}  // namespace
}  // namespace bsg_exporter::bsg
