#pragma once

#include <string_view>

namespace bsg_exporter::web {

// The one <style> and the one <script> of every page for people, as they
// stand between their tags: a Content-Security-Policy names them by hash. No
// page has style attributes or event handlers, or loads anything but itself
// and the icon, a "data:" URL.
extern const std::string_view kPageStyle;
extern const std::string_view kPageScript;
extern const std::string_view kPageIcon;

}  // namespace bsg_exporter::web
