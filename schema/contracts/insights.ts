// Generated from subgraphs/insights by `npm run generate`; do not edit.

export {};
