#include "exporter/web/html_headers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bsg_exporter::web {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(HtmlHeadersTest, TrustsTheInlineTextsAndNothingElse) {
  // The hashes are those of sha256sum(1), in base64.
  EXPECT_THAT(
      HtmlHeaders("p{}", "alert(1)"),
      ElementsAre(
          Pair("Content-Type", "text/html; charset=utf-8"),
          Pair("Content-Security-Policy",
               "default-src 'none'; "
               "style-src "
               "'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='; "
               "script-src "
               "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='; "
               "connect-src 'self'; img-src 'self' data:; form-action 'self'; "
               "base-uri 'none'; frame-ancestors 'none'"),
          Pair("X-Frame-Options", "DENY"),
          Pair("Referrer-Policy", "no-referrer"),
          Pair("Cache-Control", "no-store")));
}

TEST(HtmlHeadersTest, WithoutInlineTextsNoneMayBeThere) {
  EXPECT_THAT(HtmlHeaders("", "")[1].second,
              testing::StartsWith("default-src 'none'; style-src 'none'; "
                                  "script-src 'none'; "));
}

}  // namespace
}  // namespace bsg_exporter::web
