"""The peer without GraphQL: FastAPI, one statement written by hand, and orjson.

`python -m benchmarks.api.bare PORT`; Neo4j's address and password come from NEO4J_URI and NEO4J_PASSWORD.
"""

import os
import sys

import neo4j
import orjson
import uvicorn
from fastapi import FastAPI, Response

from benchmarks.api.views import BARE


def create_app(driver: neo4j.Driver) -> FastAPI:
    """One path, in the thread pool, as Guanxi has it."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/view/{party}")
    def view(party: str) -> Response:
        with driver.session(database="neo4j", default_access_mode=neo4j.READ_ACCESS) as session:
            (row,) = session.run(BARE, id=party).values()
        return Response(orjson.dumps(row[0]), media_type="application/json")

    return app


def main(port: int) -> None:
    """Serve until terminated."""
    with neo4j.GraphDatabase.driver(
        os.environ["NEO4J_URI"], auth=("neo4j", os.environ["NEO4J_PASSWORD"]), notifications_min_severity="OFF"
    ) as driver:
        uvicorn.run(create_app(driver), host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="off")


if __name__ == "__main__":
    main(int(sys.argv[1]))
