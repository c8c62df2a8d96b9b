import { describe, expect, test } from '@jest/globals';
import type { ArchivedFact, OwnedDocument } from './Inspector.ts';
import { judge, type Remains } from './judge.ts';
import { Ledger } from './Ledger.ts';

const stamp = { rev: 1, epoch: 1, live: true } as const;
let events = 0;
const event = (type: string, entityId: string, data: Record<string, unknown> = {}): ArchivedFact => {
  events += 1;
  return { _id: `e${events}`, type, entityId, data };
};
const usd = (amount: string) => ({ amount, currency: 'USD' });
const line = (quantity: number) => ({ productId: 'p', quantity });
const renamed = (previous: string, name: string) => event('ProductRenamed', 'p', { previous, name });
const product = (name: string): OwnedDocument => ({
  _id: 'p',
  _stamp: stamp,
  name,
  price: { minor: 1_000, currency: 'USD' },
});

/** What was acknowledged and seen where everything went well. */
function ledger(): Ledger {
  const all = new Ledger();
  all.names.set('p', ['n1', 'n2']);
  all.prices.set('p', []);
  for (const name of ['n0', 'n0', 'n2']) all.saw('a reader', 'p', 'name', name);
  for (const id of ['m', 'left']) all.joined.add(id);
  all.leaving.set('left', true);
  all.profiles.set('m', { attempts: 2, acknowledged: ['m', 'Ada'], unknown: new Set(['Eve']) });
  all.placed.add('o');
  all.cancelling.set('o', true);
  return all;
}

function remains(): { -readonly [Part in keyof Remains]: Remains[Part] } {
  return {
    products: [product('n2')],
    members: [
      { _id: 'm', _stamp: stamp, displayName: 'Ada' },
      { _id: 'left', _stamp: { rev: 2, epoch: 1 } },
    ],
    orders: [{ _id: 'o', _stamp: stamp, status: 'CANCELLED' }],
    events: [
      renamed('n1', 'n2'),
      renamed('n0', 'n1'),
      event('MemberJoined', 'm'),
      event('ProfileUpdated', 'm'),
      event('MemberErased', 'left'),
      event('OrderPlaced', 'o', { lines: [line(3)] }),
      event('OrderCancelled', 'o', { lines: [line(2)] }),
    ],
    stocks: [{ _id: 'p', _stamp: stamp, reserved: 1 }],
    eventFaults: { lost: [], twice: [] },
    divergence: [],
  };
}

const kept = { lost: [], regressed: [], diverged: [], twice: [] };

test('where every promise was kept nothing is found', () => {
  expect(judge(ledger(), remains())).toEqual(kept);
});

test('a write that nobody answered may have happened, or not', () => {
  const later = remains();
  later.products = [product('n3')];
  later.events = [...later.events, renamed('n2', 'n3'), event('ProfileUpdated', 'm')];
  later.members = [{ _id: 'm', _stamp: stamp, displayName: 'Eve' }, ...later.members.slice(1)];
  expect(judge(ledger(), later)).toEqual(kept);
});

describe('lost', () => {
  test.each<[string, (left: Remains) => Partial<Remains>, RegExp]>([
    ['an acknowledged state', () => ({ products: [product('n1')] }), /name of product p is "n1", its events/],
    ['a product', () => ({ products: [] }), /product p was acknowledged and is not there/],
    [
      'an event between two others',
      (left) => ({ events: left.events.slice(0, 1).concat(left.events.slice(2)) }),
      /"n2" follows "n1", which no event tells of/,
    ],
    ['a member', (left) => ({ members: left.members.slice(1) }), /member m joined and is not there/],
    [
      'a profile update',
      (left) => ({ members: [{ _id: 'm', _stamp: stamp, displayName: 'm' }, ...left.members.slice(1)] }),
      /called "m"; "Ada" was acknowledged last/,
    ],
    [
      'a leaving',
      (left) => ({ members: left.members.map((member) => ({ ...member, _stamp: stamp })) }),
      /member left left and is still there/,
    ],
    ['an order', () => ({ orders: [] }), /order o was placed and is not there/],
    [
      'a cancelling',
      () => ({ orders: [{ _id: 'o', _stamp: stamp, status: 'PLACED' }] }),
      /order o was cancelled and is PLACED/,
    ],
    [
      'an event of an order',
      (left) => ({ events: left.events.filter(({ type }) => type !== 'OrderPlaced') }),
      /the placing of order o has no event/,
    ],
    [
      'an effect of an event',
      () => ({ stocks: [{ _id: 'p', _stamp: stamp, reserved: 0 }] }),
      /0 of product p are reserved, the events of orders ask for 1/,
    ],
    ['an event in the stream', () => ({ eventFaults: { lost: ['catalog event e1'], twice: [] } }), /catalog event e1/],
  ])('%s', (_, damage, words) => {
    expect(judge(ledger(), { ...remains(), ...damage(remains()) }).lost.join('\n')).toMatch(words);
  });
});

