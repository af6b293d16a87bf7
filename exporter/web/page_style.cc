#include "exporter/web/page_assets.h"

namespace bsg_exporter::web {

// A campaign in the rows of a table, or, where there is no room for one, a
// card. Every colour is a variable, so that dark is a second set of them. The
// texts' contrast is 4.5 to 1 and more on all of the grounds.
const std::string_view kPageStyle = R"css(
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --line: #dfe3e8; --soft: #eef1f4;
  --text: #1b2430; --muted: #566170; --link: #0b57b8; --focus: #0b57b8;
  --bad: #a51d2a; --bad-soft: #fdecee; --warn: #7a4b00; --warn-soft: #fff4dc;
  --blue: #0b4f9e; --blue-soft: #e3effc; --green: #17633a;
  --green-soft: #e2f4e8; --grey: #444e5a; --grey-soft: #e9ecef;
  --violet: #5b3597; --violet-soft: #f0e9fb;
  --m-read: #0b7d74; --m-delivered: #35a86b; --m-undelivered: #d8504d;
  --m-failed: #9f1d2b; --m-expired: #e08a1e; --m-nouser: #8a63bd;
  --m-unknown: #7f8894; --m-other: #b0975a; --m-sent: #3f83e8;
  --m-accepted: #6aa2f0; --m-sending: #93bbf5; --m-scheduled: #b4c6de;
  --m-moderation: #c9b8e6; --hatch: #ffffff8c;
}
@media (prefers-color-scheme: dark) { :root {
  --page: #11161c; --card: #1a2129; --line: #2e3843; --soft: #232c36;
  --text: #e6ebf0; --muted: #a3afbc; --link: #7db6ff; --focus: #9cc7ff;
  --bad: #ff9ba3; --bad-soft: #3b1b20; --warn: #f5c56b; --warn-soft: #38290f;
  --blue: #9cc7ff; --blue-soft: #16304f; --green: #86dba8;
  --green-soft: #14351f; --grey: #c3ccd6; --grey-soft: #303a45;
  --violet: #cdb4f7; --violet-soft: #30224a;
  --m-read: #2fb3a8; --m-delivered: #3f9d68; --m-undelivered: #d8504d;
  --m-failed: #a83a46; --m-expired: #d98a2b; --m-nouser: #9a78cc;
  --m-unknown: #7f8894; --m-other: #b0975a; --m-sent: #3f83e8;
  --m-accepted: #3769b5; --m-sending: #335a94; --m-scheduled: #4a5c74;
  --m-moderation: #65548a; --hatch: #0000004d;
} }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--text);
  font: 0.9375rem/1.45 system-ui, sans-serif; overflow-wrap: anywhere }
a { color: var(--link); text-underline-offset: 0.15em }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px;
  border-radius: 3px }
small { font-size: 0.8125rem; color: var(--muted) }
code { font: 0.8125rem ui-monospace, monospace }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 }
h2 { font-size: 1.0625rem; margin: 0 0 0.5rem }
.vh, .skip:not(:focus) { position: absolute; width: 1px; height: 1px;
  margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.skip:focus { position: absolute; left: 1rem; top: 0.5rem; z-index: 2;
  background: var(--card); padding: 0.5rem 1rem }
.defs { position: absolute }
.top, main, footer { max-width: 88rem; margin: 0 auto; padding: 0 1.25rem }
.top { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem;
  align-items: baseline; padding-top: 0.75rem; padding-bottom: 0.75rem }
.brand { margin: 0; font-weight: 650; font-size: 1.0625rem }
.brand a { color: inherit; text-decoration: none }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1rem;
  margin: 0; padding: 0 }
nav a, .pager a { display: inline-block; padding: 0.25rem 0 }
main > * { margin: 0 0 1rem }
footer { color: var(--muted); font-size: 0.8125rem; padding-bottom: 1.5rem }
.card, .notice { background: var(--card); border: 1px solid var(--line);
  border-radius: 0.625rem; padding: 0.875rem 1rem }
.notice { margin: 0 0 1rem; border-left-width: 4px }
.notice.bad { background: var(--bad-soft); border-color: var(--bad);
  color: var(--bad) }
.notice.warn { background: var(--warn-soft); border-color: var(--warn);
  color: var(--warn) }
.cards { display: grid; gap: 1rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)) }
.cards h2 { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center }
.figure { font-size: 1.5rem; line-height: 1.25; margin: 0 0 0.375rem;
  font-variant-numeric: tabular-nums }
.card dl { display: grid; grid-template-columns: auto 1fr; margin: 0;
  gap: 0.125rem 1rem }
.card dt { color: var(--muted) }
.card dd { margin: 0 }
.card dd small { display: block }
.badge { display: inline-block; padding: 0.0625rem 0.5rem; border-radius: 1rem;
  font-size: 0.8125rem; font-weight: 600; white-space: nowrap; max-width: 100%;
  overflow: hidden; text-overflow: ellipsis; vertical-align: middle;
  color: var(--grey); background: var(--grey-soft) }
.badge::before { content: ""; display: inline-block; width: 0.5em;
  height: 0.5em; margin-right: 0.4em; border-radius: 50%;
  background: currentColor; vertical-align: 0.06em }
