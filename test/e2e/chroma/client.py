"""What fm-knowledge-service would do with a Chroma server, with the client that it locks.

client.py write|read|reset HOST prints what came of it as JSON.
"""

import json
import random
import sys

import chromadb

# More than Chroma's sync_threshold of 1,000: so some are in the index's files, and the last are only in its log.
COUNT = 1200
DIMENSIONS = 384

command, host = sys.argv[1:]
client = chromadb.HttpClient(host=host, port=8000, settings=chromadb.Settings(anonymized_telemetry=False))
generator = random.Random(1)
vectors = [[generator.uniform(-1, 1) for _ in range(DIMENSIONS)] for _ in range(COUNT)]
names = [f"chunk-{number}" for number in range(COUNT)]


def write():
    collection = client.get_or_create_collection("documents", metadata={"hnsw:space": "cosine"})
    collection.upsert(ids=names, embeddings=vectors, documents=names, metadatas=[{"number": n} for n in range(COUNT)])
    return read()


def read():
    """How many there are, and what is nearest to some of the vectors: themselves."""
    collection = client.get_collection("documents")
    some = [vectors[number] for number in (0, 500, 999, COUNT - 1)]
    found = collection.query(query_embeddings=some, n_results=1)["documents"]
    return {"count": collection.count(), "nearest": [document for (document,) in found]}


def reset():
    try:
        return client.reset()
    except Exception as refusal:
        return str(refusal)


print(json.dumps({"write": write, "read": read, "reset": reset}[command]()))
