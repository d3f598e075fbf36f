// Every page that is looked at: role, name, address, kind of budget. A page that prints well says `print: true`.
import { named } from './product.js';

const A = `/structures/${named('structures/douces')}`;
const THEIRS = `/structures/${named('structures/escargolins')}`;
const MINE = `/tickets/${named('tickets/planning_navigateur')}`;
const MACHINE = `/equipment/${named('equipment/douces_planning')}`;

export const PAGES = [
  { role: null, name: 'sign-in', address: '/sign-in' },
  { role: null, name: 'sign-in-password', address: '/sign-in?way=password' },
  { role: null, name: 'help', address: '/help' },
  { role: null, name: 'accessibility', address: '/accessibility' },
  { role: null, name: 'eco', address: '/eco' },
  { role: null, name: 'privacy', address: '/privacy' },
  { role: null, name: 'not-found', address: '/nowhere' },
  { role: null, name: 'letters', address: '/letters', kind: 'list' },
  { role: 'employee', name: 'home', address: '/', kind: 'home' },
  { role: 'employee', name: 'request', address: `${A}/tickets/new`, kind: 'home' },
  { role: 'employee', name: 'tickets', address: '/tickets' },
  { role: 'employee', name: 'ticket', address: MINE },
  { role: 'employee', name: 'account', address: '/account' },
  { role: 'employee', name: 'structure', address: A },
  { role: 'employee', name: 'machine', address: MACHINE },
  { role: 'employee', name: 'forbidden', address: '/group' },
  { role: 'referent', name: 'home', address: '/', kind: 'home' },
  { role: 'referent', name: 'tickets', address: `${THEIRS}/tickets`, kind: 'list' },
  { role: 'referent', name: 'hours', address: `${THEIRS}/hours`, print: true },
  { role: 'referent', name: 'statements', address: `${THEIRS}/statements` },
  { role: 'referent', name: 'equipment', address: `${THEIRS}/equipment`, kind: 'list' },
  { role: 'referent', name: 'equipment-new', address: `${THEIRS}/equipment/new` },
  { role: 'referent', name: 'people', address: `${THEIRS}/people` },
  { role: 'technician', name: 'home', address: '/', kind: 'home' },
  { role: 'technician', name: 'queue', address: '/tickets', kind: 'list' },
  { role: 'technician', name: 'ticket', address: MINE },
  { role: 'technician', name: 'call', address: `/calls/new?structure=${named('structures/douces')}` },
  { role: 'technician', name: 'time', address: '/interventions', kind: 'list' },
  { role: 'technician', name: 'time-new', address: '/interventions/new' },
  { role: 'technician', name: 'structures', address: '/structures', kind: 'list' },
  { role: 'technician', name: 'structure', address: A },
  { role: 'technician', name: 'hours', address: `${A}/hours`, print: true },
  { role: 'technician', name: 'machine', address: MACHINE },
  { role: 'coordinator', name: 'home', address: '/', kind: 'home' },
  { role: 'coordinator', name: 'report', address: '/report', kind: 'list', print: true },
  { role: 'coordinator', name: 'year', address: '/report/year', kind: 'list', print: true },
  { role: 'coordinator', name: 'structures', address: '/structures', kind: 'list' },
  { role: 'coordinator', name: 'structure', address: A },
  { role: 'coordinator', name: 'structure-new', address: '/structures/new' },
  { role: 'coordinator', name: 'amendment', address: `${A}/amendments/new` },
  { role: 'coordinator', name: 'people', address: '/people' },
  { role: 'coordinator', name: 'rules', address: '/rules' },
  { role: 'coordinator', name: 'rules-new', address: '/rules/new' },
  { role: 'coordinator', name: 'group', address: '/group' },
];

/** The windows in which each page is looked at. */
export const WINDOWS = [360, 1200].flatMap((width) => [false, true].map((dark) => ({ width, dark })));
