import type { Around } from '../../model/workload';
import { storeOf } from './store';

/** What of a way to the store no test has run: the tests have exporters of older releases. @param more what else of the collector none has */
export const unprovedFor =
  (more?: string) =>
  (around: Around): string | undefined => {
    const { protocol } = storeOf(around, () => '');
    const parts = [more, ...(protocol === 'otlp' ? [] : [`this release of its exporter for ${STORES[protocol]}`])].filter(
      (part) => part !== undefined,
    );
    return parts.length === 0 ? undefined : `${parts.join(' and ')}: they are in the image alone, which no registry could be asked for`;
  };

const STORES = { opensearch: 'OpenSearch', elasticsearch: 'Elasticsearch' } as const;
