// Generated from schema.graphql by `npm run generate`; do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { MemberDocument, AddressDocument, MemberConnectionDocument } from '../member/MemberDocument.ts';
import type { MemberSubscriptionDocument } from '../subscription/SubscriptionDocument.ts';
import type { MembersContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A moment in time, ISO 8601 in UTC with milliseconds: 2026-03-01T09:30:00.000Z. */
  DateTime: { input: Date | string; output: Date | string; }
  /** An exact decimal number as text: "129.00". Never a float. */
  Decimal: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

export type Query = {
  readonly __typename?: 'Query';
  /** The acting member; null when nobody is signed in. */
  readonly me?: Maybe<Member>;
  /** One member by id; null when there is none. */
  readonly member?: Maybe<Member>;
  /** One member by handle (case does not matter); null when there is none. */
  readonly memberByHandle?: Maybe<Member>;
  /** All members in the order they joined. `first` is at most 100. */
  readonly members?: Maybe<MemberConnection>;
};


export type QueryMemberArgs = {
  id: Scalars['ID']['input'];
};


export type QueryMemberByHandleArgs = {
  handle: Scalars['String']['input'];
};


export type QueryMembersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Makes the caller a member and signs them in. Errors: BAD_INPUT, HANDLE_TAKEN, EMAIL_TAKEN. */
  readonly signUp?: Maybe<Session>;
  /** Signs a member in. Errors: BAD_INPUT, INVALID_CREDENTIALS (whatever is wrong), SIGN_IN_THROTTLED. */
  readonly signIn?: Maybe<Session>;
  /** Signs somebody of the staff in. Errors: as signIn. */
  readonly signInAsStaff?: Maybe<Session>;
  /** A new access token for a refresh token, which is used up: go on with the new one. Errors: SESSION_EXPIRED, SESSION_REUSED. */
  readonly refreshSession?: Maybe<Session>;
  /** Ends the session of that refresh token; true, also when it had ended before. */
  readonly signOut?: Maybe<Scalars['Boolean']['output']>;
  /** Gives somebody of the staff an account. Only staff. Errors: UNAUTHENTICATED, FORBIDDEN, BAD_INPUT, STAFF_NAME_TAKEN. */
  readonly addStaff?: Maybe<Scalars['String']['output']>;
  /** Removes the account and its sessions; answers the name that is gone. Only staff. Errors: UNAUTHENTICATED, FORBIDDEN. */
  readonly removeStaff?: Maybe<Scalars['String']['output']>;
  /**
   * Asks for a month of a plan; it is active once the payment is captured. The same key again is the same request.
   * Errors: UNAUTHENTICATED, FORBIDDEN, MEMBER_UNKNOWN, BAD_INPUT (also the free plan), SUBSCRIPTION_PENDING, CONFLICT.
   */
  readonly requestSubscription?: Maybe<Member>;
  /**
   * The subscription is not renewed: it lapses when what is paid for is over, or at once where that is asked for (nothing is paid back).
   * Errors: UNAUTHENTICATED, FORBIDDEN, MEMBER_UNKNOWN, SUBSCRIPTION_NONE, CONFLICT.
   */
  readonly cancelSubscription?: Maybe<Member>;
  /** Creates a member who has no password: enrolment by staff (in development: by anybody). Errors: UNAUTHENTICATED, FORBIDDEN, BAD_INPUT, HANDLE_TAKEN, EMAIL_TAKEN. */
  readonly joinMember?: Maybe<Member>;
  /** Changes what is given of the acting member's profile. Errors: UNAUTHENTICATED, FORBIDDEN (staff is no member), MEMBER_UNKNOWN, BAD_INPUT, HANDLE_TAKEN, EMAIL_TAKEN, CONFLICT. */
  readonly updateProfile?: Maybe<Member>;
  /** Moves the acting member to a new address. Errors: UNAUTHENTICATED, FORBIDDEN, MEMBER_UNKNOWN, BAD_INPUT, CONFLICT. */
  readonly relocateMember?: Maybe<Member>;
  /** Removes the acting member; answers the id that is gone. Errors: UNAUTHENTICATED, FORBIDDEN, MEMBER_UNKNOWN, CONFLICT. */
  readonly leave?: Maybe<Scalars['ID']['output']>;
};


