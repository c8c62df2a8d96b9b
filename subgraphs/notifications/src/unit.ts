import { defineUnit } from '@wellspring/kit';
import { alertReactions } from './alert/alertReactions.ts';
import { tellBy } from './alert/tell.ts';
import { data } from './data.ts';
import type { DeliveryAdapter } from './delivery/DeliveryAdapter.ts';
import { inbox } from './delivery/inbox.ts';
import { email } from './email/email.ts';
import { beginFanOut, tellFollowersBy } from './fanOut/tellFollowers.ts';
import { forgetMember, forgetPost, sweep } from './forget/forget.ts';
import { loadConfig, type NotificationsConfig } from './loadConfig.ts';
import { remindBy } from './reminder/remind.ts';
import { resolvers } from './resolvers.ts';

/** Experience unit: golden source of notifications; tells members of what happens elsewhere, by the channels that they chose. */
export function createNotifications({ smtp }: NotificationsConfig) {
  const adapters: readonly DeliveryAdapter[] = [inbox, ...(smtp === undefined ? [] : [email(smtp)])];
  const tell = tellBy(adapters);
  return defineUnit({
    name: 'notifications',
    folder: new URL('../', import.meta.url),
    ...data,
    resolvers,
    reactions: {
      ...alertReactions(tell),
      'community.PostPublished': beginFanOut,
      'community.PostRemoved': forgetPost,
      'members.MemberErased': forgetMember,
    },
    schedule: {
      fanOut: tellFollowersBy(tell),
      sweep,
      reminders: remindBy(tell),
      ...Object.assign({}, ...adapters.map(({ schedule }) => schedule)),
    },
    notices: smtp === undefined ? ['no e-mail is sent: SMTP_URL is not set'] : [],
  });
}

/** As it is without any configuration: for tools and tests. */
export const notifications = createNotifications(loadConfig({}));
