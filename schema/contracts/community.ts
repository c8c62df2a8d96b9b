// Generated from subgraphs/community by `npm run generate`; do not edit.

/**
 * A post as others tell of it.
 *
 * The view `community.PostCard` of Post, in wire form.
 */
export interface PostCard {
  readonly id: string;
  readonly author: {
    readonly id: string;
  } | null;
  readonly publishedAt: string | null;
  /** How the body begins: at most 140 characters, in one line. */
  readonly excerpt: string | null;
}

/**
 * Who follows whom: to tell followers what a member did.
 *
 * The view `community.FollowEdge` of Follow, in wire form.
 */
export interface FollowEdge {
  readonly id: string;
  readonly follower: {
    readonly id: string;
  } | null;
  readonly followed: {
    readonly id: string;
  } | null;
  readonly since: string | null;
}

/**
 * Facts of community. They carry ids, never text.
 *
 * The data of the event `community.PostPublished` of Post, in wire form.
 */
export interface PostPublished {
  readonly authorId: string;
}

/**
 * Its comments go with it.
 *
 * The data of the event `community.PostRemoved` of Post, in wire form.
 */
export interface PostRemoved {
  readonly authorId: string;
}

/**
 * A fact of Comment.
 *
 * The data of the event `community.CommentAdded` of Comment, in wire form.
 */
export interface CommentAdded {
  readonly postId: string;
  readonly authorId: string;
  readonly postAuthorId: string;
}

/**
 * A fact of Follow.
 *
 * The data of the event `community.MemberFollowed` of Follow, in wire form.
 */
export interface MemberFollowed {
  readonly followerId: string;
  readonly followedId: string;
}
