// Generated from schema/api.graphql and schema/operations by `npm run generate`; do not edit.

/** An operation and, for the compiler alone, what it takes and what it answers. */
export type Operation<Data, Variables> = { readonly name: string; readonly query: string; readonly __types?: (variables: Variables) => Data };

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type AddressInput = {
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly postalCode?: string | null | undefined;
  readonly region?: string | null | undefined;
  readonly street?: string | null | undefined;
};

/** A field left out stays as it is. null of one of the first four means: derive it. */
export type ChoosePreferencesInput = {
  /** Each at most once; none means that nothing is sent. */
  readonly channels?: ReadonlyArray<NotificationChannel> | null | undefined;
  /** A current currency of ISO 4217. */
  readonly currency?: string | null | undefined;
  /** A BCP 47 tag of a language that ICU knows: de, pt-BR. */
  readonly language?: string | null | undefined;
  /** An IANA name: Europe/Berlin. */
  readonly timeZone?: string | null | undefined;
  /** Each at most once. */
  readonly topics?: ReadonlyArray<NotificationTopic> | null | undefined;
  readonly units?: MeasurementSystem | null | undefined;
};

export type EmailStatus =
  /** The mail server refused it for good, or never took it. */
  | 'FAILED'
  /** There was no address to send it to. */
  | 'NO_ADDRESS'
  /** Waits to be sent, perhaps once more. */
  | 'PENDING'
  /** The mail server took it. */
  | 'SENT';

export type JoinMemberInput = {
  readonly address?: AddressInput | null | undefined;
  readonly avatarUrl?: string | null | undefined;
  readonly displayName: string;
  readonly email: string;
  readonly handle: string;
};

export type MeasurementSystem =
  | 'IMPERIAL'
  | 'METRIC';

export type NotificationChannel =
  | 'EMAIL'
  | 'INBOX';

/** More may come. */
export type NotificationKind =
  | 'COMMENT_ADDED'
  | 'ORDER_CANCELLED'
  | 'ORDER_FULFILLED'
  | 'ORDER_PAID'
  | 'PAYMENT_DECLINED'
  | 'PAYMENT_REFUNDED'
  | 'POST_PUBLISHED'
  | 'SUBSCRIPTION_ACTIVATED'
  | 'SUBSCRIPTION_CANCELLED'
  /** It is paid for some days more. */
  | 'SUBSCRIPTION_ENDING'
  | 'SUBSCRIPTION_LAPSED'
  | 'SUBSCRIPTION_REFUSED';

export type NotificationTopic =
  | 'ORDERS'
  | 'PAYMENTS'
  | 'POSTS'
  | 'PRODUCT_NEWS'
  | 'SUBSCRIPTION';

export type OrderCancelReason =
  /** Whoever placed it changed their mind. */
  | 'MEMBER'
  | 'PAYMENT_DECLINED'
  | 'STAFF';

export type OrderLineInput = {
  readonly productId: string;
  /** 1 to 999. */
  readonly quantity: number;
};

export type OrderStatus =
  | 'CANCELLED'
  | 'FULFILLED'
  | 'PAID'
  /** Waits for its payment. */
  | 'PLACED';

export type PaymentPurpose =
  | 'ORDER'
  | 'SUBSCRIPTION';

export type PaymentStatus =
  | 'CAPTURED'
  | 'DECLINED'
  | 'PENDING'
  | 'REFUNDED'
  /** Withdrawn before it was charged: its order was cancelled. */
  | 'VOIDED';

export type PlaceOrderInput = {
  /** 1 to 100 characters, chosen by the client; makes a retry safe. */
  readonly idempotencyKey?: string | null | undefined;
  readonly lines: ReadonlyArray<OrderLineInput>;
};

export type ProductKind =
  | 'BOOK'
  | 'COURSE'
  | 'EVENT'
  | 'STANDARD';

export type PublishPostInput = {
  /** 1 to 5,000 characters of plain text. */
  readonly body: string;
  /** 1 to 100 characters, chosen by the client; makes a retry safe. */
  readonly idempotencyKey?: string | null | undefined;
};

export type RecommendationReason =
  | 'GENRE'
  | 'POPULAR'
  | 'WATCHED_TOGETHER';

export type RegionalPreference =
  | 'CURRENCY'
  | 'LANGUAGE'
  | 'TIME_ZONE'
  | 'UNITS';

export type ReportProgressInput = {
  /** The end was reached; also taken for granted in the last twentieth of a video whose length is known. */
  readonly finished?: boolean | null | undefined;
  /** The Viewing's `playback`: a report of an earlier one changes nothing. */
  readonly playback: number;
  /** In seconds from the start, 0 to 86,400. */
  readonly position: number;
  readonly videoId: string;
};

export type SignUpInput = {
  readonly address?: AddressInput | null | undefined;
  readonly avatarUrl?: string | null | undefined;
  readonly displayName: string;
  readonly email: string;
  readonly handle: string;
  /** 12 to 128 characters, whatever they are. */
  readonly password: string;
};

export type SubscriptionPlan =
  | 'FREE'
  | 'PREMIUM'
  | 'STANDARD';

export type SubscriptionStatus =
  /** Paid, and renewed when it is over. */
  | 'ACTIVE'
  /** Paid, and not renewed when it is over. */
  | 'CANCELLED'
  /** What was paid for is over. */
  | 'LAPSED'
  /** On the free plan, and nothing asked for. */
  | 'NONE'
  /** Asked for, not paid yet. */
  | 'REQUESTED';

