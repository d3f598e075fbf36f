// Keys of a technician, listed in the dialog of the page: to write, to take, to move in a list, to choose. None acts while
// somebody types, none is needed: each presses what stands on the page. Switched off on the account's page.

const list = document.getElementById('keys');
const find = (selector) => document.querySelector('main ' + selector);
const go = (address) => { if (address) location.assign(address); };
const focus = (element) => { element?.focus(); element?.scrollIntoView({ block: 'center' }); return element; };

const rows = () => [...document.querySelectorAll('main tbody tr, main .list > li')].filter((row) => row.querySelector('a[href]'));
const here = () => document.activeElement?.closest('tbody tr, .list > li');
const move = (step) => {
  const all = rows();
  const at = all.indexOf(here());
  const next = at < 0 ? all[step > 0 ? 0 : all.length - 1] : all[at + step];
  focus(next?.querySelector('th a[href], a[href]'));
};

const keys = {
  n: () => go(list.dataset.new),
  '/': () => focus(find('#q')) ?? go(list.dataset.search),
  j: () => move(1),
  k: () => move(-1),
  x: () => here()?.querySelector('input[type=checkbox]')?.click(),
  r: () => focus(find('textarea[name=words]')),
  i: () => focus(find('button[name=act][value=note]')),
  t: () => { const time = find('input[name=minutes]'); time?.closest('details')?.setAttribute('open', ''); focus(time); },
  a: () => find('form[action$="/taking"] button')?.click(),
  '?': () => list.open || list.showModal(),
};

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (list.open || event.target.closest?.('input:not([type=checkbox]), textarea, select, [contenteditable]')) return;
  const act = Object.hasOwn(keys, event.key) && keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

for (const link of document.querySelectorAll('a[data-keys]')) {
  link.addEventListener('click', (event) => { event.preventDefault(); list.showModal(); });
}
