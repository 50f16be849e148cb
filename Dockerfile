# The first stage builds everything from the locks; the second holds the result and no tools to change it.

FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY requirements/build.txt requirements/run.txt requirements/
RUN python -m venv /opt/build \
    && /opt/build/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt \
    && python -m venv --without-pip /opt/prebell \
    && /opt/build/bin/pip --python /opt/prebell/bin/python install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY config config
RUN /opt/build/bin/pip --python /opt/build/bin/python wheel --no-deps --no-build-isolation --wheel-dir dist . \
    && /opt/build/bin/pip --python /opt/prebell/bin/python install --no-cache-dir --no-deps --no-index dist/*.whl

FROM python:3.11-slim-bookworm
# A fixed number, for a volume outlives the image and must still belong to the same user.
RUN groupadd --gid 10001 prebell \
    && useradd --no-log-init --uid 10001 --gid 10001 --home-dir /data --shell /usr/sbin/nologin prebell \
    && mkdir -p /data \
    && chown 10001:10001 /data
COPY --from=build /opt/prebell /opt/prebell
# The root is read-only: what lasts goes to /data, and the desk listens where the engine can reach it.
ENV PATH=/opt/prebell/bin:$PATH \
    HOME=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PREBELL_DATA_DIR=/data \
    PREBELL_WEB__HOST=0.0.0.0
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
# http.client, for it goes through no proxy that the environment may name.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8080, timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["prebell"]
CMD ["run"]
