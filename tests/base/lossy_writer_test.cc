#include "exporter/base/lossy_writer.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <csignal>
#include <string>
#include <utility>

namespace bsg_exporter {
namespace {

class LossyWriterTest : public testing::Test {
 protected:
  LossyWriterTest() {
    EXPECT_EQ(pipe(ends_.data()), 0);
    // The least that there is, a page.
    EXPECT_GT(fcntl(ends_[1], F_SETPIPE_SZ, 1), 0);
  }
  ~LossyWriterTest() override {
    if (ends_[0] >= 0) close(ends_[0]);
    close(ends_[1]);
  }

  // Fills the pipe: what it took.
  std::string Fill(LossyWriter& writer, const std::string& line) {
    std::string taken;
    while (writer.Write(line)) taken += line;
    return taken;
  }

  // Whatever is in the pipe.
  std::string Read() {
    EXPECT_EQ(fcntl(ends_[0], F_SETFL, O_NONBLOCK), 0);
    std::string read;
    std::array<char, 4096> part;
    for (ssize_t got; (got = ::read(ends_[0], part.data(), part.size())) > 0;) {
      read.append(part.data(), static_cast<std::size_t>(got));
    }
    return read;
  }

  std::array<int, 2> ends_;
};

TEST_F(LossyWriterTest, APipeThatNobodyReadsLosesLinesAndGoesOnLater) {
  LossyWriter writer(ends_[1]);
  const std::string taken = Fill(writer, "a line\n");
  EXPECT_FALSE(writer.Write("lost\n"));
  EXPECT_EQ(Read(), taken);
  EXPECT_TRUE(writer.Write("after\n"));
  EXPECT_EQ(Read(), "after\n");
}

TEST_F(LossyWriterTest, WhatIsBegunIsFinishedBeforeTheNext) {
  LossyWriter writer(ends_[1]);
  const std::string large(3 * PIPE_BUF + 7, 'x');
  EXPECT_TRUE(writer.Write(large + '\n'));  // a part of it is in the pipe
  EXPECT_FALSE(writer.Write("lost\n"));
  std::string read = Read();
  EXPECT_EQ(read.find("lost"), std::string::npos);
  while (!writer.Write("next\n")) read += Read();
  read += Read();
  EXPECT_EQ(read, large + "\nnext\n");
}

TEST_F(LossyWriterTest, AClosedPipeLosesLines) {
  signal(SIGPIPE, SIG_IGN);
  LossyWriter writer(ends_[1]);
  close(std::exchange(ends_[0], -1));
  EXPECT_FALSE(writer.Write("lost\n"));
  signal(SIGPIPE, SIG_DFL);
}

TEST(LossyWriterFileTest, AFullDiskLosesLines) {
  const int full = open("/dev/full", O_WRONLY);
  LossyWriter writer(full);
  EXPECT_FALSE(writer.Write("lost\n"));
  close(full);
}

}  // namespace
}  // namespace bsg_exporter
