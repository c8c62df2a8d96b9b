// Generated from schema.graphql by `npm run generate`; do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CustomerOverviewDocument } from '../overview/CustomerOverviewDocument.ts';
import type { OrderDocument, PurchaseConnectionDocument } from '../overview/PurchaseConnectionDocument.ts';
import type { InsightsContext } from '../context.ts';
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
  /**
   * What the society knows of one customer; null when there is no such member. For that member and staff.
   * Errors: UNAUTHENTICATED, FORBIDDEN, REPLICA_UNAVAILABLE (never heard of, and members is down).
   */
  readonly customerOverview?: Maybe<CustomerOverview>;
};


export type QueryCustomerOverviewArgs = {
  memberId: Scalars['ID']['input'];
};

/** One customer, put together from copies. Its id is the member's. For that member and staff. Golden source: insights. */
export type CustomerOverview = {
  readonly __typename?: 'CustomerOverview';
  readonly id: Scalars['ID']['output'];
  readonly member?: Maybe<Member>;
  /** What the customer ordered, newest first; `first` is at most 100. Errors: REPLICA_NOT_READY, BAD_INPUT. */
  readonly purchases?: Maybe<PurchaseConnection>;
  /** A line for each currency that the orders which are not cancelled are in, by its code. */
  readonly totals?: Maybe<ReadonlyArray<CurrencyTotal>>;
  /** A line for each status that any order of the customer has. */
  readonly orderCounts?: Maybe<ReadonlyArray<OrderCount>>;
  /** When an order of the customer was last placed, paid, fulfilled or cancelled; null when nothing was ordered. */
  readonly lastActivityAt?: Maybe<Scalars['DateTime']['output']>;
};


/** One customer, put together from copies. Its id is the member's. For that member and staff. Golden source: insights. */
export type CustomerOverviewPurchasesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type CurrencyTotal = {
  readonly __typename?: 'CurrencyTotal';
  /** ISO 4217. */
  readonly currency?: Maybe<Scalars['String']['output']>;
  /** Orders that are not cancelled. */
  readonly orderCount?: Maybe<Scalars['Int']['output']>;
  /** What these come to. */
  readonly ordered?: Maybe<Money>;
  /** What is paid of that. */
  readonly paid?: Maybe<Money>;
};

export type OrderCount = {
  readonly __typename?: 'OrderCount';
  readonly status?: Maybe<OrderStatus>;
  readonly count?: Maybe<Scalars['Int']['output']>;
};

/** Copied: members.MemberCard. */
export type Member = {
  readonly __typename?: 'Member';
  readonly id: Scalars['ID']['output'];
  readonly displayName?: Maybe<Scalars['String']['output']>;
  readonly handle?: Maybe<Scalars['String']['output']>;
  readonly avatarUrl?: Maybe<Scalars['String']['output']>;
};

/** Copied: orders.OrderSummary. */
export type Order = {
  readonly __typename?: 'Order';
  readonly id: Scalars['ID']['output'];
  readonly status?: Maybe<OrderStatus>;
  readonly placedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly total?: Maybe<Money>;
  readonly lines?: Maybe<ReadonlyArray<OrderLine>>;
};

export type OrderLine = {
  readonly __typename?: 'OrderLine';
  readonly quantity?: Maybe<Scalars['Int']['output']>;
  readonly product?: Maybe<Product>;
  /** Frozen when the order was placed. */
  readonly unitPrice?: Maybe<Money>;
};

export type OrderStatus =
  /** Waits for its payment. */
  | 'PLACED'
  | 'PAID'
  | 'FULFILLED'
  | 'CANCELLED';

/** Copied: catalog.ProductListing. */
export type Product = {
  readonly __typename?: 'Product';
  readonly id: Scalars['ID']['output'];
  readonly sku?: Maybe<Scalars['String']['output']>;
  readonly name?: Maybe<Scalars['String']['output']>;
};

export type Money = {
  readonly __typename?: 'Money';
  readonly amount?: Maybe<Scalars['Decimal']['output']>;
  /** ISO 4217. */
  readonly currency?: Maybe<Scalars['String']['output']>;
};

