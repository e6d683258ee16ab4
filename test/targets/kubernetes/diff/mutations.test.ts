import { effectsOf } from '../../../../lib/targets/kubernetes/diff/effects';
import type { Any } from '../../../support/cluster';
import { MANIFEST_CHANGES } from './changes';

it('takes what somebody has edited, whatever that is', () => {
  const junk = [null, 0, '', 'x', true, [], {}, [null], { name: 7 }];
  let tried = 0;
  for (const { before, after } of MANIFEST_CHANGES)
    for (const [index, object] of after.entries())
      for (const path of pathsIn(object).filter(([first, second]) => !['kind', 'apiVersion'].includes(first ?? '') && second !== 'name')) {
        const edited = [...after.slice(0, index), replaced(object, path, junk[tried % junk.length]), ...after.slice(index + 1)];
        expect(() => [effectsOf(before, edited), effectsOf(edited, before)]).not.toThrow();
        tried += 1;
      }
  expect(tried).toBeGreaterThan(1000);
});

/** The path of every value in an object, below `metadata` and `spec` and what stands beside them. */
function pathsIn(value: Any, above: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [above];
  const inner = Object.keys(value).flatMap((key) => pathsIn(value[key], [...above, key]));
  return above.length === 0 || above.join('/') === 'metadata' ? inner : [above, ...inner];
}

function replaced(object: Any, path: readonly string[], value: unknown): Any {
  const copy = structuredClone(object);
  const last = path.at(-1) as string;
  path.slice(0, -1).reduce((inner, key) => inner[key], copy)[last] = value;
  return copy;
}
