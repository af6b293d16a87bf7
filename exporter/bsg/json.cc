#include "exporter/bsg/json.h"

#include <rapidjson/reader.h>
#include <rapidjson/stream.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <string>

#include "bsg_exporter/base/text.h"
#include "exporter/bsg/json_repair.h"
#include "exporter/bsg/number_text.h"

namespace bsg_exporter::bsg::json {
namespace {

constexpr std::size_t kMaxDepth = 32;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Iterative: the recursive parser overflows the stack on "[[[[…". Numbers as
// texts: the conversions of RapidJSON 1.1 read out of bounds on some of them
// (CVE-2024-38517). In place: texts need no copies.
constexpr unsigned kFlags = rapidjson::kParseInsituFlag |
                            rapidjson::kParseIterativeFlag |
                            rapidjson::kParseValidateEncodingFlag |
                            rapidjson::kParseNumbersAsStringsFlag;

// Writes the nodes down as the parser meets them.
class Builder
    : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
 public:
  explicit Builder(std::vector<Node>& nodes) : nodes_(nodes) {}

  bool too_deep() const { return too_deep_; }

  bool Null() {
    Add(Node::Kind::kNull);
    return true;
  }
  bool Bool(bool) {
    Add(Node::Kind::kOther);
    return true;
  }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    AddNumber({text, length});
    return true;
  }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    Node& node = Add(Node::Kind::kText);
    node.text = text;
    node.size = length;
    return true;
  }
  bool Key(const char* text, rapidjson::SizeType length, bool copy) {
    return String(text, length, copy);
  }
  bool StartObject() { return Open(Node::Kind::kObject); }
  bool EndObject(rapidjson::SizeType) { return Close(); }
  bool StartArray() { return Open(Node::Kind::kArray); }
  bool EndArray(rapidjson::SizeType) { return Close(); }

 private:
  Node& Add(Node::Kind kind) {
    Node& node = nodes_.emplace_back();
    node.kind = kind;
    return node;
  }
  void AddNumber(std::string_view text) {
    if (const auto integer = NumberOf<std::int64_t>(text)) {
      Add(Node::Kind::kInteger).integer = *integer;
    } else if (const auto real = RealOf(text)) {
      Add(Node::Kind::kReal).real = *real;
    } else {
      Add(Node::Kind::kOther);
    }
  }
  bool Open(Node::Kind kind) {
    too_deep_ = depth_ == kMaxDepth;
    if (too_deep_) return false;
    open_[depth_++] = nodes_.size();
    Add(kind);
    return true;
  }
  bool Close() {
    const std::size_t start = open_[--depth_];
    nodes_[start].size = static_cast<std::uint32_t>(nodes_.size() - start - 1);
    return true;
  }

  std::vector<Node>& nodes_;
  std::array<std::size_t, kMaxDepth> open_{};  // where each container starts
  std::size_t depth_ = 0;
  bool too_deep_ = false;
};

Error NotJson(const std::string& what) {
  return {Reason::kInvalidJson, "not a JSON document: " + what};
}

// What the reader says of a document, and the nodes that it found.
struct Reading {
  rapidjson::ParseErrorCode error;
  std::size_t offset;
  bool too_deep;
};

Reading Read(char* text, std::vector<Node>& nodes) {
  // The reader's stack holds two numbers a level; it never needs the heap.
  alignas(std::max_align_t) std::array<char, 2048> memory;
  rapidjson::MemoryPoolAllocator<> pool(memory.data(), memory.size());
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>,
                           rapidjson::MemoryPoolAllocator<>>
      reader(&pool, 512);
  rapidjson::InsituStringStream stream(text);
  Builder builder(nodes);
  reader.Parse<kFlags>(stream, builder);
  return {reader.GetParseErrorCode(), reader.GetErrorOffset(),
          builder.too_deep()};
}

Error ErrorOf(const Reading& reading, std::size_t skipped) {
  if (reading.too_deep) {
    return NotJson("more than " + std::to_string(kMaxDepth) + " levels");
  }
  if (reading.error == rapidjson::kParseErrorDocumentEmpty) {
    return NotJson("it is empty");
  }
  const std::string what =
      reading.error == rapidjson::kParseErrorStringInvalidEncoding
          ? "invalid UTF-8"
          : "syntax error";
  return NotJson(what + " at byte " + std::to_string(reading.offset + skipped));
}

// Copies the body to where it can be worked on. One NUL tells RapidJSON where
// the end is, three more are read when a character of four bytes breaks off.
constexpr std::size_t kPadding = 4;
void CopyTo(char* text, std::string_view body) {
  std::copy(body.begin(), body.end(), text);
  std::fill_n(text + body.size(), kPadding, '\0');
}

}  // namespace

json::Members Value::Members() const {
  if (!IsObject()) return {nullptr, nullptr};
  return {node_ + 1, After(node_)};
}

json::Elements Value::Elements() const {
  if (!IsArray()) return {nullptr, nullptr};
  return {node_ + 1, After(node_)};
}

Value Value::Find(std::string_view key) const {
  for (const Member member : Members()) {
    if (member.key == key) return member.value;
  }
  return Value();
}

Result<Document> Parse(std::string_view body) {
  const std::size_t skipped =
      body.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  body.remove_prefix(skipped);
  if (body.size() >= std::numeric_limits<std::uint32_t>::max()) {
    return NotJson("too long");
  }
  // RapidJSON would take it for the end and not look at what follows.
  if (const std::size_t nul = body.find('\0'); nul != body.npos) {
    return NotJson("a NUL byte at byte " + std::to_string(nul + skipped));
  }

  Document document;
  document.text_ =
      std::make_unique_for_overwrite<char[]>(body.size() + kPadding);
  char* const text = document.text_.get();
  CopyTo(text, body);
  if (const char* half = FixEscapes(text, text + body.size())) {
    return NotJson(
        "half a surrogate pair at byte " +
        std::to_string(static_cast<std::size_t>(half - text) + skipped));
  }
  document.nodes_.reserve(body.size() / 8 + 8);
  Reading reading = Read(text, document.nodes_);
  if (reading.error == rapidjson::kParseErrorNumberTooBig) {
    CopyTo(text, body);
    FixEscapes(text, text + body.size());
    ReplaceHugeNumbers(text, body.size());
    document.nodes_.clear();
    reading = Read(text, document.nodes_);
  }
  if (reading.error != rapidjson::kParseErrorNone) {
    return ErrorOf(reading, skipped);
  }
  return document;
}

}  // namespace bsg_exporter::bsg::json
