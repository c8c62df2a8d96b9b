// Generated from schema.graphql by `npm run generate`; do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { PostDocument, PostConnectionDocument } from '../post/PostDocument.ts';
import type { CommentDocument, CommentConnectionDocument } from '../comment/CommentDocument.ts';
import type { FollowDocument, FollowConnectionDocument } from '../follow/FollowDocument.ts';
import type { CommunityContext } from '../context.ts';
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
  readonly post?: Maybe<Post>;
  /** All posts, newest first. `first` is at most 100. */
  readonly posts?: Maybe<PostConnection>;
  /** Posts of those whom the acting member follows, newest first. Errors: UNAUTHENTICATED, FORBIDDEN (staff is no member), BAD_INPUT. */
  readonly feed?: Maybe<PostConnection>;
};


export type QueryPostArgs = {
  id: Scalars['ID']['input'];
};


export type QueryPostsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryFeedArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Publishes a post of the acting member. The same idempotencyKey of the same member answers the same post again.
   * Errors: UNAUTHENTICATED, FORBIDDEN (staff is no member), BAD_INPUT, MEMBER_UNKNOWN, REPLICA_UNAVAILABLE.
   */
  readonly publishPost?: Maybe<Post>;
  /** Changes the text of the acting member's own post. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, BAD_INPUT, CONFLICT. */
  readonly editPost?: Maybe<Post>;
  /** Removes a post and its comments; answers the id that is gone. For its author and staff. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CONFLICT. */
  readonly removePost?: Maybe<Scalars['ID']['output']>;
  /**
   * Comments on a post as the acting member. The same idempotencyKey of the same member answers the same comment again.
   * Errors: UNAUTHENTICATED, FORBIDDEN (staff is no member), NOT_FOUND (the post), BAD_INPUT, MEMBER_UNKNOWN, CONFLICT, REPLICA_UNAVAILABLE.
   */
  readonly addComment?: Maybe<Comment>;
  /** Removes a comment; answers the id that is gone. For its author, the post's author and staff. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, CONFLICT. */
  readonly removeComment?: Maybe<Scalars['ID']['output']>;
  /**
   * Follows a member; whom one follows already stays followed. At most 5,000.
   * Errors: UNAUTHENTICATED, FORBIDDEN (staff is no member), BAD_INPUT (oneself), NOT_FOUND (nobody of that id), MEMBER_UNKNOWN, FOLLOW_LIMIT, CONFLICT, REPLICA_UNAVAILABLE.
   */
  readonly follow?: Maybe<Follow>;
  /** Follows a member no longer; answers the member's id, also when nobody was followed. Errors: UNAUTHENTICATED, FORBIDDEN, CONFLICT. */
  readonly unfollow?: Maybe<Scalars['ID']['output']>;
};


export type MutationPublishPostArgs = {
  input: PublishPostInput;
};


export type MutationEditPostArgs = {
  id: Scalars['ID']['input'];
  body: Scalars['String']['input'];
};


export type MutationRemovePostArgs = {
  id: Scalars['ID']['input'];
};


export type MutationAddCommentArgs = {
  input: AddCommentInput;
};


export type MutationRemoveCommentArgs = {
  id: Scalars['ID']['input'];
};


export type MutationFollowArgs = {
  memberId: Scalars['ID']['input'];
};


export type MutationUnfollowArgs = {
  memberId: Scalars['ID']['input'];
};

/** What a member published. Golden source: community. */
export type Post = {
  readonly __typename?: 'Post';
  readonly id: Scalars['ID']['output'];
  readonly author?: Maybe<Member>;
  /** 1 to 5,000 characters of plain text. */
  readonly body?: Maybe<Scalars['String']['output']>;
  /** How the body begins: at most 140 characters, in one line. */
  readonly excerpt?: Maybe<Scalars['String']['output']>;
  readonly publishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When the body was last changed; null when it never was. */
  readonly editedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Oldest first. */
  readonly comments?: Maybe<CommentConnection>;
};


/** What a member published. Golden source: community. */
export type PostCommentsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

/** What a member said to a post. Golden source: community. */
export type Comment = {
  readonly __typename?: 'Comment';
  readonly id: Scalars['ID']['output'];
  readonly post?: Maybe<Post>;
  readonly author?: Maybe<Member>;
  /** 1 to 1,000 characters of plain text. */
  readonly body?: Maybe<Scalars['String']['output']>;
  readonly at?: Maybe<Scalars['DateTime']['output']>;
};

/** That one member follows another. Golden source: community. */
export type Follow = {
  readonly __typename?: 'Follow';
  readonly id: Scalars['ID']['output'];
  readonly follower?: Maybe<Member>;
  readonly followed?: Maybe<Member>;
  readonly since?: Maybe<Scalars['DateTime']['output']>;
};

