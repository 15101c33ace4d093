# The `guanxi` command, for a Neo4j beside it: see docker-compose.yml and docs/deployment.md.
FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/requirements.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/opt/guanxi \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NUMBA_CACHE_DIR=/tmp/numba \
    GUANXI_HOME=/var/lib/guanxi \
    GUANXI_CACHE=/var/cache/guanxi
COPY --from=packages /opt/venv /opt/venv
COPY . /opt/guanxi
WORKDIR /opt/guanxi
# GraphiQL's files come into the image, for the running container may not write there, nor reach the network.
RUN groupadd --system --gid 10001 guanxi \
    && useradd --system --uid 10001 --gid guanxi --home-dir /var/lib/guanxi --no-create-home guanxi \
    && install --directory --owner guanxi --group guanxi --mode 0700 /var/lib/guanxi \
    && HOME=/tmp python -c "from pathlib import Path; from app.embedded import graphiql_assets; graphiql_assets(Path('/var/cache/guanxi'))" \
    && rm -rf /tmp/* \
    && chmod -R a+rX /var/cache/guanxi
USER 10001:10001
VOLUME /var/lib/guanxi
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/livez', timeout=5)"]
ENTRYPOINT ["python", "-m", "app.cli"]
CMD ["up"]
