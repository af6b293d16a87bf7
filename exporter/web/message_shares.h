#pragma once

#include <string_view>
#include <vector>

#include "bsg_exporter/bsg/campaign.h"

namespace bsg_exporter::web {

// A channel's messages by what became of them, as people ask for it. Doubles:
// the sum of the API's numbers may be larger than any integer.
struct Shares {
  double all = 0;
  double delivered = 0;  // and perhaps read: whoever reads had it delivered
  double read = 0;
  double failed = 0;  // will not be delivered any more
  double final = 0;   // stay what they are

  double moving() const { return all - final; }
};
Shares SharesOf(const bsg::Channel& channel);

// How a status of messages is drawn: always the same colour, in the same order.
struct StatusLook {
  std::string_view status;  // as the API has it; "other" if nobody documents it
  std::string_view name;    // for people
  bool is_final = true;
};
const StatusLook& LookOf(std::string_view status);
// In the order in which they are drawn: what is final first.
const std::vector<StatusLook>& AllLooks();

// The counters in that order, the undocumented ones by name.
std::vector<bsg::Counter> InDrawingOrder(const bsg::Channel& channel);

}  // namespace bsg_exporter::web
