// What counts as JSON, seen through the decoder of campaigns.
#include <string>

#include "tests/bsg/decoding.h"

namespace bsg_exporter::bsg {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A campaign whose name is this JSON text.
std::string Named(const std::string& text) {
  return Detail("\"name\":\"" + text + "\"");
}

std::optional<std::string> NameIn(const std::string& body) {
  return Accepted(body).value.name;
}

std::string Times(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

TEST(JsonTest, RefusesWhatIsNoJson) {
  const auto syntax_error = [](int byte) {
    return FailsWith(
        Reason::kInvalidJson,
        "not a JSON document: syntax error at byte " + std::to_string(byte));
  };
  EXPECT_THAT(Decode("<html></html>"), syntax_error(0));
  EXPECT_THAT(Decode(R"({"id":1,})"), syntax_error(8));
  EXPECT_THAT(Decode(R"({"id":1} x)"), syntax_error(9));
  EXPECT_THAT(Decode(R"({"id":1)"), syntax_error(7));
  EXPECT_THAT(Decode(R"({"id":01})"), syntax_error(7));
  EXPECT_THAT(Decode(R"({"id":NaN})"), syntax_error(6));
  EXPECT_THAT(Decode(R"({"id":1 /* one */})"), syntax_error(8));
  EXPECT_THAT(Decode(""), FailsWith(Reason::kInvalidJson,
                                    "not a JSON document: it is empty"));
  EXPECT_THAT(Decode(" \n"), FailsWith(Reason::kInvalidJson,
                                       "not a JSON document: it is empty"));
}

TEST(JsonTest, SkipsAByteOrderMark) {
  EXPECT_EQ(NameIn("\xEF\xBB\xBF" + Named("a")), "a");
  EXPECT_THAT(Decode("\xEF\xBB\xBF{]"),
              FailsWith(Reason::kInvalidJson,
                        "not a JSON document: syntax error at byte 4"));
}

TEST(JsonTest, RefusesANulByteWhereverItStands) {
  const auto nul_at = [](std::size_t byte) {
    return FailsWith(
        Reason::kInvalidJson,
        "not a JSON document: a NUL byte at byte " + std::to_string(byte));
  };
  const std::string body = Named("a");
  EXPECT_THAT(Decode(body + '\0'), nul_at(body.size()));
  EXPECT_THAT(Decode(body + '\0' + "garbage"), nul_at(body.size()));
  EXPECT_THAT(Decode('\0' + body), nul_at(0));
  EXPECT_THAT(Decode("\xEF\xBB\xBF" + ('\0' + body)), nul_at(3));
}

TEST(JsonTest, AnEscapedNulBecomesTheReplacementCharacter) {
  EXPECT_EQ(NameIn(Named(R"(a\u0000b)")),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(NameIn(Named(R"(\\u0000)")), R"(\u0000)");
  EXPECT_EQ(NameIn(Named(R"(\\\u0000)")), "\\\xEF\xBF\xBD");
}

TEST(JsonTest, DecodesEscapesAndUtf8) {
  EXPECT_EQ(NameIn(Named(R"(\"\\\/\b\f\n\r\t\u00e9)")),
            "\"\\/\b\f\n\r\t\xC3\xA9");
  EXPECT_EQ(NameIn(Named(R"(\ud83d\ude00 \uD83D\uDE00)")),
            "\xF0\x9F\x98\x80 \xF0\x9F\x98\x80");
  EXPECT_EQ(NameIn(Named("Зима \xE2\x98\x83")), "Зима \xE2\x98\x83");
}

TEST(JsonTest, RefusesInvalidUtf8) {
  const std::string overlong = "\xC0\xAF";
  const std::string surrogate = "\xED\xA0\x80";
  const std::string too_large = "\xF4\x90\x80\x80";
  const std::string cut = "\xE2\x98";
  for (const std::string& bytes : {overlong, surrogate, too_large, cut}) {
    EXPECT_THAT(Decode(Named(bytes)),
                FailsWith(Reason::kInvalidJson,
                          testing::StartsWith(
                              "not a JSON document: invalid UTF-8 at byte ")));
    EXPECT_THAT(Decode("{\"" + bytes + "\":1}"),
                FailsWith(Reason::kInvalidJson));
    EXPECT_THAT(Decode("\"" + bytes), FailsWith(Reason::kInvalidJson));
  }
  // RapidJSON reads on behind the end for what the first byte promises.
  EXPECT_THAT(Decode("[1,\"1\xF4"), FailsWith(Reason::kInvalidJson));
}

TEST(JsonTest, RefusesHalfASurrogatePair) {
  EXPECT_THAT(Decode(Named(R"(\udc00)")),
              FailsWith(Reason::kInvalidJson,
                        "not a JSON document: half a surrogate pair at byte "
                        "24"));
  for (const std::string text :
       {R"(\ud800)", R"(\ud800 \udc00)", R"(\ud800\u0041)", R"(\ud800x)",
        R"(\ud83d\ude00\ude00)", R"(\uDFFF)"}) {
    EXPECT_THAT(Decode(Named(text)), FailsWith(Reason::kInvalidJson)) << text;
  }
}

TEST(JsonTest, ReadsThirtyTwoLevelsAndNoMore) {
  // The document itself and `data` are two of them.
  const auto nested = [](std::size_t levels) {
    return Detail("\"x\":" + Times(levels - 2, "[") + Times(levels - 2, "]"));
  };
  EXPECT_THAT(Decode(nested(32)), IsOk());
  EXPECT_THAT(Decode(nested(33)),
              FailsWith(Reason::kInvalidJson,
                        "not a JSON document: more than 32 levels"));
}

TEST(JsonTest, AMillionBracketsDoNotOverflowTheStack) {
  EXPECT_THAT(Decode(std::string(1'000'000, '[')),
              FailsWith(Reason::kInvalidJson,
                        "not a JSON document: more than 32 levels"));
  EXPECT_THAT(Decode(Times(300'000, "{\"a\":")),
              FailsWith(Reason::kInvalidJson));
}

// Both numbers make RapidJSON 1.1 itself read out of bounds.
TEST(JsonTest, ReadsNumbersThatCrashTheLibrary) {
  for (const std::string number :
       {"128.74836467836484838364836483643636483648e-336",
        "1.0123456789e-2147483639"}) {
    const auto decoded = Accepted(Detail("\"total_price\":" + number));
    EXPECT_EQ(decoded.value.total_price, std::nullopt);
    EXPECT_THAT(decoded.unexpected,
                ElementsAre(Unexpected{Place::kPrice, "total_price"}));
  }
}

TEST(JsonTest, ANumberThatNoDoubleHoldsCostsItsOwnFieldOnly) {
  for (const std::string& number :
       {std::string("1e309"), std::string("-1e309"), std::string("1E+400"),
        std::string("1e-400"), std::string(400, '9')}) {
    const auto decoded =
        Accepted(Detail(R"("name":"1e309 \" 1e309\u0000","sender":)" + number +
                        ",\"total_price\":" + number + ",\"total_phones\":7"));
    EXPECT_EQ(decoded.value.name, "1e309 \" 1e309\xEF\xBF\xBD");
    EXPECT_EQ(decoded.value.sender, std::nullopt);
    EXPECT_EQ(decoded.value.total_price, std::nullopt);
    EXPECT_EQ(decoded.value.total_phones, 7);
    EXPECT_THAT(decoded.unexpected,
                ElementsAre(Unexpected{Place::kOther, "sender"},
                            Unexpected{Place::kPrice, "total_price"}))
        << number;
    EXPECT_THAT(Decode(Detail("\"statistics\":{\"sent\":" + number + "}")),
                FailsWith(Reason::kInvalidDocument));
  }
  EXPECT_THAT(Decode(Detail("\"total_price\":1e309,\"total_phones\":01e309")),
              FailsWith(Reason::kInvalidJson));
}

TEST(JsonTest, ReadsDoublesToTheLastBit) {
  const auto price = [](const std::string& number) {
    return Accepted(Detail("\"total_price\":" + number)).value.total_price;
  };
  EXPECT_EQ(price("0.1"), 0.1);
  EXPECT_EQ(price("21.4370000"), 21.437);
  EXPECT_EQ(price("-0"), 0.0);
  EXPECT_EQ(price("1.7976931348623157e308"), 1.7976931348623157e308);
  EXPECT_EQ(price("5e-324"), 5e-324);
  EXPECT_EQ(price("9007199254740993.0"), 9007199254740992.0);
  EXPECT_EQ(price("18446744073709551616"), 18446744073709551616.0);
}

TEST(JsonTest, OfRepeatedKeysTheFirstThatIsNotNullCounts) {
  const auto decoded = Accepted(
      Detail(R"("name":null,"name":"a","name":"b","name":null,"status":"done",)"
             R"("status":"done")"));
  EXPECT_EQ(decoded.value.name, "a");
  EXPECT_EQ(decoded.value.status, "done");
  EXPECT_THAT(decoded.unexpected,
              ElementsAre(Unexpected{Place::kOther, "name"},
                          Unexpected{Place::kOther, "status"}));
}

TEST(JsonTest, KeysMayBeEscapedOrEmpty) {
  EXPECT_EQ(NameIn(R"({"d\u0061ta":{"id":1,"\u006eame":"a"}})"), "a");
  EXPECT_THAT(Accepted(R"({"":{"id":1,"statistics":null}})").unexpected,
              ElementsAre(Unexpected{Place::kEnvelope, ""}));
  EXPECT_THAT(Accepted(R"({"data":{"id":1}})").unexpected, IsEmpty());
}

}  // namespace
}  // namespace bsg_exporter::bsg
