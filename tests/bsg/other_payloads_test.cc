// No other document of the API passes for a campaign's detail.
#include <string>

#include "tests/bsg/decoding.h"
#include "tests/support/files.h"

namespace bsg_exporter::bsg {
namespace {

struct Case {
  const char* file;
  Reason reason;
  const char* message;
};

class OtherPayloadsTest : public testing::TestWithParam<Case> {};

TEST_P(OtherPayloadsTest, IsRefused) {
  EXPECT_THAT(Decode(Fixture(std::string("payloads/") + GetParam().file)),
              FailsWith(GetParam().reason, GetParam().message));
}

constexpr char kGotError[] = "expected a campaign, got an error";

INSTANTIATE_TEST_SUITE_P(
    All, OtherPayloadsTest,
    testing::Values(Case{"11_campaign_list_page.json", Reason::kInvalidDocument,
                         "expected a campaign, got a list"},
                    Case{"12_campaign_general.json", Reason::kInvalidDocument,
                         "/data: expected a campaign's detail, got its general "
                         "information, where 'sent' means something else"},
                    Case{"20_auth_login_ok.json", Reason::kInvalidDocument,
                         "expected a campaign"},
                    Case{"21_balance.json", Reason::kInvalidDocument,
                         "/data: expected a campaign"},
                    Case{"22_tariffs.json", Reason::kInvalidDocument,
                         "expected a campaign, got a list"},
                    Case{"30_error_401_expired_jwt_INFERRED.json",
                         Reason::kInvalidDocument, kGotError},
                    Case{"31_error_401_missing_jwt_INFERRED.json",
                         Reason::kInvalidDocument, kGotError},
                    Case{"32_error_404_model_not_found.json",
                         Reason::kInvalidDocument, kGotError},
                    Case{"33_error_422_errors_list.json",
                         Reason::kInvalidDocument, kGotError},
                    Case{"34_error_422_errors_object.json",
                         Reason::kInvalidDocument, kGotError},
                    Case{"35_error_429_duplicate.json",
                         Reason::kInvalidDocument, kGotError},
                    Case{"36_error_v1_style_in_200.json",
                         Reason::kInvalidDocument, kGotError},
                    Case{"37_gateway_maintenance_INFERRED.html",
                         Reason::kInvalidJson,
                         "not a JSON document: syntax error at byte 0"}),
    [](const auto& tested) {
      return "Payload" + std::string(tested.param.file).substr(0, 2);
    });

}  // namespace
}  // namespace bsg_exporter::bsg
