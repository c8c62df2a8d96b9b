import { defineUnit } from '@wellspring/kit';
import { data } from './data.ts';
import { KeyRing } from './keys/KeyRing.ts';
import { loadConfig, type MembersConfig } from './loadConfig.ts';
import { removeAgain } from './member/removePrivateRecords.ts';
import { createResolvers } from './resolvers.ts';
import { followDue } from './subscription/followDue.ts';
import { activate, refuse } from './subscription/followPayment.ts';

/** System unit: golden source of members, and who they are to everybody else; copies nothing. */
export function createMembers(config: MembersConfig) {
  const keys = new KeyRing(config);
  return defineUnit({
    name: 'members',
    folder: new URL('../', import.meta.url),
    ...data,
    resolvers: createResolvers(keys),
    reactions: {
      'payments.PaymentCaptured': activate,
      'payments.PaymentDeclined': refuse,
      'members.MemberErased': removeAgain,
    },
    schedule: {
      subscriptions: { every: 30_000, run: followDue }, // ms
      keys: { every: 600_000, run: (ctx) => keys.rotate(ctx) }, // ms
    },
    routes: { '/.well-known/jwks.json': (ctx) => keys.published(ctx) },
    erasable: { Member: 'MemberErased' },
    history: ['MemberCard'],
  });
}

/** As it is without any configuration: for tools and tests. */
export const members = createMembers(loadConfig({}));
