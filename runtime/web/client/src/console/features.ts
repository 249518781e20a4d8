import { shallowRef } from 'vue';

/** Which of the console's routes this server has: a page stands in the menu with its route, not before. */
const routes = shallowRef<Set<string> | null>(null);
let asked: Promise<void> | undefined;

export function askFeatures(): Promise<void> {
  asked ??= fetch('/openapi.json')
    .then(async (answer) => {
      const { paths } = (await answer.json()) as { paths: Record<string, object> };
      routes.value = new Set(
        Object.entries(paths).flatMap(([path, methods]) =>
          Object.keys(methods).map((m) => `${m.toUpperCase()} ${path.replace('/api/v1', '').replace(/\{\w+\}/g, '*')}`),
        ),
      );
    })
    .catch(() => {
      asked = undefined;
    });
  return asked;
}
export const has = (route: string) => routes.value?.has(route) ?? false;
