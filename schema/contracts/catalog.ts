// Generated from subgraphs/catalog by `npm run generate`; do not edit.

/**
 * What is needed to show and to sell a product.
 *
 * The view `catalog.ProductListing` of Product, in wire form.
 */
export interface ProductListing {
  readonly id: string;
  /** Unique; capital letters, digits, dots and dashes. */
  readonly sku: string | null;
  readonly name: string | null;
  readonly kind: ProductKind | null;
  readonly price: {
    readonly amount: string | null;
    /** ISO 4217. */
    readonly currency: string | null;
  } | null;
  /** False once retired. */
  readonly active: boolean | null;
}

/**
 * A fact of Product.
 *
 * The data of the event `catalog.ProductAdded` of Product, in wire form.
 */
export interface ProductAdded {
  readonly sku: string;
  readonly kind: ProductKind;
}

/**
 * A fact of Product.
 *
 * The data of the event `catalog.ProductRenamed` of Product, in wire form.
 */
export interface ProductRenamed {
  readonly previous: string;
  readonly name: string;
}

/**
 * A fact of Product.
 *
 * The data of the event `catalog.ProductRepriced` of Product, in wire form.
 */
export interface ProductRepriced {
  readonly previous: EventMoney;
  readonly price: EventMoney;
}

/**
 * A fact of Product.
 *
 * The data of the event `catalog.ProductRetired` of Product, in wire form.
 */
export interface ProductRetired {
  readonly sku: string;
}

/**
 * A fact of Stock.
 *
 * The data of the event `catalog.StockReceived` of Stock, in wire form.
 */
export interface StockReceived {
  readonly quantity: number;
  readonly onHand: number;
}

export interface EventMoney {
  readonly amount: string;
  readonly currency: string;
}

export type ProductKind = 'STANDARD' | 'COURSE' | 'BOOK' | 'EVENT';
