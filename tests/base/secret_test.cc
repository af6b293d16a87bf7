#include "bsg_exporter/base/secret.h"

#include <gtest/gtest.h>

#include <sstream>
#include <type_traits>

#include "bsg_exporter/base/log.h"

namespace bsg_exporter {
namespace {

TEST(SecretTest, PrintsAsAPlaceholderAndRevealsOnlyWhenAsked) {
  const Secret key("live_abc");
  std::ostringstream out;
  out << key;
  EXPECT_EQ(out.str(), "<secret>");
  EXPECT_EQ(testing::PrintToString(key), "<secret>");
  EXPECT_EQ(key.Reveal(), "live_abc");
}

TEST(SecretTest, CannotBecomeALogField) {
  EXPECT_FALSE((std::is_constructible_v<LogField, std::string_view, Secret>));
}

}  // namespace
}  // namespace bsg_exporter
