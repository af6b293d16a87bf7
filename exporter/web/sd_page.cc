#include "exporter/web/sd_page.h"

#include <algorithm>
#include <optional>
#include <string>

#include "bsg_exporter/base/text.h"

namespace bsg_exporter::web {
namespace {

constexpr std::size_t kChunk = 65536;

bool HoldsOnly(std::string_view text, std::string_view marks) {
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return IsAlphanumeric(c) || marks.find(c) != std::string_view::npos;
  });
}

bool IsPort(std::string_view text) {
  const unsigned port = NumberOf<unsigned>(text).value_or(0);
  return port >= 1 && port <= 65535;
}

// The texts of a campaign are valid UTF-8 already.
void AppendText(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.append({'\\', c});
    } else if (code < 0x20) {
      out.append("\\u00").append({kHex[code >> 4], kHex[code & 15]});
    } else {
      out += c;
    }
  }
  out += '"';
}

// Labels as members of an object whose first member is there already.
class Labels {
 public:
  explicit Labels(std::string& out) : out_(out) {}

  void Add(std::string_view name, std::string_view value) {
    out_ += ',';
    AppendText(out_, name);
    out_ += ':';
    AppendText(out_, value);
  }
  void AddKnown(std::string_view name,
                const std::optional<std::string>& value) {
    if (value) Add(name, *value);
  }

 private:
  std::string& out_;
};

void AppendLabels(std::string& out, const bsg::CampaignState& campaign,
                  std::string_view host, bool secure) {
  out += R"({"__metrics_path__":"/probe")";
  Labels labels(out);
  if (secure) labels.Add("__scheme__", "https");
  labels.Add("__param_account", campaign.account);
  labels.Add("__param_campaign", campaign.id_text);
  labels.Add("instance", std::string(host) + "/" + campaign.account + "/" +
                             campaign.id_text);
  labels.Add("__meta_bsg_account", campaign.account);
  labels.Add("__meta_bsg_campaign_id", campaign.id_text);
  labels.Add("__meta_bsg_source",
             campaign.discovered ? "discovered" : "configured");
  if (campaign.document) {
    labels.AddKnown("__meta_bsg_campaign_name", campaign.document->name);
    labels.AddKnown("__meta_bsg_sender", campaign.document->sender);
    labels.AddKnown("__meta_bsg_message_type", campaign.document->type);
    labels.AddKnown("__meta_bsg_status", campaign.document->status);
  }
  for (const auto& [name, value] : campaign.labels) {
    labels.Add("__meta_bsg_label_" + name, value);
  }
  out += '}';
}

}  // namespace

bool IsAddress(std::string_view host) {
  const bool bracketed = host.starts_with('[');
  const std::size_t end =
      std::min(bracketed ? host.find(']') : host.find(':'), host.size());
  const std::string_view name = host.substr(0, end);
  host.remove_prefix(end);
  if (bracketed) {
    if (host.empty() || !HoldsOnly(name.substr(1), ":.")) return false;
    host.remove_prefix(1);
  } else if (!HoldsOnly(name, "-._~")) {
    return false;
  }
  return host.empty() || (host.starts_with(':') && IsPort(host.substr(1)));
}

void WriteTargets(const metrics::Snapshot& snapshot, std::string_view host,
                  bool secure, const PageOutput& output) {
  std::string out = "[";
  for (const auto& campaign : snapshot.campaigns) {
    if (out.size() >= kChunk) {
      output(out);
      out.clear();
    }
    if (campaign != snapshot.campaigns.front()) out += ',';
    out += "\n{\"targets\":[";
    AppendText(out, host);
    out += "],\"labels\":";
    AppendLabels(out, *campaign, host, secure);
    out += '}';
  }
  out += snapshot.campaigns.empty() ? "]\n" : "\n]\n";
  output(out);
}

}  // namespace bsg_exporter::web
