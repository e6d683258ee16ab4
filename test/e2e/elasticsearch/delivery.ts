import { ORDINALS, type Store } from '../opensearch/cluster';
import { Delivery } from '../platform/delivery';

/**
 * The shipper's part with the exporter for Elasticsearch. The core of the store has neither users nor TLS nor data streams, so records go to an
 * index without them. It knows the members by their addresses, as the Service does.
 *
 * @param index where records go
 */
export const deliveryTo = (folder: string, store: Store, index: string): Promise<Delivery> =>
  Delivery.start(folder, {
    program: 'otelcol-bulk',
    objects: store.objects,
    exporters: ({ elasticsearch: { tls, auth, ...elasticsearch } }) => {
      expect([tls, auth]).not.toContain(undefined);
      return {
        elasticsearch: {
          ...elasticsearch,
          endpoints: ORDINALS.map((one) => `http://${store.pod(one).host.address}:9200`),
          logs_index: index,
        },
      };
    },
  });
