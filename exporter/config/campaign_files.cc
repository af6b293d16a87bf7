#include "bsg_exporter/config/campaign_files.h"

#include <chrono>
#include <cstddef>
#include <utility>

#include "bsg_exporter/base/text.h"
#include "exporter/config/campaign_merge.h"
#include "exporter/config/campaigns.h"
#include "exporter/config/file_stamps.h"
#include "exporter/config/keys.h"
#include "exporter/config/problems.h"
#include "exporter/config/table_reader.h"
#include "exporter/config/toml_text.h"

namespace bsg_exporter::config {
namespace {

constexpr std::chrono::seconds kLookInterval(1);
constexpr std::size_t kMaxFiles = 1000;
constexpr std::size_t kMaxBytes = 16u << 20;
constexpr std::size_t kMaxCampaigns = 100'000;

void Append(std::vector<Problem>& all, std::vector<Problem> more) {
  for (Problem& problem : more) all.push_back(std::move(problem));
}

Result<std::vector<NamedCampaign>, std::vector<Problem>> ReadOne(
    const std::string& path) {
  const Result<std::string> text = ReadRegularFile(path, kMaxBytes);
  if (!text.ok()) {
    return std::vector<Problem>{{path, 0, 0, text.error().message}};
  }
  const Result<toml::table, Problem> table = ParseToml(*text, path);
  if (!table.ok()) return std::vector<Problem>{table.error()};
  Problems problems(path);
  TableReader root(*table, CampaignFileKeys(), problems);
  std::vector<NamedCampaign> named = ReadCampaigns(root);
  if (problems.empty()) return named;
  return std::move(problems).InFileOrder();
}

}  // namespace

CampaignFiles::CampaignFiles(const AccountConfig& account)
    : account_(account.name),
      own_(account.campaigns),
      patterns_(account.campaign_files) {}

CampaignListResult CampaignFiles::Read() {
  seen_ = FindFiles(patterns_, kMaxFiles);
  CampaignListResult read = ReadFiles();
  if (!read.ok()) reported_ = read.error();
  return read;
}

std::optional<CampaignListResult> CampaignFiles::Poll(SteadyTime now) {
  if (looked_ && now - *looked_ < kLookInterval) return std::nullopt;
  looked_ = now;
  // The state first, then the text: a file that changes in between is read
  // again at the next look.
  FileStamps found = FindFiles(patterns_, kMaxFiles);
  // What could not be read may become readable without a trace in its stamp.
  if (found == seen_ && reported_.empty()) return std::nullopt;
  seen_ = std::move(found);
  CampaignListResult read = ReadFiles();
  if (read.ok()) {
    reported_.clear();
  } else if (read.error() == reported_) {
    return std::nullopt;
  } else {
    reported_ = read.error();
  }
  return read;
}

CampaignListResult CampaignFiles::ReadFiles() const {
  std::vector<Problem> problems = seen_.problems;
  CampaignMerge merge(own_);
  for (const FileStamp& file : seen_.files) {
    auto named = ReadOne(file.path);
    if (!named.ok()) {
      Append(problems, std::move(named).error());
      continue;
    }
    merge.Add(file.path, std::move(named).value());
    if (merge.size() > kMaxCampaigns) {
      problems.push_back({file.path, 0, 0,
                          "expected at most 100000 campaigns for account " +
                              Quoted(account_) + ", with this file there are " +
                              std::to_string(merge.size())});
      break;
    }
  }
  if (!problems.empty()) return problems;
  return std::move(merge).Finish();
}

}  // namespace bsg_exporter::config
