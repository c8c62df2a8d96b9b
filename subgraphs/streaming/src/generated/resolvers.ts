// Generated from schema.graphql by `npm run generate`; do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { VideoDocument, VideoConnectionDocument } from '../video/VideoDocument.ts';
import type { ViewingDocument, ViewingConnectionDocument } from '../viewing/ViewingDocument.ts';
import type { RecommendationDocument } from '../taste/RecommendationDocument.ts';
import type { ImportedVideosDocument } from '../video/ImportedVideosDocument.ts';
import type { StreamingContext } from '../context.ts';
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
  _FieldSet: { input: unknown; output: unknown; }
};

export type Query = {
  readonly __typename?: 'Query';
  /** One video by id; null when there is none. */
  readonly video?: Maybe<Video>;
  /** Videos by title. Every word of `text` must occur in the title (case does not matter). `first` is at most 100. */
  readonly videos?: Maybe<VideoConnection>;
  /** What the acting member watched, last watched first. Errors: UNAUTHENTICATED, FORBIDDEN (staff is no member), BAD_INPUT. */
  readonly myViewings?: Maybe<ViewingConnection>;
  /**
   * What the acting member may like and has not watched: what others watched together with the same videos, then what is watched most, in
   * the member's genres first. `first` is at most 50. Errors: UNAUTHENTICATED, FORBIDDEN (staff is no member), BAD_INPUT.
   */
  readonly recommendations?: Maybe<ReadonlyArray<Recommendation>>;
};


export type QueryVideoArgs = {
  id: Scalars['ID']['input'];
};


