// Generated from schema.graphql by `npm run generate`; do not edit.
import type { GraphQLResolveInfo } from 'graphql';
import type { PreferencesDocument } from '../preferences/PreferencesDocument.ts';
import type { PreferencesContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  _FieldSet: { input: unknown; output: unknown; }
};

export type Query = {
  readonly __typename?: 'Query';
  /** The acting member's. Errors: UNAUTHENTICATED, FORBIDDEN (staff is no member), REPLICA_UNAVAILABLE. */
  readonly myPreferences?: Maybe<Preferences>;
  /** A member's, for the member and staff; null when there is no such member. Errors: UNAUTHENTICATED, FORBIDDEN, REPLICA_UNAVAILABLE. */
  readonly preferences?: Maybe<Preferences>;
};


export type QueryPreferencesArgs = {
  memberId: Scalars['ID']['input'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Chooses what is given; a field left out stays as it is, and null of a regional one goes back to what follows from where the member lives.
   * Errors: UNAUTHENTICATED, FORBIDDEN (staff is no member), BAD_INPUT, MEMBER_UNKNOWN, CONFLICT, REPLICA_UNAVAILABLE.
   */
  readonly choosePreferences?: Maybe<Preferences>;
};


export type MutationChoosePreferencesArgs = {
  input: ChoosePreferencesInput;
};

/**
 * How a member wants to be addressed and told of things; its id is the member's. Golden source: preferences.
 * What the member did not choose is derived from where they live, also when nothing was ever chosen.
 */
export type Preferences = {
  readonly __typename?: 'Preferences';
  readonly id: Scalars['ID']['output'];
  /** A BCP 47 tag: de, pt-BR. */
  readonly language?: Maybe<Scalars['String']['output']>;
  /** ISO 4217. */
  readonly currency?: Maybe<Scalars['String']['output']>;
  readonly units?: Maybe<MeasurementSystem>;
  /** An IANA name: Europe/Berlin. */
  readonly timeZone?: Maybe<Scalars['String']['output']>;
  /** Which of the four above the member chose; the others are derived. */
  readonly chosen?: Maybe<ReadonlyArray<RegionalPreference>>;
  /** The country that the others are derived from, as last heard of; ISO 3166-1 alpha-2, null when the member told none. */
  readonly derivedFrom?: Maybe<Scalars['String']['output']>;
  /** Where the member is told of things. */
  readonly channels?: Maybe<ReadonlyArray<NotificationChannel>>;
  /** What the member is told of. */
  readonly topics?: Maybe<ReadonlyArray<NotificationTopic>>;
};

export type MeasurementSystem =
  | 'METRIC'
  | 'IMPERIAL';

export type RegionalPreference =
  | 'LANGUAGE'
  | 'CURRENCY'
  | 'UNITS'
  | 'TIME_ZONE';

export type NotificationChannel =
  | 'INBOX'
  | 'EMAIL';

export type NotificationTopic =
  | 'ORDERS'
  | 'PAYMENTS'
  | 'SUBSCRIPTION'
  | 'POSTS'
  | 'PRODUCT_NEWS';

/** Copied: members.MemberLocation, for the unit's own use. */
export type Member = {
  readonly __typename?: 'Member';
  readonly id: Scalars['ID']['output'];
  /** For the member and staff; anybody else gets null and FORBIDDEN. */
  readonly preferences?: Maybe<Preferences>;
};

/** A field left out stays as it is. null of one of the first four means: derive it. */
export type ChoosePreferencesInput = {
  /** A BCP 47 tag of a language that ICU knows: de, pt-BR. */
  readonly language?: InputMaybe<Scalars['String']['input']>;
  /** A current currency of ISO 4217. */
  readonly currency?: InputMaybe<Scalars['String']['input']>;
  readonly units?: InputMaybe<MeasurementSystem>;
  /** An IANA name: Europe/Berlin. */
  readonly timeZone?: InputMaybe<Scalars['String']['input']>;
  /** Each at most once; none means that nothing is sent. */
  readonly channels?: InputMaybe<ReadonlyArray<NotificationChannel>>;
  /** Each at most once. */
  readonly topics?: InputMaybe<ReadonlyArray<NotificationTopic>>;
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
  Preferences: Preferences;
  Member: Member;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Preferences:
    ( { __typename: 'Preferences' }
    & GraphQLRecursivePick<FederationTypes['Preferences'], {"id":true}> );
  Member:
    ( { __typename: 'Member' }
    & GraphQLRecursivePick<FederationTypes['Member'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Preferences: ResolverTypeWrapper<PreferencesDocument>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  MeasurementSystem: MeasurementSystem;
  RegionalPreference: RegionalPreference;
  NotificationChannel: NotificationChannel;
  NotificationTopic: NotificationTopic;
  Member: ResolverTypeWrapper<{ readonly id: string }>;
  ChoosePreferencesInput: ChoosePreferencesInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Mutation: Record<PropertyKey, never>;
  Preferences: PreferencesDocument;
  String: Scalars['String']['output'];
  Member: { readonly id: string };
  ChoosePreferencesInput: ChoosePreferencesInput;
  Boolean: Scalars['Boolean']['output'];
};

export type QueryResolvers<ContextType = PreferencesContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  myPreferences?: Resolver<Maybe<ResolversTypes['Preferences']>, ParentType, ContextType>;
  preferences?: Resolver<Maybe<ResolversTypes['Preferences']>, ParentType, ContextType, RequireFields<QueryPreferencesArgs, 'memberId'>>;
};

export type MutationResolvers<ContextType = PreferencesContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  choosePreferences?: Resolver<Maybe<ResolversTypes['Preferences']>, ParentType, ContextType, RequireFields<MutationChoosePreferencesArgs, 'input'>>;
};

export type PreferencesResolvers<ContextType = PreferencesContext, ParentType extends ResolversParentTypes['Preferences'] = ResolversParentTypes['Preferences'], FederationReferenceType extends FederationReferenceTypes['Preferences'] = FederationReferenceTypes['Preferences']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Preferences']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  language?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  currency?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  units?: Resolver<Maybe<ResolversTypes['MeasurementSystem']>, ParentType, ContextType>;
  timeZone?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  chosen?: Resolver<Maybe<ReadonlyArray<ResolversTypes['RegionalPreference']>>, ParentType, ContextType>;
  derivedFrom?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  channels?: Resolver<Maybe<ReadonlyArray<ResolversTypes['NotificationChannel']>>, ParentType, ContextType>;
  topics?: Resolver<Maybe<ReadonlyArray<ResolversTypes['NotificationTopic']>>, ParentType, ContextType>;
};

export type MemberResolvers<ContextType = PreferencesContext, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'], FederationReferenceType extends FederationReferenceTypes['Member'] = FederationReferenceTypes['Member']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Member']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  preferences?: Resolver<Maybe<ResolversTypes['Preferences']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = PreferencesContext> = {
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Preferences?: PreferencesResolvers<ContextType>;
  Member?: MemberResolvers<ContextType>;
};
