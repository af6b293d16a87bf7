#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace bsg_exporter::web {

class Html;

// Text of somebody else's: it stands in a <bdi>, so that what is written from
// right to left stays where it is. For content, not for attributes.
struct Foreign {
  std::string_view text;
};

// Markup with a "{}" for every value that is filled in. It can only be a
// literal, so that what anybody says is never markup.
template <std::size_t kValues>
class Markup {
 public:
  // Implicit on purpose: it is what Html::Add() is called with.
  // NOLINTNEXTLINE(google-explicit-constructor)
  consteval Markup(const char* text) : text_(text) {
    std::size_t places = 0;
    for (std::size_t at = text_.find("{}"); at != std::string_view::npos;
         at = text_.find("{}", at + 2)) {
      ++places;
    }
    if (places != kValues) throw "as many {} as values";
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// A piece of an HTML document. It is valid UTF-8, and texts are escaped for
// content and for attributes in double quotes, whatever they hold.
class Html {
 public:
  class Value {
   public:
    // NOLINTBEGIN(google-explicit-constructor)
    Value(std::string_view text) : text_(text) {}
    Value(const std::string& text) : text_(text) {}
    Value(const char* text) : text_(text) {}
    Value(Foreign foreign) : text_(foreign.text), kind_(Kind::kForeign) {}
    Value(const Html& html) : text_(html.text_), kind_(Kind::kMarkup) {}
    template <std::integral T>
    Value(T number) : number_(std::to_string(number)) {}
    // NOLINTEND(google-explicit-constructor)

   private:
    friend class Html;
    enum class Kind { kText, kForeign, kMarkup };
    std::string_view text() const { return number_.empty() ? text_ : number_; }

    std::string number_;
    std::string_view text_;
    Kind kind_ = Kind::kText;
  };

  template <class... Values>
  Html& Add(Markup<sizeof...(Values)> markup, const Values&... values) {
    const std::array<Value, sizeof...(Values)> all = {Value(values)...};
    Fill(markup.text(), all);
    return *this;
  }
  // What is no document's text: a style sheet, a script.
  Html& AddVerbatim(std::string_view trusted) {
    text_ += trusted;
    return *this;
  }

  const std::string& text() const { return text_; }
  // Hands over what there is, and begins anew.
  std::string Take() { return std::exchange(text_, {}); }

 private:
  void Fill(std::string_view markup, std::span<const Value> values);
  void AddValue(const Value& value);
  void AddEscaped(std::string_view text);

  std::string text_;
};

}  // namespace bsg_exporter::web