export type VideoAccess =
  /** Every member may play it. */
  | 'FREE'
  /** Members with a subscription that is paid up may play it. */
  | 'SUBSCRIBERS';

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

export type CancelOrderMutationVariables = Exact<{
  id: string;
}>;


export type CancelOrderMutation = { readonly cancelOrder: { readonly id: string, readonly status: OrderStatus | null, readonly cancelReason: OrderCancelReason | null } | null };

export type CancelSubscriptionMutationVariables = Exact<{
  immediately?: boolean | null | undefined;
}>;


export type CancelSubscriptionMutation = { readonly cancelSubscription: { readonly id: string, readonly subscription: { readonly plan: SubscriptionPlan | null, readonly paidUntil: string | null } | null, readonly subscriptionState: { readonly status: SubscriptionStatus | null, readonly renews: boolean | null } | null } | null };

export type ChoosePreferencesMutationVariables = Exact<{
  input: ChoosePreferencesInput;
}>;


export type ChoosePreferencesMutation = { readonly choosePreferences: { readonly id: string, readonly language: string | null, readonly currency: string | null, readonly units: MeasurementSystem | null, readonly timeZone: string | null, readonly chosen: ReadonlyArray<RegionalPreference> | null, readonly channels: ReadonlyArray<NotificationChannel> | null, readonly topics: ReadonlyArray<NotificationTopic> | null } | null };

export type ContinueWatchingQueryVariables = Exact<{ [key: string]: never; }>;


export type ContinueWatchingQuery = { readonly myViewings: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly playback: number | null, readonly position: number | null, readonly lastAt: string | null, readonly video: { readonly id: string, readonly title: string | null, readonly year: number | null } | null } | null }> | null } | null };

export type CustomerOverviewQueryVariables = Exact<{
  memberId: string;
}>;


export type CustomerOverviewQuery = { readonly customerOverview: { readonly id: string, readonly lastActivityAt: string | null, readonly member: { readonly displayName: string | null, readonly handle: string | null } | null, readonly totals: ReadonlyArray<{ readonly currency: string | null, readonly orderCount: number | null, readonly ordered: { readonly amount: string | null, readonly currency: string | null } | null, readonly paid: { readonly amount: string | null } | null }> | null, readonly orderCounts: ReadonlyArray<{ readonly status: OrderStatus | null, readonly count: number | null }> | null, readonly purchases: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly status: OrderStatus | null, readonly placedAt: string | null, readonly total: { readonly amount: string | null, readonly currency: string | null } | null, readonly lines: ReadonlyArray<{ readonly quantity: number | null, readonly product: { readonly name: string | null, readonly sku: string | null } | null }> | null } | null }> | null } | null } | null };

export type FeedQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type FeedQuery = { readonly feed: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly body: string | null, readonly publishedAt: string | null, readonly editedAt: string | null, readonly author: { readonly id: string, readonly displayName: string | null, readonly handle: string | null, readonly avatarUrl: string | null } | null, readonly comments: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly body: string | null, readonly at: string | null, readonly author: { readonly displayName: string | null } | null } | null }> | null } | null } | null }> | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } | null } | null };

export type FollowMemberMutationVariables = Exact<{
  memberId: string;
}>;


export type FollowMemberMutation = { readonly follow: { readonly id: string, readonly since: string | null, readonly followed: { readonly displayName: string | null, readonly handle: string | null } | null } | null };

export type FollowOrderQueryVariables = Exact<{
  id: string;
}>;


export type FollowOrderQuery = { readonly order: { readonly id: string, readonly status: OrderStatus | null, readonly placedAt: string | null, readonly paidAt: string | null, readonly fulfilledAt: string | null, readonly cancelledAt: string | null, readonly cancelReason: OrderCancelReason | null, readonly total: { readonly amount: string | null, readonly currency: string | null } | null, readonly lines: ReadonlyArray<{ readonly quantity: number | null, readonly unitPrice: { readonly amount: string | null, readonly currency: string | null } | null, readonly product: { readonly id: string, readonly name: string | null, readonly price: { readonly amount: string | null } | null } | null }> | null, readonly payment: { readonly status: PaymentStatus | null, readonly declineReason: string | null, readonly amount: { readonly amount: string | null, readonly currency: string | null } | null } | null } | null };

export type FulfilOrderMutationVariables = Exact<{
  id: string;
}>;


export type FulfilOrderMutation = { readonly fulfilOrder: { readonly id: string, readonly status: OrderStatus | null, readonly fulfilledAt: string | null } | null };

export type HomeQueryVariables = Exact<{ [key: string]: never; }>;


export type HomeQuery = { readonly posts: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly excerpt: string | null, readonly author: { readonly displayName: string | null } | null } | null }> | null } | null, readonly products: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string | null, readonly price: { readonly amount: string | null, readonly currency: string | null } | null } | null }> | null } | null, readonly videos: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly title: string | null, readonly year: number | null } | null }> | null } | null };

export type JoinMemberMutationVariables = Exact<{
  input: JoinMemberInput;
}>;


export type JoinMemberMutation = { readonly joinMember: { readonly id: string, readonly displayName: string | null, readonly handle: string | null, readonly joinedAt: string | null } | null };

