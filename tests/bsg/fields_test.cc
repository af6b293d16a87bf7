#include "exporter/bsg/fields.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/bsg/decoding.h"

namespace bsg_exporter::bsg {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FieldsTest : public testing::Test {
 protected:
  // The field "key" with a value that is written so.
  Field Of(const std::string& written) {
    auto document = json::Parse("{\"key\":" + written + "}");
    EXPECT_THAT(document, IsOk()) << written;
    documents_.push_back(std::move(document).value());
    return {"key", documents_.back().root().Find("key")};
  }
  // What has been found since the last call.
  std::vector<Unexpected> Found() {
    return std::exchange(findings_, Findings()).Take();
  }

  std::vector<json::Document> documents_;
  Findings findings_;
};

TEST_F(FieldsTest, AnIntegerIsANumberOrAText) {
  EXPECT_EQ(AsInteger(Of("5").value), 5);
  EXPECT_EQ(AsInteger(Of("-7").value), -7);
  EXPECT_EQ(AsInteger(Of(R"("5")").value), 5);
  EXPECT_EQ(AsInteger(Of(R"("-7")").value), -7);
  EXPECT_EQ(AsInteger(Of(R"("007")").value), 7);
  EXPECT_EQ(AsInteger(Of("9223372036854775807").value), INT64_MAX);
  for (const char* none :
       {"5.0", "1e3", R"(" 5")", R"("5.0")", R"("")", R"("+5")", "true", "[5]",
        "{}", "null", "9223372036854775808", R"("9223372036854775808")"}) {
    EXPECT_EQ(AsInteger(Of(none).value), std::nullopt) << none;
  }
}

TEST_F(FieldsTest, WhatIsAbsentIsNothingAndNoFinding) {
  for (const Field& field : {Of("null"), Field{"key", json::Value()}}) {
    EXPECT_EQ(ReadInteger(field, Place::kOther, findings_), std::nullopt);
    EXPECT_EQ(ReadAmount(field, findings_), std::nullopt);
    EXPECT_EQ(ReadCurrency(field, findings_), std::nullopt);
    EXPECT_EQ(ReadText(field, findings_), std::nullopt);
  }
  EXPECT_THAT(Found(), IsEmpty());
}

TEST_F(FieldsTest, AnUnusableIntegerIsAFindingWhereItStands) {
  EXPECT_EQ(ReadInteger(Of("5"), Place::kId, findings_), 5);
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_EQ(ReadInteger(Of("5.5"), Place::kId, findings_), std::nullopt);
  EXPECT_THAT(Found(), ElementsAre(Unexpected{Place::kId, "key"}));
}

TEST_F(FieldsTest, AnAmountIsANumberOrAText) {
  EXPECT_EQ(ReadAmount(Of("12"), findings_), 12.0);
  EXPECT_EQ(ReadAmount(Of("12.5"), findings_), 12.5);
  EXPECT_EQ(ReadAmount(Of(R"("-12.50")"), findings_), -12.5);
  EXPECT_THAT(Found(), IsEmpty());
  for (const char* none : {R"("12,50")", R"("")", "false", "[]", "1e309"}) {
    EXPECT_EQ(ReadAmount(Of(none), findings_), std::nullopt) << none;
    EXPECT_THAT(Found(), ElementsAre(Unexpected{Place::kPrice, "key"})) << none;
  }
}

TEST_F(FieldsTest, AnyShortCurrencyIsKept) {
  EXPECT_EQ(ReadCurrency(Of(R"("EUR")"), findings_), "EUR");
  EXPECT_THAT(Found(), IsEmpty());
  const std::string longest(16, 'x');
  for (const std::string& odd :
       {std::string("eur"), std::string("EURO"), std::string("EU"), longest}) {
    EXPECT_EQ(ReadCurrency(Of('"' + odd + '"'), findings_), odd);
    EXPECT_THAT(Found(), ElementsAre(Unexpected{Place::kCurrency, "key"}))
        << odd;
  }
  for (const std::string& none :
       {std::string(R"("")"), std::string("978"), '"' + longest + "x\""}) {
    EXPECT_EQ(ReadCurrency(Of(none), findings_), std::nullopt) << none;
    EXPECT_THAT(Found(), ElementsAre(Unexpected{Place::kCurrency, "key"}))
        << none;
  }
}

TEST_F(FieldsTest, ALongTextIsCut) {
  const std::string longest(1024, 'x');
  EXPECT_EQ(ReadText(Of(R"("")"), findings_), "");
  EXPECT_EQ(ReadText(Of('"' + longest + '"'), findings_), longest);
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_EQ(ReadText(Of('"' + longest + "x\""), findings_), longest);
  EXPECT_THAT(Found(), ElementsAre(Unexpected{Place::kOther, "key"}));
  EXPECT_EQ(ReadText(Of("5"), findings_), std::nullopt);
  EXPECT_THAT(Found(), ElementsAre(Unexpected{Place::kOther, "key"}));
}

// What ForEachObject calls, in order; uses fail at the path that is given.
class Visit {
 public:
  explicit Visit(std::string fails_at = "none")
      : fails_at_(std::move(fails_at)) {}