describe('twice', () => {
  test.each<[string, ArchivedFact, RegExp]>([
    ['a change', renamed('n0', 'n1'), /"n1" was set twice/],
    ['an order', event('OrderPlaced', 'o', { lines: [] }), /the placing of order o has 2 events/],
    ['a joining', event('MemberJoined', 'm'), /the joining of m has 2 events/],
    ['a leaving', event('MemberErased', 'left'), /member left left 2 times/],
  ])('%s', (_, again, words) => {
    const doubled = remains();
    doubled.events = [...doubled.events, again];
    expect(judge(ledger(), doubled).twice.join('\n')).toMatch(words);
  });

  test('an effect', () => {
    const doubled = { ...remains(), stocks: [{ _id: 'p', _stamp: stamp, reserved: 4 }] };
    expect(judge(ledger(), doubled).twice).toEqual(['4 of product p are reserved, the events of orders ask for 1']);
  });

  test('more profile updates than were sent', () => {
    const doubled = remains();
    doubled.events = [...doubled.events, event('ProfileUpdated', 'm'), event('ProfileUpdated', 'm')];
    expect(judge(ledger(), doubled).twice).toEqual(['2 profile updates of m were sent, 3 have events']);
  });
});

describe('regressed', () => {
  test('a reader who saw something older than before', () => {
    const seen = ledger();
    seen.saw('a reader', 'p', 'name', 'n1');
    expect(judge(seen, remains()).regressed).toEqual(['a reader saw name "n1" of product p after "n2"']);
  });

  test('a reader who saw what never was', () => {
    const seen = ledger();
    seen.saw('a reader', 'p', 'name', 'n9');
    expect(judge(seen, remains()).regressed).toEqual(['a reader saw name "n9" of product p, which never was']);
  });

  test('two readers may see different things at once', () => {
    const seen = ledger();
    seen.saw('a slow reader', 'p', 'name', 'n1');
    expect(judge(seen, remains()).regressed).toEqual([]);
  });
});

test('prices are followed like names', () => {
  const priced = remains();
  priced.products = [{ ...product('n2'), price: { minor: 1_100, currency: 'USD' } }];
  expect(judge(ledger(), priced).lost).toEqual(['price of product p is "11.00", its events end at "10.00"']);
  priced.events = [...priced.events, event('ProductRepriced', 'p', { previous: usd('10.00'), price: usd('11.00') })];
  expect(judge(ledger(), priced)).toEqual(kept);
});

test('what the replicas differ in is diverged', () => {
  const different = remains();
  different.divergence = ['catalog.ProductListing "p" in orders is missing'];
  expect(judge(ledger(), different).diverged).toHaveLength(1);
});

describe('a database that was set back to a backup', () => {
  /** After n2 came n3 and n4, acknowledged and seen; then it was n2 again, and then n5. */
  function setBack(): { all: Ledger; left: ReturnType<typeof remains> } {
    const [all, left] = [ledger(), remains()];
    const undone = [renamed('n2', 'n3'), renamed('n3', 'n4')];
    all.saw('a reader', 'p', 'name', 'n4');
    all.setBack({
      unit: 'catalog',
      from: 0,
      backup: { Product: [product('n2')] },
      before: { Product: [product('n4')] },
      facts: undone,
    });
    left.products = [product('n5')];
    left.events = [...left.events, renamed('n2', 'n5')];
    return { all, left };
  }

  test('what was acknowledged since the backup is gone without a fault, and what it was set back to may be seen again', () => {
    const { all, left } = setBack();
    for (const value of ['n2', 'n5']) all.saw('a reader', 'p', 'name', value);
    expect(judge(all, left)).toEqual(kept);
  });

  test('what is acknowledged after it counts, what is undone is not to be seen once more', () => {
    const { all, left } = setBack();
    all.names.get('p')?.push('n6');
    for (const value of ['n5', 'n3']) all.saw('a reader', 'p', 'name', value);
    const { lost, regressed } = judge(all, left);
    expect(lost).toEqual(['name of product p: "n6" was acknowledged and never was']);
    expect(regressed).toEqual(['a reader saw name "n3" of product p after "n5"']);
  });

  test('a way back that no event explains is a loss', () => {
    const { all, left } = setBack();
    all.setbacks.splice(0, 1, { ...all.setbacks[0], facts: [] } as (typeof all.setbacks)[number]);
    expect(judge(all, left).lost).toContain('name of product p was set back from "n4" to "n2": no events lead there');
  });
});

describe('the ledger takes back what a setback may have undone', () => {
  const wrote = (all: Ledger, unit: string, sent: number): string[] => {
    const said: string[] = [];
    all.keep(
      unit,
      sent,
      () => said.push('kept'),
      () => said.push('taken back'),
    );
    return said;
  };
  const setback = (unit: string, from: number) => ({ unit, from, backup: {}, before: {}, facts: [] });

  test('what was acknowledged since the backup began, of that unit; also when its answer comes later', () => {
    const all = new Ledger();
    const early = wrote(all, 'catalog', performance.now());
    const from = performance.now();
    const [since, other] = [wrote(all, 'catalog', from), wrote(all, 'orders', from)];
    expect(all.setBack(setback('catalog', from))).toBe(1);
    const onItsWay = wrote(all, 'catalog', from);
    const after = wrote(all, 'catalog', performance.now() + 1);
    expect({ early, since, other, onItsWay, after }).toEqual({
      early: ['kept'],
      since: ['kept', 'taken back'],
      other: ['kept'],
      onItsWay: ['taken back'],
      after: ['kept'],
    });
    expect([all.acknowledged, all.voided]).toEqual([5, 2]);
  });
});
