// Generated from subgraphs/members by `npm run generate`; do not edit.

/**
 * How a member is shown beside what they did.
 *
 * The view `members.MemberCard` of Member, in wire form.
 */
export interface MemberCard {
  readonly id: string;
  /** The name shown to others, 1 to 80 characters. */
  readonly displayName: string | null;
  /** Unique, 3 to 30 of a-z, 0-9 and _; without the @. */
  readonly handle: string | null;
  /** An https address of a picture. */
  readonly avatarUrl: string | null;
}

/**
 * Where a member lives, coarse: for shipping and regional defaults.
 *
 * The view `members.MemberLocation` of Member, in wire form.
 */
export interface MemberLocation {
  readonly id: string;
  readonly city: string | null;
  readonly region: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

/**
 * What a member may use, as times: whoever asks compares them with their own clock.
 *
 * The view `members.MemberAccess` of Member, in wire form.
 */
export interface MemberAccess {
  readonly id: string;
  readonly subscription: {
    readonly plan: SubscriptionPlan | null;
    /** The subscription is paid up to this moment; null on the free plan. */
    readonly paidUntil: string | null;
  } | null;
}

/**
 * How to reach a member. Holds a row-level field: for a unit's own use, never provided to clients.
 *
 * The view `members.MemberContact` of Member, in wire form.
 */
export interface MemberContact {
  readonly id: string;
  /** The name shown to others, 1 to 80 characters. */
  readonly displayName: string | null;
  readonly email: string | null;
}

/**
 * Facts of members. They carry ids and what is not personal; all but MemberErased go when the member does.
 *
 * The data of the event `members.MemberJoined` of Member, in wire form.
 */
export interface MemberJoined {
  readonly country: string | null;
}

/**
 * Names the fields that changed, never their values.
 *
 * The data of the event `members.ProfileUpdated` of Member, in wire form.
 */
export interface ProfileUpdated {
  readonly fields: readonly string[];
}

/**
 * A fact of Member.
 *
 * The data of the event `members.MemberRelocated` of Member, in wire form.
 */
export interface MemberRelocated {
  readonly previousCountry: string | null;
  readonly country: string;
}

/**
 * A month of a plan was asked for, by the member or by renewal: it waits for its payment, whose reference is the request.
 *
 * The data of the event `members.SubscriptionRequested` of Member, in wire form.
 */
export interface SubscriptionRequested {
  readonly requestId: string;
  readonly plan: SubscriptionPlan;
  readonly price: EventMoney;
  readonly months: number;
}

/**
 * The payment was captured: the plan may be used until then.
 *
 * The data of the event `members.SubscriptionActivated` of Member, in wire form.
 */
export interface SubscriptionActivated {
  readonly plan: SubscriptionPlan;
  readonly paidUntil: string;
}

/**
 * The payment was declined; what was paid for before goes on until it is over.
 *
 * The data of the event `members.SubscriptionRefused` of Member, in wire form.
 */
export interface SubscriptionRefused {
  readonly plan: SubscriptionPlan;
  readonly reason: string;
}

/**
 * It will not be renewed; it lapses then.
 *
 * The data of the event `members.SubscriptionCancelled` of Member, in wire form.
 */
export interface SubscriptionCancelled {
  readonly plan: SubscriptionPlan;
  readonly paidUntil: string;
}

/**
 * What was paid for is over.
 *
 * The data of the event `members.SubscriptionLapsed` of Member, in wire form.
 */
export interface SubscriptionLapsed {
  readonly plan: SubscriptionPlan;
  readonly paidUntil: string;
}

/**
 * The member left, and everything else that was told of them is removed. Who copied text of theirs removes it too.
 *
 * The data of the event `members.MemberErased` of Member, in wire form.
 */
export interface MemberErased {
  readonly joinedAt: string;
}

export interface EventMoney {
  readonly amount: string;
  readonly currency: string;
}

export type SubscriptionPlan = 'FREE' | 'STANDARD' | 'PREMIUM';