export type QueryVideosArgs = {
  text?: InputMaybe<Scalars['String']['input']>;
  genre?: InputMaybe<VideoGenre>;
  access?: InputMaybe<VideoAccess>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryMyViewingsArgs = {
  finished?: InputMaybe<Scalars['Boolean']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryRecommendationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Adds videos and changes those that are there: a video is known by its title and the day of its release. 1 to 500 at a time; a repeat changes
   * nothing. Staff only. Errors: UNAUTHENTICATED, FORBIDDEN, BAD_INPUT.
   */
  readonly importVideos?: Maybe<ImportedVideos>;
  /**
   * The acting member begins to watch, or goes on where they were. Whether the subscription is paid up is looked up in this unit's own copy.
   * Errors: UNAUTHENTICATED, FORBIDDEN (staff is no member), NOT_FOUND, MEMBER_UNKNOWN, SUBSCRIPTION_REQUIRED (`lapsedAt` tells since when),
   * REPLICA_UNAVAILABLE, CONFLICT.
   */
  readonly startPlayback?: Maybe<Viewing>;
  /**
   * How far the acting member is. A position never goes back, so late and repeated reports change nothing.
   * Errors: UNAUTHENTICATED, FORBIDDEN (staff is no member), BAD_INPUT, NOT_FOUND, CONFLICT.
   */
  readonly reportProgress?: Maybe<Viewing>;
};


export type MutationImportVideosArgs = {
  videos: ReadonlyArray<ImportVideoInput>;
};


export type MutationStartPlaybackArgs = {
  videoId: Scalars['ID']['input'];
};


export type MutationReportProgressArgs = {
  input: ReportProgressInput;
};

/** Something to watch. Golden source: streaming. */
export type Video = {
  readonly __typename?: 'Video';
  readonly id: Scalars['ID']['output'];
  readonly title?: Maybe<Scalars['String']['output']>;
  /** The day of its release in the United States, YYYY-MM-DD; null when it is not known. */
  readonly releasedOn?: Maybe<Scalars['String']['output']>;
  readonly year?: Maybe<Scalars['Int']['output']>;
  readonly genre?: Maybe<VideoGenre>;
  readonly access?: Maybe<VideoAccess>;
  readonly director?: Maybe<Scalars['String']['output']>;
  readonly minutes?: Maybe<Scalars['Int']['output']>;
  /** As the Motion Picture Association rated it: G, PG, PG-13, R, NC-17, … */
  readonly rating?: Maybe<Scalars['String']['output']>;
  /** How often and how far the acting member watched it; null when they have not, and for anyone who is no member. */
  readonly myViewing?: Maybe<Viewing>;
  /** What was watched by the same members, most alike first. `first` is at most 50. */
  readonly similar?: Maybe<ReadonlyArray<Video>>;
};


/** Something to watch. Golden source: streaming. */
export type VideoSimilarArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type VideoGenre =
  | 'ACTION'
  | 'ADVENTURE'
  | 'BLACK_COMEDY'
  | 'COMEDY'
  | 'CONCERT'
  | 'DOCUMENTARY'
  | 'DRAMA'
  | 'HORROR'
  | 'MUSICAL'
  | 'ROMANTIC_COMEDY'
  | 'THRILLER'
  | 'WESTERN';

export type VideoAccess =
  /** Every member may play it. */
  | 'FREE'
  /** Members with a subscription that is paid up may play it. */
  | 'SUBSCRIBERS';

/** What one member watched of one video. It answers that member alone. Golden source: streaming. */
export type Viewing = {
  readonly __typename?: 'Viewing';
  readonly id: Scalars['ID']['output'];
  readonly video?: Maybe<Video>;
  /** 1 when it is watched for the first time, one more each time it is begun again after its end. */
  readonly playback?: Maybe<Scalars['Int']['output']>;
  /** Where to go on, in seconds from the start. */
  readonly position?: Maybe<Scalars['Int']['output']>;
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  readonly lastAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whether this playback reached the end. */
  readonly finished?: Maybe<Scalars['Boolean']['output']>;
  /** When the end was reached the last time. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
};

export type Recommendation = {
  readonly __typename?: 'Recommendation';
  readonly video?: Maybe<Video>;
  /** Why: others watched it together with what the member watched, or it is in favour in a genre of theirs, or with everybody. */
  readonly reason?: Maybe<RecommendationReason>;
  /** A video of the member's own that it was watched together with, for "because you watched"; null for the other reasons. */
  readonly because?: Maybe<Video>;
};

export type RecommendationReason =
  | 'WATCHED_TOGETHER'
  | 'GENRE'
  | 'POPULAR';

export type VideoConnection = {
  readonly __typename?: 'VideoConnection';
  readonly edges?: Maybe<ReadonlyArray<VideoEdge>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type VideoEdge = {
  readonly __typename?: 'VideoEdge';
  readonly cursor?: Maybe<Scalars['String']['output']>;
  readonly node?: Maybe<Video>;
};

export type ViewingConnection = {
  readonly __typename?: 'ViewingConnection';
  readonly edges?: Maybe<ReadonlyArray<ViewingEdge>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type ViewingEdge = {
  readonly __typename?: 'ViewingEdge';
  readonly cursor?: Maybe<Scalars['String']['output']>;
  readonly node?: Maybe<Viewing>;
};

export type PageInfo = {
  readonly __typename?: 'PageInfo';
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** What became of the videos of one importVideos. */
export type ImportedVideos = {
  readonly __typename?: 'ImportedVideos';
  readonly created?: Maybe<Scalars['Int']['output']>;
  readonly changed?: Maybe<Scalars['Int']['output']>;
  readonly unchanged?: Maybe<Scalars['Int']['output']>;
  /** All of them, in the order in which they were given. */
  readonly videos?: Maybe<ReadonlyArray<Video>>;
};

export type ImportVideoInput = {
  /** 1 to 200 characters. */
  readonly title: Scalars['String']['input'];
  /** YYYY-MM-DD. */
  readonly releasedOn?: InputMaybe<Scalars['String']['input']>;
  readonly genre?: InputMaybe<VideoGenre>;
  readonly access: VideoAccess;
  readonly director?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 1,000. */
  readonly minutes?: InputMaybe<Scalars['Int']['input']>;
  readonly rating?: InputMaybe<Scalars['String']['input']>;
};

export type ReportProgressInput = {
  readonly videoId: Scalars['ID']['input'];
  /** The Viewing's `playback`: a report of an earlier one changes nothing. */
  readonly playback: Scalars['Int']['input'];
  /** In seconds from the start, 0 to 86,400. */
  readonly position: Scalars['Int']['input'];
  /** The end was reached; also taken for granted in the last twentieth of a video whose length is known. */
  readonly finished?: InputMaybe<Scalars['Boolean']['input']>;
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
  Video: Video;
  Viewing: Viewing;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Video:
    ( { __typename: 'Video' }
    & GraphQLRecursivePick<FederationTypes['Video'], {"id":true}> );
  Viewing:
    ( { __typename: 'Viewing' }
    & GraphQLRecursivePick<FederationTypes['Viewing'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Video: ResolverTypeWrapper<VideoDocument>;
  VideoGenre: VideoGenre;
  VideoAccess: VideoAccess;
  Viewing: ResolverTypeWrapper<ViewingDocument>;
  Recommendation: ResolverTypeWrapper<RecommendationDocument>;
  RecommendationReason: RecommendationReason;
  VideoConnection: ResolverTypeWrapper<VideoConnectionDocument>;
  VideoEdge: ResolverTypeWrapper<Omit<VideoEdge, 'node'> & { node?: Maybe<ResolversTypes['Video']> }>;
  ViewingConnection: ResolverTypeWrapper<ViewingConnectionDocument>;
  ViewingEdge: ResolverTypeWrapper<Omit<ViewingEdge, 'node'> & { node?: Maybe<ResolversTypes['Viewing']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  ImportedVideos: ResolverTypeWrapper<ImportedVideosDocument>;
  ImportVideoInput: ImportVideoInput;
  ReportProgressInput: ReportProgressInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  Boolean: Scalars['Boolean']['output'];
  Mutation: Record<PropertyKey, never>;
  Video: VideoDocument;
  Viewing: ViewingDocument;
  Recommendation: RecommendationDocument;
  VideoConnection: VideoConnectionDocument;
  VideoEdge: Omit<VideoEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Video']> };
  ViewingConnection: ViewingConnectionDocument;
  ViewingEdge: Omit<ViewingEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Viewing']> };
  PageInfo: PageInfo;
  ImportedVideos: ImportedVideosDocument;
  ImportVideoInput: ImportVideoInput;
  ReportProgressInput: ReportProgressInput;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type QueryResolvers<ContextType = StreamingContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  video?: Resolver<Maybe<ResolversTypes['Video']>, ParentType, ContextType, RequireFields<QueryVideoArgs, 'id'>>;
  videos?: Resolver<Maybe<ResolversTypes['VideoConnection']>, ParentType, ContextType, RequireFields<QueryVideosArgs, 'first'>>;
  myViewings?: Resolver<Maybe<ResolversTypes['ViewingConnection']>, ParentType, ContextType, RequireFields<QueryMyViewingsArgs, 'first'>>;
  recommendations?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Recommendation']>>, ParentType, ContextType, RequireFields<QueryRecommendationsArgs, 'first'>>;
};

export type MutationResolvers<ContextType = StreamingContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  importVideos?: Resolver<Maybe<ResolversTypes['ImportedVideos']>, ParentType, ContextType, RequireFields<MutationImportVideosArgs, 'videos'>>;
  startPlayback?: Resolver<Maybe<ResolversTypes['Viewing']>, ParentType, ContextType, RequireFields<MutationStartPlaybackArgs, 'videoId'>>;
  reportProgress?: Resolver<Maybe<ResolversTypes['Viewing']>, ParentType, ContextType, RequireFields<MutationReportProgressArgs, 'input'>>;
};

export type VideoResolvers<ContextType = StreamingContext, ParentType extends ResolversParentTypes['Video'] = ResolversParentTypes['Video'], FederationReferenceType extends FederationReferenceTypes['Video'] = FederationReferenceTypes['Video']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Video']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  releasedOn?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  year?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  genre?: Resolver<Maybe<ResolversTypes['VideoGenre']>, ParentType, ContextType>;
  access?: Resolver<Maybe<ResolversTypes['VideoAccess']>, ParentType, ContextType>;
  director?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  minutes?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  rating?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  myViewing?: Resolver<Maybe<ResolversTypes['Viewing']>, ParentType, ContextType>;
  similar?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Video']>>, ParentType, ContextType, RequireFields<VideoSimilarArgs, 'first'>>;
};

export type ViewingResolvers<ContextType = StreamingContext, ParentType extends ResolversParentTypes['Viewing'] = ResolversParentTypes['Viewing'], FederationReferenceType extends FederationReferenceTypes['Viewing'] = FederationReferenceTypes['Viewing']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Viewing']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  video?: Resolver<Maybe<ResolversTypes['Video']>, ParentType, ContextType>;
  playback?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  position?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  finished?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type RecommendationResolvers<ContextType = StreamingContext, ParentType extends ResolversParentTypes['Recommendation'] = ResolversParentTypes['Recommendation']> = {
  video?: Resolver<Maybe<ResolversTypes['Video']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['RecommendationReason']>, ParentType, ContextType>;
  because?: Resolver<Maybe<ResolversTypes['Video']>, ParentType, ContextType>;
};

export type VideoConnectionResolvers<ContextType = StreamingContext, ParentType extends ResolversParentTypes['VideoConnection'] = ResolversParentTypes['VideoConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['VideoEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type VideoEdgeResolvers<ContextType = StreamingContext, ParentType extends ResolversParentTypes['VideoEdge'] = ResolversParentTypes['VideoEdge']> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Video']>, ParentType, ContextType>;
};

export type ViewingConnectionResolvers<ContextType = StreamingContext, ParentType extends ResolversParentTypes['ViewingConnection'] = ResolversParentTypes['ViewingConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['ViewingEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type ViewingEdgeResolvers<ContextType = StreamingContext, ParentType extends ResolversParentTypes['ViewingEdge'] = ResolversParentTypes['ViewingEdge']> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Viewing']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = StreamingContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ImportedVideosResolvers<ContextType = StreamingContext, ParentType extends ResolversParentTypes['ImportedVideos'] = ResolversParentTypes['ImportedVideos']> = {
  created?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  changed?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  unchanged?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  videos?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Video']>>, ParentType, ContextType>;
};

export type Resolvers<ContextType = StreamingContext> = {
  DateTime?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Video?: VideoResolvers<ContextType>;
  Viewing?: ViewingResolvers<ContextType>;
  Recommendation?: RecommendationResolvers<ContextType>;
  VideoConnection?: VideoConnectionResolvers<ContextType>;
  VideoEdge?: VideoEdgeResolvers<ContextType>;
  ViewingConnection?: ViewingConnectionResolvers<ContextType>;
  ViewingEdge?: ViewingEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  ImportedVideos?: ImportedVideosResolvers<ContextType>;
};
