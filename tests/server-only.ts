// Under vitest there is no client bundle to guard: 'server-only' resolves to this empty module.
export {};
