import { type EntityModel, type PageArguments, paginate, requireMember } from '@wellspring/kit';
import type { PostResolvers, QueryResolvers } from '../generated/resolvers.ts';
import { excerptOf } from './excerptOf.ts';
import type { PostDocument } from './PostDocument.ts';

const newestFirst = { publishedAt: -1 } as const;

/**
 * Authors that are asked for in one query. MongoDB merges the sorted index ranges of up to 200 (`internalQueryMaxScansToExplode`)
 * and reads of each as much as the page needs; of more it would read and sort all they ever published.
 */
const AUTHORS = 100;

/** How posts are found. */
export const postQueries: QueryResolvers = {
  post: (_root, { id }, { entities }) => entities.Post.load(id),

  posts: (_root, page, { models }) => paginate(models.Post, { sort: newestFirst }, page),

  // Fan-out on read: nothing is written for followers, and following somebody shows all they published.
  async feed(_root, page, ctx) {
    const follows = await ctx.models.Follow.find({ followerId: requireMember(ctx) }, { followedId: 1 }).lean();
    const authors = follows.map(({ followedId }) => followedId).sort();
    const filter: { authorId: { $in: string[] } }[] = [];
    for (let i = 0; i < authors.length; i += AUTHORS) filter.push({ authorId: { $in: authors.slice(i, i + AUTHORS) } });
    return paginate(ctx.models.Post, { filter, sort: newestFirst }, page);
  },
};

/** A member's posts. */
export const postsOf = (
  authorId: string,
  page: PageArguments,
  { Post }: { readonly Post: EntityModel<PostDocument> },
) => paginate(Post, { filter: { authorId }, sort: newestFirst }, page);

/** Post's fields that are not simply in its document. */
export const postFields: PostResolvers = {
  author: ({ authorId }) => ({ id: authorId }),
  excerpt: ({ body }) => excerptOf(body),
  comments: ({ _id }, page, { models }) => paginate(models.Comment, { filter: { postId: _id }, sort: { at: 1 } }, page),
};