export type LatestOrdersQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type LatestOrdersQuery = { readonly orders: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly member: { readonly displayName: string | null } | null, readonly lines: ReadonlyArray<{ readonly quantity: number | null, readonly product: { readonly name: string | null, readonly price: { readonly amount: string | null, readonly currency: string | null } | null } | null }> | null } | null }> | null } | null };

export type LatestPostsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type LatestPostsQuery = { readonly posts: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly excerpt: string | null, readonly publishedAt: string | null, readonly author: { readonly id: string, readonly displayName: string | null, readonly avatarUrl: string | null } | null, readonly comments: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly body: string | null, readonly author: { readonly displayName: string | null } | null } | null }> | null } | null } | null }> | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } | null } | null };

export type LeaveSocietyMutationVariables = Exact<{ [key: string]: never; }>;


export type LeaveSocietyMutation = { readonly leave: string | null };

export type MarkAllNotificationsReadMutationVariables = Exact<{ [key: string]: never; }>;


export type MarkAllNotificationsReadMutation = { readonly markAllNotificationsRead: number | null };

export type MarkNotificationReadMutationVariables = Exact<{
  id: string;
}>;


export type MarkNotificationReadMutation = { readonly markNotificationRead: { readonly id: string, readonly readAt: string | null } | null };

export type MemberOrdersQueryVariables = Exact<{
  handle: string;
  first?: number | null | undefined;
}>;


export type MemberOrdersQuery = { readonly memberByHandle: { readonly id: string, readonly displayName: string | null, readonly city: string | null, readonly country: string | null, readonly orders: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly placedAt: string | null, readonly status: OrderStatus | null, readonly total: { readonly amount: string | null, readonly currency: string | null } | null } | null }> | null } | null } | null };

export type MemberPageQueryVariables = Exact<{
  handle: string;
  first?: number | null | undefined;
}>;


export type MemberPageQuery = { readonly memberByHandle: { readonly id: string, readonly displayName: string | null, readonly avatarUrl: string | null, readonly city: string | null, readonly country: string | null, readonly followedByMe: boolean | null, readonly followers: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly follower: { readonly displayName: string | null } | null } | null }> | null } | null, readonly following: { readonly totalCount: number | null } | null, readonly posts: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly excerpt: string | null, readonly publishedAt: string | null } | null }> | null } | null } | null };

export type MyCardsQueryVariables = Exact<{ [key: string]: never; }>;


export type MyCardsQuery = { readonly myPaymentMethods: ReadonlyArray<{ readonly id: string | null, readonly brand: string | null, readonly last4: string | null }> | null };

export type MyNotificationsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  unreadOnly?: boolean | null | undefined;
}>;


export type MyNotificationsQuery = { readonly unreadNotifications: number | null, readonly myNotifications: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly kind: NotificationKind | null, readonly title: string | null, readonly body: string | null, readonly createdAt: string | null, readonly readAt: string | null, readonly email: EmailStatus | null, readonly actor: { readonly id: string, readonly displayName: string | null } | null, readonly subject:
          | { readonly id: string }
          | { readonly id: string }
          | { readonly id: string }
          | { readonly id: string }
          | { readonly id: string, readonly excerpt: string | null }
         | null } | null }> | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } | null } | null };

export type MyOrdersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MyOrdersQuery = { readonly myOrders: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly placedAt: string | null, readonly status: OrderStatus | null, readonly total: { readonly amount: string | null, readonly currency: string | null } | null, readonly lines: ReadonlyArray<{ readonly quantity: number | null, readonly unitPrice: { readonly amount: string | null } | null, readonly product: { readonly id: string, readonly name: string | null } | null }> | null } | null }> | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } | null } | null };

export type MyPaymentsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MyPaymentsQuery = { readonly myPayments: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly purpose: PaymentPurpose | null, readonly status: PaymentStatus | null, readonly declineReason: string | null, readonly createdAt: string | null, readonly amount: { readonly amount: string | null, readonly currency: string | null } | null, readonly order: { readonly id: string, readonly status: OrderStatus | null } | null } | null }> | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } | null } | null };

export type MyPreferencesQueryVariables = Exact<{ [key: string]: never; }>;


export type MyPreferencesQuery = { readonly myPreferences: { readonly id: string, readonly language: string | null, readonly currency: string | null, readonly units: MeasurementSystem | null, readonly timeZone: string | null, readonly chosen: ReadonlyArray<RegionalPreference> | null, readonly derivedFrom: string | null, readonly channels: ReadonlyArray<NotificationChannel> | null, readonly topics: ReadonlyArray<NotificationTopic> | null } | null };

export type MySubscriptionQueryVariables = Exact<{ [key: string]: never; }>;


export type MySubscriptionQuery = { readonly me: { readonly id: string, readonly displayName: string | null, readonly subscription: { readonly plan: SubscriptionPlan | null, readonly paidUntil: string | null } | null, readonly subscriptionState: { readonly status: SubscriptionStatus | null, readonly renews: boolean | null, readonly refusal: string | null, readonly request: { readonly id: string | null, readonly plan: SubscriptionPlan | null, readonly requestedAt: string | null } | null } | null } | null };

export type OrderPageQueryVariables = Exact<{
  id: string;
}>;


