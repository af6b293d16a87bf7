#include "exporter/web/home_page.h"

#include <string>
#include <utility>

#include "bsg_exporter/base/version.h"
#include "exporter/web/html_response.h"

namespace bsg_exporter::web {
namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }
)";

}  // namespace

Response HomePage(std::string_view telemetry_path) {
  const BuildInfo build = GetBuildInfo();
  std::string page = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>bsg_exporter</title>
<style>)";
  page += kStyle;
  page += R"(</style>
</head>
<body>
<h1>bsg_exporter</h1>
<p>Campaign statistics of BSG's One API for Prometheus.</p>
<ul>
)";
  page += "<li><a href=\"" + std::string(telemetry_path) +
          "\">Metrics</a>: reads the campaigns that are due</li>\n";
  page +=
      "<li><a href=\"/sd\">Targets</a>: one for each campaign, for "
      "Prometheus' HTTP service discovery</li>\n"
      "<li><a href=\"/-/healthy\">Health</a>: answers while the process "
      "lives</li>\n</ul>\n";
  page += "<p>Version " + std::string(build.version) + ", revision " +
          std::string(build.revision) + ", " + std::string(build.compiler) +
          "</p>\n</body>\n</html>\n";
  return HtmlResponse(200, std::move(page), kStyle, "");
}

}  // namespace bsg_exporter::web
