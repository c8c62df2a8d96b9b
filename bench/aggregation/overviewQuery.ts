/** How many purchases are asked for. */
export const PAGE = 10;

/** The one question that is answered in three ways. */
export const OVERVIEW_QUERY = `query ($memberId: ID!) {
  customerOverview(memberId: $memberId) {
    id
    member { displayName handle avatarUrl }
    purchases(first: ${PAGE}) {
      edges {
        node {
          id status placedAt total { amount currency }
          lines { quantity unitPrice { amount currency } product { id name } }
        }
      }
    }
    totals { currency orderCount ordered { amount currency } paid { amount currency } }
    orderCounts { status count }
  }
}`;
