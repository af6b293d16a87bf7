#include "bsg_exporter/base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace bsg_exporter {
namespace {

using testing::HasSubstr;

constexpr std::string_view kTime = "2026-02-11T09:30:05.123Z";

TEST(FormatLogLineTest, LogfmtQuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(
      FormatLogLine(LogFormat::kLogfmt, kTime, LogLevel::kWarn, "read failed",
                    {{"account", "main"},
                     {"err", "a \"b\"\n\\c"},
                     {"n", 42},
                     {"empty", ""},
                     {"ok", true}}),
      "ts=2026-02-11T09:30:05.123Z level=warn msg=\"read failed\" "
      "account=main err=\"a \\\"b\\\"\\n\\\\c\" n=42 empty=\"\" ok=true");
}

TEST(FormatLogLineTest, JsonIsOneObjectALine) {
  EXPECT_EQ(FormatLogLine(LogFormat::kJson, kTime, LogLevel::kError, "x\x01y",
                          {{"seconds", 0.5}}),
            "{\"ts\":\"2026-02-11T09:30:05.123Z\",\"level\":\"error\","
            "\"msg\":\"x\\u0001y\",\"seconds\":\"0.5\"}");
}

TEST(FormatLogLineTest, NothingThatATerminalObeysAndNothingThatIsNotUtf8) {
  for (const LogFormat format : {LogFormat::kLogfmt, LogFormat::kJson}) {
    const std::string line = FormatLogLine(
        format, kTime, LogLevel::kDebug,
        "€ \x1b[m \x7f \u0080 \u009b1m \u009f é", {{"target", "/\xff\xc2"}});
    EXPECT_THAT(line, HasSubstr("\"€ \\u001b[m \\u007f \\u0080 \\u009b1m "
                                "\\u009f é\""));
    EXPECT_THAT(line, HasSubstr("\"/\ufffd\ufffd\""));
  }
}

TEST(StderrLoggerTest, DropsWhatIsBelowItsLevelAndCountsTheRest) {
  std::vector<LogLevel> counted;
  const auto logger = NewStderrLogger(
      {.level = LogLevel::kWarn,
       .on_line = [&](LogLevel level) { counted.push_back(level); }});
  testing::internal::CaptureStderr();
  logger->Debug("no");
  logger->Info("no");
  logger->Warn("yes");
  logger->Fail("yes");
  const std::string out = testing::internal::GetCapturedStderr();
  EXPECT_EQ(counted, (std::vector{LogLevel::kWarn, LogLevel::kError}));
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 2);
  EXPECT_NE(out.find(" level=warn msg=yes\n"), std::string::npos) << out;
}

TEST(StderrLoggerTest, ItsLevelAndFormatMayChange) {
  const auto logger = NewStderrLogger({});
  testing::internal::CaptureStderr();
  logger->Debug("before");
  logger->Adjust(LogLevel::kDebug, LogFormat::kJson);
  logger->Debug("after");
  logger->Adjust(LogLevel::kError, LogFormat::kLogfmt);
  logger->Warn("no more");
  const std::string out = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1);
  EXPECT_NE(out.find("\"level\":\"debug\",\"msg\":\"after\"}\n"),
            std::string::npos)
      << out;
}

}  // namespace
}  // namespace bsg_exporter
