#include "exporter/bsg/number_text.h"

#include "bsg_exporter/base/text.h"
#include "exporter/bsg/scanner.h"

namespace bsg_exporter::bsg {

std::optional<double> RealOf(std::string_view text) {
  if (!IsNumber(text)) return std::nullopt;
  return NumberOf<double>(text);
}

bool IsNumber(std::string_view text) {
  Scanner scanner(text);
  scanner.Skip('-');
  if (!scanner.Skip('0') && scanner.SkipDigits() == 0) return false;
  if (scanner.Skip('.') && scanner.SkipDigits() == 0) return false;
  if (scanner.Skip('e') || scanner.Skip('E')) {
    if (!scanner.Skip('+')) scanner.Skip('-');
    if (scanner.SkipDigits() == 0) return false;
  }
  return scanner.done();
}

}  // namespace bsg_exporter::bsg
