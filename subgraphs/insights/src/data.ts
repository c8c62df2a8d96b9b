import { declareData } from '@wellspring/kit';
import { countedOrderSchema } from './overview/countedOrderSchema.ts';
import { customerOverviewSchema } from './overview/customerOverviewSchema.ts';
import { erasureSchema } from './overview/erasureSchema.ts';
import { productSalesSchema } from './sales/productSalesSchema.ts';

/** What the unit owns, what it copies, and what it counts by. */
export const data = declareData({
  entities: { CustomerOverview: customerOverviewSchema },
  replicas: {
    member: { view: 'members.MemberCard', uses: ['displayName', 'handle', 'avatarUrl'] },
    product: { view: 'catalog.ProductListing', uses: ['name', 'sku'] },
    order: {
      view: 'orders.OrderSummary',
      uses: ['status', 'placedAt', 'member', 'total', 'lines'],
      indexes: [['member.id', '-placedAt', '-id']],
    },
  },
  records: { CountedOrder: countedOrderSchema, ProductSales: productSalesSchema, Erasure: erasureSchema },
});
