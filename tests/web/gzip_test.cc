#include "bsg_exporter/web/gzip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <random>
#include <string>
#include <vector>

namespace bsg_exporter::web {
namespace {

// What inflate makes of one member, and how many bytes stand behind it. It
// checks the checksum and the length at the member's end by itself.
struct Inflated {
  std::string text;
  std::size_t behind = 0;
  bool whole = false;
};

Inflated Inflate(const std::string& packed) {
  constexpr int kGzipOnly = 15 + 16;
  Inflated result;
  z_stream stream{};
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) return result;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string chunk(1 << 20, '\0');
  int code = Z_OK;
  while (code == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    code = inflate(&stream, Z_NO_FLUSH);
    result.text.append(chunk, 0, chunk.size() - stream.avail_out);
  }
  result.whole = code == Z_STREAM_END;
  result.behind = stream.avail_in;
  inflateEnd(&stream);
  return result;
}

std::string Pack(GzipCoder coder, std::string_view text, std::size_t piece) {
  std::string packed;
  GzipStream stream([&](std::string_view part) { packed += part; }, coder);
  for (std::size_t at = 0; at < text.size(); at += piece) {
    stream.Write(text.substr(at, piece));
  }
  stream.Finish();
  return packed;
}

std::string RandomBytes(std::size_t size) {
  std::mt19937_64 random(7);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

std::string PageText(std::size_t size) {
  std::string text;
  for (int i = 0; text.size() < size; ++i) {
    text += "bsg_campaign_messages{account=\"main\",campaign_id=\"" +
            std::to_string(53651994 + i) + "\",status=\"delivered\"} " +
            std::to_string(i * 37 % 10007) + "\n";
  }
  text.resize(size);
  return text;
}

class GzipTest : public testing::TestWithParam<GzipCoder> {
 protected:
  void ExpectRoundTrip(const std::string& text, std::size_t piece) {
    const Inflated back = Inflate(Pack(GetParam(), text, piece));
    EXPECT_TRUE(back.whole);
    EXPECT_EQ(back.behind, 0u) << "more than one member";
    EXPECT_TRUE(back.text == text) << text.size() << " by " << piece;
  }
};

TEST_P(GzipTest, GivesBackTextOfAnySize) {
  for (const std::size_t size :
       {0u, 1u, 65535u, 65536u, 65537u, 1000000u, 10000000u}) {
    ExpectRoundTrip(PageText(size), 65536);
  }
}

TEST_P(GzipTest, GivesBackBytesThatDoNotCompress) {
  for (const std::size_t size :
       {1u, 65535u, 65536u, 65537u, 131072u, 10000000u}) {
    ExpectRoundTrip(RandomBytes(size), 65536);
  }
}

TEST_P(GzipTest, TheSizeOfThePiecesDoesNotMatter) {
  ExpectRoundTrip(PageText(100000), 1);
  ExpectRoundTrip(PageText(100000), 7919);
  ExpectRoundTrip(PageText(10000000), 10000000);
  ExpectRoundTrip(RandomBytes(10000000), 10000000);
}

TEST_P(GzipTest, AnEmptyPieceChangesNothing) {
  std::string packed;
  GzipStream stream([&](std::string_view part) { packed += part; }, GetParam());
  stream.Write("");
  stream.Write("a");
  stream.Write("");
  stream.Write("b");
  stream.Finish();
  EXPECT_EQ(Inflate(packed).text, "ab");
}

TEST_P(GzipTest, HandsItsOutputOnInFullChunksWhileItIsWritten) {
  std::vector<std::size_t> parts;
  GzipStream stream(
      [&](std::string_view part) { parts.push_back(part.size()); }, GetParam());
  const std::string text = RandomBytes(1000000);
  for (std::size_t at = 0; at < text.size(); at += 10000) {
    stream.Write(std::string_view(text).substr(at, 10000));
  }
  EXPECT_GT(parts.size(), 10u);
  stream.Finish();
  EXPECT_GT(parts.back(), 0u);
  parts.pop_back();
  EXPECT_THAT(parts, testing::Each(65536u));
}

TEST_P(GzipTest, APageShrinksToAFifthAtMost) {
  const std::string text = PageText(1000000);
  EXPECT_LT(Pack(GetParam(), text, 65536).size(), text.size() / 5);
}

TEST_P(GzipTest, EndsWithTheLengthOfTheText) {
  const std::string packed = Pack(GetParam(), PageText(0x12345), 65536);
  EXPECT_EQ(packed.substr(packed.size() - 4), std::string("\x45\x23\x01\0", 4));
}

INSTANTIATE_TEST_SUITE_P(Coders, GzipTest,
                         testing::Values(GzipCoder::kBest, GzipCoder::kZlib),
                         [](const auto& test) {
                           return test.param == GzipCoder::kBest ? "Best"
                                                                 : "Zlib";
                         });

}  // namespace
}  // namespace bsg_exporter::web
