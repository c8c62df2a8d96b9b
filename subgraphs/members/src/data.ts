import { declareData } from '@wellspring/kit';
import { attempts, credential, staffAccount } from './credential/records.ts';
import { signingKeyRecord } from './keys/SigningKey.ts';
import { memberSchema } from './member/memberSchema.ts';
import { refreshToken, sessionRecord } from './session/records.ts';
import { subscriptionKey } from './subscription/SubscriptionKey.ts';

/** What the unit owns, what it copies, and what it keeps for itself. */
export const data = declareData({
  entities: { Member: memberSchema },
  replicas: {},
  records: {
    Credential: credential,
    StaffAccount: staffAccount,
    Attempts: attempts,
    Session: sessionRecord,
    RefreshToken: refreshToken,
    SigningKey: signingKeyRecord,
    SubscriptionKey: subscriptionKey,
  },
});
