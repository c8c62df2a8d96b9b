import type { Connection } from '@wellspring/kit';
import type { Views } from '@wellspring/schema';

/** An order as it is copied. */
export type OrderDocument = Views['orders.OrderSummary']['data'];

/** What the schema's PurchaseConnection resolves from. */
export type PurchaseConnectionDocument = Connection<OrderDocument>;
