declare module 'virtual:model-icons' {
  const chunks: Record<string, () => Promise<{ default: Record<string, string> }>>;
  export default chunks;
}