export type OrderPageQuery = { readonly order: { readonly status: OrderStatus | null, readonly placedAt: string | null, readonly shipToCountry: string | null, readonly total: { readonly amount: string | null, readonly currency: string | null } | null, readonly member: { readonly displayName: string | null, readonly email: string | null } | null, readonly lines: ReadonlyArray<{ readonly quantity: number | null, readonly product: { readonly name: string | null, readonly description: string | null } | null }> | null, readonly payment: { readonly status: PaymentStatus | null } | null } | null };

export type PlaceOrderMutationVariables = Exact<{
  input: PlaceOrderInput;
}>;


export type PlaceOrderMutation = { readonly placeOrder: { readonly id: string, readonly status: OrderStatus | null, readonly placedAt: string | null, readonly total: { readonly amount: string | null, readonly currency: string | null } | null, readonly lines: ReadonlyArray<{ readonly quantity: number | null, readonly product: { readonly id: string, readonly name: string | null } | null }> | null } | null };

export type PostPageQueryVariables = Exact<{
  id: string;
}>;


export type PostPageQuery = { readonly post: { readonly body: string | null, readonly publishedAt: string | null, readonly author: { readonly displayName: string | null, readonly handle: string | null, readonly city: string | null } | null, readonly comments: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly body: string | null, readonly at: string | null, readonly author: { readonly displayName: string | null } | null } | null }> | null } | null } | null };

export type ProductStockQueryVariables = Exact<{
  id: string;
}>;


export type ProductStockQuery = { readonly product: { readonly id: string, readonly name: string | null, readonly stock: { readonly onHand: number | null, readonly reserved: number | null, readonly available: number | null } | null } | null };

export type PublishPostMutationVariables = Exact<{
  input: PublishPostInput;
}>;


export type PublishPostMutation = { readonly publishPost: { readonly id: string, readonly excerpt: string | null, readonly publishedAt: string | null, readonly author: { readonly displayName: string | null } | null } | null };

export type RecommendationsQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type RecommendationsQuery = { readonly recommendations: ReadonlyArray<{ readonly reason: RecommendationReason | null, readonly video: { readonly id: string, readonly title: string | null, readonly year: number | null, readonly genre: VideoGenre | null, readonly access: VideoAccess | null } | null, readonly because: { readonly title: string | null } | null }> | null };

export type RefreshSessionMutationVariables = Exact<{
  refreshToken: string;
}>;


export type RefreshSessionMutation = { readonly refreshSession: { readonly accessToken: string | null, readonly accessTokenExpiresAt: string | null, readonly refreshToken: string | null, readonly member: { readonly id: string } | null } | null };

export type RelocateMemberMutationVariables = Exact<{
  address: AddressInput;
}>;


export type RelocateMemberMutation = { readonly relocateMember: { readonly id: string, readonly city: string | null, readonly region: string | null, readonly country: string | null } | null };

export type RenameProductMutationVariables = Exact<{
  id: string;
  name: string;
}>;


export type RenameProductMutation = { readonly renameProduct: { readonly id: string, readonly name: string | null } | null };

export type ReportProgressMutationVariables = Exact<{
  input: ReportProgressInput;
}>;


export type ReportProgressMutation = { readonly reportProgress: { readonly playback: number | null, readonly position: number | null, readonly finished: boolean | null } | null };

export type RequestSubscriptionMutationVariables = Exact<{
  plan: SubscriptionPlan;
  idempotencyKey: string;
}>;


export type RequestSubscriptionMutation = { readonly requestSubscription: { readonly id: string, readonly subscriptionState: { readonly status: SubscriptionStatus | null, readonly request: { readonly id: string | null, readonly plan: SubscriptionPlan | null, readonly price: { readonly amount: string | null, readonly currency: string | null } | null } | null } | null } | null };

export type SavePaymentMethodMutationVariables = Exact<{
  cardToken: string;
}>;


export type SavePaymentMethodMutation = { readonly savePaymentMethod: { readonly id: string | null, readonly brand: string | null, readonly last4: string | null } | null };

export type SearchProductsQueryVariables = Exact<{
  text?: string | null | undefined;
  kind?: ProductKind | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchProductsQuery = { readonly products: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly sku: string | null, readonly name: string | null, readonly kind: ProductKind | null, readonly price: { readonly amount: string | null, readonly currency: string | null } | null } | null }> | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } | null } | null };

export type SearchVideosQueryVariables = Exact<{
  text?: string | null | undefined;
  genre?: VideoGenre | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchVideosQuery = { readonly videos: { readonly totalCount: number | null, readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly title: string | null, readonly year: number | null, readonly genre: VideoGenre | null, readonly access: VideoAccess | null, readonly myViewing: { readonly position: number | null, readonly finished: boolean | null } | null } | null }> | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } | null } | null };

export type SignInMutationVariables = Exact<{
  email: string;
  password: string;
}>;


export type SignInMutation = { readonly signIn: { readonly accessToken: string | null, readonly accessTokenExpiresAt: string | null, readonly refreshToken: string | null, readonly refreshTokenExpiresAt: string | null, readonly member: { readonly id: string, readonly displayName: string | null } | null } | null };

export type SignInAsStaffMutationVariables = Exact<{
  name: string;
  password: string;
}>;


export type SignInAsStaffMutation = { readonly signInAsStaff: { readonly accessToken: string | null, readonly refreshToken: string | null, readonly staff: string | null } | null };

