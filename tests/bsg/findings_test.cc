// What is reported of a document's oddities, and how much of it.
#include <set>
#include <string>

#include "tests/bsg/decoding.h"

namespace bsg_exporter::bsg {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(FindingsTest, EachThingIsReportedOnce) {
  const auto decoded = Accepted(
      Detail(R"("x":1,"x":2,"statistics":{"new":1},)"
             R"("alternative_channels":{"sms":{"statistics":{"new":2}}})"));
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kOther, "x"},
                          Unexpected{Place::kStatistics, "new"}));
}

TEST(FindingsTest, ThereIsAnEndToThem) {
  std::string members;
  for (int i = 0; i < 1000; ++i) {
    members += (i == 0 ? "\"x" : ",\"x") + std::to_string(i) + "\":1";
  }
  const auto decoded = Accepted(Detail(members));
  ASSERT_THAT(decoded.unexpected, SizeIs(32));
  EXPECT_EQ(decoded.unexpected[31], (Unexpected{Place::kOther, "x31"}));
}

TEST(FindingsTest, ALongKeyIsCutBetweenCharacters) {
  const std::string most(127, 'x');
  const auto decoded = Accepted(Detail("\"" + most + "\xC3\xA9t\xC3\xA9\":1"));
  EXPECT_THAT(decoded.unexpected, ElementsAre(Unexpected{Place::kOther, most}));
}

TEST(PlaceTest, EveryPlaceHasATextOfItsOwn) {
  std::set<std::string_view> texts;
  for (const Place place : kAllPlaces) texts.insert(ToString(place));
  EXPECT_THAT(texts, ElementsAre("alternative_channels", "currency", "envelope",
                                 "id", "other", "price", "statistics", "status",
                                 "time", "type"));
}

}  // namespace
}  // namespace bsg_exporter::bsg
