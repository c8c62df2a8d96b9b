// Generated from subgraphs/notifications by `npm run generate`; do not edit.

export {};