export type MutationSignUpArgs = {
  input: SignUpInput;
};


export type MutationSignInArgs = {
  email: Scalars['String']['input'];
  password: Scalars['String']['input'];
};


export type MutationSignInAsStaffArgs = {
  name: Scalars['String']['input'];
  password: Scalars['String']['input'];
};


export type MutationRefreshSessionArgs = {
  refreshToken: Scalars['String']['input'];
};


export type MutationSignOutArgs = {
  refreshToken: Scalars['String']['input'];
};


export type MutationAddStaffArgs = {
  name: Scalars['String']['input'];
  password: Scalars['String']['input'];
};


export type MutationRemoveStaffArgs = {
  name: Scalars['String']['input'];
};


export type MutationRequestSubscriptionArgs = {
  plan: SubscriptionPlan;
  idempotencyKey: Scalars['String']['input'];
};


export type MutationCancelSubscriptionArgs = {
  immediately?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MutationJoinMemberArgs = {
  input: JoinMemberInput;
};


export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
};


export type MutationRelocateMemberArgs = {
  address: AddressInput;
};

/** A person who belongs to the society. Golden source: members. */
export type Member = {
  readonly __typename?: 'Member';
  readonly id: Scalars['ID']['output'];
  /** The name shown to others, 1 to 80 characters. */
  readonly displayName?: Maybe<Scalars['String']['output']>;
  /** Unique, 3 to 30 of a-z, 0-9 and _; without the @. */
  readonly handle?: Maybe<Scalars['String']['output']>;
  /** An https address of a picture. */
  readonly avatarUrl?: Maybe<Scalars['String']['output']>;
  readonly email?: Maybe<Scalars['String']['output']>;
  readonly address?: Maybe<Address>;
  readonly city?: Maybe<Scalars['String']['output']>;
  readonly region?: Maybe<Scalars['String']['output']>;
  /** ISO 3166-1 alpha-2. */
  readonly country?: Maybe<Scalars['String']['output']>;
  readonly subscription?: Maybe<MemberSubscription>;
  /** Where the subscription stands; seen by the member and staff. */
  readonly subscriptionState?: Maybe<SubscriptionState>;
  readonly joinedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** Where a member lives. Seen by the member alone; others see city, region and country. */
export type Address = {
  readonly __typename?: 'Address';
  readonly street?: Maybe<Scalars['String']['output']>;
  readonly postalCode?: Maybe<Scalars['String']['output']>;
  readonly city?: Maybe<Scalars['String']['output']>;
  readonly region?: Maybe<Scalars['String']['output']>;
  readonly country?: Maybe<Scalars['String']['output']>;
};

export type MemberSubscription = {
  readonly __typename?: 'MemberSubscription';
  readonly plan?: Maybe<SubscriptionPlan>;
  /** The subscription is paid up to this moment; null on the free plan. */
  readonly paidUntil?: Maybe<Scalars['DateTime']['output']>;
};

export type SubscriptionPlan =
  | 'FREE'
  | 'STANDARD'
  | 'PREMIUM';

export type SubscriptionState = {
  readonly __typename?: 'SubscriptionState';
  readonly status?: Maybe<SubscriptionStatus>;
  /** Whether the next month is asked for before this one is over. */
  readonly renews?: Maybe<Scalars['Boolean']['output']>;
  /** What waits for its payment; null when nothing does. */
  readonly request?: Maybe<SubscriptionRequest>;
  /** Why the last payment was declined; null once one is captured or asked for. */
  readonly refusal?: Maybe<Scalars['String']['output']>;
};

export type SubscriptionStatus =
  /** On the free plan, and nothing asked for. */
  | 'NONE'
  /** Asked for, not paid yet. */
  | 'REQUESTED'
  /** Paid, and renewed when it is over. */
  | 'ACTIVE'
  /** Paid, and not renewed when it is over. */
  | 'CANCELLED'
  /** What was paid for is over. */
  | 'LAPSED';

export type SubscriptionRequest = {
  readonly __typename?: 'SubscriptionRequest';
  readonly id?: Maybe<Scalars['ID']['output']>;
  readonly plan?: Maybe<SubscriptionPlan>;
  readonly price?: Maybe<Money>;
  readonly requestedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type Money = {
  readonly __typename?: 'Money';
  readonly amount?: Maybe<Scalars['Decimal']['output']>;
  /** ISO 4217. */
  readonly currency?: Maybe<Scalars['String']['output']>;
};

/** A signed-in session. Keep the refresh token where no script can read it. */
export type Session = {
  readonly __typename?: 'Session';
  /** For `Authorization: Bearer …`. */
  readonly accessToken?: Maybe<Scalars['String']['output']>;
  readonly accessTokenExpiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Works once, for refreshSession. */
  readonly refreshToken?: Maybe<Scalars['String']['output']>;
  readonly refreshTokenExpiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Who is signed in; null for staff. */
  readonly member?: Maybe<Member>;
  /** The name of the staff who is signed in; null for a member. */
  readonly staff?: Maybe<Scalars['String']['output']>;
};

export type MemberConnection = {
  readonly __typename?: 'MemberConnection';
  readonly edges?: Maybe<ReadonlyArray<MemberEdge>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type MemberEdge = {
  readonly __typename?: 'MemberEdge';
  readonly cursor?: Maybe<Scalars['String']['output']>;
  readonly node?: Maybe<Member>;
};

export type PageInfo = {
  readonly __typename?: 'PageInfo';
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

export type SignUpInput = {
  readonly displayName: Scalars['String']['input'];
  readonly handle: Scalars['String']['input'];
  readonly email: Scalars['String']['input'];
  /** 12 to 128 characters, whatever they are. */
  readonly password: Scalars['String']['input'];
  readonly avatarUrl?: InputMaybe<Scalars['String']['input']>;
  readonly address?: InputMaybe<AddressInput>;
};

export type JoinMemberInput = {
  readonly displayName: Scalars['String']['input'];
  readonly handle: Scalars['String']['input'];
  readonly email: Scalars['String']['input'];
  readonly avatarUrl?: InputMaybe<Scalars['String']['input']>;
  readonly address?: InputMaybe<AddressInput>;
};

/** A field left out stays as it is; avatarUrl: null removes the picture. */
export type UpdateProfileInput = {
  readonly displayName?: InputMaybe<Scalars['String']['input']>;
  readonly handle?: InputMaybe<Scalars['String']['input']>;
  readonly email?: InputMaybe<Scalars['String']['input']>;
  readonly avatarUrl?: InputMaybe<Scalars['String']['input']>;
};

export type AddressInput = {
  readonly street?: InputMaybe<Scalars['String']['input']>;
  readonly postalCode?: InputMaybe<Scalars['String']['input']>;
  readonly city: Scalars['String']['input'];
  readonly region?: InputMaybe<Scalars['String']['input']>;
  /** ISO 3166-1 alpha-2. */
  readonly country: Scalars['String']['input'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Member: Member;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Member:
    ( { __typename: 'Member' }
    & GraphQLRecursivePick<FederationTypes['Member'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Member: ResolverTypeWrapper<MemberDocument>;
  Address: ResolverTypeWrapper<AddressDocument>;
  MemberSubscription: ResolverTypeWrapper<MemberSubscriptionDocument>;
  SubscriptionPlan: SubscriptionPlan;
  SubscriptionState: ResolverTypeWrapper<SubscriptionState>;
  SubscriptionStatus: SubscriptionStatus;
  SubscriptionRequest: ResolverTypeWrapper<SubscriptionRequest>;
  Money: ResolverTypeWrapper<Money>;
  Session: ResolverTypeWrapper<Omit<Session, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  MemberConnection: ResolverTypeWrapper<MemberConnectionDocument>;
  MemberEdge: ResolverTypeWrapper<Omit<MemberEdge, 'node'> & { node?: Maybe<ResolversTypes['Member']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  SignUpInput: SignUpInput;
  JoinMemberInput: JoinMemberInput;
  UpdateProfileInput: UpdateProfileInput;
  AddressInput: AddressInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  Mutation: Record<PropertyKey, never>;
  Boolean: Scalars['Boolean']['output'];
  Member: MemberDocument;
  Address: AddressDocument;
  MemberSubscription: MemberSubscriptionDocument;
  SubscriptionState: SubscriptionState;
  SubscriptionRequest: SubscriptionRequest;
  Money: Money;
  Session: Omit<Session, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  MemberConnection: MemberConnectionDocument;
  MemberEdge: Omit<MemberEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Member']> };
  PageInfo: PageInfo;
  SignUpInput: SignUpInput;
  JoinMemberInput: JoinMemberInput;
  UpdateProfileInput: UpdateProfileInput;
  AddressInput: AddressInput;
};

export type RowLevelDirectiveArgs = { };

export type RowLevelDirectiveResolver<Result, Parent, ContextType = MembersContext, Args = RowLevelDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type QueryResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  me?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<QueryMemberArgs, 'id'>>;
  memberByHandle?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<QueryMemberByHandleArgs, 'handle'>>;
  members?: Resolver<Maybe<ResolversTypes['MemberConnection']>, ParentType, ContextType, RequireFields<QueryMembersArgs, 'first'>>;
};

export type MutationResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  signUp?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType, RequireFields<MutationSignUpArgs, 'input'>>;
  signIn?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType, RequireFields<MutationSignInArgs, 'email' | 'password'>>;
  signInAsStaff?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType, RequireFields<MutationSignInAsStaffArgs, 'name' | 'password'>>;
  refreshSession?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType, RequireFields<MutationRefreshSessionArgs, 'refreshToken'>>;
  signOut?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType, RequireFields<MutationSignOutArgs, 'refreshToken'>>;
  addStaff?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<MutationAddStaffArgs, 'name' | 'password'>>;
  removeStaff?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType, RequireFields<MutationRemoveStaffArgs, 'name'>>;
  requestSubscription?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<MutationRequestSubscriptionArgs, 'plan' | 'idempotencyKey'>>;
  cancelSubscription?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<MutationCancelSubscriptionArgs, 'immediately'>>;
  joinMember?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<MutationJoinMemberArgs, 'input'>>;
  updateProfile?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<MutationUpdateProfileArgs, 'input'>>;
  relocateMember?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<MutationRelocateMemberArgs, 'address'>>;
  leave?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type MemberResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'], FederationReferenceType extends FederationReferenceTypes['Member'] = FederationReferenceTypes['Member']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Member']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  displayName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  handle?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  avatarUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['Address']>, ParentType, ContextType>;
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  subscription?: Resolver<Maybe<ResolversTypes['MemberSubscription']>, ParentType, ContextType>;
  subscriptionState?: Resolver<Maybe<ResolversTypes['SubscriptionState']>, ParentType, ContextType>;
  joinedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type AddressResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Address'] = ResolversParentTypes['Address']> = {
  street?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  postalCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  city?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  country?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MemberSubscriptionResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['MemberSubscription'] = ResolversParentTypes['MemberSubscription']> = {
  plan?: Resolver<Maybe<ResolversTypes['SubscriptionPlan']>, ParentType, ContextType>;
  paidUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type SubscriptionStateResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['SubscriptionState'] = ResolversParentTypes['SubscriptionState']> = {
  status?: Resolver<Maybe<ResolversTypes['SubscriptionStatus']>, ParentType, ContextType>;
  renews?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  request?: Resolver<Maybe<ResolversTypes['SubscriptionRequest']>, ParentType, ContextType>;
  refusal?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SubscriptionRequestResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['SubscriptionRequest'] = ResolversParentTypes['SubscriptionRequest']> = {
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  plan?: Resolver<Maybe<ResolversTypes['SubscriptionPlan']>, ParentType, ContextType>;
  price?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  requestedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  currency?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SessionResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  accessToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  accessTokenExpiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  refreshToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  refreshTokenExpiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  staff?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MemberConnectionResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['MemberConnection'] = ResolversParentTypes['MemberConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['MemberEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type MemberEdgeResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['MemberEdge'] = ResolversParentTypes['MemberEdge']> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = MembersContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = MembersContext> = {
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Member?: MemberResolvers<ContextType>;
  Address?: AddressResolvers<ContextType>;
  MemberSubscription?: MemberSubscriptionResolvers<ContextType>;
  SubscriptionState?: SubscriptionStateResolvers<ContextType>;
  SubscriptionRequest?: SubscriptionRequestResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  MemberConnection?: MemberConnectionResolvers<ContextType>;
  MemberEdge?: MemberEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = MembersContext> = {
  rowLevel?: RowLevelDirectiveResolver<any, any, ContextType>;
};
