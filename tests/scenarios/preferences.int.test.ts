import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '../../kit/src/testing/index.ts';
import { startTestedPlatform, type TestedPlatform } from '../testedPlatform.ts';

jest.setTimeout(60_000);

const MINE = '{ myPreferences { language currency units timeZone chosen derivedFrom } }';
const CHOOSE = 'mutation ($input: ChoosePreferencesInput!) { choosePreferences(input: $input) { chosen } }';
const MOVE = 'mutation ($address: AddressInput!) { relocateMember(address: $address) { id } }';
const DENVER = { city: 'Denver', region: 'CO', country: 'US' };
const inBern = { currency: 'CHF', units: 'METRIC', timeZone: 'Europe/Zurich', derivedFrom: 'CH' };
const inDenver = { currency: 'USD', units: 'IMPERIAL', timeZone: 'America/Denver', derivedFrom: 'US' };

interface Preferences {
  readonly language: string;
  readonly currency: string;
  readonly derivedFrom: string;
}

describe('preferences follow a relocation (scenario 5)', () => {
  let tested: TestedPlatform;
  beforeAll(async () => {
    tested = await startTestedPlatform(['members', 'preferences']);
  }, 120_000);
  afterAll(() => tested?.platform.stop(), 30_000);

  const mine = async (actor: string) =>
    (await tested.get<{ myPreferences: Preferences }>(MINE, { actor })).myPreferences;
  const choose = (actor: string, input: object) => tested.get(CHOOSE, { actor, variables: { input } });
  const move = (actor: string, address: object) => tested.get(MOVE, { actor, variables: { address } });

  test('what the member did not choose follows, what they chose stays', async () => {
    const ada = await tested.join('ada');
    expect(await mine(ada)).toEqual({ language: 'de', chosen: [], ...inBern });
    await choose(ada, { language: 'fr' });
    await move(ada, DENVER);
    await eventually('the new region', async () => (await mine(ada)).derivedFrom === 'US', 20_000);
    expect(await mine(ada)).toEqual({ language: 'fr', chosen: ['LANGUAGE'], ...inDenver });
    await choose(ada, { language: null });
    expect(await mine(ada)).toMatchObject({ language: 'en', chosen: [] });
  });

  test('with members down they answer with the last known region, can be chosen, and follow when it is back', async () => {
    const [bob, cleo] = [await tested.join('bob'), await tested.join('cleo')];
    await move(bob, DENVER);
    await eventually('the new region', async () => (await mine(bob)).derivedFrom === 'US', 20_000);
    await eventually('the copy', async () => (await mine(cleo)).derivedFrom === 'CH', 20_000);
    await tested.platform.hold('members', { signal: 'SIGKILL' });
    try {
      expect(await mine(bob)).toEqual({ language: 'en', chosen: [], ...inDenver });
      expect(await mine(cleo)).toEqual({ language: 'de', chosen: [], ...inBern });
      await choose(cleo, { currency: 'EUR' });
      expect(await mine(cleo)).toMatchObject({ ...inBern, currency: 'EUR' });
      const { data, errors } = await tested.ask<{ myPreferences: Preferences; me: null }>(
        '{ me { displayName } myPreferences { currency } }',
        { actor: bob },
      );
      expect(data).toEqual({ me: null, myPreferences: { currency: 'USD' } });
      expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['SUBGRAPH_UNAVAILABLE']);
    } finally {
      await tested.platform.release('members');
      await tested.platform.ready('members');
    }
    await move(cleo, DENVER);
    await eventually('the new region', async () => (await mine(cleo)).derivedFrom === 'US', 20_000);
    expect(await mine(cleo)).toMatchObject({ ...inDenver, currency: 'EUR' });
    expect(tested.unexpected).toEqual([]);
  });
});
