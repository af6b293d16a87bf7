#include "exporter/web/html.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "tests/support/utf8.h"

namespace bsg_exporter::web {
namespace {

std::string Text(std::string_view text) {
  return Html().Add("{}", text).text();
}

TEST(HtmlTest, ValuesStandWhereTheMarkupHasRoomForThem) {
  Html html;
  html.Add("<a href=\"{}\">{}</a>", "/x", -5).Add("<br>");
  EXPECT_EQ(html.text(), "<a href=\"/x\">-5</a><br>");
}

TEST(HtmlTest, WhatAValueSaysIsNeverMarkup) {
  EXPECT_EQ(Text(R"(<script>alert("1" & '2')</script>{})"),
            "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)"
            "&lt;/script&gt;{}");
}

TEST(HtmlTest, ForeignTextCannotTurnWhatStandsAroundIt) {
  const std::string name = "\u202eevil<";  // right-to-left override
  EXPECT_EQ(Html().Add("a {} b", Foreign{name}).text(),
            "a <bdi>\u202eevil&lt;</bdi> b");
}

TEST(HtmlTest, APieceMayStandInAnother) {
  Html bold;
  bold.Add("<b>{}</b>", "<");
  EXPECT_EQ(Html().Add("<p>{}</p>", bold).text(), "<p><b>&lt;</b></p>");
}

TEST(HtmlTest, TakeBeginsAnew) {
  Html html;
  html.Add("a");
  EXPECT_EQ(html.Take(), "a");
  EXPECT_EQ(html.Add("b").text(), "b");
}

TEST(HtmlTest, CharactersStayAsTheyAre) {
  for (const char* text : {"a\tb\nc\r", "é", "\u07ff\u0800\ud7ff\ue000\uffff",
                           "\U00010000\U0010ffff"}) {
    EXPECT_EQ(Text(text), text);
  }
}

TEST(HtmlTest, WhatIsNoCharacterBecomesTheReplacementCharacter) {
  EXPECT_EQ(Text(std::string_view("a\0b\x1f\x7f", 5)), "a\ufffdb\ufffd\ufffd");
  EXPECT_EQ(Text("\x80"), "\ufffd");
  EXPECT_EQ(Text("\xc3"), "\ufffd");
  EXPECT_EQ(Text("\xe2\x82<"), "\ufffd\ufffd&lt;");  // cut off
  EXPECT_EQ(Text("\xc0\xbc"), "\ufffd\ufffd");       // '<' in too long a form
  EXPECT_EQ(Text("\xed\xa0\x80"), "\ufffd\ufffd\ufffd");       // a surrogate
  EXPECT_EQ(Text("\xf4\x90\x80\x80").substr(0, 3), "\ufffd");  // too large
}

TEST(HtmlTest, WhateverComesInIsUtf8AndWithoutMarkup) {
  std::uint32_t state = 1;
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (int i = 0; i < 12; ++i) {
      state = state * 1664525 + 1013904223;
      bytes += static_cast<char>(state >> 24);
    }
    const std::string text = Text(bytes);
    EXPECT_TRUE(IsUtf8(text));
    EXPECT_EQ(text.find_first_of("<>\"'"), std::string::npos);
  }
}

}  // namespace
}  // namespace bsg_exporter::web