export type SignOutMutationVariables = Exact<{
  refreshToken: string;
}>;


export type SignOutMutation = { readonly signOut: boolean | null };

export type SignUpMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type SignUpMutation = { readonly signUp: { readonly accessToken: string | null, readonly accessTokenExpiresAt: string | null, readonly refreshToken: string | null, readonly member: { readonly id: string, readonly displayName: string | null } | null } | null };

export type SimilarVideosQueryVariables = Exact<{
  id: string;
}>;


export type SimilarVideosQuery = { readonly video: { readonly title: string | null, readonly year: number | null, readonly director: string | null, readonly similar: ReadonlyArray<{ readonly id: string, readonly title: string | null, readonly year: number | null }> | null } | null };

export type StartPlaybackMutationVariables = Exact<{
  videoId: string;
}>;


export type StartPlaybackMutation = { readonly startPlayback: { readonly id: string, readonly playback: number | null, readonly position: number | null, readonly finished: boolean | null, readonly video: { readonly id: string, readonly title: string | null, readonly minutes: number | null } | null } | null };

/** Cancels an order that is not fulfilled yet, as who placed it or as staff. Stock comes back, and what was paid is refunded. */
export const CancelOrder: Operation<CancelOrderMutation, CancelOrderMutationVariables> = {
  name: 'CancelOrder',
  query: `mutation CancelOrder($id: ID!) {
  cancelOrder(id: $id) {
    id
    status
    cancelReason
  }
}`,
};

/** What is paid for stays until it is over, unless it is to end at once. */
export const CancelSubscription: Operation<CancelSubscriptionMutation, CancelSubscriptionMutationVariables> = {
  name: 'CancelSubscription',
  query: `mutation CancelSubscription($immediately: Boolean) {
  cancelSubscription(immediately: $immediately) {
    id
    subscription {
      plan
      paidUntil
    }
    subscriptionState {
      status
      renews
    }
  }
}`,
};

/** Chooses what is given. null of language, currency, units or timeZone goes back to what follows from where the member lives. */
export const ChoosePreferences: Operation<ChoosePreferencesMutation, ChoosePreferencesMutationVariables> = {
  name: 'ChoosePreferences',
  query: `mutation ChoosePreferences($input: ChoosePreferencesInput!) {
  choosePreferences(input: $input) {
    id
    language
    currency
    units
    timeZone
    chosen
    channels
    topics
  }
}`,
};

/** What the acting member has begun and not finished, last watched first. */
export const ContinueWatching: Operation<ContinueWatchingQuery, ContinueWatchingQueryVariables> = {
  name: 'ContinueWatching',
  query: `query ContinueWatching {
  myViewings(finished: false, first: 10) {
    totalCount
    edges {
      node {
        playback
        position
        lastAt
        video {
          id
          title
          year
        }
      }
    }
  }
}`,
};

/** What the society knows of one customer, put together from copies: one fetch of insights, in full while all other units are down. */
export const CustomerOverview: Operation<CustomerOverviewQuery, CustomerOverviewQueryVariables> = {
  name: 'CustomerOverview',
  query: `query CustomerOverview($memberId: ID!) {
  customerOverview(memberId: $memberId) {
    id
    member {
      displayName
      handle
    }
    totals {
      currency
      orderCount
      ordered {
        amount
        currency
      }
      paid {
        amount
      }
    }
    orderCounts {
      status
      count
    }
    lastActivityAt
    purchases(first: 5) {
      totalCount
      edges {
        node {
          id
          status
          placedAt
          total {
            amount
            currency
          }
          lines {
            quantity
            product {
              name
              sku
            }
          }
        }
      }
    }
  }
}`,
};

