import { expect, test } from '@jest/globals';
import { parseRunOptions } from './parseRunOptions.ts';

const units = ['members', 'order-history'];

test('without options: shared servers, warnings only, sample data, nobody is moved', () => {
  const { options, help, positionals } = parseRunOptions([], {}, units);
  expect(options).toEqual({ isolated: false, verbose: false, ports: {}, seed: true });
  expect([help, positionals]).toEqual([false, []]);
});

test('ports come from --port and from PORT_<UNIT>, and from no other variable', () => {
  const env = { PORT_ORDER_HISTORY: '4103', PORT_MEMBERS: '', PORT_GATEWAY: '1', PORT: '2' };
  expect(parseRunOptions(['--port', '4100'], env, units).options.ports).toEqual({
    gateway: 4100,
    'order-history': 4103,
  });
});

test('a port that is none is refused by the name of its source', () => {
  expect(() => parseRunOptions(['--port', '0'], {}, units)).toThrow("--port must be a port from 1 to 65535; got '0'.");
  expect(() => parseRunOptions([], { PORT_MEMBERS: 'x' }, units)).toThrow(
    "PORT_MEMBERS must be a port from 1 to 65535; got 'x'.",
  );
});

test('an option that does not exist is refused', () => {
  expect(() => parseRunOptions(['--isolate'], {}, units)).toThrow(/--isolate/);
});

test('some of the units, in the order of supergraph.yaml; one that does not exist is refused', () => {
  expect(parseRunOptions(['--units', 'order-history, members'], {}, units).options.units).toEqual(units);
  expect(parseRunOptions(['--units', 'members'], {}, units).options.units).toEqual(['members']);
  expect(() => parseRunOptions(['--units', 'members,'], {}, units)).toThrow(
    "--units expects names out of members, order-history; got ''.",
  );
});
