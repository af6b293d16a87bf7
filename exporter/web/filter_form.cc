#include "exporter/web/filter_form.h"

#include <set>
#include <string>
#include <string_view>

namespace bsg_exporter::web {
namespace {

void AddOption(Html& html, std::string_view value, std::string_view name,
               std::string_view chosen) {
  html.Add("<option value=\"{}\"", value);
  if (value == chosen) html.Add(" selected");
  html.Add(">{}</option>", name);
}

void AddAccounts(Html& html, const collect::Overview& overview,
                 const ListRequest& request) {
  if (overview.accounts.size() < 2 && request.account.empty()) return;
  html.Add("<label>Account <select name=\"account\">");
  AddOption(html, "", "any", request.account);
  for (const collect::KnownAccount& account : overview.accounts) {
    AddOption(html, account.state->name, account.state->name, request.account);
  }
  html.Add("</select></label>\n");
}

// The documented ones, and whatever else there is.
void AddStatuses(Html& html, const collect::Overview& overview,
                 const ListRequest& request) {
  html.Add("<label>Status <select name=\"status\">");
  AddOption(html, "", "any", request.status);
  AddOption(html, ListRequest::kFailing, "cannot be read", request.status);
  std::set<std::string_view> others;
  for (const collect::KnownCampaign& campaign : overview.campaigns) {
    const bsg::Campaign* document = campaign.state->document.get();
    if (document && document->status) others.insert(*document->status);
  }
  if (!request.status.empty()) others.insert(request.status);
  others.erase(ListRequest::kFailing);
  for (const std::string_view status : bsg::kStatuses) {
    AddOption(html, status, status, request.status);
    others.erase(status);
  }
  for (const std::string_view status : others) {
    AddOption(html, status, status, request.status);
  }
  html.Add("</select></label>\n");
}

void AddSort(Html& html, const ListRequest& request) {
  html.Add("<label>Sort by <select name=\"sort\">");
  for (const SortKey& sort : kSortKeys) {
    AddOption(html, sort.key, sort.name, request.sort);
  }
  html.Add("</select></label>\n");
  const std::string_view order = request.descending ? "desc" : "asc";
  html.Add("<label>Order <select name=\"order\">");
  AddOption(html, "asc", "ascending", order);
  AddOption(html, "desc", "descending", order);
  html.Add("</select></label>\n");
}

}  // namespace

void AddFilterForm(Html& html, const collect::Overview& overview,
                   const ListRequest& request) {
  html.Add(
      "<form id=\"filter\" class=\"filter\" role=\"search\" action=\"./\">\n"
      "<label class=\"text\">Name, id, sender, type or label <input "
      "type=\"search\" name=\"q\" value=\"{}\" dir=\"auto\" "
      "autocomplete=\"off\"></label>\n",
      request.text);
  AddAccounts(html, overview, request);
  AddStatuses(html, overview, request);
  AddSort(html, request);
  html.Add("<button>Show</button>\n</form>\n");
}

}  // namespace bsg_exporter::web
