import { fnv1a, mulberry32, type Random } from '@wellspring/kit/random';
import { type City, type Homeland, homelands } from './homelands.ts';
import { pick, weighted } from './pick.ts';

export interface PlannedAddress {
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly region: string;
  readonly country: string;
}

/** The input of joinMember, and where the member moves afterwards, if at all. */
export interface PlannedMember {
  readonly input: {
    readonly displayName: string;
    readonly handle: string;
    readonly email: string;
    readonly avatarUrl?: string;
    readonly address?: PlannedAddress;
  };
  readonly movesTo?: PlannedAddress;
}

const chooseHomeland = weighted(homelands, ({ weight }) => weight);

/**
 * Makes `count` members up. Member i depends on the seed and on i alone, so that a larger count only adds members.
 * One in eight gives no address, one in twenty of the others moves to another city, three in five have a picture.
 */
export function planMembers(count: number, seed: number): PlannedMember[] {
  return Array.from({ length: count }, (_, index) => planMember(index, seed));
}

function planMember(index: number, seed: number): PlannedMember {
  const random = mulberry32(fnv1a(`member ${seed} ${index}`));
  const home = chooseHomeland(random);
  const given = pick(home.given, random);
  const family = pick(home.family, random);
  const handle = toHandle(given, family, index, seed);
  const address = random() < 1 / 8 ? undefined : planAddress(home, pick(home.cities, random), random);
  const movesTo = address !== undefined && random() < 1 / 20 ? planMove(home, address, random) : undefined;
  return {
    input: {
      displayName: `${given} ${family}`,
      handle,
      email: `${handle}@example.org`, // a domain kept for examples by RFC 2606: no mail ever reaches anybody
      ...(random() < 3 / 5 ? { avatarUrl: `https://example.org/avatars/${handle}.png` } : {}),
      ...(address === undefined ? {} : { address }),
    },
    ...(movesTo === undefined ? {} : { movesTo }),
  };
}

/** A handle of 3 to 30 of a-z, 0-9 and _ that no other index and no other seed makes. */
function toHandle(given: string, family: string, index: number, seed: number): string {
  const tail = `_${index + 1}${seed === 1 ? '' : `_s${seed}`}`;
  return `${plain(given)}_${plain(family)}`.slice(0, 30 - tail.length) + tail;
}

/** Letters without their accents; ł and ı, which Unicode does not take apart, by hand. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ı', 'i')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/[^a-z0-9]/g, '');
}

function planMove(home: Homeland, from: PlannedAddress, random: Random): PlannedAddress {
  const elsewhere = home.cities.filter(({ city }) => city !== from.city);
  return planAddress(home, pick(elsewhere, random), random);
}

function planAddress(home: Homeland, { city, region }: City, random: Random): PlannedAddress {
  const number = 1 + Math.floor(random() * 180);
  const street = pick(home.streets, random);
  return {
    street: home.numberLast ? `${street} ${number}` : `${number} ${street}`,
    postalCode: home.postalCode.replaceAll(/[#@]/g, (sign) => (sign === '#' ? digit(random) : letter(random))),
    city,
    region,
    country: home.country,
  };
}

const digit = (random: Random): string => String(1 + Math.floor(random() * 9));
const letter = (random: Random): string => 'ABCEGHJKLMNPRSTVX'.charAt(Math.floor(random() * 17));