  Status operator()(json::Value value) {
    const Path root;
    return ForEachObject(
        value, root.At("list"),
        [this](json::Value, const Path& path) {
          calls.push_back("use " + ToString(path));
          if (ToString(path) != fails_at_) return Status();
          return Status(InvalidDocument(path, "enough"));
        },
        [this](const Path& path) {
          calls.push_back("refuse " + ToString(path));
          return Status();
        });
  }

  std::vector<std::string> calls;

 private:
  std::string fails_at_;
};

TEST_F(FieldsTest, AnObjectStandsForAListOfOne) {
  Visit visit;
  EXPECT_THAT(visit(Of("{}").value), IsOk());
  EXPECT_THAT(visit.calls, ElementsAre("use /list"));
}

TEST_F(FieldsTest, OfAListEachElementIsVisitedInTurn) {
  Visit visit;
  EXPECT_THAT(visit(Of(R"([{},5,{"a":[{}]},null])").value), IsOk());
  EXPECT_THAT(visit.calls, ElementsAre("use /list/0", "refuse /list/1",
                                       "use /list/2", "refuse /list/3"));
}

TEST_F(FieldsTest, AnEmptyListAndNothingAreVisitedByNobody) {
  Visit visit;
  EXPECT_THAT(visit(Of("[]").value), IsOk());
  EXPECT_THAT(visit(Of("null").value), IsOk());
  EXPECT_THAT(visit(json::Value()), IsOk());
  EXPECT_THAT(visit.calls, IsEmpty());
}

TEST_F(FieldsTest, WhatIsNeitherObjectNorListIsRefused) {
  Visit visit;
  EXPECT_THAT(visit(Of("5").value), IsOk());
  EXPECT_THAT(visit.calls, ElementsAre("refuse /list"));
}

TEST_F(FieldsTest, TheFirstFailureEndsIt) {
  Visit visit("/list/1");
  EXPECT_THAT(visit(Of("[{},{},{}]").value),
              FailsWith(Reason::kInvalidDocument, "/list/1: enough"));
  EXPECT_THAT(visit.calls, ElementsAre("use /list/0", "use /list/1"));
}

TEST(InvalidDocumentTest, SaysWhereUnlessItIsTheWhole) {
  const Path root;
  EXPECT_EQ(InvalidDocument(root.At("id"), "expected an id").message,
            "/id: expected an id");
  EXPECT_EQ(InvalidDocument(root, "expected an object").message,
            "expected an object");
  EXPECT_EQ(InvalidDocument(root, "").reason, Reason::kInvalidDocument);
}

}  // namespace
}  // namespace bsg_exporter::bsg
