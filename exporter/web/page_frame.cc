#include <array>
#include <utility>

#include "bsg_exporter/base/version.h"
#include "exporter/web/html_parts.h"
#include "exporter/web/human_text.h"
#include "exporter/web/page_assets.h"

namespace bsg_exporter::web {
namespace {

// Relative, so that they hold behind a proxy that puts a prefix before them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kLinks =
    {{{"sd", "Targets"},
      {"config", "Configuration"},
      {"-/healthy", "Health"},
      {"-/ready", "Readiness"}}};

void AddNavigation(Html& html, std::string_view telemetry_path) {
  html.Add(R"(<nav aria-label="Pages of the exporter"><ul>)");
  html.Add(R"(<li><a href="{}">Metrics</a></li>)", telemetry_path.substr(1));
  for (const auto& [path, name] : kLinks) {
    html.Add(R"(<li><a href="{}">{}</a></li>)", path, name);
  }
  html.Add("</ul></nav>\n");
}

}  // namespace

void BeginPage(Html& html, std::string_view title,
               std::string_view telemetry_path) {
  html.Add(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">"
      "\n<title>{}</title>\n<link rel=\"icon\" href=\"{}\">\n<style>",
      title, kPageIcon);
  html.AddVerbatim(kPageStyle);
  html.Add(
      "</style>\n</head>\n<body>\n"
      "<a class=\"skip\" href=\"#content\">Skip to the content</a>\n"
      "<header class=\"top\"><p class=\"brand\"><a href=\"./\">bsg_exporter</a>"
      " <small>{}</small></p>\n",
      GetBuildInfo().version);
  AddNavigation(html, telemetry_path);
  html.Add("</header>\n<main id=\"content\">\n");
}

void AddRefresh(Html& html, WallTime now) {
  html.Add(
      "<p class=\"fresh\"><span id=\"now\" data-live>As of <time "
      "datetime=\"{}\">{}</time></span> <label id=\"auto-label\" hidden>"
      "<input id=\"auto\" type=\"checkbox\" checked> Refresh every 30 s"
      "</label></p>\n<p id=\"trouble\" class=\"notice bad\" role=\"alert\" "
      "hidden></p>\n",
      MachineTime(now), TimeText(now));
}

void EndPage(Html& html, bool has_live_parts) {
  const BuildInfo build = GetBuildInfo();
  html.Add(
      "</main>\n<footer><p>bsg_exporter {}, revision {}, {}. This page shows "
      "what is stored, and asks the API for nothing.</p></footer>\n",
      build.version, build.revision, build.compiler);
  if (has_live_parts) {
    html.Add("<script>").AddVerbatim(kPageScript).Add("</script>\n");
  }
  html.Add("</body>\n</html>\n");
}

}  // namespace bsg_exporter::web
