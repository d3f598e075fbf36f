// While somebody types: a draft is kept on this device until it was received, a form is sent once, what may spare the request
// (help sheets, what others asked about the machine) stands below the button, and what the time will leave follows what is
// typed. Pages do all of it without this module, but the draft.

const drafts = 'draft:';
const sent = 'sent:';

/** A field's place in the storage: its page and its name. */
const key = (field) => drafts + location.pathname + '#' + field.name;

/** Storage may be full or forbidden: then there is no draft, and nothing else changes. */
const keep = (name, text) => { try { text ? localStorage.setItem(name, text) : localStorage.removeItem(name); } catch { /* no draft */ } };

// What was sent and did not come back with mistakes has been received.
if (!document.querySelector('.errors')) {
  for (const name of Object.keys(sessionStorage).filter((name) => name.startsWith(sent))) {
    keep(name.slice(sent.length), '');
    sessionStorage.removeItem(name);
  }
}

for (const field of document.querySelectorAll('main textarea')) {
  if (!field.value) field.value = localStorage.getItem(key(field)) ?? '';
  field.addEventListener('input', () => keep(key(field), field.value));
}

for (const form of document.querySelectorAll('form[method=post]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (event.submitter?.value !== 'look') for (const field of form.querySelectorAll('textarea')) sessionStorage.setItem(sent + key(field), '1');
    form.dataset.sent = '1';
    for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true');
  });
}
// Coming back from the next page, the form can be sent again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-disabled');
  }
});

const foreseen = document.querySelector('[data-foreseen]');
if (foreseen) {
  const form = foreseen.closest('form');
  let waiting;
  let latest;
  const look = async () => {
    latest?.abort();
    latest = new AbortController();
    const query = new URLSearchParams();
    for (const name of ['structure', 'ticket', 'entry', 'day', 'start', 'minutes', 'kind', 'not_charged']) {
      const value = foreseen.dataset[name] ?? new FormData(form).get(name);
      if (value) query.set(name, value);
    }
    try {
      const answer = await fetch(foreseen.dataset.foreseen + '?' + query, { signal: latest.signal, headers: { accept: 'application/json' } });
      if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return;
      show(await answer.json());
    } catch { /* out of reach, or a newer look is under way */ }
  };
  const show = (seen) => {
    foreseen.hidden = !seen;
    if (!seen) return;
    foreseen.classList.toggle('warn', seen.beyond.length > 0);
    foreseen.querySelector('[data-says]').textContent = [seen.counted, seen.left, ...seen.beyond].join('\n');
    foreseen.querySelector('.g-next').setAttribute('width', seen.next_percent + '%');
    foreseen.querySelector('.g-used').setAttribute('width', seen.used_percent + '%');
  };
  form.addEventListener('input', (event) => {
    if (event.target.tagName === 'TEXTAREA') return;
    clearTimeout(waiting);
    waiting = setTimeout(look, 250);
  });
}

// Who else is writing: asked while the field is in use, and no longer.
const presence = document.querySelector('[data-presence]');
if (presence) {
  const field = presence.closest('form').querySelector('textarea');
  let next = 0;
  let again;
  const tell = async () => {
    clearTimeout(again);
    again = setTimeout(tell, 30000);
    if (document.activeElement !== field) { presence.textContent = ''; clearTimeout(again); return; }
    if (Date.now() < next) return;
    next = Date.now() + 20000;
    try {
      const answer = await fetch(presence.dataset.presence, { method: 'POST', body: new URLSearchParams({ writing: !!field.value.trim() }) });
      if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return;
      const { says } = await answer.json();
      if (presence.textContent !== says) presence.textContent = says;
    } catch { /* out of reach: nothing is said */ }
  };
  field.addEventListener('focus', tell);
  field.addEventListener('input', tell);
}

const suggested = document.querySelector('[data-suggestions]');
if (suggested) {
  const field = suggested.closest('form').querySelector('textarea');
  const list = suggested.querySelector('ul');
  const status = suggested.querySelector('[role=status]');
  const usual = [...list.children];
  let waiting;
  let latest;
  let asked = '';
  const machine = suggested.closest('form').querySelector('[name=equipment]');
  // What others asked about the machine that the page came with stands on the page.
  const told = machine?.querySelector('[selected]')?.value;
  const suggest = async () => {
    const words = field.value.trim().slice(0, 500);
    const equipment = machine && machine.value !== told ? machine.value : '';
    if (equipment + words === asked) return;
    asked = equipment + words;
    latest?.abort();
    latest = new AbortController();
    try {
      const query = new URLSearchParams({ words, equipment, structure: suggested.dataset.structure });
      const answer = await fetch(suggested.dataset.suggestions + '?' + query, { signal: latest.signal, headers: { accept: 'application/json' } });
      if (answer.ok && answer.headers.get('content-type')?.includes('json')) offer(await answer.json());
    } catch { /* out of reach, or more was typed meanwhile */ }
  };
  /** A sheet opens beside: what is typed stays here. */
  const line = (sheet, opens) => {
    const [item, link, title, small] = ['li', 'a', 'b', 'small'].map((name) => document.createElement(name));
    title.textContent = sheet.title;
    small.textContent = opens;
    link.href = sheet.href;
    link.target = '_blank';
    link.rel = 'noopener';
    link.append(title, small);
    item.append(link);
    return item;
  };
  const offer = ({ says, opens, sheets, similar }) => {
    sheets = [...similar, ...sheets];
    list.replaceChildren(...(sheets.length ? sheets.map((sheet) => line(sheet, opens)) : usual));
    if (status.textContent !== says) status.textContent = says;
  };
  field.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(suggest, 400); });
  machine?.addEventListener('change', suggest);
  // A draft that was kept, a form that came back with mistakes.
  suggest();
}
