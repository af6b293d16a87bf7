#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bsg_exporter/base/clock.h"
#include "bsg_exporter/base/file.h"
#include "bsg_exporter/base/result.h"
#include "bsg_exporter/config/config.h"
#include "bsg_exporter/config/loader.h"

namespace bsg_exporter::config {

// All the campaigns of an account.
struct CampaignList {
  std::vector<CampaignConfig> campaigns;  // by id, each once
  // Ids that stand more than once where a campaign file is involved: one
  // campaign each, with the first labels that any of the places gives, in the
  // order of configuration file, then campaign files by name. At most 100, and
  // one more that counts the rest.
  std::vector<Problem> warnings;
};

// Or all that is wrong with the campaign files, each problem under the file's
// own name; never an empty list.
using CampaignListResult = Result<CampaignList, std::vector<Problem>>;

// The files that patterns match, by path, and what is wrong with the patterns.
struct FileStamps {
  std::vector<FileStamp> files;
  std::vector<Problem> problems;

  friend bool operator==(const FileStamps&, const FileStamps&) = default;
};

// The campaign files of one account, and what has become of them since. For
// one thread at a time; it blocks on the disk.
//
// At most 1,000 files of 16 MiB, and 100,000 campaigns with those of the
// configuration file.
class CampaignFiles {
 public:
  explicit CampaignFiles(const AccountConfig& account);

  // At start. A pattern that matches nothing is no problem.
  CampaignListResult Read();

  // From then on, as often as one likes; it looks once a second at most, and
  // with nothing changed that is a search for the patterns and a stat a file.
  // Nothing: no change. A list, perhaps an equal one: files came, went or
  // changed, or are well again. Problems: the list before stays in force;
  // the same ones are reported once.
  std::optional<CampaignListResult> Poll(SteadyTime now);

 private:
  CampaignListResult ReadFiles() const;

  const std::string account_;
  const std::vector<CampaignConfig> own_;
  const std::vector<std::string> patterns_;
  FileStamps seen_;
  std::vector<Problem> reported_;
  std::optional<SteadyTime> looked_;
};

}  // namespace bsg_exporter::config