/** Copied: members.MemberCard. */
export type Member = {
  readonly __typename?: 'Member';
  readonly id: Scalars['ID']['output'];
  readonly displayName?: Maybe<Scalars['String']['output']>;
  readonly handle?: Maybe<Scalars['String']['output']>;
  readonly avatarUrl?: Maybe<Scalars['String']['output']>;
  /** This member's posts, newest first. */
  readonly posts?: Maybe<PostConnection>;
  /** Who follows this member, newest first. */
  readonly followers?: Maybe<FollowConnection>;
  /** Whom this member follows, newest first. */
  readonly following?: Maybe<FollowConnection>;
  /** Whether the acting member follows this one; null when nobody is signed in. */
  readonly followedByMe?: Maybe<Scalars['Boolean']['output']>;
};


/** Copied: members.MemberCard. */
export type MemberPostsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Copied: members.MemberCard. */
export type MemberFollowersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Copied: members.MemberCard. */
export type MemberFollowingArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type PostConnection = {
  readonly __typename?: 'PostConnection';
  readonly edges?: Maybe<ReadonlyArray<PostEdge>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type PostEdge = {
  readonly __typename?: 'PostEdge';
  readonly cursor?: Maybe<Scalars['String']['output']>;
  readonly node?: Maybe<Post>;
};

export type CommentConnection = {
  readonly __typename?: 'CommentConnection';
  readonly edges?: Maybe<ReadonlyArray<CommentEdge>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type CommentEdge = {
  readonly __typename?: 'CommentEdge';
  readonly cursor?: Maybe<Scalars['String']['output']>;
  readonly node?: Maybe<Comment>;
};

export type FollowConnection = {
  readonly __typename?: 'FollowConnection';
  readonly edges?: Maybe<ReadonlyArray<FollowConnectionEdge>>;
  readonly pageInfo?: Maybe<PageInfo>;
  readonly totalCount?: Maybe<Scalars['Int']['output']>;
};

export type FollowConnectionEdge = {
  readonly __typename?: 'FollowConnectionEdge';
  readonly cursor?: Maybe<Scalars['String']['output']>;
  readonly node?: Maybe<Follow>;
};

export type PageInfo = {
  readonly __typename?: 'PageInfo';
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

export type PublishPostInput = {
  /** 1 to 5,000 characters of plain text. */
  readonly body: Scalars['String']['input'];
  /** 1 to 100 characters, chosen by the client; makes a retry safe. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

export type AddCommentInput = {
  readonly postId: Scalars['ID']['input'];
  /** 1 to 1,000 characters of plain text. */
  readonly body: Scalars['String']['input'];
  /** 1 to 100 characters, chosen by the client; makes a retry safe. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
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
  Post: Post;
  Comment: Comment;
  Follow: Follow;
  Member: Member;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Post:
    ( { __typename: 'Post' }
    & GraphQLRecursivePick<FederationTypes['Post'], {"id":true}> );
  Comment:
    ( { __typename: 'Comment' }
    & GraphQLRecursivePick<FederationTypes['Comment'], {"id":true}> );
  Follow:
    ( { __typename: 'Follow' }
    & GraphQLRecursivePick<FederationTypes['Follow'], {"id":true}> );
  Member:
    ( { __typename: 'Member' }
    & GraphQLRecursivePick<FederationTypes['Member'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Post: ResolverTypeWrapper<PostDocument>;
  Comment: ResolverTypeWrapper<CommentDocument>;
  Follow: ResolverTypeWrapper<FollowDocument>;
  Member: ResolverTypeWrapper<{ readonly id: string }>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  PostConnection: ResolverTypeWrapper<PostConnectionDocument>;
  PostEdge: ResolverTypeWrapper<Omit<PostEdge, 'node'> & { node?: Maybe<ResolversTypes['Post']> }>;
  CommentConnection: ResolverTypeWrapper<CommentConnectionDocument>;
  CommentEdge: ResolverTypeWrapper<Omit<CommentEdge, 'node'> & { node?: Maybe<ResolversTypes['Comment']> }>;
  FollowConnection: ResolverTypeWrapper<FollowConnectionDocument>;
  FollowConnectionEdge: ResolverTypeWrapper<Omit<FollowConnectionEdge, 'node'> & { node?: Maybe<ResolversTypes['Follow']> }>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PublishPostInput: PublishPostInput;
  AddCommentInput: AddCommentInput;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  Mutation: Record<PropertyKey, never>;
  Post: PostDocument;
  Comment: CommentDocument;
  Follow: FollowDocument;
  Member: { readonly id: string };
  Boolean: Scalars['Boolean']['output'];
  PostConnection: PostConnectionDocument;
  PostEdge: Omit<PostEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Post']> };
  CommentConnection: CommentConnectionDocument;
  CommentEdge: Omit<CommentEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Comment']> };
  FollowConnection: FollowConnectionDocument;
  FollowConnectionEdge: Omit<FollowConnectionEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Follow']> };
  PageInfo: PageInfo;
  PublishPostInput: PublishPostInput;
  AddCommentInput: AddCommentInput;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type QueryResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  post?: Resolver<Maybe<ResolversTypes['Post']>, ParentType, ContextType, RequireFields<QueryPostArgs, 'id'>>;
  posts?: Resolver<Maybe<ResolversTypes['PostConnection']>, ParentType, ContextType, RequireFields<QueryPostsArgs, 'first'>>;
  feed?: Resolver<Maybe<ResolversTypes['PostConnection']>, ParentType, ContextType, RequireFields<QueryFeedArgs, 'first'>>;
};

export type MutationResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  publishPost?: Resolver<Maybe<ResolversTypes['Post']>, ParentType, ContextType, RequireFields<MutationPublishPostArgs, 'input'>>;
  editPost?: Resolver<Maybe<ResolversTypes['Post']>, ParentType, ContextType, RequireFields<MutationEditPostArgs, 'id' | 'body'>>;
  removePost?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType, RequireFields<MutationRemovePostArgs, 'id'>>;
  addComment?: Resolver<Maybe<ResolversTypes['Comment']>, ParentType, ContextType, RequireFields<MutationAddCommentArgs, 'input'>>;
  removeComment?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType, RequireFields<MutationRemoveCommentArgs, 'id'>>;
  follow?: Resolver<Maybe<ResolversTypes['Follow']>, ParentType, ContextType, RequireFields<MutationFollowArgs, 'memberId'>>;
  unfollow?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType, RequireFields<MutationUnfollowArgs, 'memberId'>>;
};

export type PostResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Post'] = ResolversParentTypes['Post'], FederationReferenceType extends FederationReferenceTypes['Post'] = FederationReferenceTypes['Post']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Post']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  author?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  body?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  excerpt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  publishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  editedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  comments?: Resolver<Maybe<ResolversTypes['CommentConnection']>, ParentType, ContextType, RequireFields<PostCommentsArgs, 'first'>>;
};

export type CommentResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Comment'] = ResolversParentTypes['Comment'], FederationReferenceType extends FederationReferenceTypes['Comment'] = FederationReferenceTypes['Comment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Comment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  post?: Resolver<Maybe<ResolversTypes['Post']>, ParentType, ContextType>;
  author?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  body?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  at?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type FollowResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Follow'] = ResolversParentTypes['Follow'], FederationReferenceType extends FederationReferenceTypes['Follow'] = FederationReferenceTypes['Follow']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Follow']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  follower?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  followed?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  since?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type MemberResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'], FederationReferenceType extends FederationReferenceTypes['Member'] = FederationReferenceTypes['Member']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Member']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  displayName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  handle?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  avatarUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  posts?: Resolver<Maybe<ResolversTypes['PostConnection']>, ParentType, ContextType, RequireFields<MemberPostsArgs, 'first'>>;
  followers?: Resolver<Maybe<ResolversTypes['FollowConnection']>, ParentType, ContextType, RequireFields<MemberFollowersArgs, 'first'>>;
  following?: Resolver<Maybe<ResolversTypes['FollowConnection']>, ParentType, ContextType, RequireFields<MemberFollowingArgs, 'first'>>;
  followedByMe?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
};

export type PostConnectionResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['PostConnection'] = ResolversParentTypes['PostConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PostEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PostEdgeResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['PostEdge'] = ResolversParentTypes['PostEdge']> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Post']>, ParentType, ContextType>;
};

export type CommentConnectionResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['CommentConnection'] = ResolversParentTypes['CommentConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['CommentEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CommentEdgeResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['CommentEdge'] = ResolversParentTypes['CommentEdge']> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Comment']>, ParentType, ContextType>;
};

export type FollowConnectionResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['FollowConnection'] = ResolversParentTypes['FollowConnection']> = {
  edges?: Resolver<Maybe<ReadonlyArray<ResolversTypes['FollowConnectionEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<Maybe<ResolversTypes['PageInfo']>, ParentType, ContextType>;
  totalCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type FollowConnectionEdgeResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['FollowConnectionEdge'] = ResolversParentTypes['FollowConnectionEdge']> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Follow']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = CommunityContext> = {
  DateTime?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Post?: PostResolvers<ContextType>;
  Comment?: CommentResolvers<ContextType>;
  Follow?: FollowResolvers<ContextType>;
  Member?: MemberResolvers<ContextType>;
  PostConnection?: PostConnectionResolvers<ContextType>;
  PostEdge?: PostEdgeResolvers<ContextType>;
  CommentConnection?: CommentConnectionResolvers<ContextType>;
  CommentEdge?: CommentEdgeResolvers<ContextType>;
  FollowConnection?: FollowConnectionResolvers<ContextType>;
  FollowConnectionEdge?: FollowConnectionEdgeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
};
