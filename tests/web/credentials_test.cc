#include "exporter/web/credentials.h"

#include <gtest/gtest.h>

namespace bsg_exporter::web {
namespace {

// "user/password", or "none".
std::string Parsed(std::string_view header) {
  const auto credentials = ParseBasic(header);
  if (!credentials) return "none";
  return credentials->user + "/" + credentials->password.Reveal();
}

TEST(ParseBasicTest, ReadsNameAndPassword) {
  EXPECT_EQ(Parsed("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            "Aladdin/open sesame");
  EXPECT_EQ(Parsed("basic QWxhZGRpbjpvcGVuIHNlc2FtZQ"), "Aladdin/open sesame");
  EXPECT_EQ(Parsed("BASIC   YTpi"), "a/b");
}

TEST(ParseBasicTest, ThePasswordMayHoldColonsAndBeEmpty) {
  EXPECT_EQ(Parsed("Basic YTpiOmM="), "a/b:c");
  EXPECT_EQ(Parsed("Basic YTo="), "a/");
  EXPECT_EQ(Parsed("Basic Og=="), "/");
}

TEST(ParseBasicTest, AnythingElseIsNone) {
  for (const char* header : {"", "Basic", "Basic ", "Basic YWI=", "Bearer YTpi",
                             "Basic Y", "Basic YTpi!", "Basic =", "Basic ====",
                             "Basic YTpi====", "BasicYTpi", "Basic Y=pi"}) {
    EXPECT_EQ(Parsed(header), "none") << header;
  }
}

}  // namespace
}  // namespace bsg_exporter::web
