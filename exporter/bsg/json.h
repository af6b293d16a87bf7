#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "bsg_exporter/base/result.h"

namespace bsg_exporter::bsg::json {

// One value of a document. A container's `size` is how many nodes it holds in
// all, so that the value after it is found without visiting them; an object
// holds its keys as texts, each before its value.
struct Node {
  enum class Kind : std::uint8_t {
    kNull,
    kText,
    kInteger,
    kReal,
    kObject,
    kArray,
    kOther,  // a boolean, or a number that no double can hold
  };

  Kind kind = Kind::kNull;
  std::uint32_t size = 0;  // of a text: bytes
  union {
    const char* text = nullptr;
    std::int64_t integer;
    double real;
  };
};

template <class Iterator>
class Range;
class ElementIterator;
class MemberIterator;
using Elements = Range<ElementIterator>;
// In the document's order, repeated keys included.
using Members = Range<MemberIterator>;

// A value in a document, or none. Looking is all that it can do, and every
// look names the type that it expects: a number never passes for a text, nor a
// text for a number. Valid as long as the document.
class Value {
 public:
  Value() = default;
  explicit Value(const Node* node) : node_(node) {}

  // Not there, or null: the API uses both for "nothing to say".
  bool absent() const { return node_ == nullptr || Is(Node::Kind::kNull); }
  bool IsObject() const { return Is(Node::Kind::kObject); }
  bool IsArray() const { return Is(Node::Kind::kArray); }

  // Valid UTF-8 without NUL.
  std::optional<std::string_view> Text() const {
    if (!Is(Node::Kind::kText)) return std::nullopt;
    return std::string_view(node_->text, node_->size);
  }
  // A number written without fraction and exponent that fits.
  std::optional<std::int64_t> Integer() const {
    if (!Is(Node::Kind::kInteger)) return std::nullopt;
    return node_->integer;
  }
  // Any number, always finite.
  std::optional<double> Number() const {
    if (Is(Node::Kind::kInteger)) return static_cast<double>(node_->integer);
    if (Is(Node::Kind::kReal)) return node_->real;
    return std::nullopt;
  }

  // Empty unless it is an object, or an array.
  json::Members Members() const;
  json::Elements Elements() const;

  // The first member of that name; no value if there is none.
  Value Find(std::string_view key) const;

  // The very same place in the same document.
  friend bool operator==(const Value&, const Value&) = default;

 private:
  bool Is(Node::Kind kind) const {
    return node_ != nullptr && node_->kind == kind;
  }

  const Node* node_ = nullptr;
};

struct Member {
  std::string_view key;
  Value value;
};

inline const Node* After(const Node* node) {
  const bool holds_nodes =
      node->kind == Node::Kind::kObject || node->kind == Node::Kind::kArray;
  return node + 1 + (holds_nodes ? node->size : 0);
}

class ElementIterator {
 public:
  explicit ElementIterator(const Node* node) : node_(node) {}
  Value operator*() const { return Value(node_); }
  ElementIterator& operator++() {
    node_ = After(node_);
    return *this;
  }
  bool operator==(const ElementIterator&) const = default;

 private:
  const Node* node_;
};

class MemberIterator {
 public:
  explicit MemberIterator(const Node* key) : key_(key) {}
  Member operator*() const {
    return {{key_->text, key_->size}, Value(key_ + 1)};
  }
  MemberIterator& operator++() {
    key_ = After(key_ + 1);
    return *this;
  }
  bool operator==(const MemberIterator&) const = default;

 private:
  const Node* key_;
};

// What a container holds, for a range-based for.
template <class Iterator>
class Range {
 public:
  Range(const Node* begin, const Node* end) : begin_(begin), end_(end) {}
  Iterator begin() const { return begin_; }
  Iterator end() const { return end_; }
  bool empty() const { return begin_ == end_; }

 private:
  Iterator begin_;
  Iterator end_;
};

// A parsed document. Moving it keeps its values valid.
class Document {
 public:
  Value root() const { return Value(nodes_.data()); }

 private:
  friend Result<Document> Parse(std::string_view body);

  std::unique_ptr<char[]> text_;  // the body, decoded in place
  std::vector<Node> nodes_;       // in the order of the text, the root first
};

// Fails with invalid_json: no JSON, invalid UTF-8 (escaped halves of surrogate
// pairs included), a NUL byte, more than 32 levels. A byte order mark in front
// is skipped, an escaped NUL becomes U+FFFD, a number that is too large for a
// double becomes a value that every look refuses.
Result<Document> Parse(std::string_view body);

}  // namespace bsg_exporter::bsg::json
