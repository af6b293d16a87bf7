#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "bsg_exporter/config/config.h"

namespace bsg_exporter::config {
namespace {

using testing::ElementsAre;

template <class All>
std::vector<std::string_view> NamesOf(const All& all) {
  std::vector<std::string_view> names;
  for (const auto one : all) names.push_back(ToString(one));
  return names;
}

TEST(TlsNamesTest, AreThoseOfGo) {
  EXPECT_THAT(
      NamesOf(kAllClientAuthTypes),
      ElementsAre("NoClientCert", "RequestClientCert", "RequireAnyClientCert",
                  "VerifyClientCertIfGiven", "RequireAndVerifyClientCert"));
  EXPECT_THAT(NamesOf(kAllTlsVersions), ElementsAre("TLS12", "TLS13"));
}

TEST(TlsNamesTest, AnOlderVersionIsLess) {
  EXPECT_LT(TlsVersion::kTls12, TlsVersion::kTls13);
}

}  // namespace
}  // namespace bsg_exporter::config
