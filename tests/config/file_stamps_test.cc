#include "exporter/config/file_stamps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/files.h"

namespace bsg_exporter::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Paths(const FileStamps& found) {
  std::vector<std::string> paths;
  for (const FileStamp& file : found.files) paths.push_back(file.path);
  return paths;
}

TEST(FindFilesTest, FindsEachFileOnceByPath) {
  const TempDir dir;
  for (const char* name : {"b", "c", "a", ".hidden"}) dir.Write(name, "");
  const FileStamps found =
      FindFiles({dir.path("[bc]"), dir.path("*"), dir.path("b")}, 3);
  EXPECT_THAT(Paths(found),
              ElementsAre(dir.path("a"), dir.path("b"), dir.path("c")));
  EXPECT_THAT(found.problems, IsEmpty());
}

TEST(FindFilesTest, FindsNothingWhereNothingIs) {
  const TempDir dir;
  const FileStamps found =
      FindFiles({dir.path("none/*.toml"), dir.path("none")}, 3);
  EXPECT_EQ(found, FileStamps());
}

TEST(FindFilesTest, GivesAFileThatCannotBeHadAnEmptyStamp) {
  const TempDir dir;
  std::filesystem::create_symlink("nowhere", dir.path("a"));
  EXPECT_THAT(FindFiles({dir.path("*")}, 3).files,
              ElementsAre(FileStamp{dir.path("a")}));
}

TEST(FindFilesTest, RefusesAFolderThatCannotBeRead) {
  const TempDir dir;
  std::filesystem::create_symlink("loop", dir.path("loop"));
  dir.Write("a", "");
  const FileStamps found = FindFiles({dir.path("loop/*"), dir.path("a")}, 3);
  EXPECT_THAT(found.problems,
              ElementsAre(Problem{dir.path("loop/*"), 0, 0,
                                  "expected folders that can be read"}));
  EXPECT_THAT(Paths(found), ElementsAre(dir.path("a")));
}

TEST(FindFilesTest, RefusesMoreFilesThanItMayFind) {
  const TempDir dir;
  for (const char* name : {"a", "b", "c"}) dir.Write(name, "");
  const FileStamps found = FindFiles({dir.path("*")}, 2);
  EXPECT_THAT(found.problems,
              ElementsAre(Problem{dir.path("*"), 0, 0,
                                  "expected at most 2 campaign files, got 3"}));
  EXPECT_EQ(found.files.size(), 2u);
}

}  // namespace
}  // namespace bsg_exporter::config
