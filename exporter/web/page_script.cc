#include "exporter/web/page_assets.h"

namespace bsg_exporter::web {

// It adds comfort and knows nothing: sorting, filtering and paging are the
// server's, through the query, and this puts the parts that it answers in place
// without a new page. What has the focus keeps it; a text that is being
// selected is left alone.
const std::string_view kPageScript = R"js(
(() => {
  'use strict';
  const EVERY = 30000;
  const byId = (id) => document.getElementById(id);
  const form = byId('filter'), auto = byId('auto'), trouble = byId('trouble');
  let turn = 0, shown = Date.now(), asked = shown;

  const focusOn = (id, href) => {
    const again = (id && byId(id)) || (href &&
      [...document.links].find((a) => a.getAttribute('href') === href));
    if (again && again !== document.activeElement) {
      again.focus({ preventScroll: true });
    }
  };

  const put = (page) => {
    const { id, href } = document.activeElement || {};
    const link = href && document.activeElement.getAttribute('href');
    for (const part of document.querySelectorAll('[data-live]')) {
      const next = page.getElementById(part.id);
      if (next && next.innerHTML !== part.innerHTML) {
        part.replaceChildren(...next.childNodes);
      }
    }
    focusOn(id, link);
  };

  const show = async (url) => {
    const mine = ++turn;
    asked = Date.now();
    let problem = '';
    try {
      const answer = await fetch(url, { cache: 'no-store' });
      const text = await answer.text();
      if (mine !== turn) return;
      if (answer.ok) {
        put(new DOMParser().parseFromString(text, 'text/html'));
        shown = Date.now();
      } else {
        problem = `The exporter answers ${answer.status}.`;
      }
    } catch {
      if (mine !== turn) return;
      problem = 'The exporter does not answer.';
    }
    trouble.hidden = !problem;
    trouble.textContent = problem && problem + ' What stands here is of ' +
      new Date(shown).toLocaleTimeString() + '.';
  };

  const refresh = () => {
    const selecting = !getSelection().isCollapsed;
    if (auto.checked && document.visibilityState === 'visible' && !selecting &&
        Date.now() - asked >= EVERY) show(location.href);
  };
  byId('auto-label').hidden = false;
  auto.addEventListener('change', refresh);
  document.addEventListener('visibilitychange', refresh);
  setInterval(refresh, 1000);

  if (!form) return;
  const toForm = () => {
    const query = new URLSearchParams(location.search);
    for (const field of form.elements) {
      if (!field.name) continue;
      const first = field.options ? field.options[0].value : '';
      field.value = query.get(field.name) || first;
    }
  };
  const go = (url, replace) => {
    history[replace ? 'replaceState' : 'pushState'](null, '', url);
    return show(location.href);
  };
  const submit = () => {
    const query = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...query]) if (!value) query.delete(name);
    go('?' + query, true);
  };
  let typing = 0;
  form.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(submit, 250);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(typing);
    submit();
  });
  byId('list').addEventListener('click', async (event) => {
    const link = event.target.closest('a[href^="?"]');
    if (!link || event.button || event.metaKey || event.ctrlKey ||
        event.shiftKey || event.altKey) return;
    event.preventDefault();
    await go(link.getAttribute('href'));
    toForm();
    if (link.closest('.pager')) byId('list').scrollIntoView();
  });
  addEventListener('popstate', () => { toForm(); show(location.href); });
})();
)js";

// A bar of messages.
const std::string_view kPageIcon =
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' "
    "viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' "
    "fill='%231b2430'/%3E%3Cpath d='M3 6h7v4H3z' fill='%2335a86b'/%3E%3Cpath "
    "d='M10 6h3v4h-3z' fill='%236aa2f0'/%3E%3C/svg%3E";

}  // namespace bsg_exporter::web