export type PurchaseConnection = {
  readonly __typename?: 'PurchaseConnection';
  readonly edges?: Maybe<ReadonlyArray<PurchaseEdge>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type PurchaseEdge = {
  readonly __typename?: 'PurchaseEdge';
  readonly cursor?: Maybe<Scalars['String']['output']>;
  readonly node?: Maybe<Order>;
};

export type PageInfo = {
  readonly __typename?: 'PageInfo';
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  readonly endCursor?: Maybe<Scalars['String']['output']>;
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
  CustomerOverview: CustomerOverview;
  Member: Member;
  Order: Order;
  Product: Product;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  CustomerOverview:
    ( { __typename: 'CustomerOverview' }
    & GraphQLRecursivePick<FederationTypes['CustomerOverview'], {"id":true}> );
  Member:
    ( { __typename: 'Member' }
    & GraphQLRecursivePick<FederationTypes['Member'], {"id":true}> );
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  Product:
    ( { __typename: 'Product' }
    & GraphQLRecursivePick<FederationTypes['Product'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CustomerOverview: ResolverTypeWrapper<CustomerOverviewDocument>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  CurrencyTotal: ResolverTypeWrapper<CurrencyTotal>;
  OrderCount: ResolverTypeWrapper<OrderCount>;
  Member: ResolverTypeWrapper<{ readonly id: string }>;
  Order: ResolverTypeWrapper<OrderDocument>;
  OrderLine: ResolverTypeWrapper<Omit<OrderLine, 'product'> & { product?: Maybe<ResolversTypes['Product']> }>;
  OrderStatus: OrderStatus;
  Product: ResolverTypeWrapper<{ readonly id: string }>;
  Money: ResolverTypeWrapper<Money>;
  PurchaseConnection: ResolverTypeWrapper<PurchaseConnectionDocument>;
  PurchaseEdge: ResolverTypeWrapper<Omit<PurchaseEdge, 'node'> & { node?: Maybe<ResolversTypes['Order']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  CustomerOverview: CustomerOverviewDocument;
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  CurrencyTotal: CurrencyTotal;
  OrderCount: OrderCount;
  Member: { readonly id: string };
  Order: OrderDocument;
  OrderLine: Omit<OrderLine, 'product'> & { product?: Maybe<ResolversParentTypes['Product']> };
  Product: { readonly id: string };
  Money: Money;
  PurchaseConnection: PurchaseConnectionDocument;
  PurchaseEdge: Omit<PurchaseEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Order']> };
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type QueryResolvers<ContextType = InsightsContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  customerOverview?: Resolver<Maybe<ResolversTypes['CustomerOverview']>, ParentType, ContextType, RequireFields<QueryCustomerOverviewArgs, 'memberId'>>;
};

export type CustomerOverviewResolvers<ContextType = InsightsContext, ParentType extends ResolversParentTypes['CustomerOverview'] = ResolversParentTypes['CustomerOverview'], FederationReferenceType extends FederationReferenceTypes['CustomerOverview'] = FederationReferenceTypes['CustomerOverview']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['CustomerOverview']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  purchases?: Resolver<Maybe<ResolversTypes['PurchaseConnection']>, ParentType, ContextType, RequireFields<CustomerOverviewPurchasesArgs, 'first'>>;
  totals?: Resolver<Maybe<ReadonlyArray<ResolversTypes['CurrencyTotal']>>, ParentType, ContextType>;
  orderCounts?: Resolver<Maybe<ReadonlyArray<ResolversTypes['OrderCount']>>, ParentType, ContextType>;
  lastActivityAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type CurrencyTotalResolvers<ContextType = InsightsContext, ParentType extends ResolversParentTypes['CurrencyTotal'] = ResolversParentTypes['CurrencyTotal']> = {
  currency?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  orderCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  ordered?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  paid?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type OrderCountResolvers<ContextType = InsightsContext, ParentType extends ResolversParentTypes['OrderCount'] = ResolversParentTypes['OrderCount']> = {
  status?: Resolver<Maybe<ResolversTypes['OrderStatus']>, ParentType, ContextType>;
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type MemberResolvers<ContextType = InsightsContext, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'], FederationReferenceType extends FederationReferenceTypes['Member'] = FederationReferenceTypes['Member']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Member']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  displayName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  handle?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  avatarUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type OrderResolvers<ContextType = InsightsContext, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['OrderStatus']>, ParentType, ContextType>;
  placedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  total?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  lines?: Resolver<Maybe<ReadonlyArray<ResolversTypes['OrderLine']>>, ParentType, ContextType>;
};

export type OrderLineResolvers<ContextType = InsightsContext, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine']> = {
  quantity?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  unitPrice?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
};

export type ProductResolvers<ContextType = InsightsContext, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sku?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = InsightsContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<Maybe<ResolversTypes['Decimal']>, ParentType, ContextType>;
  currency?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PurchaseConnectionResolvers<ContextType = InsightsContext, ParentType extends ResolversParentTypes['PurchaseConnection'] = ResolversParentTypes['PurchaseConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PurchaseEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PurchaseEdgeResolvers<ContextType = InsightsContext, ParentType extends ResolversParentTypes['PurchaseEdge'] = ResolversParentTypes['PurchaseEdge']> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = InsightsContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = InsightsContext> = {
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  CustomerOverview?: CustomerOverviewResolvers<ContextType>;
  CurrencyTotal?: CurrencyTotalResolvers<ContextType>;
  OrderCount?: OrderCountResolvers<ContextType>;
  Member?: MemberResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  PurchaseConnection?: PurchaseConnectionResolvers<ContextType>;
  PurchaseEdge?: PurchaseEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
};