.s-sending { color: var(--blue); background: var(--blue-soft) }
.s-done, .k-live { color: var(--green); background: var(--green-soft) }
.s-paused, .k-test { color: var(--warn); background: var(--warn-soft) }
.s-spam, .s-bad { color: var(--bad); background: var(--bad-soft) }
.s-creation, .s-moderation, .s-scheduled { color: var(--violet);
  background: var(--violet-soft) }
.filter { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: end }
.filter label { display: grid; gap: 0.125rem; font-size: 0.8125rem;
  color: var(--muted) }
.filter .text { flex: 1 1 14rem }
#auto-label { white-space: nowrap }
input:not([type=checkbox]), select, button { font: inherit; color: var(--text);
  background: var(--card); border: 1px solid var(--muted); width: 100%;
  border-radius: 0.375rem; padding: 0.375rem 0.625rem; min-height: 2.375rem }
button { background: var(--soft); cursor: pointer; width: auto }
.above { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem;
  align-items: baseline; justify-content: space-between }
.above p { margin: 0 }
.legend { list-style: none; display: flex; flex-wrap: wrap; padding: 0;
  gap: 0.125rem 1rem; margin: 0 0 0.75rem; font-size: 0.8125rem;
  color: var(--muted) }
.swatch { width: 0.75rem; height: 0.75rem; margin-right: 0.375rem;
  border-radius: 2px; vertical-align: -0.0625rem }
table { width: 100%; border-collapse: separate; border-spacing: 0;
  background: var(--card); border: 1px solid var(--line);
  border-radius: 0.625rem; font-variant-numeric: tabular-nums }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem;
  border-bottom: 1px solid var(--line) }
tbody tr:last-child > * { border-bottom: 0 }
thead th { background: var(--soft); font-size: 0.8125rem; white-space: nowrap }
thead tr > :first-child { border-top-left-radius: 0.5625rem }
thead tr > :last-child { border-top-right-radius: 0.5625rem }
thead a { color: inherit; text-decoration: none }
thead a:hover, .name:hover { text-decoration: underline }
th[aria-sort] a { font-weight: 700 }
tbody th { font-weight: 400 }
.name { font-weight: 600; text-decoration: none }
.number { text-align: right; white-space: nowrap }
.money { white-space: nowrap }
.sub { display: block; font-size: 0.8125rem; color: var(--muted) }
.failing > :first-child { box-shadow: inset 4px 0 var(--bad) }
.failure { display: block; font-size: 0.8125rem; color: var(--bad) }
.line { display: flex; gap: 0.625rem; align-items: center; min-height: 1.36rem }
.number .line { justify-content: flex-end }
.line.alternative { color: var(--muted) }
.channel { flex: 0 0 5.25rem; font-size: 0.8125rem; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis }
.bar { display: block; flex: 1 1 8rem; width: 100%; min-width: 6rem;
  height: 0.75rem; border-radius: 0.25rem; background: var(--grey-soft) }
.alternative .bar { height: 0.5rem }
.m-read { fill: var(--m-read) } .m-delivered { fill: var(--m-delivered) }
.m-undelivered { fill: var(--m-undelivered) } .m-failed { fill: var(--m-failed) }
.m-expired { fill: var(--m-expired) }
.m-not_rcs_user, .m-not_viber_user { fill: var(--m-nouser) }
.m-unknown { fill: var(--m-unknown) } .m-other { fill: var(--m-other) }
.m-sent { fill: var(--m-sent) } .m-accepted { fill: var(--m-accepted) }
.m-sending { fill: var(--m-sending) } .m-scheduled { fill: var(--m-scheduled) }
.m-moderation { fill: var(--m-moderation) }
.moving { fill: url(#moving) } .hatch { fill: var(--hatch) }
.pager { display: flex; gap: 1.5rem; align-items: baseline }
.head { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center }
.scroll { overflow-x: auto; border-radius: 0.625rem; overflow-wrap: normal }
@media (min-width: 60rem) {
  .list thead :nth-child(1) { width: 24% }
  .list thead :nth-child(3) { width: 26% }
  .list thead :nth-child(8) { width: 17% } }
@media (max-width: 59.99rem) {
  .list, .list tbody, .list tr, .list th, .list td { display: block }
  .list { border: 0; background: none }
  .list thead { display: none }
  .list tr { display: grid; grid-template-columns: repeat(3, 1fr);
    background: var(--card); border: 1px solid var(--line); overflow: hidden;
    border-radius: 0.625rem; margin: 0 0 0.75rem; padding: 0.375rem 0.5rem }
  .list tr > * { border: 0; padding: 0.25rem 0.5rem; text-align: left }
  .list th, .list td:not([data-label]) { grid-column: 1 / -1 }
  .list td:last-child { grid-column: span 2 }
  .list td[data-label]::before { content: attr(data-label);
    color: var(--muted); font-size: 0.8125rem }
  .list .number .line { justify-content: flex-start }
  .failing { box-shadow: inset 4px 0 var(--bad) }
  .failing > :first-child { box-shadow: none }
}
)css";

}  // namespace bsg_exporter::web
