import { Document, isMap, isScalar, isSeq, type Node, visit } from 'yaml';
import type { ComposeService } from './compose-service';

/** The override as YAML: `header` as comment lines, then the services in the order given. */
export function overrideDocument(header: readonly string[], services: Readonly<Record<string, ComposeService>>): string {
  const document = new Document({ services }, { keepUndefined: false, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  document.commentBefore = header.map((line) => ` ${line}`).join('\n');
  visit(document, {
    Pair(_, { key, value }) {
      const name = isScalar(key) ? key.value : undefined;
      if (name === 'ports' && isSeq(value)) value.tag = '!override';
      if (name === 'cpus' && isScalar(value)) value.minFractionDigits = 1;
    },
    Scalar(_, scalar) {
      // Compose replaces `$NAME` by a variable of the environment; `$$` is a dollar.
      if (typeof scalar.value === 'string') scalar.value = scalar.value.replaceAll('$', '$$$$');
    },
  });
  spaceApart(document.get('services'));
  return document.toString({ lineWidth: 0, indentSeq: true });
}

/** An empty line between services. */
function spaceApart(services: unknown): void {
  if (!isMap(services)) return;
  for (const { key } of services.items.slice(1)) (key as Node).spaceBefore = true;
}
