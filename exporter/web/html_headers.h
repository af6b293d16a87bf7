#pragma once

#include <string_view>

#include "bsg_exporter/web/server.h"

namespace bsg_exporter::web {

// The headers of an HTML page for a browser that shall trust nothing but what
// is meant to be in it: this one <style> and this one <script>, letter by
// letter what stands between their tags ("": there is none), pictures and
// requests of our own. Neither style attributes nor on… handlers take effect.
// It is never kept, framed, or told of to others.
Headers HtmlHeaders(std::string_view inline_style,
                    std::string_view inline_script);

}  // namespace bsg_exporter::web