/** What those wrote whom the acting member follows, with the first comments: one fetch, authors from the copy that community keeps. */
export const Feed: Operation<FeedQuery, FeedQueryVariables> = {
  name: 'Feed',
  query: `query Feed($first: Int = 10, $after: String) {
  feed(first: $first, after: $after) {
    edges {
      node {
        id
        body
        publishedAt
        editedAt
        author {
          id
          displayName
          handle
          avatarUrl
        }
        comments(first: 3) {
          totalCount
          edges {
            node {
              id
              body
              at
              author {
                displayName
              }
            }
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
};

/** Follows a member: their posts are in the acting member's feed from now on, the old ones too. */
export const FollowMember: Operation<FollowMemberMutation, FollowMemberMutationVariables> = {
  name: 'FollowMember',
  query: `mutation FollowMember($memberId: ID!) {
  follow(memberId: $memberId) {
    id
    since
    followed {
      displayName
      handle
    }
  }
}`,
};

/** How far an order is: placed, paid, fulfilled or cancelled, and what became of its payment (for its member and staff). */
export const FollowOrder: Operation<FollowOrderQuery, FollowOrderQueryVariables> = {
  name: 'FollowOrder',
  query: `query FollowOrder($id: ID!) {
  order(id: $id) {
    id
    status
    placedAt
    paidAt
    fulfilledAt
    cancelledAt
    cancelReason
    total {
      amount
      currency
    }
    lines {
      quantity
      unitPrice {
        amount
        currency
      }
      product {
        id
        name
        price {
          amount
        }
      }
    }
    payment {
      status
      declineReason
      amount {
        amount
        currency
      }
    }
  }
}`,
};

/** Hands a paid order over. For staff: in development, x-wellspring-actor: staff:you. */
export const FulfilOrder: Operation<FulfilOrderMutation, FulfilOrderMutationVariables> = {
  name: 'FulfilOrder',
  query: `mutation FulfilOrder($id: ID!) {
  fulfilOrder(id: $id) {
    id
    status
    fulfilledAt
  }
}`,
};

/** What a visitor sees first: of three units, each of which may be down while the others answer. */
export const Home: Operation<HomeQuery, HomeQueryVariables> = {
  name: 'Home',
  query: `query Home {
  posts(first: 3) {
    edges {
      node {
        id
        excerpt
        author {
          displayName
        }
      }
    }
  }
  products(first: 3) {
    edges {
      node {
        id
        name
        price {
          amount
          currency
        }
      }
    }
  }
  videos(access: FREE, first: 3) {
    edges {
      node {
        id
        title
        year
      }
    }
  }
}`,
};

/** A new member without a password: enrolment by staff; in development by anybody. The id that is answered is the one to act as. */
export const JoinMember: Operation<JoinMemberMutation, JoinMemberMutationVariables> = {
  name: 'JoinMember',
  query: `mutation JoinMember($input: JoinMemberInput!) {
  joinMember(input: $input) {
    id
    displayName
    handle
    joinedAt
  }
}`,
};

/** The latest orders with who ordered and what: three units' data in one fetch, from the copies that orders keeps. */
export const LatestOrders: Operation<LatestOrdersQuery, LatestOrdersQueryVariables> = {
  name: 'LatestOrders',
  query: `query LatestOrders($first: Int = 10) {
  orders(first: $first) {
    edges {
      node {
        id
        member {
          displayName
        }
        lines {
          quantity
          product {
            name
            price {
              amount
              currency
            }
          }
        }
      }
    }
  }
}`,
};

/** The latest posts of everybody, as a visitor sees them. */
export const LatestPosts: Operation<LatestPostsQuery, LatestPostsQueryVariables> = {
  name: 'LatestPosts',
  query: `query LatestPosts($first: Int = 10, $after: String) {
  posts(first: $first, after: $after) {
    totalCount
    edges {
      node {
        id
        excerpt
        publishedAt
        author {
          id
          displayName
          avatarUrl
        }
        comments(first: 2) {
          totalCount
          edges {
            node {
              body
              author {
                displayName
              }
            }
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
};

/** The acting member leaves: personal data is erased in every unit, and what they wrote goes with them. It cannot be undone. */
export const LeaveSociety: Operation<LeaveSocietyMutation, LeaveSocietyMutationVariables> = {
  name: 'LeaveSociety',
  query: `mutation LeaveSociety {
  leave
}`,
};

/** Marks the acting member's whole inbox as read; answers how many were unread. */
export const MarkAllNotificationsRead: Operation<MarkAllNotificationsReadMutation, MarkAllNotificationsReadMutationVariables> = {
  name: 'MarkAllNotificationsRead',
  query: `mutation MarkAllNotificationsRead {
  markAllNotificationsRead
}`,
};

/** Marks one of the acting member's own notifications as read. */
export const MarkNotificationRead: Operation<MarkNotificationReadMutation, MarkNotificationReadMutationVariables> = {
  name: 'MarkNotificationRead',
  query: `mutation MarkNotificationRead($id: ID!) {
  markNotificationRead(id: $id) {
    id
    readAt
  }
}`,
};

/** One member, from the members unit, with that member's orders, from the orders unit: a hop, as nobody copies orders. */
export const MemberOrders: Operation<MemberOrdersQuery, MemberOrdersQueryVariables> = {
  name: 'MemberOrders',
  query: `query MemberOrders($handle: String!, $first: Int = 5) {
  memberByHandle(handle: $handle) {
    id
    displayName
    city
    country
    orders(first: $first) {
      totalCount
      edges {
        node {
          id
          placedAt
          status
          total {
            amount
            currency
          }
        }
      }
    }
  }
}`,
};

/** One member's page: who they are, from members; what they wrote and who follows them, from community. */
export const MemberPage: Operation<MemberPageQuery, MemberPageQueryVariables> = {
  name: 'MemberPage',
  query: `query MemberPage($handle: String!, $first: Int = 5) {
  memberByHandle(handle: $handle) {
    id
    displayName
    avatarUrl
    city
    country
    followedByMe
    followers(first: 3) {
      totalCount
      edges {
        node {
          follower {
            displayName
          }
        }
      }
    }
    following(first: 1) {
      totalCount
    }
    posts(first: $first) {
      totalCount
      edges {
        node {
          id
          excerpt
          publishedAt
        }
      }
    }
  }
}`,
};

/** The acting member's saved cards; the first is the one that is charged. */
export const MyCards: Operation<MyCardsQuery, MyCardsQueryVariables> = {
  name: 'MyCards',
  query: `query MyCards {
  myPaymentMethods {
    id
    brand
    last4
  }
}`,
};

/** The acting member's inbox: words with the names of now, and what each is about, ready to be opened. One fetch, of notifications. */
export const MyNotifications: Operation<MyNotificationsQuery, MyNotificationsQueryVariables> = {
  name: 'MyNotifications',
  query: `query MyNotifications($first: Int = 20, $after: String, $unreadOnly: Boolean = false) {
  unreadNotifications
  myNotifications(first: $first, after: $after, unreadOnly: $unreadOnly) {
    edges {
      node {
        id
        kind
        title
        body
        createdAt
        readAt
        email
        actor {
          id
          displayName
        }
        subject {
          ... on Post {
            id
            excerpt
          }
          ... on Comment {
            id
          }
          ... on Order {
            id
          }
          ... on Payment {
            id
          }
          ... on Member {
            id
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
};

/** The acting member's orders. In development, the header x-wellspring-actor says who acts. */
export const MyOrders: Operation<MyOrdersQuery, MyOrdersQueryVariables> = {
  name: 'MyOrders',
  query: `query MyOrders($first: Int = 10, $after: String) {
  myOrders(first: $first, after: $after) {
    totalCount
    edges {
      node {
        id
        placedAt
        status
        total {
          amount
          currency
        }
        lines {
          quantity
          unitPrice {
            amount
          }
          product {
            id
            name
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
};

/** What the acting member paid, and for what: the order's status is a copy that payments keeps. */
export const MyPayments: Operation<MyPaymentsQuery, MyPaymentsQueryVariables> = {
  name: 'MyPayments',
  query: `query MyPayments($first: Int = 10, $after: String) {
  myPayments(first: $first, after: $after) {
    totalCount
    edges {
      node {
        id
        purpose
        status
        declineReason
        createdAt
        amount {
          amount
          currency
        }
        order {
          id
          status
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
};

/** How the acting member is addressed and told of things; what is not in chosen follows from where they live. */
export const MyPreferences: Operation<MyPreferencesQuery, MyPreferencesQueryVariables> = {
  name: 'MyPreferences',
  query: `query MyPreferences {
  myPreferences {
    id
    language
    currency
    units
    timeZone
    chosen
    derivedFrom
    channels
    topics
  }
}`,
};

/** Where the acting member's subscription stands. */
export const MySubscription: Operation<MySubscriptionQuery, MySubscriptionQueryVariables> = {
  name: 'MySubscription',
  query: `query MySubscription {
  me {
    id
    displayName
    subscription {
      plan
      paidUntil
    }
    subscriptionState {
      status
      renews
      refusal
      request {
        id
        plan
        requestedAt
      }
    }
  }
}`,
};

/** One order as staff sees it: names from copies; what nobody copies, a description and an e-mail address, from their owners. */
export const OrderPage: Operation<OrderPageQuery, OrderPageQueryVariables> = {
  name: 'OrderPage',
  query: `query OrderPage($id: ID!) {
  order(id: $id) {
    status
    placedAt
    shipToCountry
    total {
      amount
      currency
    }
    member {
      displayName
      email
    }
    lines {
      quantity
      product {
        name
        description
      }
    }
    payment {
      status
    }
  }
}`,
};

/** Orders for the acting member. The same idempotencyKey answers the same order again, so a retry is safe. */
export const PlaceOrder: Operation<PlaceOrderMutation, PlaceOrderMutationVariables> = {
  name: 'PlaceOrder',
  query: `mutation PlaceOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    id
    status
    placedAt
    total {
      amount
      currency
    }
    lines {
      quantity
      product {
        id
        name
      }
    }
  }
}`,
};

/** One post with what is said to it, and where its author lives, which nobody copies: a hop to members. */
export const PostPage: Operation<PostPageQuery, PostPageQueryVariables> = {
  name: 'PostPage',
  query: `query PostPage($id: ID!) {
  post(id: $id) {
    body
    publishedAt
    author {
      displayName
      handle
      city
    }
    comments(first: 10) {
      totalCount
      edges {
        node {
          body
          at
          author {
            displayName
          }
        }
      }
    }
  }
}`,
};

/** How many of a product are there. It follows orders: reserved when they are placed, gone when they are fulfilled. */
export const ProductStock: Operation<ProductStockQuery, ProductStockQueryVariables> = {
  name: 'ProductStock',
  query: `query ProductStock($id: ID!) {
  product(id: $id) {
    id
    name
    stock {
      onHand
      reserved
      available
    }
  }
}`,
};

/** Publishes a post of the acting member; followers are told. */
export const PublishPost: Operation<PublishPostMutation, PublishPostMutationVariables> = {
  name: 'PublishPost',
  query: `mutation PublishPost($input: PublishPostInput!) {
  publishPost(input: $input) {
    id
    excerpt
    publishedAt
    author {
      displayName
    }
  }
}`,
};

/** What the acting member may like, and why. */
export const Recommendations: Operation<RecommendationsQuery, RecommendationsQueryVariables> = {
  name: 'Recommendations',
  query: `query Recommendations($first: Int) {
  recommendations(first: $first) {
    reason
    video {
      id
      title
      year
      genre
      access
    }
    because {
      title
    }
  }
}`,
};

/** A new access token for a refresh token, which works once: go on with the new one. */
export const RefreshSession: Operation<RefreshSessionMutation, RefreshSessionMutationVariables> = {
  name: 'RefreshSession',
  query: `mutation RefreshSession($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) {
    accessToken
    accessTokenExpiresAt
    refreshToken
    member {
      id
    }
  }
}`,
};

/** Moves the acting member. Orders placed from now on ship to the new country. */
export const RelocateMember: Operation<RelocateMemberMutation, RelocateMemberMutationVariables> = {
  name: 'RelocateMember',
  query: `mutation RelocateMember($address: AddressInput!) {
  relocateMember(address: $address) {
    id
    city
    region
    country
  }
}`,
};

/** Renames a product. For staff: in development, x-wellspring-actor: staff:you. The copy that orders keeps follows within milliseconds. */
export const RenameProduct: Operation<RenameProductMutation, RenameProductMutationVariables> = {
  name: 'RenameProduct',
  query: `mutation RenameProduct($id: ID!, $name: String!) {
  renameProduct(id: $id, name: $name) {
    id
    name
  }
}`,
};

/** How far the acting member is: sent by a player every few seconds. Late and repeated reports change nothing. */
export const ReportProgress: Operation<ReportProgressMutation, ReportProgressMutationVariables> = {
  name: 'ReportProgress',
  query: `mutation ReportProgress($input: ReportProgressInput!) {
  reportProgress(input: $input) {
    playback
    position
    finished
  }
}`,
};

/** Asks for a month of a plan, as a member with a saved card. The same key again is the same request. */
export const RequestSubscription: Operation<RequestSubscriptionMutation, RequestSubscriptionMutationVariables> = {
  name: 'RequestSubscription',
  query: `mutation RequestSubscription($plan: SubscriptionPlan!, $idempotencyKey: String!) {
  requestSubscription(plan: $plan, idempotencyKey: $idempotencyKey) {
    id
    subscriptionState {
      status
      request {
        id
        plan
        price {
          amount
          currency
        }
      }
    }
  }
}`,
};

/** Saves a card of the acting member: from now on it is charged. The sandbox has tok_approve, tok_decline_funds, tok_decline_expired, tok_timeout. */
export const SavePaymentMethod: Operation<SavePaymentMethodMutation, SavePaymentMethodMutationVariables> = {
  name: 'SavePaymentMethod',
  query: `mutation SavePaymentMethod($cardToken: String!) {
  savePaymentMethod(cardToken: $cardToken) {
    id
    brand
    last4
  }
}`,
};

/** A page of the catalog. For the next one, give `after` the endCursor of this one. */
export const SearchProducts: Operation<SearchProductsQuery, SearchProductsQueryVariables> = {
  name: 'SearchProducts',
  query: `query SearchProducts($text: String, $kind: ProductKind, $first: Int = 10, $after: String) {
  products(text: $text, kind: $kind, first: $first, after: $after) {
    totalCount
    edges {
      node {
        id
        sku
        name
        kind
        price {
          amount
          currency
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
};

/** Videos by words of their title, with how far the acting member watched each. */
export const SearchVideos: Operation<SearchVideosQuery, SearchVideosQueryVariables> = {
  name: 'SearchVideos',
  query: `query SearchVideos($text: String, $genre: VideoGenre, $after: String) {
  videos(text: $text, genre: $genre, first: 20, after: $after) {
    totalCount
    edges {
      node {
        id
        title
        year
        genre
        access
        myViewing {
          position
          finished
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
};

/** Signs a member in. Of the sample data's members, the first twenty have the password of the variables. */
export const SignIn: Operation<SignInMutation, SignInMutationVariables> = {
  name: 'SignIn',
  query: `mutation SignIn($email: String!, $password: String!) {
  signIn(email: $email, password: $password) {
    accessToken
    accessTokenExpiresAt
    refreshToken
    refreshTokenExpiresAt
    member {
      id
      displayName
    }
  }
}`,
};

/** Signs somebody of the staff in; the sample data has one. */
export const SignInAsStaff: Operation<SignInAsStaffMutation, SignInAsStaffMutationVariables> = {
  name: 'SignInAsStaff',
  query: `mutation SignInAsStaff($name: String!, $password: String!) {
  signInAsStaff(name: $name, password: $password) {
    accessToken
    refreshToken
    staff
  }
}`,
};

/** Ends the session of a refresh token. */
export const SignOut: Operation<SignOutMutation, SignOutMutationVariables> = {
  name: 'SignOut',
  query: `mutation SignOut($refreshToken: String!) {
  signOut(refreshToken: $refreshToken)
}`,
};

/** A new member, signed in. Send the access token as `authorization: Bearer …`; keep the refresh token for RefreshSession. */
export const SignUp: Operation<SignUpMutation, SignUpMutationVariables> = {
  name: 'SignUp',
  query: `mutation SignUp($input: SignUpInput!) {
  signUp(input: $input) {
    accessToken
    accessTokenExpiresAt
    refreshToken
    member {
      id
      displayName
    }
  }
}`,
};

/** One video, and what the same members watched. */
export const SimilarVideos: Operation<SimilarVideosQuery, SimilarVideosQueryVariables> = {
  name: 'SimilarVideos',
  query: `query SimilarVideos($id: ID!) {
  video(id: $id) {
    title
    year
    director
    similar(first: 5) {
      id
      title
      year
    }
  }
}`,
};

/** Begins to watch, or goes on where the acting member was. A repeat is safe. */
export const StartPlayback: Operation<StartPlaybackMutation, StartPlaybackMutationVariables> = {
  name: 'StartPlayback',
  query: `mutation StartPlayback($videoId: ID!) {
  startPlayback(videoId: $videoId) {
    id
    playback
    position
    finished
    video {
      id
      title
      minutes
    }
  }
}`,
};
